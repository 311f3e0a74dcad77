"""Pages of records, newest document first, and the search: never more than three requests, however many records there are."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from pynamodb.indexes import GlobalSecondaryIndex

from shared.kinds import Kind
from shared.records.cursors import CursorError, decoded, encoded
from shared.records.items import partition, searchable, status_partition
from shared.records.lines import Line, to_line
from shared.records.model import RecordItem
from shared.records.status import Status

EXAMINED: Final = 400  # lines looked at in one request where most of them may not be wanted
MOST_REQUESTS: Final = 3
MOST_NAMED: Final = 40
AN_ID: Final = re.compile(r"[0-9]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9a-f]{64}")
AFTER_ALL: Final = "~"


class Reason(StrEnum):
    """Why a record is not where it should be: what a status alone does not tell."""

    NEEDS_YOU = "needs-you"
    RETRYING = "retrying"
    HELD = "held"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which records; dates are the documents', both included. `cause` is the whole message of an error, or its whole hint."""

    status: Status | None = None
    search: str = ""
    first: str = ""
    last: str = ""
    cause: str = ""
    reason: Reason | None = None

    @property
    def is_sparse(self) -> bool:
        """Whether most of the lines of an index may not be wanted."""
        return bool(self.search or self.cause or self.reason)

    @property
    def is_impossible(self) -> bool:
        """Whether its dates leave no day: DynamoDB refuses to look between a later and an earlier one."""
        return bool(self.first and self.last and self.first > self.last)

    def admits(self, line: Line) -> bool:
        return (
            self.status in (None, line.status)
            and (not self.first or line.date >= self.first)
            and (not self.last or line.date <= self.last)
            and (not self.cause or (line.error is not None and self.cause in (line.error.message, line.error.cause)))
            and self.reason in (None, _reason(line))
        )


def _reason(line: Line) -> Reason | None:
    if line.status == Status.ERROR and line.error is not None:
        return Reason.NEEDS_YOU if line.error.needs_person else Reason.RETRYING
    return Reason.HELD if line.status == Status.PENDING and line.held else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """A page; it may hold fewer lines than asked for, and is the last one only where there is no cursor."""

    lines: tuple[Line, ...]
    cursor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Path:
    """One way through the records: an index, where in it, and which lines it leads to."""

    index: GlobalSecondaryIndex[RecordItem] | None
    partition_key: str
    partition: str
    sort_key: str
    condition: Any
    leads_to: Callable[[str], bool]
    forward: bool = False

    def place(self, item: RecordItem) -> str:
        return str(getattr(item, self.sort_key) or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """Behind which line of which path the next page begins."""

    path: int
    sort: str = ""
    id: str = ""


class Listing:
    """The records of one connection, in pages."""

    def __init__(self, *, connection: str) -> None:
        self.connection = connection

    def page(self, kind: Kind, wanted: Filter, *, cursor: str = "", limit: int, oldest_first: bool = False) -> Lines:
        """Read up to `limit` lines. A search lists what it finds by id or number first, then by reference, then by name."""
        paths = self._paths(kind, wanted, oldest_first=oldest_first)
        place: _Place | None = _place(cursor, paths)
        if wanted.is_impossible:
            return Lines(lines=(), cursor="")
        found: list[Line] = []
        for _ in range(MOST_REQUESTS):
            if place is None or len(found) >= limit:
                break
            lines, place = self._read(paths, place, kind, wanted, limit - len(found))
            found += lines
        ordered = sorted(found, key=lambda line: (line.date, line.id.zfill(12)), reverse=not oldest_first)
        return Lines(lines=tuple(ordered), cursor=_cursor(place))

    def named(self, kind: Kind, number: str) -> list[str]:
        """The ids of those that have exactly this number or reference: a payment has that of what it pays."""
        needle, within = searchable(number), partition(self.connection, kind)
        found = [
            *RecordItem.by_number.query(within, RecordItem.number_search == needle, limit=MOST_NAMED),
            *RecordItem.by_reference.query(within, RecordItem.reference_search == needle, limit=MOST_NAMED),
        ]
        return list(dict.fromkeys(str(item.id) for item in found))

    def _read(
        self, paths: Sequence[_Path], place: _Place, kind: Kind, wanted: Filter, room: int
    ) -> tuple[list[Line], _Place | None]:
        """Make one request on the path where the place is, and answer with the place behind what was taken."""
        path = paths[place.path]
        examined = EXAMINED if wanted.is_sparse else room + 1
        items = list(self._items(path, place, kind, examined))
        taken: list[Line] = []
        for item in items:
            if len(taken) == room:
                return taken, place
            place = replace(place, sort=path.place(item), id=str(item.id))
            line = to_line(item)
            if wanted.admits(line) and not any(_matches(before, item) for before in paths[: place.path]):
                taken.append(line)
        if len(items) >= examined:
            return taken, place
        return taken, _Place(path=place.path + 1) if place.path + 1 < len(paths) else None

    def _items(self, path: _Path, place: _Place, kind: Kind, limit: int) -> Iterator[RecordItem]:
        if path.index is None:
            yield from RecordItem.batch_get([(partition(self.connection, kind), path.partition)])
            return
        begin: dict[str, Any] | None = None
        if place.id:
            values = {"pk": partition(self.connection, kind), "sk": place.id}
            values |= {path.partition_key: path.partition, path.sort_key: place.sort}
            begin = {name: {"S": value} for name, value in values.items()}
        yield from path.index.query(
            path.partition,
            path.condition,
            scan_index_forward=path.forward,
            limit=limit,
            page_size=limit,
            last_evaluated_key=begin,
        )

    def _paths(self, kind: Kind, wanted: Filter, *, oldest_first: bool) -> list[_Path]:
        if wanted.search:
            return self._search(kind, searchable(wanted.search))
        first, last = wanted.first, wanted.last + AFTER_ALL if wanted.last else AFTER_ALL
        condition = RecordItem.listed.between(first, last) if first else RecordItem.listed <= last
        every = _Path(
            index=RecordItem.by_kind,
            partition_key="kind_key",
            partition=partition(self.connection, kind),
            sort_key="listed",
            condition=condition,
            leads_to=lambda place: first <= place <= last,
            forward=oldest_first,
        )
        if wanted.status is None:
            return [every]
        of_status = status_partition(self.connection, kind, wanted.status)
        return [replace(every, index=RecordItem.by_status, partition_key="status_key", partition=of_status)]

    def _search(self, kind: Kind, needle: str) -> list[_Path]:
        """What looks like an id is looked up as one first; a contact's number is its id."""
        number = self._starting(kind, RecordItem.by_number, "number_search", needle)
        reference = self._starting(kind, RecordItem.by_reference, "reference_search", needle)
        name = self._starting(kind, RecordItem.by_contact, "contact_search", needle)
        if not AN_ID.fullmatch(needle):
            return [number, reference, name]
        by_id = _Path(
            index=None,
            partition_key="",
            partition=needle,
            sort_key="id",
            condition=None,
            leads_to=lambda place: place == needle,
        )
        return [by_id, reference, name] if kind == Kind.CONTACT else [by_id, number, reference, name]

    def _starting(self, kind: Kind, index: GlobalSecondaryIndex[RecordItem], attribute: str, needle: str) -> _Path:
        return _Path(
            index=index,
            partition_key="kind_key",
            partition=partition(self.connection, kind),
            sort_key=attribute,
            condition=getattr(RecordItem, attribute).startswith(needle),
            leads_to=lambda place: place.startswith(needle),
            forward=True,
        )


def _matches(path: _Path, item: RecordItem) -> bool:
    """Whether an earlier path of a search has led to this line already; its own index shows only what it carries."""
    return path.leads_to(searchable(str(getattr(item, _SHOWN[path.sort_key]) or "")))


_SHOWN: Final = {
    "id": "id",
    "number_search": "number",
    "reference_search": "reference",
    "contact_search": "contact_name",
}


def _cursor(place: _Place | None) -> str:
    return "" if place is None else encoded([place.path, place.sort, place.id])


def _place(cursor: str, paths: Sequence[_Path]) -> _Place:
    if not cursor:
        return _Place(path=0)
    parts = decoded(cursor)
    if [type(part) for part in parts] != [int, str, str]:
        raise CursorError(cursor)
    place = _Place(path=parts[0], sort=parts[1], id=parts[2])
    if not _is_of(place, paths):
        raise CursorError(cursor)
    return place


def _is_of(place: _Place, paths: Sequence[_Path]) -> bool:
    if not 0 <= place.path < len(paths):
        return False
    fresh = not place.sort and not place.id
    return fresh or (0 < len(place.id) <= 100 and len(place.sort) <= 900 and paths[place.path].leads_to(place.sort))
