"""One thing that has to be in both systems, as one of them tells it, and whether the other tells the same."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from sandbox.stand_ins.currency import places_of
from shared.kinds import Kind

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

    `kind` is what it is in Xero, where an order below nought is a credit; `id` is that of the system. `document` names the
    document that it is or pays. `namesakes` are contacts whom the one in Xero may be, too. `accounts` are those on which the
    money may be; None says nothing. `slack` is how far the tax may be off where Xero keeps to its own arithmetic. `orders` tells
    how many purchase orders are on one bill.
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
    slack: Decimal = ZERO
    orders: int = 1

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
        return self._plain == other._plain and self._of_the_same_contact(other) and self._on_the_same_account(other)

    def _of_the_same_contact(self, other: "Entry") -> bool:
        return self.contact == other.contact or self.contact in other.namesakes

    @property
    def _plain(self) -> tuple[object, ...]:
        return self.total, self.currency, self.day

    def _on_the_same_account(self, other: "Entry") -> bool:
        return self.accounts is None or other.accounts is None or bool(self.accounts & other.accounts)

    @property
    def told(self) -> str:
        """Its amounts in words, with the rest of what has to agree: `net 8.32, tax 1.67, total 9.99 GBP of 2026-11-23`."""
        amounts = f"net {self.net}, tax {self.tax}, total {self.total}" if self.is_document else str(self.total)
        about = (
            self.currency,
            self.day and f"of {self.day}",
            self.contact and f"for contact {self.contact}",
            "" if self.accounts is None else f"on {' or '.join(sorted(self.accounts)) or 'no account'}",
        )
        return " ".join(filter(None, (amounts, *about)))


def document_name(kind: Kind, number: str) -> str:
    return f"{kind} {number}"


def payment_name(document: str) -> str:
    return f"payment of {document}"


def correction_name(number: object) -> str:
    return f"stock correction {number}"


def summed(entries: Sequence[Entry]) -> Entry:
    """Give entries that count as one: the first of them, with the amounts of all."""
    accounts = [entry.accounts for entry in entries if entry.accounts is not None]
    return replace(
        entries[0],
        total=sum((entry.total for entry in entries), Decimal()),
        tax=sum((entry.tax for entry in entries), Decimal()),
        slack=sum((entry.slack for entry in entries), Decimal()),
        accounts=frozenset().union(*accounts) if accounts else None,
        orders=len(entries),
    )
