"""Amounts from text to Decimal, and the arithmetic by which Xero comes to a total.

https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero: a line is rounded to two places, its tax
is taken from that and rounded to two places, and then all is added up. Halves are rounded away from zero.
"""

from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

from shared.errors import InvalidDataError

ZERO: Final = Decimal("0.00")
CENT: Final = Decimal("0.01")

_WRITTEN: Final = (str, int, Decimal)
_NOTHING: Final = Decimal(0)
# https://www.iso.org/iso-4217-currency-codes.html: the smallest unit of those that have no cents
_UNITS: Final = {
    **dict.fromkeys(("BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND"), Decimal(1)),
    **dict.fromkeys(("VUV", "XAF", "XOF", "XPF"), Decimal(1)),
    **dict.fromkeys(("BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"), Decimal("0.001")),
}
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
    return rounded(value, CENT)


def unit_amount(value: Decimal) -> Decimal:
    return rounded(value, _UNIT)


def rate(value: Decimal) -> Decimal:
    return rounded(value, _RATE)


def unit_of(currency: str, *amounts: Decimal) -> Decimal:
    """Give the smallest unit of a currency, or a cent where these amounts have cents nevertheless."""
    unit = _UNITS.get(currency, CENT)
    fits = all(amount == rounded(amount, unit) for amount in amounts)
    return unit if fits else CENT


def xero_tax(amount: Decimal, percent: Decimal, *, included: bool, unit: Decimal = CENT) -> Decimal:
    """Give the tax that Xero works out for a line: on top of its amount, or in it."""
    return rounded(amount * percent / (100 + percent if included else 100), unit)


def rounded(value: Decimal, unit: Decimal) -> Decimal:
    """Round to multiples of a unit, halves away from zero. Adding 0 makes -0.00 plain 0.00."""
    return value.quantize(unit, ROUND_HALF_UP) + _NOTHING
