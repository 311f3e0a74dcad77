"""The day that a Brightpearl or Xero date means.

Brightpearl stores some dates as midnight in the account's time zone and others as midnight UTC, and writes both with
the account's offset: a due date of 30 April can read 2026-04-29T18:00:00-06:00.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from shared.errors import InvalidDataError

_MIDNIGHT: Final = time(0)
_YEARS: Final = range(1900, 2200)
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_XERO_DATE: Final = re.compile(r"/Date\((-?\d+)(?:[+-]\d{4})?\)/")


def date_only(text: object, *, zone: str) -> date:
    """Midnight UTC is that UTC day, midnight as written is that day, all else is the day in the account's zone.

    Raises InvalidDataError for what is not a date.
    """
    moment = _moment(text)
    if moment.tzinfo is None:
        return moment.date()
    universal = moment.astimezone(UTC)
    if universal.time() == _MIDNIGHT:
        return universal.date()
    if moment.time() == _MIDNIGHT:
        return moment.date()
    return day_there(moment, zone)


def day_there(moment: datetime, zone: str) -> date:
    """Give the day that it is in a time zone."""
    return moment.astimezone(ZoneInfo(zone)).date()


def xero_moment(text: object) -> datetime:
    """Read "/Date(1539993600000+0000)/" or an ISO date-time, as UTC. Raises InvalidDataError for anything else."""
    found = _XERO_DATE.fullmatch(text) if isinstance(text, str) else None
    if found:
        return _after_epoch(int(found[1]))
    moment = _moment(text)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def xero_date(text: object) -> date:
    """Read the day of a Xero document: Xero writes days as midnight UTC."""
    return xero_moment(text).date()


def noon(day: date, *, zone: str) -> str:
    """Write a day for Brightpearl as its noon in the account's zone, which is that day wherever it is read."""
    return datetime.combine(day, time(12), ZoneInfo(zone)).isoformat()


def _after_epoch(milliseconds: int) -> datetime:
    try:
        return _EPOCH + timedelta(milliseconds=milliseconds)
    except OverflowError:
        raise InvalidDataError(f"{milliseconds} milliseconds is not a date") from None


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(text if isinstance(text, str) else "")
    except ValueError:
        raise InvalidDataError(f"{text!r} is not a date") from None
    if moment.year not in _YEARS:
        raise InvalidDataError(f"{text!r} is not a date of these centuries")
    return moment
