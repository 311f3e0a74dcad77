"""Copies of payments in Xero that an earlier table has posted: found by their reference, among the payments of their invoice."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.mapping.ages import is_older
from shared.mapping.payments import our_payment_id, payment_fingerprint
from shared.posting.copies import is_gone
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.xero.client import Xero
from shared.xero.resources import INVOICES

FOUND: Final = Event(what="found in Xero")


class FoundCopies(Struct, frozen=True, kw_only=True, eq=False):
    """`table_since` gives since when our table knows what was posted."""

    xero: Xero
    store: Store
    table_since: Callable[[], datetime]

    def known(self, payment: Record, document: Record) -> Record:
        """Give a payment as it is once it knows its copy; as it is now where it has none that lives."""
        if payment.in_remote or payment.fields or not is_older(payment.document, self.table_since()):
            return payment
        copies = [
            str(one["PaymentID"])
            for invoice in self.xero.by_ids(INVOICES, [document.remote_id])
            for one in invoice.get("Payments") or ()
            if our_payment_id(one.get("Reference")) == payment.id and not is_gone(one)
        ]
        free = [copy for copy in copies if copy not in self.store.linked(copies)]
        if not free:
            return payment

        def change(record: Record) -> Change | None:
            posted = payment_fingerprint(record.document)
            after = replace(record, remote_id=free[0], posted=posted, fingerprint=posted)
            return None if record.in_remote else Change(before=record, after=after, event=FOUND, links=(free[0],))

        done = self.store.revise([payment], change)
        return done[0].after if done else payment
