"""Xero's arithmetic: line amounts, the tax of each line rounded by itself, and the totals of a document.

https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero/
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

ZERO = Decimal("0.00")
HUNDRED = Decimal(100)

Rounding = Callable[[Decimal], Decimal]


class TaxMode(StrEnum):
    """Whether the line amounts of a document hold their tax."""

    EXCLUSIVE = "Exclusive"
    INCLUSIVE = "Inclusive"
    NO_TAX = "NoTax"


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    subtotal: Decimal
    tax: Decimal
    total: Decimal


def line_amount(
    *, quantity: Decimal, unit: Decimal, rate: Decimal | None, discount: Decimal | None, rounded: Rounding
) -> Decimal:
    """Quantity times price, less a discount in percent or else in money."""
    gross = quantity * unit
    if rate is not None:
        return rounded(gross * (HUNDRED - rate) / HUNDRED)
    return rounded(gross - (discount or ZERO))


def line_tax(amount: Decimal, *, rate: Decimal, mode: TaxMode, rounded: Rounding) -> Decimal:
    """The tax on top of a line, or the tax inside it."""
    if mode is TaxMode.NO_TAX:
        return ZERO
    base = HUNDRED if mode is TaxMode.EXCLUSIVE else HUNDRED + rate
    return rounded(amount * rate / base)


def totals(lines: Iterable[tuple[Decimal, Decimal]], mode: TaxMode) -> Totals:
    """Add up line amounts and their taxes."""
    amounts, taxes = ZERO, ZERO
    for amount, tax in lines:
        amounts += amount
        taxes += tax
    if mode is TaxMode.INCLUSIVE:
        return Totals(subtotal=amounts - taxes, tax=taxes, total=amounts)
    return Totals(subtotal=amounts, tax=taxes, total=amounts + taxes)
