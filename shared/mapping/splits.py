"""What settles a bill of several orders in Xero, split over the orders in Brightpearl. Pure: amounts in, amounts out."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

Shares = Sequence[tuple[str, Decimal]]  # order ids with amounts

_PART: Final = re.compile(
    r"([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}|[\da-f]{64})-\d+"
)  # an id of Xero's, or two of them


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
    """Name the part of what settles several orders: one payment in Brightpearl, whose reference nothing else may have."""
    return f"{settled_id}-{order}"


def record_names(reference: str) -> tuple[str, str]:
    """Give the ids that the record of a reference in Brightpearl may have: all of it, or what stands before an order's id."""
    return reference, reference.rpartition("-")[0]


def settles(reference: str, *, document: str, order: str) -> bool:
    """Whether the reference of a payment in Brightpearl is one that we give to what no money has settled there.

    That is the pair of a credit and a document in Xero, of which this is the `document`, or a part that names this `order`.
    """
    pair = document.replace("-", "")
    return (bool(pair) and whole_id(reference).endswith(pair)) or reference == part_id(whole_id(reference), order)


def whole_id(record_id: str) -> str:
    """Give the id of the payment in Xero that a record is of, in whole or in part."""
    part = _PART.fullmatch(record_id)
    return part[1] if part else record_id
