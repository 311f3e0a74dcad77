"""Deposits that are overpayments in Xero already, though our table does not know it: an earlier one has posted them.

Each names its payment by a link. Once its order is invoiced, nothing else tells that the money is there: the payment would go
once more, as one of the invoice.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct, field
from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.ages import is_older
from shared.mapping.deposits import DEPOSIT, signed
from shared.mapping.links import payment_linked
from shared.mapping.overpayments import OVERPAYMENT
from shared.posting.targets.xero import FOUND, Raw
from shared.posting.targets.xero_overpayments import OverpaymentTarget, amount_in
from shared.records.record import Record
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.settings import Settings


class FoundDeposits(Struct, frozen=True, kw_only=True, eq=False):
    """One object for the invocation. `table_since` gives since when our table knows what was posted.

    `seen` are the overpayments that name a payment, by that, from the first day of `listed` on.
    """

    store: Store
    settings: Settings
    target: OverpaymentTarget
    table_since: Callable[[], datetime]
    seen: dict[str, Raw] = field(default_factory=dict)
    listed: list[str] = field(default_factory=list)

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
        now = self.store.get_many(record.key for record in records)
        return [now.get(record.key, record) for record in records]

    def is_old(self, record: Record) -> bool:
        """Whether another table may have posted it."""
        return not record.in_remote and is_older(record.document, self.table_since())

    def _may_be_there(self, record: Record) -> bool:
        """Whether it pays an invoice, and may have come before that and our table."""
        if record.in_remote or record.kind is not Kind.SALES_PAYMENT or record.origin is not System.BRIGHTPEARL:
            return False
        pays = (record.document.get("document") or [""])[0] == Kind.SALES_INVOICE
        return pays and record.summary.date != "" and signed(record.document) > 0 and self.is_old(record)

    def _there(self, sought: Mapping[str, Record]) -> dict[str, str]:
        """Give the ids of overpayments by the payments that they name. What one brought too much is of another amount."""
        self._list(min(record.summary.date for record in sought.values()))
        named = {name: self.seen[name] for name in sought if name in self.seen}
        whole = {
            name: self.target.element(raw).remote_id
            for name, raw in named.items()
            if amount_in(raw) == signed(sought[name].document)
        }
        taken = self.store.linked(whole.values())
        return {name: remote_id for name, remote_id in whole.items() if remote_id and remote_id not in taken}

    def _list(self, first: str) -> None:
        """Read them once, and again only for days before those."""
        if self.listed and self.listed[-1] <= first:
            return
        self.listed.append(first)
        for raw in self.target.since(first):
            _, payment = payment_linked(raw.get("Url"), self.settings)
            if payment and self.target.is_alive(raw):
                self.seen[payment] = raw
