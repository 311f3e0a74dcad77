"""Deposits: money on orders that are not invoiced yet."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositLine:
    """A payment on an order without an invoice. Amounts are texts, below nought where the money went back.

    `payment` is the id of its record, `age_days` counts from its day, `tax` is the tax in the money by Brightpearl's tax code.
    """

    payment: str
    order: str
    reference: str
    contact: str
    day: str
    age_days: int
    method: str
    currency: str
    amount: str
    tax: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class DepositPage:
    """Newest first. A page may be empty and not the last one: it is that only where `next_cursor` is empty."""

    deposits: list[DepositLine]
    next_cursor: str
