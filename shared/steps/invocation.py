"""One call of one step, as the state machines make it, and how long it may take."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from msgspec import Struct, field

from shared.kinds import Kind, System
from shared.sequence import BY_NAME
from shared.steps.context import CONNECTOR
from shared.steps.pipeline import Only

Limits = Mapping[str, Mapping[str, int]]


class Invocation(Struct, frozen=True, kw_only=True):
    """One call of one step, as the state machines make it. `run` begins with the time at which the run began.

    `limits` are the calls left, by system, as the steps before have seen them.
    """

    connection: str
    run: str
    step: str
    only: Only | None = None
    by: str = CONNECTOR
    so_far: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)

    @classmethod
    def parse(cls, event: Mapping[str, Any], *, step: str) -> "Invocation":
        only = event.get("only")
        return cls(
            connection=event["connection"],
            run=event["run"],
            step=step,
            only=Only(kind=Kind(only["kind"]), id=str(only.get("id") or "")) if only else None,
            by=str(event.get("by") or CONNECTOR),
            so_far=event.get("so_far") or {},
            limits=event.get("limits") or {},
        )

    @property
    def rests(self) -> bool:
        """Whether it does nothing while Xero's limit of the day is used up. A single record that somebody wants is tried."""
        single = self.only is not None and bool(self.only.id)
        return BY_NAME[self.step].system is System.XERO and not single

    @property
    def started(self) -> datetime:
        return datetime.fromisoformat(self.run.split("#", 1)[0])


class Deadline(Struct, kw_only=True, eq=False):
    """Whether there is time for another piece of work. For the first there always is, so every invocation gets something done."""

    remaining: Callable[[], float]
    _asked: bool = False

    def allows_more(self) -> bool:
        first, self._asked = not self._asked, True
        return first or self.is_ahead()

    def is_ahead(self) -> bool:
        return self.remaining() > 0
