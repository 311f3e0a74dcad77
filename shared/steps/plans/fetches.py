"""The plan of every step that fetches: what its source reads."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from shared.kinds import Kind
from shared.records.record import Fetched
from shared.sources.pages import Page, Position, Since
from shared.steps.context import StepContext
from shared.steps.pipeline import FetchPlan


class Source(Protocol):
    """What a fetch of one connection reads. `selection` says what the settings choose to read; "" where they choose nothing."""

    @property
    def selection(self) -> str: ...

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        """Yield what is new or changed since a time (None: everything), in an order that does not change while it is read.

        `position` is {} at first. After an interruption it is that of the last stored page: yield only what follows it.
        Raises StepError; all pages before it are kept.
        """

    def one(self, kind: Kind, record_id: str, /) -> Sequence[Fetched]:
        """Read a single object by our id; empty where it is not there or not due.

        Raises InvalidDataError where it cannot be read alone.
        """


def fetching(context: StepContext, source: Source) -> FetchPlan:
    return FetchPlan(pages=source.pages, one=source.one, refused=context.refused, selection=source.selection)
