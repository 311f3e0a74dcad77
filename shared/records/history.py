"""A record's history in pages, newest first."""

from dataclasses import dataclass
from typing import Final

from shared.kinds import Kind
from shared.records.cursors import CursorError, decoded, encoded
from shared.records.model import EventItem
from shared.records.schema import event_partition

LONGEST_PLACE: Final = 60


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
        begin = {"pk": {"S": self._partition}, "sk": {"S": _place(cursor)}} if cursor else None
        found = list(
            EventItem.query(
                self._partition,
                scan_index_forward=False,
                limit=limit + 1,
                page_size=limit + 1,
                last_evaluated_key=begin,
            )
        )
        return found[:limit], encoded([found[limit - 1].sk]) if len(found) > limit else ""

    @property
    def _partition(self) -> str:
        return event_partition(self.connection, self.kind, self.record_id)


def _place(cursor: str) -> str:
    parts = decoded(cursor)
    if len(parts) != 1 or not isinstance(parts[0], str) or not 0 < len(parts[0]) <= LONGEST_PLACE:
        raise CursorError(cursor)
    return parts[0]
