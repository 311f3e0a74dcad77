"""Payments that are on the other side already, so that none becomes a duplicate: same document, amount and day.

A person or another connector has entered them. Each is adopted by one record, and nothing is sent for that record. What we
posted ourselves, or carried over from there, is never adopted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from shared.kinds import Kind, System
from shared.mapping.dates import date_only, xero_date
from shared.mapping.payments import moves_money, our_payment_id, paid_document
from shared.mapping.references import Payload
from shared.mapping.splits import record_names
from shared.posting.target import Element
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.store import Store
from shared.xero.resources import INVOICES

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.xero.client import Xero

GONE: Final = "DELETED"
NOBODYS: Final = ""
Match = tuple[str, Decimal, str, str]  # document, amount, day, and the payment of ours that it says it is
Paying = tuple[Payload, Record]  # a payment to be, and the document that it pays
Look = Callable[[Sequence[Paying]], Sequence[Element | None]]


class _Payment(Struct, frozen=True, kw_only=True):
    """One that is there, and what a payment of ours must match to be the same."""

    match: Match
    element: Element


def in_brightpearl(brightpearl: "Brightpearl", store: Store, *, kind: Kind, time_zone: str) -> Look:
    """Look at the payments that the orders have in Brightpearl."""
    there = partial(_in_brightpearl, brightpearl=brightpearl, store=store, kind=kind, time_zone=time_zone)
    return partial(_look, there=there, matches=_brightpearl_matches)


def in_xero(xero: "Xero", store: Store, *, adopted: Callable[[], set[str]], began: Callable[[], datetime]) -> Look:
    """Look at payments of invoices that were in Xero when the run `began`, and of `adopted` ones. Newer ones have only ours."""
    there = partial(_in_xero, xero=xero, store=store, adopted=adopted, began=began)
    return partial(_look, there=there, matches=_xero_matches)


def _look(
    paying: Sequence[Paying],
    *,
    there: Callable[[Sequence[Paying]], Iterable[_Payment]],
    matches: Callable[[Payload], Iterable[Match]],
) -> list[Element | None]:
    """Give each payload a payment that fits the first of its matches that any fits. Each payment is given once."""
    free: dict[Match, list[Element]] = {}
    for payment in there(paying) if paying else ():
        free.setdefault(payment.match, []).append(payment.element)
    if not free:
        return [None] * len(paying)
    return [_taken(free, matches(payload)) for payload, _ in paying]


def _taken(free: Mapping[Match, list[Element]], matches: Iterable[Match]) -> Element | None:
    return next((elements.pop() for match in matches if (elements := free.get(match))), None)


def _in_brightpearl(
    paying: Sequence[Paying], *, brightpearl: "Brightpearl", store: Store, kind: Kind, time_zone: str
) -> Iterator[_Payment]:
    orders = sorted({int(payload["orderId"]) for payload, _ in paying})
    rows = brightpearl.payments_of_orders(orders, supplier=kind == Kind.PURCHASE_PAYMENT)
    money = [row for row in rows if moves_money(row)]
    ours = _ours(money, store, kind)
    for row in money:
        if row["paymentId"] not in ours:
            day = date_only(row["paymentDate"], zone=time_zone).isoformat()
            yield _Payment(
                match=(str(row["orderId"]), _amount(row["amountPaid"]), day, NOBODYS),
                element=Element(
                    key=(), remote_id=brightpearl_link(row["paymentId"]), remote_number=str(row["paymentId"]), raw=row
                ),
            )


def _ours(rows: Sequence[Mapping[str, Any]], store: Store, kind: Kind) -> set[int]:
    """Give those that we carried over from Xero, and those that we posted to Xero and that are still there."""
    linked = store.linked(brightpearl_link(row["paymentId"]) for row in rows)
    named = {row["paymentId"]: record_names(str(row.get("transactionRef") or "")) for row in rows}
    names = [name for payment_id, some in named.items() for name in (str(payment_id), *some) if name]
    records = {record.id: record for record in store.get_many((kind, name) for name in names).values()}
    from_xero = {name for name, record in records.items() if record.origin == System.XERO}
    carried = {name for name, record in records.items() if record.origin == System.BRIGHTPEARL and _is_there(record)}
    return {
        row["paymentId"]
        for row in rows
        if brightpearl_link(row["paymentId"]) in linked
        or not from_xero.isdisjoint(named[row["paymentId"]])
        or str(row["paymentId"]) in carried
    }


def _is_there(record: Record) -> bool:
    return record.in_remote and not record.document.get("deleted")


def _in_xero(
    paying: Sequence[Paying],
    *,
    xero: "Xero",
    store: Store,
    adopted: Callable[[], set[str]],
    began: Callable[[], datetime],
) -> Iterator[_Payment]:
    before, found = began(), adopted()
    paid = {
        paid_document(payload)
        for payload, document in paying
        if document.arrived_at is None or document.arrived_at < before or document.remote_id in found
    }
    invoices = xero.by_ids(INVOICES, sorted(paid)) if paid else []
    nested = [(str(invoice["InvoiceID"]), payment) for invoice in invoices for payment in invoice.get("Payments") or ()]
    known = _known([str(payment["PaymentID"]) for _, payment in nested], store)
    for invoice_id, payment in nested:
        if payment.get("Status") != GONE and str(payment["PaymentID"]) not in known:
            yield _Payment(
                match=(invoice_id, _amount(payment["Amount"]), xero_date(payment["Date"]).isoformat(), _named(payment)),
                element=Element(key=(), remote_id=str(payment["PaymentID"]), raw=payment),
            )


def _known(ids: Sequence[str], store: Store) -> set[str]:
    """Give those that we posted to Xero, and those that we carried over from there to Brightpearl."""
    records = store.get_many((Kind.SALES_PAYMENT, name) for name in ids)
    return {*store.linked(ids), *(record.id for record in records.values() if record.in_remote)}


def _named(payment: Mapping[str, Any]) -> str:
    return our_payment_id(payment.get("Reference")) or NOBODYS


def _brightpearl_matches(payload: Payload) -> Iterator[Match]:
    yield str(payload["orderId"]), _amount(payload["amountPaid"]), str(payload["paymentDate"])[:10], NOBODYS


def _xero_matches(payload: Payload) -> Iterator[Match]:
    """First its own copy, which another installation may have left there; then what a person has entered."""
    for name in (_named(payload), NOBODYS):
        yield paid_document(payload), _amount(payload["Amount"]), str(payload["Date"]), name


def _amount(written: object) -> Decimal:
    return abs(Decimal(str(written)))
