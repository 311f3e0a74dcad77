"""One thing that has to be in both systems, as one of them tells it, and whether the other tells the same."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sandbox.stand_ins.currency import places_of
from shared.kinds import PURCHASES, Kind

State = Mapping[str, Any]

ZERO: Final = Decimal("0.00")
GONE: Final = frozenset({"VOIDED", "DELETED"})
TYPES: Final = {
    "SO": (Kind.SALES_INVOICE, "ACCREC"),
    "SC": (Kind.SALES_CREDIT, "ACCRECCREDIT"),
    "PO": (Kind.PURCHASE_INVOICE, "ACCPAY"),
    "PC": (Kind.PURCHASE_CREDIT, "ACCPAYCREDIT"),
}
DOCUMENTS: Final = tuple(kind for kind, _ in TYPES.values())
KIND_OF: Final = {theirs: kind for kind, theirs in TYPES.values()}
BELOW_NOUGHT: Final = {
    Kind.SALES_INVOICE: Kind.SALES_CREDIT,
    Kind.SALES_CREDIT: Kind.SALES_INVOICE,
    Kind.PURCHASE_INVOICE: Kind.PURCHASE_CREDIT,
    Kind.PURCHASE_CREDIT: Kind.PURCHASE_INVOICE,
}
PAID_BY: Final = {
    Kind.SALES_INVOICE: Kind.SALES_PAYMENT,
    Kind.SALES_CREDIT: Kind.SALES_PAYMENT,
    Kind.PURCHASE_INVOICE: Kind.PURCHASE_PAYMENT,
    Kind.PURCHASE_CREDIT: Kind.PURCHASE_PAYMENT,
}
COMPARED: Final = (*DOCUMENTS, Kind.SALES_PAYMENT, Kind.PURCHASE_PAYMENT, Kind.INVENTORY_ADJUSTMENT)
SALES: Final = frozenset({Kind.SALES_INVOICE, Kind.SALES_CREDIT})


def in_places(amount: object, currency: str) -> Decimal:
    """Give an amount with as many places as its currency has."""
    return Decimal(str(amount)).quantize(Decimal(1).scaleb(-places_of(currency)), "ROUND_HALF_UP")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document, a payment or a stock correction as one system tells it.

    `kind` is what it is in Xero, where an order below nought is a credit; `id` is that of the system, and `also` are further ids
    of it. `document` names the document that it is or pays. `namesakes` are contacts whom the one in Xero may be, too. `accounts`
    are those on which the money may be, `days` those on which it may have moved; None says nothing. What is not `is_money` is a
    use of what is there already, a discount or a write-off. `slack` is how far the tax may be off where Xero keeps to its own
    arithmetic. `orders` tells how many purchase orders are on one bill. What `is_rest` is left of a document that was credited.
    """

    kind: Kind
    id: str
    name: str
    document: str
    total: Decimal
    tax: Decimal = ZERO
    currency: str = ""
    day: str = ""
    contact: str = ""
    namesakes: frozenset[str] = frozenset()
    accounts: frozenset[str] | None = None
    days: frozenset[str] | None = None
    is_money: bool = True
    also: tuple[str, ...] = ()
    slack: Decimal = ZERO
    orders: int = 1
    is_rest: bool = False

    @property
    def net(self) -> Decimal:
        return self.total - self.tax

    @property
    def is_document(self) -> bool:
        return self.kind in DOCUMENTS

    def agrees(self, other: "Entry") -> bool:
        return self.tax == other.tax and self._agrees_but_for_tax(other)

    def agrees_but_slightly(self, other: "Entry") -> bool:
        """Whether only the tax differs, by no more than the slack."""
        return self._agrees_but_for_tax(other) and abs(self.tax - other.tax) <= self.slack

    def _agrees_but_for_tax(self, other: "Entry") -> bool:
        return self.total == other.total and self.agrees_but_for_amounts(other)

    def agrees_but_for_its_day(self, other: "Entry") -> bool:
        """A document whose own day was locked is there on a later one."""
        return self.day < other.day and replace(self, day=other.day).agrees(other)

    def agrees_but_for_amounts(self, other: "Entry") -> bool:
        return (
            (self.currency, self.day) == (other.currency, other.day)
            and self._of_the_same_contact(other)
            and _meet(self.accounts, other.accounts)
            and _meet(self.days, other.days)
        )

    def cancels(self, other: "Entry") -> bool:
        """Whether one took back what the other gave, on the same day and the same account: as if nothing had moved."""
        return self.total == -other.total and self.accounts == other.accounts and _meet(self.days, other.days)

    def _of_the_same_contact(self, other: "Entry") -> bool:
        return self.contact == other.contact or self.contact in other.namesakes

    @property
    def told(self) -> str:
        """Its amounts in words, with the rest of what has to agree: `net 8.32, tax 1.67, total 9.99 GBP of 2026-11-23`."""
        amounts = f"net {self.net}, tax {self.tax}, total {self.total}" if self.is_document else str(self.total)
        about = (
            self.currency,
            self.day and f"of {self.day}",
            f"of {min(self.days)}" if self.days else "",
            self.contact and f"for contact {self.contact}",
            "" if self.accounts is None else f"on {' or '.join(sorted(self.accounts)) or 'no account'}",
        )
        return " ".join(filter(None, (amounts, *about)))


AGAIN: Final = re.compile(r"^((?:S[IC]|B|BILL)-\d+)-\d+$")


def number_of(document: Mapping[str, Any]) -> str:
    """The number of an invoice or a credit note in Xero."""
    return str(document.get("InvoiceNumber") or document.get("CreditNoteNumber") or "")


def number_here(document: Mapping[str, Any]) -> str:
    """Its number in Brightpearl: without what was added where a voided document before it has kept that in Xero."""
    return AGAIN.sub(r"\1", number_of(document))


def document_name(kind: Kind, number: str) -> str:
    """Nobody but the supplier knows in which letters the number of a bill is written."""
    return f"{kind} {number.upper() if kind in PURCHASES else number}"


def payment_name(document: str) -> str:
    return f"payment of {document}"


def unpaid_name(document: str) -> str:
    return f"discount or write-off on {document}"


def allocation_name(source: str, receiver: str) -> str:
    return f"use of {source} for {receiver}"


def correction_name(number: object) -> str:
    return f"stock correction {number}"


def together(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Give one entry for each name, with the amounts of all that have it."""
    named: dict[str, list[Entry]] = {}
    for entry in entries:
        named.setdefault(entry.name, []).append(entry)
    yield from map(summed, named.values())


def summed(entries: Sequence[Entry]) -> Entry:
    """Give entries that count as one: the first of them, with the amounts of all."""
    return replace(
        entries[0],
        total=sum((entry.total for entry in entries), Decimal()),
        tax=sum((entry.tax for entry in entries), Decimal()),
        slack=sum((entry.slack for entry in entries), Decimal()),
        accounts=_union(entry.accounts for entry in entries),
        days=_union(entry.days for entry in entries),
        also=tuple(name for entry in entries for name in (entry.id, *entry.also)),
        orders=len(entries),
    )


def _union(sets: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    told = [one for one in sets if one is not None]
    return frozenset().union(*told) if told else None


def _meet(one: frozenset[str] | None, other: frozenset[str] | None) -> bool:
    return one is None or other is None or bool(one & other)
