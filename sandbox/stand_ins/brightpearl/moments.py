"""Dates and times in the account's own zone, with Brightpearl's two habits for a date without a time.

An invoice's tax date is shown as local midnight; due and delivery dates are UTC midnight shown in account time, so that
in a British summer "30 Apr" reads 2026-04-30T01:00:00.000+01:00.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

_DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_OFFSET = timedelta(0)


class Clock(Protocol):
    """What tells the time: aware UTC."""

    def now(self) -> datetime:
        """The current time."""
        ...


@dataclass(frozen=True, slots=True)
class AccountTime:
    """The time where the account is."""

    zone: ZoneInfo

    def stamp(self, moment: datetime) -> str:
        """Write a moment in account time, as ISO 8601 with milliseconds; a zero offset is written Z."""
        local = moment.astimezone(self.zone)
        text = local.isoformat(timespec="milliseconds")
        return text[:-6] + "Z" if local.utcoffset() == _NO_OFFSET else text

    def stamp_any(self, moment: datetime | None) -> str | None:
        """The same for what may not have happened yet."""
        return self.stamp(moment) if moment else None

    def midnight(self, day: date) -> datetime:
        """The moment the day begins for the account."""
        return datetime.combine(day, time(), tzinfo=self.zone)

    def day(self, moment: datetime) -> date:
        """The account's calendar day of a moment."""
        return moment.astimezone(self.zone).date()

    def meant(self, moment: datetime) -> date:
        """The day that a date means: one without a time may be kept as midnight UTC."""
        universal = moment.astimezone(UTC)
        return universal.date() if universal.time() == time() else self.day(moment)

    def read(self, text: str, *, midnight: Callable[[date], datetime] | None = None) -> datetime:
        """Read a date or date-time; one without an offset is in account time. ValueError when it is neither."""
        if _DATE_ONLY.fullmatch(text):
            return (midnight or self.midnight)(date.fromisoformat(text))
        moment = datetime.fromisoformat(text)
        return moment if moment.tzinfo else moment.replace(tzinfo=self.zone)


def utc_midnight(day: date) -> datetime:
    """The moment the day begins in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)
