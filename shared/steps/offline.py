"""A context for looking only: what it has of the table is real, and its clients reach nobody."""

from collections.abc import Callable
from typing import Any, cast

from shared.auth.credentials import BrightpearlCredentials
from shared.brightpearl.client import Brightpearl
from shared.errors import StepError
from shared.http.transport import Transport
from shared.records.progress import Progress
from shared.records.store import Store
from shared.settings import Settings
from shared.steps.context import StepContext
from shared.xero.client import Xero


class UnreachableError(StepError):
    """Something that only a call to the other system could tell."""


class _Nobody:
    """In the place of a transport: whatever it is asked for, it refuses."""

    def __getattr__(self, _name: str) -> Callable[..., Any]:
        return _refuse


def _refuse(*_arguments: Any, **_named: Any) -> Any:
    raise UnreachableError("a preview calls nobody")


def offline_context(*, store: Store, progress: Progress, settings: Settings) -> StepContext:
    """Make it. Whatever needs a call raises UnreachableError, so nothing that runs with it can send anything."""
    nobody = cast(Transport, _Nobody())
    nowhere = BrightpearlCredentials(base_url="", account="", app_ref="")
    return StepContext(
        step="",
        run="",
        store=store,
        progress=progress,
        settings=settings,
        clock=store.clock,
        make_brightpearl=lambda: Brightpearl(nobody, nowhere),
        make_xero=lambda: Xero(nobody, ""),
        insist=True,
    )
