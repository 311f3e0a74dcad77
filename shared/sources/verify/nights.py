"""Whose turn it is in a night: a seventh of the orders is read again, so that each of them is within a week.

The look begins at one time in UTC for all, so nights are days in UTC: counted where the account is, one of them would be there
twice, or not at all, where clocks are turned about that time. What people read is told with the day that it is there.
"""

from datetime import UTC, datetime
from typing import Final

NIGHTS: Final = 7  # in which every order of the last days is read once


def turns(since: datetime | None, now: datetime) -> frozenset[int]:
    """Give the remainders, by `NIGHTS`, of the ids that have their turn: also what was left out since the last look began.

    `since` is None where there was none. A look that did not come to its end counts as none.
    """
    today = _night(now)
    first = today if since is None else min(_night(since) + 1, today)
    return frozenset(night % NIGHTS for night in range(max(first, today - NIGHTS + 1), today + 1))


def _night(at: datetime) -> int:
    return at.astimezone(UTC).date().toordinal()
