"""Ways through the records of a kind: where a listing or a search reads, which lines it finds there, and where a page begins."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct

from shared.kinds import Kind
from shared.records.cursors import CursorError, decoded, encoded
from shared.records.filter import Filter
from shared.records.items import to_failure
from shared.records.model.wire import Range, Raw, query
from shared.records.record import Line
from shared.records.schema import (
    BY_KIND,
    BY_REASON,
    BY_STATUS,
    HIGHEST,
    PARTITION_KEY,
    SORT_KEY,
    UNKNOWN_DAY,
    Index,
    listed,
    partition,
    reason_partition,
    status_partition,
)
from shared.records.search import amount_in, beginning_with, found_by, id_found, needle_of
from shared.records.status import Status

AN_ID: Final = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")


class Place(Struct, frozen=True, kw_only=True):
    """Behind which line of which path the next page begins; without an id it is the path's own beginning."""

    path: int
    sort: str = ""
    id: str = ""

    @property
    def cursor(self) -> str:
        return encoded([self.path, self.sort, self.id])


class Path(Struct, frozen=True, kw_only=True):
    """One way through the records. `finds` gives the sort key under which it should find a line, "" where it should not.

    `reads` is where it looks; None where it needs not, for it is a single record whose id is known.
    """

    reads: Range | None
    finds: Callable[[Line], str]
    single: str = ""
    may_be: Callable[[Raw], bool] = lambda _item: True

    def leads_to(self, place: Place) -> bool:
        return self.reads.has(place.sort) if self.reads else place.sort == self.single

    def places(self, number: int, place: Place, within: str, limit: int) -> Iterator[tuple[Place, bool]]:
        """Give up to `limit` places behind that one, in one request, and whether what is there may be wanted at all.

        `within` is the partition of the records.
        """
        if self.reads is None:
            yield Place(path=number, sort=self.single, id=self.single), True
            return
        for item in query(self.reads, limit=limit, behind=self._behind(place, within) if place.id else None):
            sort = item[self.reads.sort_key]["S"]
            record_id = item[SORT_KEY]["S"] if self.reads.index else id_found(item)
            yield Place(path=number, sort=sort, id=record_id), self.may_be(item)

    def _behind(self, place: Place, within: str) -> Raw:
        assert self.reads is not None
        keys = {PARTITION_KEY: within, SORT_KEY: place.id} if self.reads.index else {}
        keys |= {self.reads.partition_key: self.reads.partition, self.reads.sort_key: place.sort}
        return {name: {"S": value} for name, value in keys.items()}


def paths(connection: str, kind: Kind, wanted: Filter, *, oldest_first: bool) -> list[Path]:
    """The ways to what is wanted, in their order: a listing has one, a search several."""
    if wanted.search:
        return _search(connection, kind, wanted.search)
    index, within = _index(connection, kind, wanted)
    first, last = wanted.first or UNKNOWN_DAY, wanted.last + HIGHEST
    reads = Range.of(index, within, first=first, last=last, forward=oldest_first)
    return [Path(reads=reads, finds=listed, may_be=_may_have(wanted.cause) if index is BY_STATUS else _anything)]


def _index(connection: str, kind: Kind, wanted: Filter) -> tuple[Index, str]:
    """The one that has the fewest others: what has a cause is in Error."""
    if wanted.reason:
        return BY_REASON, reason_partition(connection, kind, wanted.reason)
    status = wanted.status or (Status.ERROR if wanted.cause else None)
    return (BY_STATUS, status_partition(connection, kind, status)) if status else (BY_KIND, partition(connection, kind))


def _may_have(cause: str) -> Callable[[Raw], bool]:
    return lambda item: not cause or ((failure := to_failure(item)) is not None and failure.is_because(cause))


def _anything(_item: Raw) -> bool:
    return True


def _search(connection: str, kind: Kind, text: str) -> list[Path]:
    """What looks like an id is looked up as one first, then what looks like an amount. A contact's number is its id."""
    needle, amount = needle_of(text), amount_in(text)
    by_id = [Path(reads=None, single=needle, finds=lambda line: needle if line.id == needle else "")]
    beginnings = [f"{amount}#"] if amount else []
    return [
        *(by_id if AN_ID.fullmatch(needle) else []),
        *(_beginning(connection, kind, beginning) for beginning in (*beginnings, needle)),
    ]


def _beginning(connection: str, kind: Kind, beginning: str) -> Path:
    return Path(reads=beginning_with(connection, kind, beginning), finds=lambda line: found_by(line, beginning))


def place_of(cursor: str, ways: Sequence[Path]) -> Place:
    """Read a cursor, "" for the beginning. Raises CursorError for one that was not given out for these paths."""
    if not cursor:
        return Place(path=0)
    parts = decoded(cursor)
    if [type(part) for part in parts] != [int, str, str]:
        raise CursorError(cursor)
    place = Place(path=parts[0], sort=parts[1], id=parts[2])
    if not _is_on(ways, place):
        raise CursorError(cursor)
    return place


def _is_on(ways: Sequence[Path], place: Place) -> bool:
    if not 0 <= place.path < len(ways):
        return False
    fresh = not place.sort and not place.id
    return fresh or (0 < len(place.id) <= 100 and len(place.sort) <= 900 and ways[place.path].leads_to(place))
