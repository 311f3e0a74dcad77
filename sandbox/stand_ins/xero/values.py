"""Read what callers send: days, numbers, texts and flags, in every form that Xero takes."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from sandbox.stand_ins.xero.errors import bad_body

MOST = Decimal(10) ** 18
_TICKS = re.compile(r"^/Date\((-?\d+)(?:[+-]\d{4})?\)/$")
_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?)?$")


def day(value: object) -> date | None:
    """A day from `2026-10-01`, from that with a time, or from `/Date(ms)/`."""
    if value is None or value == "":
        return None
    told = str(value)
    ticks = _TICKS.match(told)
    try:
        if ticks:
            return moment_from_ticks(int(ticks[1])).date()
        return date.fromisoformat(told[:10] if _DAY.match(told) else "")
    except (ValueError, OverflowError) as cause:
        raise bad_body("The string was not recognized as a valid DateTime") from cause


def moment_from_ticks(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def number(value: object) -> Decimal | None:
    """A number, whether it came as one or as text."""
    if value is None or value == "":
        return None
    if isinstance(value, Decimal):
        return _bounded(value)
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise bad_body(f"Could not convert {value!r} to decimal")
    try:
        read = Decimal(value)
    except InvalidOperation as cause:
        raise bad_body(f"Could not convert string to decimal: {value}") from cause
    return _bounded(read)


def _bounded(read: Decimal) -> Decimal:
    if not read.is_finite() or abs(read) >= MOST:
        raise bad_body(f"Could not convert string to decimal: {read}")
    return read


def text(value: object) -> str | None:
    """A text; an empty one empties the field."""
    if value is None:
        return None
    if isinstance(value, dict | list):
        raise bad_body("Unexpected character encountered while parsing value")
    return str(value).strip("\r")


def flag(value: object) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    if str(value).lower() in {"true", "false"}:
        return str(value).lower() == "true"
    raise bad_body(f"Could not convert string to boolean: {value}")


def nested(value: object, name: str) -> dict[str, Any]:
    """The nested object, or an empty one where there is none."""
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise bad_body(f"{name} must be an object")
    return value


def many(value: object, name: str) -> list[dict[str, Any]]:
    """A list of objects; a single object counts as one."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise bad_body(f"{name} must be a list of objects")
    return value


def bad_url(value: str | None) -> list[str]:
    """The complaint about an address that is none, or that names Xero itself."""
    wrong = value and (not value.startswith(("http://", "https://")) or "xero" in value.lower())
    return ["Url must be a valid URL"] if wrong else []


def too_long(name: str, value: str | None, limit: int) -> list[str]:
    """The complaint about a text over its length, if it is."""
    return [f"The {name} cannot be longer than {limit} characters."] if value and len(value) > limit else []
