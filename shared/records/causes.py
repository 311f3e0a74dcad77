"""The records in Error, grouped by what has to be done about them. What it costs has a bound, however many there are."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shared.kinds import Kind
from shared.records.items import status_partition
from shared.records.lines import Line, Trouble, to_line
from shared.records.model import RecordItem
from shared.records.status import Status

EXAMINED: Final = 500  # of each kind: one request, of those that its newest documents are in


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """Records of one kind that one thing would cure. `newest` is the one that failed last, `alike` whether all say the same."""

    text: str
    needs_person: bool
    count: int
    newest: Line
    trouble: Trouble
    alike: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failures:
    """The causes found among the records of one kind that were `examined`, of the `total` in Error."""

    kind: Kind
    total: int
    examined: int
    causes: tuple[Cause, ...]


def failures(connection: str, counts: Mapping[Kind, Mapping[Status, int]]) -> list[Failures]:
    """Look at those kinds that have any: one request for each."""
    totals = {kind: counts.get(kind, {}).get(Status.ERROR, 0) for kind in Kind}
    return [_failures(connection, kind, total) for kind, total in totals.items() if total > 0]


def _failures(connection: str, kind: Kind, total: int) -> Failures:
    found = RecordItem.by_status.query(
        status_partition(connection, kind, Status.ERROR),
        scan_index_forward=False,
        limit=EXAMINED,
        page_size=EXAMINED,
    )
    lines = [to_line(item) for item in found]
    return Failures(kind=kind, total=max(total, len(lines)), examined=len(lines), causes=tuple(grouped(lines)))


def grouped(lines: Iterable[Line]) -> list[Cause]:
    groups: dict[tuple[str, bool], list[tuple[Line, Trouble]]] = {}
    for line in lines:
        if line.error is not None:
            groups.setdefault((line.error.cause, line.error.needs_person), []).append((line, line.error))
    return [_cause(text, members, needs_person=person) for (text, person), members in groups.items()]


def _cause(text: str, members: list[tuple[Line, Trouble]], *, needs_person: bool) -> Cause:
    newest, trouble = max(members, key=lambda member: member[1].at)
    return Cause(
        text=text,
        needs_person=needs_person,
        count=len(members),
        newest=newest,
        trouble=trouble,
        alike=len({said.message for _, said in members}) == 1,
    )
