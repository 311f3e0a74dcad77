"""Opposite documents of ours that our table does not know: credit notes that are named after the invoice which they settle.

They put it right, and are no money that its order was paid. So the record is told of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import ORDERS
from shared.mapping.opposites import is_credit_of
from shared.records.record import OPPOSITE, Key, Record
from shared.records.standing import STAYS
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]


class FormerOpposites(Struct, frozen=True, kw_only=True, eq=False):
    store: Store

    def known(self, invoices: Sequence[Raw], links: Mapping[str, Sequence[Key]]) -> set[str]:
        """Note them on the records of their invoices, and give their ids. `links` are those of invoices and credits."""
        found = {key: raw for raw in invoices for key in links.get(str(raw["InvoiceID"]), ()) if _new(raw, links)}

        def change(record: Record) -> Change | None:
            raw = found[record.key]
            new = {name: one for name, one in _new(raw, links).items() if name not in record.opposites}
            if not new or record.kind not in ORDERS:
                return None
            event = Event(what=f"found in Xero: {', '.join(new)}")
            return Change(before=record, after=self._with(record, raw, new), event=event, links=tuple(new.values()))

        if found:
            self.store.revise(self.store.get_many(found).values(), change)
        return {one for raw in found.values() for one in _new(raw, links).values()}

    def _with(self, record: Record, raw: Raw, new: Mapping[str, str]) -> Record:
        """Where both come to the same with them, it was put right."""
        fields = {**(record.fields or {}), **{f"{OPPOSITE}{name}": one for name, one in new.items()}}
        credited = sum((amount_of(note, "AppliedAmount") for note in _own(raw)), Decimal())
        is_due = record.apart is None and record.status is not Status.SENT
        if is_due or amount_of(raw, "Total") - credited != record.summary.total:
            return replace(record, fields=fields)
        return sent(
            replace(record, apart=None),
            source_hash=record.source_hash,
            fingerprint=record.fingerprint,
            remote_id="",
            notes=(*record.notes, *(f"it was put right in Xero by {name}, {STAYS}" for name in new)),
            fields=fields,
            at=self.store.clock(),
        )


def _own(invoice: Raw) -> Iterator[Raw]:
    number = str(invoice.get("InvoiceNumber") or "")
    notes = invoice.get("CreditNotes") or ()
    yield from (note for note in notes if is_credit_of(number, str(note.get("CreditNoteNumber") or "")))


def _new(invoice: Raw, links: Mapping[str, Sequence[Key]]) -> dict[str, str]:
    named = {str(note["CreditNoteNumber"]): str(note["CreditNoteID"]) for note in _own(invoice)}
    return {name: one for name, one in named.items() if one not in links}
