"""The retry rule: what passes is tried again so often, what is waited for is tried again, and the rest waits for a person."""

import pytest

from shared.errors import ErrorClass
from shared.records.failure import LONGEST_CAUSE, MAX_TRANSIENT_ATTEMPTS, Failure, retries_by_itself
from tests.records.builders import AT, a_problem


def a_failure(error_class: ErrorClass, attempts: int = 1, hint: str = "do something") -> Failure:
    problem = a_problem(error_class, message="no", hint=hint)
    return Failure(problem=problem, attempts=attempts, at=AT, settings_version=1)


@pytest.mark.parametrize(
    ("error_class", "attempts", "again"),
    [
        (ErrorClass.TRANSIENT, MAX_TRANSIENT_ATTEMPTS - 1, True),
        (ErrorClass.TRANSIENT, MAX_TRANSIENT_ATTEMPTS, False),
        (ErrorClass.DEPENDENCY, MAX_TRANSIENT_ATTEMPTS * 10, True),
        (ErrorClass.DATA, 1, False),
        (ErrorClass.MAPPING, 1, False),
    ],
)
def test_a_failure_is_either_tried_again_or_needs_a_person(error_class: ErrorClass, attempts: int, again: bool) -> None:
    failure = a_failure(error_class, attempts)

    assert (retries_by_itself(failure), failure.needs_person) == (again, not again)


def test_what_has_not_failed_goes_without_a_person() -> None:
    assert retries_by_itself(None)


def test_failures_with_the_same_remedy_have_the_same_cause() -> None:
    assert a_failure(ErrorClass.DATA, hint="add its rows").cause == "add its rows"
    assert a_failure(ErrorClass.DATA, hint="").cause == "no"
    assert len(a_failure(ErrorClass.DATA, hint="x" * 5000).cause) == LONGEST_CAUSE
