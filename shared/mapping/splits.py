"""What settles a bill of several orders in Xero, split over the orders in Brightpearl. Pure: amounts in, amounts out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

Shares = Sequence[tuple[str, Decimal]]  # order ids with amounts

_PART: Final = "-PO"


def split(amount: Decimal, left: Shares) -> list[tuple[str, Decimal]]:
    """Give each order up to what is left to settle of it, in their order, and the rest to the last one."""
    shares: list[tuple[str, Decimal]] = []
    rest = amount
    for order, open_amount in left:
        share = min(rest, max(open_amount, Decimal()))
        shares.append((order, share))
        rest -= share
    last, share = shares[-1]
    return [*shares[:-1], (last, share + rest)]


def part_id(settled_id: str, order: str) -> str:
    """Name the part of a payment that settles an order. The first part has the payment's own id."""
    return f"{settled_id}{_PART}{order}"


def whole_id(record_id: str) -> str:
    """Give the id of the payment in Xero that a record is of, in whole or in part."""
    return record_id.partition(_PART)[0]
