"""Entries: what people entered in Brightpearl that nobody carries over."""

from dataclasses import dataclass

from shared.records.findings import What


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A journal without an order, or a payment of a supplier. `what` is journal or supplier_payment, `id` Brightpearl's.

    `told` says what it is, `in_xero` who marked it as there already, and when: "" where nobody did.
    """

    what: What
    id: str
    day: str
    told: str
    in_xero: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryList:
    """The latest day first."""

    entries: list[EntryLine]
