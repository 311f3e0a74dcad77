"""Pages of records, newest document first, and the search: never more than three requests, however many records there are."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind
from shared.records.filter import Filter
from shared.records.items import to_line
from shared.records.model import RecordItem
from shared.records.paths import Path, Place, paths, place_of
from shared.records.record import Line
from shared.records.schema import listed, partition, searchable

EXAMINED: Final = 400  # lines looked at in one request where most of them may not be wanted
MOST_REQUESTS: Final = 3
MOST_NAMED: Final = 40


class Lines(Struct, frozen=True, kw_only=True):
    """A page; it may hold fewer lines than asked for, and is the last one only where there is no cursor."""

    lines: tuple[Line, ...]
    cursor: str


class Listing:
    """The records of one connection, in pages."""

    def __init__(self, *, connection: str) -> None:
        self.connection = connection

    def page(self, kind: Kind, wanted: Filter, *, cursor: str = "", limit: int, oldest_first: bool = False) -> Lines:
        """Read up to `limit` lines. A search lists what it finds by id or number first, then by reference, then by name.

        Raises CursorError for a cursor that was not given out for this listing.
        """
        ways = paths(self.connection, kind, wanted, oldest_first=oldest_first)
        place: Place | None = place_of(cursor, ways)
        if wanted.is_impossible:
            return Lines(lines=(), cursor="")
        found: list[Line] = []
        for _ in range(MOST_REQUESTS):
            if place is None or len(found) >= limit:
                break
            lines, place = self._read(ways, place, kind, wanted, limit - len(found))
            found += lines
        ordered = sorted(found, key=listed, reverse=not oldest_first)
        return Lines(lines=tuple(ordered), cursor=place.cursor if place else "")

    def named(self, kind: Kind, number: str) -> list[str]:
        """The ids of those that have exactly this number or reference: a payment has that of what it pays."""
        needle, within = searchable(number), partition(self.connection, kind)
        found = [
            *RecordItem.by_number.query(within, RecordItem.number_search == needle, limit=MOST_NAMED),
            *RecordItem.by_reference.query(within, RecordItem.reference_search == needle, limit=MOST_NAMED),
        ]
        return list(dict.fromkeys(str(item.id) for item in found))

    def _read(
        self, ways: Sequence[Path], place: Place, kind: Kind, wanted: Filter, room: int
    ) -> tuple[list[Line], Place | None]:
        """Make one request on the path where the place is, and answer with the place behind what was taken."""
        path, before = ways[place.path], ways[: place.path]
        examined = EXAMINED if wanted.is_sparse else room + 1
        items = list(path.items(partition(self.connection, kind), place, examined))
        taken: list[Line] = []
        for item in items:
            if len(taken) == room:
                return taken, place
            place = replace(place, sort=path.place(item), id=str(item.id))
            line = to_line(item)
            if wanted.admits(line) and not any(way.has(item) for way in before):
                taken.append(line)
        if len(items) >= examined:
            return taken, place
        return taken, Place(path=place.path + 1) if place.path + 1 < len(ways) else None
