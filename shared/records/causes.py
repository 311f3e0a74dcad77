"""The records in Error, grouped by what has to be done about them. What it costs has a bound, however many there are."""

from collections.abc import Iterable, Mapping
from typing import Final

from msgspec import Struct

from shared.kinds import Kind
from shared.records.failure import Failure
from shared.records.items import key_of, to_failure
from shared.records.lines import lines_of
from shared.records.model.wire import Range, query
from shared.records.record import Key, Line
from shared.records.schema import BY_STATUS, status_partition
from shared.records.status import Status

Failed = tuple[Key, Failure]
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
    """Group the errors of each kind that has any: a request for each kind, and one for each hundred causes.

    `counts` are the store's.
    """
    totals = {kind: counts.get(kind, {}).get(Status.ERROR, 0) for kind in Kind}
    errors = {kind: _errors(connection, kind) for kind, total in totals.items() if total > 0}
    groups = {kind: grouped(found) for kind, found in errors.items()}
    newest = lines_of(connection, (_newest(group)[0] for of_kind in groups.values() for group in of_kind))
    return [
        Causes(
            kind=kind,
            total=max(totals[kind], len(found)),
            examined=len(found),
            causes=tuple(cause for group in groups[kind] if (cause := _cause(group, newest))),
        )
        for kind, found in errors.items()
    ]


def _errors(connection: str, kind: Kind) -> list[tuple[Key, Failure | None]]:
    within = status_partition(connection, kind, Status.ERROR)
    found = query(Range.of(BY_STATUS, within, forward=False), limit=EXAMINED)
    return [(key_of(item), to_failure(item)) for item in found]


def grouped(found: Iterable[tuple[Key, Failure | None]]) -> list[list[Failed]]:
    """Group records by cause and by whether they need a person; those without a failure are left out."""
    groups: dict[tuple[str, bool], list[Failed]] = {}
    for key, failure in found:
        if failure is not None:
            groups.setdefault((failure.cause, failure.needs_person), []).append((key, failure))
    return list(groups.values())


def _newest(group: list[Failed]) -> Failed:
    return max(group, key=lambda failed: failed[1].at)


def _cause(group: list[Failed], lines: Mapping[Key, Line]) -> Cause | None:
    """None where the newest one is gone by now."""
    key, failure = _newest(group)
    if key not in lines:
        return None
    return Cause(
        text=failure.cause,
        needs_person=failure.needs_person,
        count=len(group),
        newest=lines[key],
        failure=failure,
        alike=len({failed.problem.message for _, failed in group}) == 1,
    )
