"""Allocates sales credits to the invoices they came from, once the payments are in: what is still open on both sides.

An allocation is known by its two documents. Both are read just before, so an allocation whose answer was lost is seen and not
made again. The pair is in the ledger before it is made, so that it never comes back as a payment.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.codec import fingerprint
from shared.errors import Problem
from shared.kinds import Kind, System
from shared.mapping.dates import xero_date
from shared.mapping.documents import parent_invoice
from shared.mapping.references import Ref
from shared.posting.credits import allocate, left_of
from shared.posting.envelopes import Failing, blank_envelope
from shared.posting.obstacles import Obstacles, say
from shared.posting.poster import Poster
from shared.posting.targets.xero import xero_problem
from shared.posting.targets.xero_documents import of_type_between
from shared.records.progress import Progress
from shared.records.queues import ALLOCATIONS, SALES_PAYMENTS_FETCH, QueueItem, allocation_id
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import waiting
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES

TOGETHER: Final = 200  # credits that are looked at in one go: most have been refunded
INVOICES_IN_A_CALL: Final = 50
Raw = Mapping[str, Any]


class Allocations(Struct, frozen=True, kw_only=True, eq=False):
    """Allocates sales credits of one connection."""

    xero: Xero
    store: Store
    progress: Progress

    def allocate(self, poster: Poster) -> None:
        """Allocate the queued credits. A credit waits for its invoice, for approvals, for payments of both and for its day.

        All wait while payments of new documents have not been read: a refund comes before an allocation.
        What a limit or the time cuts off begins again with its last lot, not with all.
        """
        items = self.progress.queues.queued(ALLOCATIONS)
        if items and self.progress.queues.queued(SALES_PAYMENTS_FETCH):
            return
        obstacles = Obstacles.now(
            self.store, self.progress.queues, lambda day: bool(poster.why_locked(day, System.XERO))
        )
        for lot in _lots(items):
            ids = {str(record_id) for item in lot for record_id in item.ids}
            later = self._allocate_some(poster, ids, obstacles)
            if set(later) != ids:
                self.progress.queues.enqueue(ALLOCATIONS, later)
                self.progress.queues.dequeue(lot)
            if not poster.may_start():
                return

    def _allocate_some(self, poster: Poster, ids: set[str], obstacles: Obstacles) -> list[str]:
        """Give the ids of the credits that have to wait."""
        pairs = self._pairs(ids)
        waiting = {credit.id: why for credit, ref, invoice in pairs if (why := obstacles.of(credit, ref, invoice))}
        say(self.store, waiting, [credit for credit, _, _ in pairs])
        ready = [(credit, invoice) for credit, _, invoice in pairs if invoice and credit.id not in waiting]
        notes = self._open_notes([credit for credit, _ in ready])
        still_open = [(credit, parent) for credit, parent in ready if credit.remote_id in notes]
        for start in range(0, len(still_open), INVOICES_IN_A_CALL):
            self._allocate_notes(poster, still_open[start : start + INVOICES_IN_A_CALL], notes)
        return list(waiting)

    def _allocate_notes(self, poster: Poster, pairs: Sequence[tuple[Record, Record]], notes: Mapping[str, Raw]) -> None:
        invoices = self._open_invoices([parent.remote_id for _, parent in pairs])
        due = {invoice_id: left_of(raw) for invoice_id, raw in invoices.items()}
        for credit, parent in pairs:
            if invoice := invoices.get(parent.remote_id):
                note, most = notes[credit.remote_id], due[parent.remote_id]
                due[parent.remote_id] -= self._allocate(poster, credit, note, invoice, most=most)

    def _pairs(self, ids: set[str]) -> list[tuple[Record, Ref, Record | None]]:
        """Give the credits that came from an order, with its invoice if that has come already."""
        credits_ = list(self.store.get_many((Kind.SALES_CREDIT, record_id) for record_id in sorted(ids)).values())
        refs = {credit.id: parent_invoice(credit.kind, credit.document) for credit in credits_}
        invoices = self.store.get_many((ref.kind, ref.id) for ref in refs.values() if ref)
        return [(credit, ref, invoices.get((ref.kind, ref.id))) for credit in credits_ if (ref := refs[credit.id])]

    def _open_notes(self, credits_: Sequence[Record]) -> dict[str, Raw]:
        """Read those with something left; most have been refunded. Xero lists credit notes by date, but not by ids."""
        if not credits_:
            return {}
        dates = sorted(date.fromisoformat(credit.summary.date) for credit in credits_)
        together = self.xero.where(CREDIT_NOTES, of_type_between("ACCRECCREDIT", dates[0], dates[-1]))
        notes = {str(raw["CreditNoteID"]): raw for raw in together}
        others = [
            credit.remote_id for credit in credits_ if credit.remote_id not in notes
        ]  # redated in Xero, for instance
        found = {**notes, **{note_id: raw for note_id in others if (raw := self.xero.one(CREDIT_NOTES, note_id))}}
        return {note_id: raw for note_id, raw in found.items() if left_of(raw) > 0}

    def _open_invoices(self, ids: Sequence[str]) -> dict[str, Raw]:
        invoices = self.xero.by_ids(INVOICES, ids) if ids else []
        return {str(raw["InvoiceID"]): raw for raw in invoices if left_of(raw) > 0}

    def _allocate(self, poster: Poster, credit: Record, note: Raw, invoice: Raw, *, most: Decimal) -> Decimal:
        """Give the amount that was allocated."""
        amount = min(most, left_of(note))
        if amount <= 0 or _is_allocated(note, invoice):
            return Decimal(0)
        on = max(xero_date(invoice["Date"]), xero_date(note["Date"]))
        self._note_in_ledger(credit, str(invoice["InvoiceID"]), amount)
        key = fingerprint([credit.remote_id, invoice["InvoiceID"], amount, poster.clock().isoformat()])
        said = allocate(self.xero, credit.remote_id, str(invoice["InvoiceID"]), amount, on, key)
        if not said:
            return amount
        if not self._was_made_meanwhile(credit, invoice):
            self._fail(poster, credit, xero_problem(said))
        return Decimal(0)

    def _was_made_meanwhile(self, credit: Record, invoice: Raw) -> bool:
        """Whether another run of ours, which this one has replaced, has made it."""
        note = self.xero.one(CREDIT_NOTES, credit.remote_id)
        return note is not None and _is_allocated(note, invoice)

    def _note_in_ledger(self, credit: Record, invoice_id: str, amount: Decimal) -> None:
        link = allocation_id(credit.remote_id, invoice_id)
        event = Event(what=f"allocating {amount} to its invoice", detail={"invoice": invoice_id})
        self.store.revise([credit], lambda record: Change(before=record, after=record, event=event, links=(link,)))

    def _fail(self, poster: Poster, credit: Record, problem: Problem) -> None:
        self.store.revise([credit], lambda record: Change(before=record, after=waiting(record)))
        current = self.store.get(credit.kind, credit.id)
        if current is not None:
            poster.fail([Failing(envelope=blank_envelope(current), problem=problem)])


def _lots(items: Iterable[QueueItem]) -> Iterator[list[QueueItem]]:
    """Split the queue into lots of `TOGETHER` credits or a few more."""
    lot: list[QueueItem] = []
    for item in items:
        lot.append(item)
        if sum(len(one.ids) for one in lot) >= TOGETHER:
            yield lot
            lot = []
    if lot:
        yield lot


def _is_allocated(note: Raw, invoice: Raw) -> bool:
    allocations = note.get("Allocations") or ()
    return any((each.get("Invoice") or {}).get("InvoiceID") == invoice["InvoiceID"] for each in allocations)
