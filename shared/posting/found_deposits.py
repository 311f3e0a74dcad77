"""Deposits that are overpayments in Xero already, though our table does not know it: an earlier one has posted them.

Each names its payment by a link. Once its order is invoiced, nothing else tells that the money is there: the payment would go
once more, as one of the invoice.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.ages import is_older
from shared.mapping.deposits import DEPOSIT, signed
from shared.mapping.overpayments import OVERPAYMENT
from shared.posting.targets.xero import FOUND
from shared.posting.targets.xero_overpayments import OverpaymentTarget, amount_in
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change, Event

_PAYMENT: Final = re.compile(r".*[?&]payment=(\d+)")


class FoundDeposits(Struct, frozen=True, kw_only=True, eq=False):
    """`table_since` gives since when our table knows what was posted."""

    store: Store
    target: OverpaymentTarget
    table_since: Callable[[], datetime]

    def look(self, records: Sequence[Record]) -> list[Record]:
        """Give the records as they are once those of which the money is there say so: these are used for their invoices then."""
        sought = {record.id: record for record in records if self._may_be_there(record)}
        there = self._there(sought) if sought else {}
        if not there:
            return list(records)

        def change(record: Record) -> Change | None:
            remote_id = there[record.id]
            fields = {**(record.fields or {}), DEPOSIT: f"{signed(record.document):f}", OVERPAYMENT: remote_id}
            after = replace(record, remote_id=remote_id, fields=fields)
            event = Event(what=f"{FOUND}, as an overpayment")
            return None if record.in_remote else Change(before=record, after=after, event=event, links=(remote_id,))

        self.store.revise([sought[name] for name in there], change)
        return list(self.store.get_many(record.key for record in records).values())

    def is_old(self, record: Record) -> bool:
        """Whether another table may have posted it."""
        return not record.in_remote and is_older(record.document, self.table_since())

    def _may_be_there(self, record: Record) -> bool:
        """Whether it pays an invoice, and may have come before that and our table."""
        if record.in_remote or record.kind is not Kind.SALES_PAYMENT or record.origin is not System.BRIGHTPEARL:
            return False
        pays = (record.document.get("document") or [""])[0] == Kind.SALES_INVOICE
        return pays and signed(record.document) > 0 and self.is_old(record)

    def _there(self, sought: Mapping[str, Record]) -> dict[str, str]:
        """Give the ids of overpayments by the payments that they name. What one brought too much is of another amount."""
        named = {
            found[1]: raw
            for raw in self.target.of_days([record.summary.date for record in sought.values()])
            if self.target.is_alive(raw) and (found := _PAYMENT.fullmatch(str(raw.get("Url") or "")))
        }
        whole = {
            name: self.target.element(raw).remote_id
            for name, raw in named.items()
            if name in sought and amount_in(raw) == signed(sought[name].document)
        }
        taken = self.store.linked(whole.values())
        return {name: remote_id for name, remote_id in whole.items() if remote_id and remote_id not in taken}
