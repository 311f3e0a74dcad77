"""Uses of money that is there already: what Brightpearl allocated from one order to another is an allocation in Xero.

What an order was paid too much is an overpayment there, what was credited a credit note. Both documents are read just before.
What the two had between them is noted on the record before anything is allocated, so that an allocation whose answer was lost
is seen and not made again; the pair is in the ledger by then, so that it never comes back as a payment.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.codec import fingerprint
from shared.errors import HeldError
from shared.kinds import Kind, System
from shared.mapping.ages import is_older
from shared.mapping.dates import xero_date
from shared.mapping.deposits import DEPOSIT
from shared.mapping.journals import Movement
from shared.mapping.overpayments import OVERPAYMENT
from shared.mapping.payments import PaidDocument, payment_fingerprint
from shared.mapping.payments_to_xero import moved_by
from shared.posting.adopting import let_rest
from shared.posting.credits import Credit, allocate, invoice_in, left_of
from shared.posting.making import made
from shared.posting.poster import Poster
from shared.posting.targets.xero import Raw, xero_problem
from shared.records.queues import allocation_id
from shared.records.record import Key, Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, OVERPAYMENTS, Resource

USES: Final = "uses"  # the field: by source, what the two had between them before, and how much more it should be
Plan = dict[str, dict[str, str]]
PaymentIds = Callable[[Iterable[int]], Mapping[str, Sequence[str]]]


class Uses(Struct, frozen=True, kw_only=True, eq=False):
    """`payments_of` reads the ids of all payments of some orders in Brightpearl, by order.

    `drafts` are the ids of documents in Xero of which nothing is used before somebody has approved them. `table_since` gives
    since when our table knows what was posted.
    """

    xero: Xero
    store: Store
    payments_of: PaymentIds
    drafts: Callable[[], Collection[str]]
    table_since: Callable[[], datetime]

    def post(self, poster: Poster, settling: Sequence[tuple[Record, Record]]) -> None:
        """Allocate for payments what they use, to the documents that they settle."""
        if not settling or not poster.may_start():
            return
        documents = {record.key: document for record, document in settling}
        others = [_movement(record).source for record, _ in settling if not went_ahead(record)]
        notes = self._notes(others)
        sources = self._sources(others, notes)

        def use(record: Record) -> None:
            own, source = _own_overpayment(record), _movement(record).source
            note = None if own else notes.get(source)
            if note is not None and note.remote_id in self.drafts():
                raise HeldError(f"waits until {note.called} is approved in Xero")
            self._use(poster, record, documents[record.key], own or sources[source])

        made(poster, [record for record, _ in settling], use)

    # where the money is

    def _notes(self, orders: Iterable[str]) -> dict[str, Record]:
        """Give those of the orders that are a credit note in Xero, or will be."""
        kinds = (Kind.SALES_CREDIT, Kind.SALES_INVOICE)
        documents = self.store.get_many((kind, order) for order in dict.fromkeys(orders) for kind in kinds)
        return {key[1]: record for key, record in documents.items() if _is_credit_note(record)}

    def _sources(self, orders: Iterable[str], notes: Mapping[str, Record]) -> dict[str, list[tuple[Resource, str]]]:
        """Give by order the ids of its credit note, or of the overpayments that its payments have left."""
        wanted = list(dict.fromkeys(orders))
        paid_too_much = [order for order in wanted if order not in notes]
        payments = self.payments_of(int(order) for order in paid_too_much) if paid_too_much else {}
        records = self.store.get_many((Kind.SALES_PAYMENT, name) for names in payments.values() for name in names)
        overpayments = {
            order: [str(found) for name in payments.get(order, ()) if (found := _overpayment(records, name))]
            for order in paid_too_much
        }
        return {
            **{order: [(CREDIT_NOTES, note.remote_id)] for order, note in notes.items() if note.in_remote},
            **{order: [] for order, note in notes.items() if not note.in_remote},
            **{order: [(OVERPAYMENTS, one) for one in ids] for order, ids in overpayments.items()},
        }

    def _use(self, poster: Poster, record: Record, document: Record, sources: Sequence[tuple[Resource, str]]) -> None:
        credits_ = [Credit(resource=of, raw=raw) for of, one in sources if (raw := self.xero.one(of, one))]
        invoice_id = document.remote_id
        invoice = invoice_in(self.xero, document)
        on = _day(record, invoice, credits_)
        if why := poster.why_locked(on, System.XERO):
            raise HeldError(why)
        planned = (record.fields or {}).get(USES) or self._plan(record, credits_, invoice)
        self._note(record, planned, invoice_id)
        for credit in credits_:
            part = planned.get(credit.id)
            missing = (
                Decimal(part["before"]) + Decimal(part["amount"]) - credit.used_for(invoice_id) if part else Decimal(0)
            )
            if part and missing > 0:
                self._allocate(credit, invoice_id, missing, on, key=[record.id, part])
        self._arrive(poster, record, credits_[0].id if credits_ else record.remote_id, planned)
        if is_older(record.document, self.table_since()):
            used = (credit for credit in credits_ if credit.id in planned)
            let_rest(
                self.store, {name: record for one in used for name in one.allocated_to(invoice_id)}, who=poster.who
            )

    def _plan(self, record: Record, credits_: Sequence[Credit], invoice: Raw) -> Plan:
        """Share the amount over what is left, and over what our own allocation of a credit to its order has settled before.

        Raises HeldError where there is not enough.
        """
        planned: Plan = {}
        invoice_id, amount = str(invoice["InvoiceID"]), _wanted(record, credits_, invoice)
        missing, ours = amount, self._allocated_by_us(record, credits_, invoice_id)
        for credit in credits_:
            used = credit.used_for(invoice_id)
            done = min(missing, used) if credit.id in ours else Decimal(0)
            part = min(missing, done + credit.left)
            if part > 0:
                planned[credit.id] = {"before": f"{used - done:f}", "amount": f"{part:f}"}
                missing -= part
        if missing:
            source = _movement(record).source
            raise HeldError(
                f"uses {amount:f} of what order {source} has left; {amount - missing:f} of that is in Xero,"
                " the rest is held or on its way"
            )
        return planned

    def _allocated_by_us(self, record: Record, credits_: Iterable[Credit], invoice_id: str) -> set[str]:
        """Give the credits with which we have settled the invoice; of what is older than our table, others that have, too."""
        pairs = {allocation_id(credit.id, invoice_id): credit.id for credit in credits_}
        links = self.store.linked(pairs)
        unknown = pairs.keys() - links.keys() if is_older(record.document, self.table_since()) else set()
        return {
            pairs[pair] for pair in pairs if pair in unknown or (pair in links and links[pair][0] == Kind.SALES_CREDIT)
        }

    # what is done

    def _note(self, record: Record, planned: Mapping[str, Any], invoice_id: str) -> None:
        pairs = [allocation_id(source, invoice_id) for source in planned]
        fresh = tuple(pair for pair in pairs if pair not in self.store.linked(pairs))
        event = Event(what="allocating what another order had left", detail={"invoice": invoice_id, **planned})

        def change(known: Record) -> Change:
            after = replace(known, fields={**(known.fields or {}), USES: dict(planned)})
            return Change(before=known, after=after, event=event, links=fresh)

        if (record.fields or {}).get(USES) != planned:
            self.store.revise([record], change)

    def _allocate(self, credit: Credit, invoice_id: str, amount: Decimal, on: date, *, key: Any) -> None:
        key = fingerprint([credit.id, invoice_id, amount, key])
        said = allocate(self.xero, credit.id, invoice_id, amount, on, key, of=credit.resource)
        if said:
            raise xero_problem(said).as_error()

    def _arrive(self, poster: Poster, record: Record, remote_id: str, planned: Plan) -> None:
        """Its id in Xero is that of what it uses. The ledger keeps that one for the record from which it came."""
        note = _said(record, planned)
        event = Event(what="posted", who=poster.who, detail={"request": planned})

        def change(known: Record) -> Change:
            after = sent(
                known,
                source_hash=record.source_hash,
                fingerprint=payment_fingerprint(record.document),
                remote_id=remote_id,
                notes=(note,),
                at=self.store.clock(),
            )
            return Change(before=known, after=after, event=event)

        current = self.store.get_many([record.key]).values()
        poster.tally.posted += len(self.store.revise(current, change))


def is_use(record: Record) -> bool:
    """Whether a payment is what an order got of another."""
    moved = _movement(record)
    return moved.is_allocation and str(record.document.get("orderId")) == moved.receiver


def _movement(record: Record) -> Movement:
    return moved_by(record.document) if record.document.get("journal") else Movement()


def went_ahead(record: Record) -> bool:
    """Whether it is an overpayment, as it came before its invoice, which is there now."""
    return bool(_own_overpayment(record)) and bool(record.document.get("document"))


def _own_overpayment(record: Record) -> list[tuple[Resource, str]]:
    fields = record.fields or {}
    return [(OVERPAYMENTS, str(fields[OVERPAYMENT]))] if DEPOSIT in fields and OVERPAYMENT in fields else []


def _wanted(record: Record, credits_: Iterable[Credit], invoice: Raw) -> Decimal:
    """Give how much is to be used: all of the payment. Of a deposit, what is left of it and due; the rest stays as it is."""
    if not went_ahead(record):
        return abs(Decimal(str(record.document["amountPaid"])))
    return min(left_of(invoice), sum((credit.left for credit in credits_), Decimal(0)))


def _day(record: Record, invoice: Raw, credits_: Iterable[Credit]) -> date:
    """Not before any of the documents, which Xero would not take."""
    dates = [xero_date(one["Date"]) for one in (invoice, *(credit.raw for credit in credits_))]
    return max(date.fromisoformat(record.summary.date), *dates)


def _said(record: Record, planned: Plan) -> str:
    if not went_ahead(record):
        return f"it used what order {_movement(record).source} had left: an allocation in Xero, no payment"
    used = sum((Decimal(part["amount"]) for part in planned.values()), Decimal(0))
    return f"it came before its invoice, as an overpayment of which {used:f} is allocated to the invoice"


def _overpayment(payments: Mapping[Key, Record], name: str) -> str | None:
    record = payments.get((Kind.SALES_PAYMENT, name))
    return (record.fields or {}).get(OVERPAYMENT) if record else None


def _is_credit_note(record: Record) -> bool:
    return PaidDocument.of(record.kind, record.document).in_xero == Kind.SALES_CREDIT
