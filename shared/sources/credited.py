"""Invoices of withdrawn orders that people credit in Xero: that settles the record, and is no money that the order was paid."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from shared.records.apart import credited_there
from shared.records.record import Key, Record
from shared.records.standing import Standing
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]


class Credited(Struct, frozen=True, kw_only=True, eq=False):
    store: Store

    def without_withdrawn(self, invoices: Sequence[Raw], links: Mapping[str, Sequence[Key]]) -> list[Raw]:
        """Leave out those whose order was withdrawn, and note which of them are credited as a whole.

        Where the order was invoiced again, what was credited is not its document any more. `links` are those of the invoices.
        """
        credited = [raw for raw in invoices if amount_of(raw, "AmountCredited")]
        by_key = {key: raw for raw in credited for key in links.get(str(raw["InvoiceID"]), ())}
        records = self.store.get_many(by_key)
        withdrawn = {key for key, record in records.items() if _is_withdrawn(record, by_key[key])}
        self._note([records[key] for key in withdrawn if _is_credited(by_key[key])], by_key)
        left_out = [by_key[key]["InvoiceID"] for key in withdrawn]
        return [raw for raw in invoices if raw["InvoiceID"] not in left_out]

    def _note(self, records: Sequence[Record], by_key: Mapping[Key, Raw]) -> None:
        def change(record: Record) -> Change | None:
            if record.apart is not Standing.WITHDRAWN:
                return None
            numbers = [str(note.get("CreditNoteNumber") or "") for note in by_key[record.key].get("CreditNotes") or ()]
            after = credited_there(record, numbers, at=self.store.clock())
            return Change(before=record, after=after, event=Event(what=after.notes[-1]))

        if records:
            self.store.revise(records, change)


def _is_withdrawn(record: Record, invoice: Raw) -> bool:
    return record.is_credited or record.apart is Standing.WITHDRAWN or record.remote_id != invoice["InvoiceID"]


def _is_credited(invoice: Raw) -> bool:
    return amount_of(invoice, "AmountCredited") == amount_of(invoice, "Total")
