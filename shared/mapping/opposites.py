"""Opposite documents: what puts right a document of ours in Xero that may not be changed there, or has no source any more."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import InvalidDataError
from shared.kinds import ORDERS, SALES, Kind
from shared.mapping.direction import OPPOSITE
from shared.mapping.references import Payload

KIND_OF: Final = {order.xero_type: kind for kind, order in ORDERS.items()}
CREDIT, DEBIT = "CR", "DR"  # what the numbers of opposite documents end with: SI-1001-CR
_SIGNED: Final = frozenset({"UnitAmount", "LineAmount", "TaxAmount"})
_FRAME: Final = ("CurrencyCode", "CurrencyRate", "LineAmountTypes")
_DISCOUNTS: Final = frozenset({"DiscountRate", "DiscountAmount"})
Raw = Mapping[str, Any]


def is_credit_of(number: str, name: str) -> bool:
    """Whether a number is one that we give to credit notes which put that document right: SI-1001-CR, SI-1001-CR2.

    Where Xero keeps the number of one that was voided, the next is SI-1001-CR-2.
    """
    return bool(number) and re.fullmatch(rf"{re.escape(number)}-{CREDIT}\d*(?:-\d+)?", name) is not None


def is_opposite(number: str) -> bool:
    """Whether a number is like one that we give to what puts another document right."""
    return re.search(rf"-({CREDIT}|{DEBIT})\d*(-\d+)?$", number) is not None


class Amounts(Struct, frozen=True, kw_only=True, eq=False):
    """Lines, and what they come to. All may be below nought."""

    lines: Sequence[Raw]
    total: Decimal
    tax: Decimal

    def plus(self, other: "Amounts") -> "Amounts":
        """Put both together."""
        lines = [*self.lines, *other.lines]
        return Amounts(lines=lines, total=self.total + other.total, tax=self.tax + other.tax)

    @property
    def turned(self) -> "Amounts":
        return Amounts(lines=[turned(line) for line in self.lines], total=-self.total, tax=-self.tax)


def difference(now: Sequence[Raw], posted: Sequence[Raw]) -> list[Payload]:
    """Give the lines that lead from what was posted to what it is now: those that are new, and those that are gone, turned."""
    left = list(posted)
    new = [line for line in now if not _taken(left, line)]
    return [*map(dict, new), *map(turned, left)]


def _taken(lines: list[Raw], line: Raw) -> bool:
    if line not in lines:
        return False
    lines.remove(line)
    return True


def turned(line: Raw) -> Payload:
    """Give a line with the opposite sign."""
    return {name: -Decimal(str(value)) if name in _SIGNED else value for name, value in line.items()}


def whole(theirs: Raw, lines: Sequence[Raw]) -> Amounts:
    """Take back a document of Xero with all of its lines. What they were at a discount is left of their price."""
    amounts = (theirs["Total"], theirs["TotalTax"])
    total, tax = (Decimal(str(amount)) for amount in amounts)
    sent = [_without_discount(line, shown) for line, shown in zip(lines, theirs["LineItems"], strict=True)]
    return Amounts(lines=sent, total=total, tax=tax).turned


def _without_discount(line: Raw, shown: Raw) -> Payload:
    """Credit notes know no discounts."""
    kept = {name: value for name, value in line.items() if name != "LineItemID" and name not in _DISCOUNTS}
    if _DISCOUNTS.isdisjoint(line):
        return kept
    return {**kept, "Quantity": Decimal(1), "UnitAmount": shown["LineAmount"]}


def kind_of_opposite(frame: Raw, amounts: Amounts) -> Kind:
    """Give what puts a document of Xero right: one of its own kind where the amounts are above nought, else its opposite.

    Raises InvalidDataError where they come to nothing.
    """
    if not amounts.total:
        raise InvalidDataError(
            "an opposite document would be over nothing, for its total is the same as in Xero",
            hint="leave it as it is, or put it right in Xero by a manual journal",
        )
    own = KIND_OF[frame["Type"]]
    return own if amounts.total > 0 else OPPOSITE[own]


def to_opposite(kind: Kind, frame: Raw, amounts: Amounts, *, number: str, on: date, status: str, says: str) -> Payload:
    """Make the document of a kind over some amounts; `frame` is the one that it puts right, as Xero has it."""
    order = ORDERS[kind]
    return {
        "Type": order.xero_type,
        "Contact": {"ContactID": frame["Contact"]["ContactID"]},
        order.number_field: number,
        "Date": on.isoformat(),
        **({"DueDate": on.isoformat()} if order.is_invoice else {}),
        **{name: frame[name] for name in _FRAME if frame.get(name)},
        "Status": status,
        **({"Reference": says} if kind in SALES else {}),
        "LineItems": list((amounts if amounts.total > 0 else amounts.turned).lines),
    }
