"""Pages of records, newest document first, and the search: never more than three requests, however many records there are."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct

from shared.kinds import Kind
from shared.records.filter import Filter
from shared.records.lines import lines_of
from shared.records.model.wire import READ_AT_ONCE
from shared.records.paths import Path, Place, paths, place_of
from shared.records.record import Line
from shared.records.schema import listed, partition

EXAMINED: Final = 400  # places looked at in one request where most of them may not be wanted
MOST_REQUESTS: Final = 3


class Lines(Struct, frozen=True, kw_only=True):
    """A page; it may hold fewer lines than asked for, and is the last one only where there is no cursor."""

    lines: tuple[Line, ...]
    cursor: str


class Listing:
    """The records of one connection, in pages."""

    def __init__(self, *, connection: str) -> None:
        self.connection = connection

    def page(self, kind: Kind, wanted: Filter, *, cursor: str = "", limit: int, oldest_first: bool = False) -> Lines:
        """Read up to `limit` lines, 200 at most. A search lists what it finds by id first, then by amount, then others.

        Raises CursorError for a cursor that was not given out for this listing.
        """
        ways = paths(self.connection, kind, wanted, oldest_first=oldest_first)
        place: Place | None = place_of(cursor, ways)
        if wanted.is_impossible:
            return Lines(lines=(), cursor="")
        places, place = self._places(ways, place, kind, wanted, limit)
        known = lines_of(self.connection, ((kind, one.id) for one in places))
        found: list[Line] = []
        for number, one in enumerate(places, start=1):
            line = known.get((kind, one.id))
            if line and wanted.admits(line) and _is_found_there(ways, one, line):
                found.append(line)
            if len(found) == limit and number < len(places):
                place = one
                break
        ordered = sorted(found, key=listed, reverse=not oldest_first)
        return Lines(lines=tuple(ordered), cursor=place.cursor if place else "")

    def _places(
        self, ways: Sequence[Path], place: Place | None, kind: Kind, wanted: Filter, limit: int
    ) -> tuple[list[Place], Place | None]:
        """Look for what may be wanted, in as many requests as leave some for the lines; and give the place behind it."""
        found: list[Place] = []
        requests = 0
        while place is not None and len(found) < limit:
            path = ways[place.path]
            requests += path.reads is not None
            room = READ_AT_ONCE * (MOST_REQUESTS - requests) - len(found)
            if room <= 0:
                break
            examined = 1 + (EXAMINED if wanted.is_sparse else limit - len(found))
            looked = list(path.places(place.path, place, partition(self.connection, kind), examined))
            more = len(looked) == examined
            for one, may_be in looked[: examined - 1]:
                if may_be and room == 0:
                    return found, place
                place = one
                if may_be:
                    found.append(one)
                    room -= 1
            if not more:
                place = Place(path=place.path + 1) if place.path + 1 < len(ways) else None
        return found, place


def _is_found_there(ways: Sequence[Path], place: Place, line: Line) -> bool:
    """An index and what is found by may lag; what several ways lead to belongs to the first of them."""
    if ways[place.path].finds(line) != place.sort:
        return False
    return not any(way.finds(line) for way in ways[: place.path])
