"""Dates and times in the account's own zone, with Brightpearl's two habits for a date without a time.

An invoice's tax date is shown as local midnight; due and delivery dates are UTC midnight shown in account time, so that
in summer "30 Apr" reads 2026-04-30T01:00:00.000+01:00.
"""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

ACCOUNT_ZONE = ZoneInfo("Europe/London")

_DATE_ONLY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NO_OFFSET = timedelta(0)


class Clock(Protocol):
    """What tells the time: aware UTC."""

    def now(self) -> datetime:
        """The current time."""
        ...


def stamp(moment: datetime) -> str:
    """Write a moment in account time, as ISO 8601 with milliseconds; a zero offset is written Z."""
    local = moment.astimezone(ACCOUNT_ZONE)
    text = local.isoformat(timespec="milliseconds")
    return text[:-6] + "Z" if local.utcoffset() == _NO_OFFSET else text


def local_midnight(day: date) -> datetime:
    """The moment the day begins for the account."""
    return datetime.combine(day, time(), tzinfo=ACCOUNT_ZONE)


def utc_midnight(day: date) -> datetime:
    """The moment the day begins in UTC."""
    return datetime.combine(day, time(), tzinfo=UTC)


def read_moment(text: str, *, midnight: Callable[[date], datetime] = local_midnight) -> datetime:
    """Read a date or date-time; one without an offset is in account time. ValueError when it is neither."""
    if _DATE_ONLY.fullmatch(text):
        return midnight(date.fromisoformat(text))
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=ACCOUNT_ZONE)


def local_date(moment: datetime) -> date:
    """The account's calendar day of a moment."""
    return moment.astimezone(ACCOUNT_ZONE).date()
