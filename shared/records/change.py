"""A change of one record: its next version, what its history says about it, and the remote ids that lead to it from now on."""

from typing import Any

from msgspec import Struct

from shared.records.record import Record


class Event(Struct, frozen=True, kw_only=True):
    """A line in a record's history; `detail` holds request and answer without secrets."""

    what: str
    who: str = "connector"
    detail: Any = None


class Change(Struct, frozen=True, kw_only=True, eq=False):
    """`before` is None for a record that is new; `links` are ids of the other system."""

    before: Record | None
    after: Record
    event: Event | None = None
    links: tuple[str, ...] = ()

    @property
    def writes(self) -> int:
        """How many items it writes, without the counts."""
        return 1 + (self.event is not None) + len(self.links)
