"""JSON that keeps money exact: numbers are read as Decimal and written digit for digit, never in exponent form."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from types import NoneType
from typing import Any, Final

import simplejson

PLAIN: Final = frozenset({str, int, bool, NoneType})  # most of what there is, and the same in JSON


class Exponent(Decimal):
    """A number that was written in exponent form, which some readers misunderstand."""


def loads(text: str | bytes) -> Any:
    """Read JSON; every number with a point or an exponent becomes a Decimal."""
    return simplejson.loads(text, parse_float=_number)


def dumps(value: object, *, default: Callable[[Any], Any] | None = None) -> str:
    """Write JSON with Decimals as plain numbers."""
    return simplejson.dumps(value, use_decimal=True, default=default, separators=(",", ":"))


def as_text(value: object) -> Any:
    """Turn Decimals and dates into text all the way down: for showing what is stored."""
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return {name: as_text(nested) for name, nested in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [as_text(nested) for nested in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _number(text: str) -> Decimal:
    plain = format(Decimal(text), "f")
    return Exponent(plain) if "e" in text.lower() else Decimal(plain)
