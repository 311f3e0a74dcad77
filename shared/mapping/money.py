"""Amounts from text to Decimal, and the arithmetic by which Xero comes to a total.

https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero: a line is rounded to two places, its tax
is taken from that and rounded to two places, and then all is added up. Halves are rounded away from zero.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from shared.errors import InvalidDataError

ZERO: Final = Decimal("0.00")

_WRITTEN: Final = (str, int, Decimal)
_NOTHING: Final = Decimal(0)
_CENTS: Final = Decimal("0.01")
_UNIT: Final = Decimal("0.0001")
_RATE: Final = Decimal("0.000001")
_LARGEST: Final = Decimal("9999999999.99")


def amount(value: object) -> Decimal:
    """Read an amount that Brightpearl or Xero wrote, as text or as a number. Raises InvalidDataError for anything else."""
    if isinstance(value, bool) or not isinstance(value, _WRITTEN):
        raise InvalidDataError(f"{value!r} is not an amount")
    try:
        number = Decimal(value.strip() if isinstance(value, str) else value)
    except InvalidOperation:
        raise InvalidDataError(f"{value!r} is not an amount") from None
    if not number.is_finite() or abs(number) > _LARGEST:
        raise InvalidDataError(f"{value!r} is not an amount that Xero can hold")
    return number


def cents(value: Decimal) -> Decimal:
    return _rounded(value, _CENTS)


def unit_amount(value: Decimal) -> Decimal:
    return _rounded(value, _UNIT)


def rate(value: Decimal) -> Decimal:
    return _rounded(value, _RATE)


def line_amount(quantity: Decimal, unit: Decimal) -> Decimal:
    """Give the net amount that Xero gives a line."""
    return cents(quantity * unit)


def line_tax(net: Decimal, percent: Decimal) -> Decimal:
    """Give the tax that Xero adds to a line whose amounts are without tax."""
    return cents(net * percent / 100)


def _rounded(value: Decimal, places: Decimal) -> Decimal:
    """Round halves away from zero. Adding 0 makes -0.00 plain 0.00."""
    return value.quantize(places, ROUND_HALF_UP) + _NOTHING
