"""Overpayments in Xero that are ours by their link, whose payments Brightpearl has no more, and of which our table has no record.

What an earlier table of ours has posted is found when its payment is posted. Of a payment that was deleted since nothing else
tells.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind, System
from shared.mapping.dates import day_there, xero_date
from shared.mapping.overpayments import OVER, OVERPAYMENT
from shared.mapping.text import one_line
from shared.records.apart import parted, withdrawn
from shared.records.record import WITHDRAWN, Fetched, Record, Summary
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import sent
from shared.sequence import post_of
from shared.settings import Settings
from shared.sources.fetched import fetched
from shared.sources.linked_overpayments import LinkedOverpayments, id_of
from shared.sources.pages import Page
from shared.sources.verify.parts import behind
from shared.sources.withdrawn import payment_deleted
from shared.xero.answers import amount_of
from shared.xero.client import Xero

Raw = Mapping[str, Any]


class LostDeposits(Struct, frozen=True, kw_only=True, eq=False):
    """Those from the day `opened` on."""

    brightpearl: Brightpearl
    xero: Xero
    store: Store
    settings: Settings
    opened: date

    def pages(self, _after: str) -> Iterator[Page]:
        linked = LinkedOverpayments(xero=lambda: self.xero, settings=self.settings)
        self._note(self._gone(self._unknown(linked.since(self.opened))))
        yield Page(fetched=(), position=behind("all"))

    def _unknown(self, listed: Mapping[str, tuple[int, Raw]]) -> dict[str, tuple[int, Raw]]:
        if not listed:
            return {}
        linked = self.store.linked(id_of(raw) for _, raw in listed.values())
        known = self.store.get_many((Kind.SALES_PAYMENT, payment) for payment in listed)
        return {
            payment: (order, raw)
            for payment, (order, raw) in listed.items()
            if (Kind.SALES_PAYMENT, payment) not in known and id_of(raw) not in linked
        }

    def _gone(self, unknown: Mapping[str, tuple[int, Raw]]) -> dict[str, tuple[int, Raw]]:
        """What Brightpearl has still comes by itself."""
        orders = {order for order, _ in unknown.values()}
        found = self.brightpearl.payments_of_orders(orders, supplier=False) if orders else ()
        there = {str(row["paymentId"]) for row in found}
        return {payment: named for payment, named in unknown.items() if payment not in there}

    def _note(self, gone: Mapping[str, tuple[int, Raw]]) -> None:
        self.store.take([self._fetched(payment, order, raw) for payment, (order, raw) in gone.items()])

        def change(record: Record) -> Change | None:
            if record.in_remote or WITHDRAWN not in record.document:
                return None
            _, raw = gone[record.id]
            after = self._there(record, raw)
            said = after.failure.problem.message if after.failure else ""
            return Change(before=record, after=after, event=Event(what=f"error: {said}"), links=(id_of(raw),))

        if gone:
            self.store.revise(self.store.get_many((Kind.SALES_PAYMENT, one) for one in gone).values(), change)

    def _fetched(self, payment: str, order: int, raw: Raw) -> Fetched:
        """Its payment only Xero can tell of."""
        amount, day = amount_of(raw, "Total"), xero_date(raw["Date"]).isoformat()
        how = payment_deleted(amount, day_there(self.store.clock(), self.settings.time_zone))
        document = {"paymentId": int(payment), "orderId": order, "amountPaid": amount, WITHDRAWN: how}
        summary = Summary(
            number=payment,
            contact_name=one_line(str((raw.get("Contact") or {}).get("Name") or "")),
            date=day,
            currency=str(raw.get("CurrencyCode") or ""),
            total=amount,
        )
        due_step = post_of(Kind.SALES_PAYMENT, System.XERO)
        return fetched(
            Kind.SALES_PAYMENT, payment, document, self.settings, summary=summary, due_step=due_step, held=how
        )

    def _there(self, record: Record, raw: Raw) -> Record:
        at, amount = self.store.clock(), amount_of(raw, "Total")
        known = sent(
            record,
            source_hash=record.source_hash,
            fingerprint=record.fingerprint,
            remote_id=id_of(raw),
            fields={OVER: f"{amount:f}", OVERPAYMENT: id_of(raw)},
            at=at,
        )
        found = withdrawn(known, str(record.document[WITHDRAWN]))
        return parted(known, found, settings_version=self.store.settings_version, at=at) or known
