"""A record's failure and the retry rule: which failures are tried again without a person, and how often."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from shared.errors import ErrorClass, Problem

MAX_TRANSIENT_ATTEMPTS: Final = 10
LONGEST_CAUSE: Final = 2000  # characters


class Failure(Struct, frozen=True, kw_only=True):
    """A record's last error; `attempts` counts the attempts that failed in a row."""

    problem: Problem
    attempts: int
    at: datetime
    settings_version: int

    @property
    def cause(self) -> str:
        """What records with one and the same remedy share: the hint. A message has names and amounts of its own record."""
        return (self.problem.hint or self.problem.message)[:LONGEST_CAUSE]

    def is_because(self, cause: str) -> bool:
        """Whether that is its whole message, or its cause."""
        return cause in (self.problem.message, self.cause)

    @property
    def needs_person(self) -> bool:
        """Whether it stays as it is until somebody does something."""
        return not retries_by_itself(self)


def retries_by_itself(failure: Failure | None) -> bool:
    """The retry rule: without a failure, yes; a dependency until it is met; a transient error until the last attempt allowed."""
    if failure is None:
        return True
    if failure.problem.error_class == ErrorClass.TRANSIENT:
        return failure.attempts < MAX_TRANSIENT_ATTEMPTS
    return failure.problem.error_class == ErrorClass.DEPENDENCY
