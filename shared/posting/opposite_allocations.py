"""Allocates opposite documents to the documents that they put right, up to what is open on both.

A pair waits in a queue until that is done; one with a draft waits until that is approved.
"""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from shared.codec import fingerprint
from shared.kinds import ORDERS
from shared.mapping.dates import xero_date
from shared.mapping.opposites import KIND_OF
from shared.posting.credits import allocate, left_of
from shared.posting.pairs import OPPOSITES, Pair
from shared.posting.poster import Poster
from shared.posting.targets.xero import Raw
from shared.records.queues import UNAPPROVED, Queues, allocation_id
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES


class OppositeAllocations(Struct, frozen=True, kw_only=True, eq=False):
    """The pairs of one connection."""

    xero: Xero
    store: Store
    queues: Queues

    def allocate(self, poster: Poster) -> None:
        """Allocate the pairs that wait for it. One with a draft waits until that is approved."""
        for item in self.queues.queued(OPPOSITES):
            later = [pair for pair in item.ids if not self._allocate(poster, Pair.parse(pair))]
            if len(later) < len(item.ids):
                self.queues.enqueue(OPPOSITES, later)
                self.queues.dequeue([item])

    def _allocate(self, poster: Poster, pair: Pair) -> bool:
        """Whether nothing is left to be done."""
        found = self._open(pair)
        if found is None:
            return True
        credit, invoice = found
        if min(left_of(credit), left_of(invoice)) > 0:
            self._settle(poster, pair, credit, invoice)
        return not {credit["Status"], invoice["Status"]} & UNAPPROVED

    def _open(self, pair: Pair) -> tuple[Raw, Raw] | None:
        """Read the credit and the invoice of a pair; None where it has not one of each."""
        there = read_documents(self.xero, [pair.opposite, pair.document]).values()
        by_kind = {ORDERS[KIND_OF[raw["Type"]]].is_invoice: raw for raw in there}
        return (by_kind[False], by_kind[True]) if len(by_kind) > 1 else None

    def _settle(self, poster: Poster, pair: Pair, credit: Raw, invoice: Raw) -> None:
        """The pair is in the ledger before it is made, so that it never comes back as a payment.

        Where Xero refuses, another run may have made it meanwhile.
        """
        amount = min(left_of(credit), left_of(invoice))
        credit_id, invoice_id = str(credit["CreditNoteID"]), str(invoice["InvoiceID"])
        what = f"{amount} of {credit.get('CreditNoteNumber')} to {invoice.get('InvoiceNumber')}"
        self._tell(pair, f"allocating {what}", links=(allocation_id(credit_id, invoice_id),))
        on = max(xero_date(credit["Date"]), xero_date(invoice["Date"]))
        key = fingerprint([credit_id, invoice_id, amount, poster.clock().isoformat()])
        refused = allocate(self.xero, credit_id, invoice_id, amount, on, key)
        now = self._open(pair) if refused else None
        for words in refused if now and min(map(left_of, now)) > 0 else ():
            said = f"Xero did not allocate {what}: {words}; allocate it there"
            self._tell(pair, said, note=said)

    def _tell(self, pair: Pair, what: str, *, links: tuple[str, ...] = (), note: str = "") -> None:
        def change(record: Record) -> Change:
            after = replace(record, notes=(*record.notes, note)) if note else record
            return Change(before=record, after=after, event=Event(what=what), links=links)

        self.store.revise(self.store.get_many([pair.record]).values(), change)


def read_documents(xero: Xero, ids: Iterable[str]) -> dict[str, Raw]:
    """Read documents as they are in Xero now, by their ids."""
    wanted = list(ids)
    found: dict[str, Raw] = {str(raw["InvoiceID"]): raw for raw in xero.by_ids(INVOICES, wanted)}
    notes = [one for one in wanted if one not in found]
    return found | {str(raw["CreditNoteID"]): raw for raw in xero.by_ids(CREDIT_NOTES, notes)}
