"""Ways through the records of a kind: which index a listing or a search reads, where in it, and where a page begins."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace
from pynamodb.expressions.condition import Condition
from pynamodb.indexes import GlobalSecondaryIndex

from shared.kinds import Kind
from shared.records.cursors import CursorError, decoded, encoded
from shared.records.filter import Filter
from shared.records.model import RecordItem
from shared.records.schema import partition, searchable, status_partition

AN_ID: Final = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
AFTER_ALL: Final = "~"
SEARCHED: Final = {"number_search": "number", "reference_search": "reference", "contact_search": "contact_name"}


class Place(Struct, frozen=True, kw_only=True):
    """Behind which line of which path the next page begins; without an id it is the path's own beginning."""

    path: int
    sort: str = ""
    id: str = ""

    @property
    def cursor(self) -> str:
        return encoded([self.path, self.sort, self.id])


class Path(Struct, frozen=True, kw_only=True):
    """One way through the records: an index, where in it, and which values of the sort key it leads to.

    Without an index it is a single record, whose id is the partition.
    """

    index: GlobalSecondaryIndex[RecordItem] | None
    partition_key: str
    partition: str
    sort_key: str
    condition: Condition | None
    leads_to: Callable[[str], bool]
    forward: bool = False

    def place(self, item: RecordItem) -> str:
        """Where the item stands on this path: the value of the sort key."""
        return str(getattr(item, self.sort_key) or "")

    def has(self, item: RecordItem) -> bool:
        """Whether this path leads to an item of another index, which lacks the sort key: the field that it is made of tells."""
        shown = getattr(item, SEARCHED.get(self.sort_key, self.sort_key))
        return self.leads_to(searchable(str(shown or "")))

    def items(self, within: str, place: Place, limit: int) -> Iterator[RecordItem]:
        """Read up to `limit` items behind the place, in one request; `within` is the partition of the records."""
        if self.index is None:
            yield from RecordItem.batch_get([(within, self.partition)])
            return
        yield from self.index.query(
            self.partition,
            self.condition,
            scan_index_forward=self.forward,
            limit=limit,
            page_size=limit,
            last_evaluated_key=self._behind(within, place) if place.id else None,
        )

    def _behind(self, within: str, place: Place) -> dict[str, dict[str, str]]:
        keys = {"pk": within, "sk": place.id, self.partition_key: self.partition, self.sort_key: place.sort}
        return {name: {"S": value} for name, value in keys.items()}


def paths(connection: str, kind: Kind, wanted: Filter, *, oldest_first: bool) -> list[Path]:
    """The ways to what is wanted, in their order: a listing has one, a search several."""
    if wanted.search:
        return _search(partition(connection, kind), kind, searchable(wanted.search))
    return [_listing(connection, kind, wanted, oldest_first=oldest_first)]


def _listing(connection: str, kind: Kind, wanted: Filter, *, oldest_first: bool) -> Path:
    first, last = wanted.first, wanted.last + AFTER_ALL if wanted.last else AFTER_ALL
    every = Path(
        index=RecordItem.by_kind,
        partition_key="kind_key",
        partition=partition(connection, kind),
        sort_key="listed",
        condition=RecordItem.listed.between(first, last) if first else RecordItem.listed <= last,
        leads_to=lambda place: first <= place <= last,
        forward=oldest_first,
    )
    if wanted.status is None:
        return every
    of_status = status_partition(connection, kind, wanted.status)
    return replace(every, index=RecordItem.by_status, partition_key="status_key", partition=of_status)


def _search(within: str, kind: Kind, needle: str) -> list[Path]:
    """What looks like an id is looked up as one first; a contact's number is its id."""
    number = _starting(within, RecordItem.by_number, "number_search", needle)
    reference = _starting(within, RecordItem.by_reference, "reference_search", needle)
    name = _starting(within, RecordItem.by_contact, "contact_search", needle)
    if not AN_ID.fullmatch(needle):
        return [number, reference, name]
    by_id = _single(needle)
    return [by_id, reference, name] if kind == Kind.CONTACT else [by_id, number, reference, name]


def _single(record_id: str) -> Path:
    return Path(
        index=None,
        partition_key="",
        partition=record_id,
        sort_key="id",
        condition=None,
        leads_to=lambda place: place == record_id,
    )


def _starting(within: str, index: GlobalSecondaryIndex[RecordItem], attribute: str, needle: str) -> Path:
    return Path(
        index=index,
        partition_key="kind_key",
        partition=within,
        sort_key=attribute,
        condition=getattr(RecordItem, attribute).startswith(needle),
        leads_to=lambda place: place.startswith(needle),
        forward=True,
    )


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
    return fresh or (0 < len(place.id) <= 100 and len(place.sort) <= 900 and ways[place.path].leads_to(place.sort))
