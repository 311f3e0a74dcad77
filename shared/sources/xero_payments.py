"""Payments and refunds in Xero against documents that we posted, and what credits in Xero have settled of them.

Our own payments come back too. We know them by the link ledger alone: anybody may write a reference like ours.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property, partial
from itertools import islice
from typing import Any, ClassVar, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import InvalidDataError
from shared.kinds import ORDERS, Kind
from shared.mapping.dates import xero_date
from shared.mapping.payments import our_payment_id, paid_document
from shared.mapping.splits import whole_id
from shared.records.progress import Progress
from shared.records.record import WITHDRAWN, Fetched, Key, Record
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.allocated import credits_of
from shared.sources.approvals import Approvals
from shared.sources.fetched import deleted_in_xero, payment_from_xero
from shared.sources.linked_overpayments import LinkedOverpayments
from shared.sources.listed_documents import ListedDocuments
from shared.sources.normal_payments import PAYMENT, normal_payment, settled_by
from shared.sources.pages import Page, Position, Since
from shared.sources.paid_elsewhere import PaidElsewhere
from shared.sources.refunds import refunds_of
from shared.sources.settlements import Settlements
from shared.sources.shown import Shown
from shared.sources.splits import Splitter
from shared.sources.withdrawn import is_withdrawn, is_withdrawn_beside_more, withdrawn
from shared.xero.answers import amount_of, moment
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES, PAYMENTS, Resource
from shared.xero.whole_payments import whole_payments

Raw = Mapping[str, Any]
READ: Final = 500
PAYMENTS_SINCE, INVOICES_SINCE, CREDIT_NOTES_SINCE = "payments", "invoices", "credit_notes"


class XeroPayments(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """Payments and settlements of one side of one Xero organisation."""

    selection: ClassVar[str] = ""

    xero: Xero
    listed: ListedDocuments
    store: Store
    progress: Progress
    settings: Settings
    kind: Kind
    step: str
    due_step: str
    elsewhere: PaidElsewhere | None = None

    @cached_property
    def _settlements(self) -> Settlements:
        return Settlements(
            store=self.store,
            progress=self.progress,
            settings=self.settings,
            kind=self.kind,
            due_step=self.due_step,
            splitter=self._splitter,
            read=partial(credits_of, self.xero),
            linked=LinkedOverpayments(xero=lambda: self.xero, settings=self.settings).ids,
        )

    @cached_property
    def _splitter(self) -> Splitter:
        return Splitter(store=self.store, progress=self.progress, kind=self.kind, elsewhere=self.elsewhere)

    @cached_property
    def _approvals(self) -> Approvals | None:
        """Only payments of sales wait for their document: those of bills come from Xero."""
        return Approvals(xero=self.xero, progress=self.progress) if self.kind == Kind.SALES_PAYMENT else None

    @cached_property
    def _payment_types(self) -> frozenset[str]:
        return frozenset(order.payment_type for order in ORDERS.values() if order.paid_by == self.kind)

    @cached_property
    def _invoice_type(self) -> str:
        return next(order.xero_type for order in ORDERS.values() if order.paid_by == self.kind and order.is_invoice)

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        """New payments and allocations on documents of ours, then all that has settled documents which we adopted."""
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
        if position.keys().isdisjoint((INVOICES_SINCE, CREDIT_NOTES_SINCE)):
            yield from self._new_payments(_start(position, PAYMENTS_SINCE, beginning), shown)
        if CREDIT_NOTES_SINCE not in position:
            yield from self._new_settlements(_start(position, INVOICES_SINCE, beginning), shown)
        if self._approvals:
            yield from self._new_approvals(self._approvals, _start(position, CREDIT_NOTES_SINCE, beginning))

    def _new_payments(self, since: datetime, shown: "Shown") -> Iterator[Page]:
        for lot in _lots(self.xero.modified(PAYMENTS, since)):
            ours = [payment for payment in lot if payment.get("PaymentType") in self._payment_types]
            shown.payments(ours)
            yield Page(fetched=self._carried_over(ours), position=_behind(lot, PAYMENTS_SINCE))

    def _new_settlements(self, since: datetime, shown: "Shown") -> Iterator[Page]:
        where = f'Type=="{self._invoice_type}"'
        for lot in _lots(self.xero.modified(INVOICES, since, where=where, summary=True)):
            shown.invoices(lot)
            credited = [str(invoice["InvoiceID"]) for invoice in lot if amount_of(invoice, "AmountCredited")]
            settled = self.progress.settled(str(invoice["InvoiceID"]) for invoice in lot)
            invoices = self._invoices(list(self.store.linked([*credited, *settled])))
            yield Page(
                fetched=self._settlements.of(invoices),
                position=_behind(lot, INVOICES_SINCE),
                stored=partial(self._note_changes, INVOICES, lot),
            )

    def _new_approvals(self, approvals: Approvals, since: datetime) -> Iterator[Page]:
        for lot in _lots(approvals.credit_notes(since)):
            noted = partial(self._note_changes, CREDIT_NOTES, lot)
            yield Page(fetched=[], position=_behind(lot, CREDIT_NOTES_SINCE), stored=noted)

    def _note_changes(self, resource: Resource, documents: Sequence[Raw]) -> None:
        """Note what people have approved in Xero, and what they have changed, voided or deleted there."""
        if self._approvals:
            self._approvals.note(resource, documents)
        self.listed.note(resource, documents)

    def _of_adopted(self, ids: Sequence[str]) -> list[Fetched]:
        """All that has settled adopted documents, their payments too."""
        invoices = self._invoices(ids)
        credits_ = {*ids} - {str(invoice["InvoiceID"]) for invoice in invoices}
        payments = [*self._payments_of(invoices), *refunds_of(self.xero, self.store, credits_)]
        return [*self._carried_over(payments), *self._settlements.of(invoices)]

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        """Read a payment anew. A settlement has no address of its own: all that has settled its document is read."""
        known = self.store.get(self.kind, record_id)
        if known is not None and known.document["kind"] != PAYMENT:
            document = self.store.get(*known.document["document"])
            return self._settlements.of(self._invoices([document.remote_id])) if document else []
        raw = self.xero.one(PAYMENTS, whole_id(record_id))
        if raw is None:
            raise InvalidDataError(f"Xero has no payment {record_id}", hint="fetch all payments instead")
        return self._carried_over([raw])

    def _carried_over(self, payments: Sequence[Raw]) -> list[Fetched]:
        ids = [str(payment["PaymentID"]) for payment in payments]
        links = self.store.links([*ids, *(paid_document(payment) for payment in payments)])
        if self.elsewhere:
            self.elsewhere.expected.update(order for some in links.values() if len(some) > 1 for _, order in some)
        ours = {payment_id: links[payment_id][0] for payment_id in ids if payment_id in links}
        known = self.store.get_many([*((self.kind, payment_id) for payment_id in ids), *ours.values()])
        unsettled = self._unsettled(payments, ours)
        self.progress.queues.enqueue(self.step, sorted({paid_document(one) for one in unsettled}))
        settled = [payment for payment in payments if payment not in unsettled]
        return [found for payment in settled for found in self._one(payment, links, ours, known)]

    def _unsettled(self, payments: Sequence[Raw], ours: Mapping[str, Key]) -> list[Raw]:
        """Those that may be our own copies: the payments that they name are still to be settled. They are read again then."""
        named = [
            ((self.kind, our_id), payment)
            for payment in payments
            if str(payment["PaymentID"]) not in ours and (our_id := our_payment_id(payment.get("Reference")))
        ]
        records = self.store.get_many(key for key, _ in named)
        return [payment for key, payment in named if key in records and _is_to_settle(records[key])]

    def _one(
        self, payment: Raw, links: Mapping[str, Sequence[Key]], ours: Mapping[str, Key], known: Mapping[Key, Record]
    ) -> list[Fetched]:
        payment_id, deleted = str(payment["PaymentID"]), payment.get("Status") == "DELETED"
        if payment_id in ours:
            record = known.get(ours[payment_id])
            if record is None or record.remote_id != payment_id or is_withdrawn_beside_more(record):
                return []
            return [deleted_in_xero(record, self.settings)] if deleted else []
        documents = links.get(paid_document(payment), ())
        if len(documents) > 1:
            return self._of_shared(payment, documents, deleted=deleted)
        if not documents or (deleted and (self.kind, payment_id) not in known):
            return []
        normal = normal_payment(payment, documents[0], deleted=deleted)
        return [self._made(payment, normal, known.get((self.kind, payment_id)))]

    def _of_shared(self, payment: Raw, orders: Sequence[Key], *, deleted: bool) -> list[Fetched]:
        """A payment of a bill of several orders is one for each order that it settles."""
        bill, payment_id = paid_document(payment), str(payment["PaymentID"])
        if deleted:
            gone = self._splitter.taken_back(bill, orders, payment_id)
            records = self.store.get_many((self.kind, part.id) for part in gone)
            return [deleted_in_xero(record, self.settings) for record in records.values()]
        parts = self._splitter.of(bill, orders, payment_id, Decimal(str(payment["Amount"])), xero_date(payment["Date"]))
        known = self.store.get_many((self.kind, part.id) for part in parts)
        whole = [(part, normal_payment(payment, part.document, deleted=False)) for part in parts]
        return [
            self._made(payment, {**normal, "id": part.id, "amount": part.amount}, known.get((self.kind, part.id)))
            for part, normal in whole
        ]

    def _made(self, payment: Raw, normal: dict[str, Any], record: Record | None) -> Fetched:
        """One whose copy was deleted in Brightpearl stays withdrawn, whatever is done with it here."""
        if record is not None and is_withdrawn(record) and not normal.get("deleted"):
            return withdrawn(replace(record, document=normal), record.document[WITHDRAWN], self.settings)
        return payment_from_xero(self.kind, normal, settled_by(payment), self.settings, due_step=self.due_step)

    def _invoices(self, ids: Sequence[str]) -> list[Raw]:
        """Read invoices in full. Ids of credit notes find none: only payments settle those."""
        found = self.xero.by_ids(INVOICES, ids) if ids else []
        return [invoice for invoice in found if invoice.get("Type") == self._invoice_type]

    def _payments_of(self, documents: Sequence[Raw]) -> Sequence[Raw]:
        return whole_payments(self.xero, [one for document in documents for one in document.get("Payments") or ()])


def _is_to_settle(record: Record) -> bool:
    return not record.in_remote and record.due_step is not None


def _lots(elements: Iterable[Raw]) -> Iterator[list[Raw]]:
    rest = iter(elements)
    while lot := list(islice(rest, READ)):
        yield lot


def _start(position: Position, name: str, since: datetime) -> datetime:
    return datetime.fromisoformat(position[name]) if name in position else since


def _behind(lot: Sequence[Raw], name: str) -> Position:
    """Go on a second before the last change: no page says whether Xero includes it, and to read twice does no harm."""
    return {name: (moment(str(lot[-1]["UpdatedDateUTC"])) - timedelta(seconds=1)).isoformat()}
