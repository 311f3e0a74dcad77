"""What of payments of ours is in Xero already: among the payments of their invoices, or the refunds of credit notes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.kinds import ORDERS, Kind
from shared.mapping import money
from shared.mapping.copies import GONE
from shared.mapping.dates import xero_date
from shared.mapping.payments import our_payment_id, paid_document
from shared.mapping.splits import settles, whole_id
from shared.mapping.twins import Entry, of_brightpearl, of_xero
from shared.mapping.versions import days_of
from shared.posting.found_payments import Paying, Same, There
from shared.posting.target import Element
from shared.records.record import Record
from shared.records.schema import payment_of
from shared.records.store import Store
from shared.xero.client import Xero
from shared.xero.conditions import since
from shared.xero.resources import INVOICES, PAYMENTS
from shared.xero.whole_payments import whole_payments

Raw = Mapping[str, Any]
REFUND: Final = "ARCREDITPAYMENT"
PAID: Final = f'Type=="{ORDERS[Kind.SALES_INVOICE].xero_type}" AND AmountPaid>0'
COPY: Final = "it is the copy of what a credit has settled in Xero"
LAG: Final = timedelta(minutes=15)  # of Brightpearl's search behind what was posted just now


class FoundInXero(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """One object for the invocation.

    `adopted` are documents whose payments nobody has looked at yet, `began` is when the run did, and `payments_of` reads the ids
    of all payments of some orders in Brightpearl. `refunds` are those that were listed, by the day from which on.
    """

    xero: Xero
    store: Store
    adopted: Callable[[], set[str]]
    began: Callable[[], datetime]
    payments_of: Callable[[Iterable[int]], Mapping[str, Sequence[str]]]
    refunds: dict[date, list[Raw]] = field(default_factory=dict)

    def going(self, paying: Paying) -> Entry:
        payload, record = paying.payload, paying.record
        amount, day = Decimal(payload["Amount"]), str(payload["Date"])
        return Entry(
            id=record.id,
            document=paid_document(payload),
            amount=amount,
            day=day,
            accounts=frozenset(map(str, payload["Account"].values())),
            linked=paying.linked,
            separate=paying.separate,
            named=whole_id(str(record.document.get("transactionRef") or "")),
            told=of_brightpearl(record.id, amount, record.summary.date, str(record.document["paymentMethodCode"])),
        )

    def there(self, paying: Sequence[Paying], wanted: Collection[tuple[str, Decimal]]) -> list[There]:
        invoices = [one for one in paying if "Invoice" in one.payload]
        payments = [*self._of_invoices(invoices), *self._refunds([one for one in paying if one not in invoices])]
        alike = {str(one["PaymentID"]): one for one in payments if _place(one) in wanted and one.get("Status") != GONE}
        free = self._free(alike, paying)
        found = [_there(one, free[payment_id]) for payment_id, one in self._with_accounts(alike, free)]
        return [*found, *self._settled(paying)]

    def _settled(self, paying: Sequence[Paying]) -> Iterator[There]:
        """What credits have settled there, of which payments in Brightpearl are our copies by their reference: no money came."""
        for one in paying:
            reference, order = (str(one.record.document.get(name) or "") for name in ("transactionRef", "orderId"))
            if settles(reference, document=one.document.remote_id, order=order):
                entry = replace(self.going(one), id=whole_id(reference), named="")
                yield There(entry=entry, same=Same(element=Element(key=()), differs=COPY))

    def _of_invoices(self, paying: Sequence[Paying]) -> Iterator[Raw]:
        """Nobody but us has paid what came with this run and is not among what was paid since."""
        ids = {str(one.document.remote_id) for one in paying if self._may_be_paid(one.document)}
        for invoice in self.xero.by_ids(INVOICES, sorted(ids)) if ids else ():
            for payment in invoice.get("Payments") or ():
                yield {**payment, "Invoice": {"InvoiceID": invoice["InvoiceID"]}}

    def _may_be_paid(self, document: Record) -> bool:
        of_old = document.arrived_at is None or document.arrived_at < self.began()
        return of_old or document.remote_id in self._adopted or document.remote_id in self._paid_since

    @cached_property
    def _adopted(self) -> set[str]:
        return self.adopted()

    @cached_property
    def _paid_since(self) -> set[str]:
        return {str(one["InvoiceID"]) for one in self.xero.modified(INVOICES, self.began(), where=PAID, summary=True)}

    def _refunds(self, paying: Sequence[Paying]) -> list[Raw]:
        """Credit notes are read one by one, so refunds are listed, from the day of the oldest credit note on, here or there."""
        if not paying:
            return []
        seen = self.store.seen({one.document.remote_id for one in paying}, consistent=False)
        there = days_of(one.said for one in seen.values())
        first = min(*there, *(date.fromisoformat(one.document.summary.date) for one in paying), date.max)
        if not self.refunds or min(self.refunds) > first:
            self.refunds[first] = [*self.xero.where(PAYMENTS, f'PaymentType=="{REFUND}" AND {since(first)}')]
        return self.refunds[min(self.refunds)]

    def _free(self, alike: Mapping[str, Raw], paying: Sequence[Paying]) -> dict[str, Record | None]:
        """Give those that nothing of ours has, and those whose copy is gone in Brightpearl, with their record."""
        links = self.store.linked(alike)
        records = self.store.get_many((Kind.SALES_PAYMENT, one) for one in alike if one not in links)
        holders = {key[1]: record for key, record in records.items() if record.in_remote}
        paid = {paid_document(alike[one]) for one in holders}
        orders = {int(one.document.id) for one in paying if one.document.remote_id in paid}
        living = {name for names in self.payments_of(sorted(orders)).values() for name in names} if orders else set()
        gone = {one for one, holder in holders.items() if self._is_gone(holder, living)}
        return {one: holders.get(one) for one in alike if one not in links and (one not in holders or one in gone)}

    def _is_gone(self, holder: Record, living: Collection[str]) -> bool:
        settled = not holder.fields and holder.changed_at <= self.store.clock() - LAG
        payment = payment_of(holder)
        return settled and bool(payment) and str(payment) not in living

    def _with_accounts(self, alike: Mapping[str, Raw], free: Collection[str]) -> Iterator[tuple[str, Raw]]:
        """What is nested in an invoice does not name its account."""
        nameless = [one for one in free if not alike[one].get("Account")]
        read = {str(one["PaymentID"]): one for one in whole_payments(self.xero, [dict(alike[one]) for one in nameless])}
        return ((one, {**alike[one], **read.get(one, {})}) for one in alike if one in free)


def _place(payment: Raw) -> tuple[str, Decimal]:
    return paid_document(payment), money.cents(Decimal(str(payment["Amount"])))


def _there(payment: Raw, holder: Record | None) -> There:
    document, amount = _place(payment)
    day, account = xero_date(payment["Date"]).isoformat(), payment.get("Account") or {}
    names = [str(account[name]) for name in ("Code", "AccountID") if account.get(name)]
    return There(
        entry=Entry(
            id=str(payment["PaymentID"]),
            document=document,
            amount=amount,
            day=day,
            accounts=frozenset(names),
            named=our_payment_id(payment.get("Reference")) or "",
            told=of_xero(amount, day, next(iter(names), "")),
        ),
        same=Same(element=Element(key=(), remote_id=str(payment["PaymentID"]), raw=payment), holder=holder),
    )
