"""Overpayments, prepayments and credit notes that were allocated to documents in Xero: they settle without a payment.

Xero does not tell when an allocation is removed. So what has settled an invoice is noted and compared the next time.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.kinds import Kind
from shared.mapping.dates import xero_date
from shared.mapping.payments import paid_document
from shared.mapping.splits import whole_id
from shared.records.progress import Progress
from shared.records.queues import allocation_id
from shared.records.record import Fetched, Key
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.fetched import deleted_in_xero, payment_from_xero
from shared.sources.splits import Splitter

Raw = Mapping[str, Any]
SETTLED_BY: Final = {
    "Overpayments": ("overpayment", "OverpaymentID"),
    "Prepayments": ("prepayment", "PrepaymentID"),
    "CreditNotes": ("credit_note", "CreditNoteID"),
}


class Settlements(Struct, frozen=True, kw_only=True, eq=False):
    """Settlements of documents that are paid by payments of one kind."""

    store: Store
    progress: Progress
    settings: Settings
    kind: Kind
    due_step: str
    splitter: Splitter

    def of(self, invoices: Sequence[Raw]) -> list[Fetched]:
        """Give what has settled whole invoices without a payment, and what no longer does. Our own allocations are left out."""
        parts = [part for invoice in invoices for part in _parts(invoice)]
        links = self.store.links([*(part["id"] for part in parts), *(str(one["InvoiceID"]) for one in invoices)])
        theirs = [
            share
            for part in parts
            if part["id"] not in links and part["invoice_id"] in links
            for share in self._shares(part, links[part["invoice_id"]])
        ]
        taken_back = self._taken_back(invoices, theirs, links)
        return [*(self._fetched(part) for part in theirs), *taken_back]

    def _shares(self, part: Mapping[str, Any], documents: Sequence[Key]) -> list[dict[str, Any]]:
        """What it settles of each order, where several share the bill."""
        if len(documents) == 1:
            return [{**part, "document": documents[0]}]
        parts = self.splitter.of(part["invoice_id"], documents, part["id"], part["amount"])
        return [{**part, "id": one.id, "amount": one.amount, "document": one.document} for one in parts]

    def _fetched(self, part: Mapping[str, Any]) -> Fetched:
        return payment_from_xero(self.kind, _settlement(part), part["invoice"], self.settings, due_step=self.due_step)

    def _taken_back(
        self, invoices: Sequence[Raw], parts: Sequence[Mapping[str, Any]], links: Mapping[str, Sequence[Key]]
    ) -> list[Fetched]:
        """Give what had settled these invoices and no longer does. Note what does now, for the next time."""
        now: dict[str, set[str]] = {str(invoice["InvoiceID"]): set() for invoice in invoices}
        for part in parts:
            now[part["invoice_id"]].add(part["id"])
        before = self.progress.settled(now)
        for invoice_id, ids in now.items():
            if not ids <= before.get(invoice_id, set()):
                self.progress.note_settled(invoice_id, ids | before.get(invoice_id, set()))
        gone = {record_id: invoice_id for invoice_id, ids in before.items() for record_id in ids - now[invoice_id]}
        for record_id, invoice_id in gone.items():
            if len(links.get(invoice_id, ())) > 1:
                self.splitter.taken_back(invoice_id, links[invoice_id], whole_id(record_id))
        records = self.store.get_many((self.kind, record_id) for record_id in sorted(gone))
        return [deleted_in_xero(record, self.settings) for record in records.values()]


def _parts(invoice: Raw) -> Iterator[dict[str, Any]]:
    for name, (kind, id_field) in SETTLED_BY.items():
        for part in invoice.get(name) or ():
            yield {
                "id": allocation_id(str(part[id_field]), str(invoice["InvoiceID"])),
                "kind": kind,
                "amount": amount_of(part, "AppliedAmount"),
                "date": part.get("Date") or invoice["Date"],
                "invoice": invoice,
                "invoice_id": str(invoice["InvoiceID"]),
            }


def _settlement(part: Mapping[str, Any]) -> dict[str, Any]:
    invoice = part["invoice"]
    return {
        "id": part["id"],
        "kind": part["kind"],
        "amount": part["amount"],
        "currency": str(invoice.get("CurrencyCode") or ""),
        "date": xero_date(part["date"]).isoformat(),
        "account_code": "",
        "reference": "",
        "invoice_number": str(invoice.get("InvoiceNumber") or ""),
        "document": list(part["document"]),
    }


def amount_of(raw: Raw, name: str) -> Decimal:
    return Decimal(str(raw.get(name) or 0))


class Shown:
    """Notes what the lists of changes show of adopted documents, by their Xero ids.

    A document is in `whole` when the payments in the lists add up to what was paid. Then it need not be read by itself.
    """

    def __init__(self, remote_ids: Iterable[str]) -> None:
        self.whole: set[str] = set()
        self._paid: dict[str, dict[str, Decimal]] = {remote_id: {} for remote_id in remote_ids}

    def payments(self, payments: Iterable[Raw]) -> None:
        for payment in payments:
            amounts = self._paid.get(paid_document(payment))
            if amounts is not None:
                amounts[str(payment["PaymentID"])] = _alive(payment)

    def invoices(self, invoices: Iterable[Raw]) -> None:
        for invoice in invoices:
            amounts = self._paid.get(str(invoice["InvoiceID"]))
            if amounts is not None and sum(amounts.values()) == amount_of(invoice, "AmountPaid"):
                self.whole.add(str(invoice["InvoiceID"]))


def _alive(payment: Raw) -> Decimal:
    return Decimal(0) if payment.get("Status") == "DELETED" else amount_of(payment, "Amount")
