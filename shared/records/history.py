"""A record's history in pages, newest first."""

from dataclasses import dataclass

from shared.kinds import Kind
from shared.records.model import EventItem
from shared.records.newest import newest
from shared.records.schema import event_partition


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The history of one record."""

    connection: str
    kind: Kind
    record_id: str

    def newest(self, *, cursor: str, limit: int) -> tuple[list[EventItem], str]:
        """Read a page, and answer with it and the cursor of the next page, "" where it is the last one.

        Raises CursorError for a cursor that was not given out for a history.
        """
        return newest(EventItem, self._partition, cursor=cursor, limit=limit)

    @property
    def _partition(self) -> str:
        return event_partition(self.connection, self.kind, self.record_id)
