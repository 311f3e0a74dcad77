"""Payments and refunds in Xero against documents that we posted, and what credits of Xero have settled of them.

Ours come back too: they are known by the link ledger, and by the Brightpearl payment id in their reference.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import partial
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import InvalidDataError
from shared.kinds import Kind, System
from shared.mapping.dates import xero_date
from shared.mapping.payments import our_payment_id, paid_document
from shared.mapping.text import one_line
from shared.records.progress import Progress
from shared.records.queues import allocation_id
from shared.records.record import Fetched, Key, Record
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.xero.answers import moment
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES, PAYMENTS

Raw = Mapping[str, Any]
READ: Final = 500
PAYMENTS_SINCE, INVOICES_SINCE = "payments", "invoices"


class Side(Struct, frozen=True, kw_only=True, eq=False):
    """Sales or purchases, in Xero's words."""

    kind: Kind
    payment_types: frozenset[str]
    invoice_type: str


SALES_SIDE: Final = Side(
    kind=Kind.SALES_PAYMENT,
    payment_types=frozenset({"ACCRECPAYMENT", "ARCREDITPAYMENT"}),
    invoice_type="ACCREC",
)
PURCHASES_SIDE: Final = Side(
    kind=Kind.PURCHASE_PAYMENT,
    payment_types=frozenset({"ACCPAYPAYMENT", "APCREDITPAYMENT"}),
    invoice_type="ACCPAY",
)
SETTLED_BY: Final = {
    "Overpayments": ("overpayment", "OverpaymentID"),
    "Prepayments": ("prepayment", "PrepaymentID"),
    "CreditNotes": ("credit_note", "CreditNoteID"),
}


class XeroPayments(Struct, frozen=True, kw_only=True, eq=False):
    """Payments and settlements of one side of one Xero organisation."""

    xero: Xero
    store: Store
    progress: Progress
    settings: Settings
    side: Side
    step: str
    due_step: str

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        """New payments, and new credits on documents of ours; a document that was there before us brings what it has."""
        adopted = self.progress.queues.queued(self.step)
        shown = Shown({str(remote_id) for item in adopted for remote_id in item.ids})
        for page in self._new(since, position, shown):
            position = page.position
            yield page
        for item in adopted:
            rest = [remote_id for remote_id in item.ids if remote_id not in shown.whole]
            dequeue = partial(self.progress.queues.dequeue, [item])
            yield Page(fetched=self._of_adopted(rest), position=position, stored=dequeue)

    def _new(self, since: Since, position: Position, shown: "Shown") -> Iterator[Page]:
        beginning = since or datetime.combine(self.settings.start_date, time(), UTC)
        if INVOICES_SINCE not in position:
            yield from self._new_payments(_start(position, PAYMENTS_SINCE, beginning), shown)
        yield from self._new_settlements(_start(position, INVOICES_SINCE, beginning), shown)

    def _new_payments(self, since: datetime, shown: "Shown") -> Iterator[Page]:
        for lot in _lots(self.xero.modified(PAYMENTS, since)):
            ours = [payment for payment in lot if payment.get("PaymentType") in self.side.payment_types]
            shown.payments(ours)
            yield Page(fetched=self._carried_over(ours), position=_behind(lot, PAYMENTS_SINCE))

    def _new_settlements(self, since: datetime, shown: "Shown") -> Iterator[Page]:
        where = f'Type=="{self.side.invoice_type}"'
        for lot in _lots(self.xero.modified(INVOICES, since, where=where, summary=True)):
            shown.invoices(lot)
            credited = [str(invoice["InvoiceID"]) for invoice in lot if _amount(invoice, "AmountCredited")]
            settled = self.progress.settled(str(invoice["InvoiceID"]) for invoice in lot)
            invoices = self._invoices(list(self.store.linked([*credited, *settled])))
            yield Page(fetched=self._settlements(invoices), position=_behind(lot, INVOICES_SINCE))

    def _of_adopted(self, ids: Sequence[str]) -> list[Fetched]:
        """A document that was there before us brings what has settled it: its payments too."""
        invoices = self._invoices(ids)
        known = {str(invoice["InvoiceID"]) for invoice in invoices}
        notes = self.xero.by_ids(CREDIT_NOTES, [remote_id for remote_id in ids if remote_id not in known])
        return [*self._carried_over(self._payments_of([*invoices, *notes])), *self._settlements(invoices)]

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        raw = self.xero.one(PAYMENTS, record_id)
        if raw is None:
            raise InvalidDataError(f"Xero has no payment {record_id}", hint="fetch all payments instead")
        return self._carried_over([raw])

    def _carried_over(self, payments: Sequence[Raw]) -> list[Fetched]:
        ids = [str(payment["PaymentID"]) for payment in payments]
        links = self.store.linked([*ids, *(paid_document(payment) for payment in payments)])
        ours = self._ours(payments, links)
        known = self.store.get_many([*((self.side.kind, payment_id) for payment_id in ids), *ours.values()])
        found = (self._one(payment, links, ours, known) for payment in payments)
        return [payment for payment in found if payment is not None]

    def _ours(self, payments: Sequence[Raw], links: Mapping[str, Key]) -> dict[str, Key]:
        """Xero payment ids to the records that they were made from: in the ledger, or named in the reference."""
        named = {
            str(payment["PaymentID"]): (self.side.kind, our_id)
            for payment in payments
            if (our_id := our_payment_id(payment.get("Reference")))
        }
        existing = self.store.get_many(named.values())
        linked = {
            payment_id: links[payment_id] for payment in payments if (payment_id := str(payment["PaymentID"])) in links
        }
        return {**{payment_id: key for payment_id, key in named.items() if key in existing}, **linked}

    def _one(
        self, payment: Raw, links: Mapping[str, Key], ours: Mapping[str, Key], known: Mapping[Key, Record]
    ) -> Fetched | None:
        payment_id, deleted = str(payment["PaymentID"]), payment.get("Status") == "DELETED"
        if payment_id in ours:
            record = known.get(ours[payment_id])
            gone = deleted and record is not None and record.remote_id == payment_id
            return self._deleted_there(record) if gone and record is not None else None
        document = links.get(paid_document(payment))
        if document is None or (deleted and (self.side.kind, payment_id) not in known):
            return None
        return self._fetched(_normal(payment, document, deleted=deleted), _settled(payment))

    def _deleted_there(self, record: Record) -> Fetched:
        """A payment of ours that somebody deleted in Xero: its record says so from the next post on."""
        document = {**record.document, "deleted": True}
        origin, step = record.origin, record.step
        return fetched(record.kind, record.id, document, self.settings, due_step=step, origin=origin)

    def _fetched(self, document: dict[str, Any], settled: Raw) -> Fetched:
        """The contact's name is for listings only: a contact that is renamed changes no payment."""
        payment = fetched(
            self.side.kind, document["id"], document, self.settings, due_step=self.due_step, origin=System.XERO
        )
        name = one_line(str((settled.get("Contact") or {}).get("Name") or ""))
        return replace(payment, summary=replace(payment.summary, contact_name=name))

    def _invoices(self, ids: Sequence[str]) -> list[Raw]:
        """Read invoices in full; of the ids handed over some may be those of credit notes, which only money settles."""
        found = self.xero.by_ids(INVOICES, ids) if ids else []
        return [invoice for invoice in found if invoice.get("Type") == self.side.invoice_type]

    def _payments_of(self, documents: Sequence[Raw]) -> Sequence[Raw]:
        """Whole payments: what is nested in a document does not say from which account it was paid."""
        nested = [str(payment["PaymentID"]) for document in documents for payment in document.get("Payments") or ()]
        return self.xero.by_ids(PAYMENTS, nested)

    def _settlements(self, invoices: Sequence[Raw]) -> list[Fetched]:
        """What has settled documents without a payment; what we allocated ourselves is in the ledger."""
        parts = [part for invoice in invoices for part in _parts(invoice)]
        links = self.store.linked([*(part["id"] for part in parts), *(part["invoice_id"] for part in parts)])
        theirs = [part for part in parts if part["id"] not in links and part["invoice_id"] in links]
        taken_back = self._taken_back(invoices, theirs)
        return [
            *(self._fetched(_settlement(part, links[part["invoice_id"]]), part["invoice"]) for part in theirs),
            *taken_back,
        ]

    def _taken_back(self, invoices: Sequence[Raw], parts: Sequence[Mapping[str, Any]]) -> list[Fetched]:
        """What had settled these invoices and does so no more; what does now is noted for the next time."""
        now: dict[str, set[str]] = {str(invoice["InvoiceID"]): set() for invoice in invoices}
        for part in parts:
            now[part["invoice_id"]].add(part["id"])
        before = self.progress.settled(now)
        for invoice_id, ids in now.items():
            if not ids <= before.get(invoice_id, set()):
                self.progress.note_settled(invoice_id, ids | before.get(invoice_id, set()))
        gone = {record_id for invoice_id, ids in before.items() for record_id in ids - now[invoice_id]}
        records = self.store.get_many((self.side.kind, record_id) for record_id in sorted(gone))
        return [self._deleted_there(record) for record in records.values()]


class Shown:
    """Which of the documents that were there before us the lists of changes have shown with all that has settled them.

    They have when the payments among the changes add up to what has been paid, as they do in a first cycle.
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
            if amounts is not None and sum(amounts.values()) == _amount(invoice, "AmountPaid"):
                self.whole.add(str(invoice["InvoiceID"]))


def _alive(payment: Raw) -> Decimal:
    return Decimal(0) if payment.get("Status") == "DELETED" else _amount(payment, "Amount")


def _lots(elements: Iterable[Raw]) -> Iterator[list[Raw]]:
    lot: list[Raw] = []
    for element in elements:
        lot.append(element)
        if len(lot) == READ:
            yield lot
            lot = []
    if lot:
        yield lot


def _start(position: Position, name: str, since: datetime) -> datetime:
    return datetime.fromisoformat(position[name]) if name in position else since


def _behind(lot: Sequence[Raw], name: str) -> Position:
    """A second before the last change: whether Xero counts that moment in is not known, and twice does no harm."""
    return {name: (moment(str(lot[-1]["UpdatedDateUTC"])) - timedelta(seconds=1)).isoformat()}


def _amount(raw: Raw, name: str) -> Decimal:
    return Decimal(str(raw.get(name) or 0))


def _settled(payment: Raw) -> Raw:
    settled: Raw = payment.get("Invoice") or payment.get("CreditNote") or {}
    return settled


def _normal(payment: Raw, document: Key, *, deleted: bool) -> dict[str, Any]:
    settled = _settled(payment)
    return {
        "id": str(payment["PaymentID"]),
        "kind": "payment",
        "amount": Decimal(str(payment["Amount"])),
        "currency": str(settled.get("CurrencyCode") or ""),
        "date": xero_date(payment["Date"]).isoformat(),
        "account_code": str((payment.get("Account") or {}).get("Code") or ""),
        "reference": str(payment.get("Reference") or ""),
        "invoice_number": str(settled.get("InvoiceNumber") or settled.get("CreditNoteNumber") or ""),
        "document": list(document),
        **({"deleted": True} if deleted else {}),
    }


def _parts(invoice: Raw) -> Iterator[dict[str, Any]]:
    for name, (kind, id_field) in SETTLED_BY.items():
        for part in invoice.get(name) or ():
            yield {
                "id": allocation_id(str(part[id_field]), str(invoice["InvoiceID"])),
                "kind": kind,
                "amount": _amount(part, "AppliedAmount"),
                "date": part.get("Date") or invoice["Date"],
                "invoice": invoice,
                "invoice_id": str(invoice["InvoiceID"]),
            }


def _settlement(part: Mapping[str, Any], document: Key) -> dict[str, Any]:
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
        "document": list(document),
    }
