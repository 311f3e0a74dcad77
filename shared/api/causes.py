"""The errors by their causes, as they are shown: those that need a person first, then those that most records have."""

from collections.abc import Iterable
from typing import Final

from shared.api import presenters
from shared.api.shapes import CauseLine, ErrorList
from shared.api.words import KindName
from shared.records.causes import Cause, Causes

MOST_CAUSES: Final = 100


def error_list(found: Iterable[Causes], *, next_cycle: str) -> ErrorList:
    """Put all causes in order and leave out those behind the first hundred; `next_cycle` is a time in ISO 8601, or empty."""
    kinds = list(found)
    causes = [_line(one, cause, next_cycle) for one in kinds for cause in one.causes]
    causes.sort(key=lambda cause: (not cause.needs_person, -cause.count, cause.kind, cause.cause))
    errors, examined = sum(one.total for one in kinds), sum(one.examined for one in kinds)
    return ErrorList(
        causes=causes[:MOST_CAUSES],
        errors=errors,
        examined=examined,
        complete=examined == errors and len(causes) <= MOST_CAUSES,
        causes_left_out=max(len(causes) - MOST_CAUSES, 0),
    )


def _line(kind: Causes, cause: Cause, next_cycle: str) -> CauseLine:
    problem = cause.failure.problem
    return CauseLine(
        kind=KindName.of(kind.kind),
        cause=cause.text,
        message=problem.message,
        same_message=cause.alike,
        hint=problem.hint,
        error_class=problem.error_class.value,
        count=cause.count,
        at_least=kind.examined < kind.total,
        needs_person=cause.needs_person,
        retries_at="" if cause.needs_person else next_cycle,
        newest_at=cause.failure.at.isoformat(),
        example=presenters.line(cause.newest),
    )
