"""The five statuses of a record, each with the word that people see, and the only moves between them."""

from enum import StrEnum
from typing import Final


class Status(StrEnum):
    PENDING = "Pending"
    SENT = "Sent"
    UPDATED = "Updated"
    ERROR = "Error"
    ARCHIVE = "Archive"


MOVES: Final[dict[Status, frozenset[Status]]] = {
    Status.PENDING: frozenset({Status.SENT, Status.ERROR, Status.ARCHIVE}),
    Status.SENT: frozenset({Status.UPDATED, Status.ERROR, Status.ARCHIVE}),
    Status.UPDATED: frozenset({Status.SENT, Status.ERROR, Status.ARCHIVE}),
    Status.ERROR: frozenset({Status.SENT, Status.PENDING, Status.UPDATED, Status.ARCHIVE}),
    Status.ARCHIVE: frozenset({Status.PENDING, Status.SENT, Status.UPDATED, Status.ERROR}),
}


LIVING: Final = tuple(status for status in Status if status is not Status.ARCHIVE)
RESTING: Final = frozenset({Status.SENT, Status.ARCHIVE})


def may_become(before: Status, after: Status) -> bool:
    """Whether a record may go from one status to the other, or stay where it is."""
    return before == after or after in MOVES[before]
