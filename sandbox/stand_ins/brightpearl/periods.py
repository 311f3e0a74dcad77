"""Which days the books take no more: the lock, and accounting periods that somebody has closed."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.orders import present
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found, not_found

CLOSED_BY = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A financial year: its first and its last day, and the day on which it was closed."""

    id: int
    first: date
    last: date
    closed_on: date | None

    def shown(self) -> dict[str, Any]:
        closed = None if self.closed_on is None else f"{self.closed_on}T00:00:00.000Z"
        return {
            "id": self.id,
            "startDate": f"{self.first}T00:00:00.000Z",
            "endDate": f"{self.last}T23:59:59.999Z",
            **present({"closedDate": closed, "closedByUserId": CLOSED_BY if closed else None}),
        }


def get_periods(account: Account, _call: Call) -> Answer:
    """Answer with the accounting periods: this financial year and the one before."""
    return found([period.shown() for period in periods(account)])


def get_period_lock(account: Account, _call: Call) -> Answer:
    """Answer with the date until which the books are locked, if they are."""
    locked = account.store.reference.locked_until
    if locked is None:
        raise not_found("No accounting period lock is set ")
    return found({"lockedBy": CLOSED_BY, "lockedUntil": locked.isoformat()})


def lock_period(account: Account, *, until: date | None) -> dict[str, Any]:
    """Lock the books up to and including a day, or unlock them with null."""
    account.store.reference.locked_until = until
    return {"locked_until": until.isoformat() if until else None}


def close_period(account: Account, *, period: int, closed: bool = True) -> dict[str, Any]:
    """Close an accounting period, 1 for the last financial year and 2 for this one; open it again with `closed` false."""
    known = {one.id for one in periods(account)}
    if period not in known:
        raise ValueError(f"There is no accounting period {period}.")
    days = account.store.reference.closed_periods
    days.pop(period, None)
    if closed:
        days[period] = account.time.day(account.clock.now())
    return {"period": period, "closed": closed}


def periods(account: Account) -> list[Period]:
    this_month = account.clock.now().date().replace(day=1)
    month = account.store.reference.profile.first_month
    this_year = this_month.year - (this_month.month < month)
    firsts = {number: date(this_year + number - 2, month, 1) for number in (1, 2)}
    days = account.store.reference.closed_periods
    return [
        Period(
            id=number,
            first=first,
            last=first.replace(year=first.year + 1) - timedelta(days=1),
            closed_on=days.get(number),
        )
        for number, first in firsts.items()
    ]


def why_closed(account: Account, day: date) -> str | None:
    """Say why the books take nothing on a day; None where they do."""
    locked = account.store.reference.locked_until
    if locked and day <= locked:
        return f"The accounting period is locked until {locked.isoformat()}"
    closed = next((one for one in periods(account) if one.closed_on and one.first <= day <= one.last), None)
    return f"The accounting period {closed.first} to {closed.last} is closed" if closed else None
