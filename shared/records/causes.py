"""The records in Error, grouped by what has to be done about them. What it costs has a bound, however many there are."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from shared.kinds import Kind
from shared.records.failure import Failure
from shared.records.items import to_line
from shared.records.model import RecordItem
from shared.records.record import Line
from shared.records.schema import status_partition
from shared.records.status import Status

EXAMINED: Final = 500  # of each kind: one request, of those that its newest documents are in


class Cause(Struct, frozen=True, kw_only=True):
    """Records of one kind that one thing would cure. `newest` failed last, `alike` says whether all have the same message."""

    text: str
    needs_person: bool
    count: int
    newest: Line
    failure: Failure
    alike: bool


class Causes(Struct, frozen=True, kw_only=True):
    """The causes found among the records of one kind that were `examined`, of the `total` in Error."""

    kind: Kind
    total: int
    examined: int
    causes: tuple[Cause, ...]


def causes(connection: str, counts: Mapping[Kind, Mapping[Status, int]]) -> list[Causes]:
    """Group the errors of each kind that has any, at one request for each kind; `counts` are the store's."""
    totals = {kind: counts.get(kind, {}).get(Status.ERROR, 0) for kind in Kind}
    return [_causes(connection, kind, total) for kind, total in totals.items() if total > 0]


def _causes(connection: str, kind: Kind, total: int) -> Causes:
    found = RecordItem.by_status.query(
        status_partition(connection, kind, Status.ERROR),
        scan_index_forward=False,
        limit=EXAMINED,
        page_size=EXAMINED,
    )
    lines = [to_line(item) for item in found]
    return Causes(kind=kind, total=max(total, len(lines)), examined=len(lines), causes=tuple(grouped(lines)))


def grouped(lines: Iterable[Line]) -> list[Cause]:
    """Group lines by cause and by whether they need a person; lines without a failure are left out."""
    groups: dict[tuple[str, bool], list[tuple[Line, Failure]]] = {}
    for line in lines:
        if line.failure is not None:
            groups.setdefault((line.failure.cause, line.failure.needs_person), []).append((line, line.failure))
    return [_cause(text, members, needs_person=person) for (text, person), members in groups.items()]


def _cause(text: str, members: list[tuple[Line, Failure]], *, needs_person: bool) -> Cause:
    newest, failure = max(members, key=lambda member: member[1].at)
    return Cause(
        text=text,
        needs_person=needs_person,
        count=len(members),
        newest=newest,
        failure=failure,
        alike=len({failed.problem.message for _, failed in members}) == 1,
    )
