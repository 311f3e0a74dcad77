"""The comparison finds what is missing, doubled, unequal or not meant to be there."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest

from sandbox.proof.reconcile import Comparison, reconcile
from shared.kinds import DEPENDENCIES, Kind

SETTINGS = {
    "start_date": "2026-10-01",
    "time_zone": "Europe/London",
    "statuses": {"sales_invoice": [4, 22], "sales_credit": [11], "purchase_invoice": [8], "purchase_credit": [13]},
    "adjustments": {"mode": "manual_journal", "stock_account": "630"},
    "channels": [],
}
EMPTY_SHOP: dict[str, Any] = {"orders": {}, "payments": {}, "goods_notes": {}}
EMPTY_BOOKS: dict[str, list[Any]] = {
    name: [] for name in ("Invoices", "CreditNotes", "Overpayments", "Prepayments", "Payments", "ManualJournals")
}
AS_DOCUMENTS = {**SETTINGS, "adjustments": {"mode": "bill_or_credit", "stock_account": "630"}}


def an_order(number: str = "SI-1", **changes: Any) -> dict[str, Any]:
    order = {"id": 2001, "type": "SO", "status_id": 4, "currency": "GBP", "channel_id": 1, "total": "12.00"}
    return {**order, "invoice": {"reference": number, "tax_date": "2026-11-20"}, **changes}


def a_document(number: str = "SI-1", **changes: Any) -> dict[str, Any]:
    document = {"InvoiceID": number, "InvoiceNumber": number, "Type": "ACCREC", "Status": "AUTHORISED"}
    return {**document, "CurrencyCode": "GBP", "Date": "2026-11-20", "Total": "12.00", **changes}


def a_credit_note(number: str, **changes: Any) -> dict[str, Any]:
    note = {"CreditNoteNumber": number, "Type": "ACCRECCREDIT", "Status": "AUTHORISED", "CurrencyCode": "GBP"}
    return {**note, "Date": "2026-11-20", "Total": "12.00", "Allocations": [], **changes}


def a_payment(**changes: Any) -> dict[str, Any]:
    return {"id": 9001, "order_id": 2001, "type": "RECEIPT", "amount_paid": "12.00", **changes}


def a_xero_payment(**changes: Any) -> dict[str, Any]:
    payment = {"PaymentType": "ACCRECPAYMENT", "Status": "AUTHORISED", "Amount": "12.00"}
    return {**payment, "Invoice": {"InvoiceNumber": "SI-1", "CurrencyCode": "GBP"}, **changes}


def a_note(**changes: Any) -> dict[str, Any]:
    movements = [{"quantity": 3, "value": "4.1667"}, {"quantity": -1, "value": "2.00"}]
    return {"id": 501, "type": "SC", "created_on": "2026-11-20T10:00:00+00:00", "movements": movements, **changes}


def a_journal(amount: str = "10.50") -> dict[str, Any]:
    lines = [{"AccountCode": "630", "LineAmount": amount}, {"AccountCode": "499", "LineAmount": f"-{amount}"}]
    return {"Narration": "Brightpearl stock correction 501: Stock count", "Status": "POSTED", "JournalLines": lines}


def compared(
    kind: Kind,
    *,
    orders: tuple[Any, ...] = (),
    payments: tuple[Any, ...] = (),
    notes: tuple[Any, ...] = (),
    xero: Mapping[str, list[Any]] | None = None,
    settings: Mapping[str, Any] = SETTINGS,
) -> Comparison:
    brightpearl = {
        "orders": {order["id"]: order for order in orders},
        "payments": {payment["id"]: payment for payment in payments},
        "goods_notes": {note["id"]: note for note in notes},
    }
    found = reconcile(brightpearl, {**EMPTY_BOOKS, **(xero or {})}, settings)
    return next(comparison for comparison in found if comparison.kind is kind)


def test_every_kind_that_goes_to_xero_for_itself_is_compared() -> None:
    found = reconcile(EMPTY_SHOP, EMPTY_BOOKS, SETTINGS)

    assert {comparison.kind for comparison in found} == set(Kind) - set(DEPENDENCIES)


def test_an_invoice_that_is_there_once_with_its_total_is_equal() -> None:
    found = compared(Kind.SALES_INVOICE, orders=(an_order(),), xero={"Invoices": [a_document()]})

    assert found.equal
    assert (found.brightpearl, found.xero, found.xero_total) == (1, 1, Decimal("12.00"))


@pytest.mark.parametrize(
    ("documents", "difference"),
    [
        ([], "only in Brightpearl: SI-1 GBP 2026-11-20 12.00"),
        ([a_document(), a_document()], "only in Xero: SI-1 GBP 2026-11-20 12.00"),
        ([a_document(), a_document("SI-2")], "only in Xero: SI-2 GBP 2026-11-20 12.00"),
        ([a_document(Status="VOIDED")], "only in Brightpearl: SI-1 GBP 2026-11-20 12.00"),
        ([a_document(Total="12.01")], "only in Xero: SI-1 GBP 2026-11-20 12.01"),
        ([a_document(CurrencyCode="EUR")], "only in Xero: SI-1 EUR 2026-11-20 12.00"),
        ([a_document(Date="2026-11-19")], "only in Xero: SI-1 GBP 2026-11-19 12.00"),
    ],
    ids=["missing", "doubled", "unexpected", "voided", "other total", "other currency", "other date"],
)
def test_every_difference_between_documents_is_named(documents: list[Any], difference: str) -> None:
    found = compared(Kind.SALES_INVOICE, orders=(an_order(),), xero={"Invoices": documents})

    assert not found.equal
    assert difference in found.differences


@pytest.mark.parametrize(
    "order",
    [
        an_order(status_id=1),
        an_order(invoice={"reference": "", "tax_date": None}),
        an_order(invoice={"reference": "Pending", "tax_date": None}),
        an_order(invoice={"reference": "SI-1", "tax_date": "2026-09-30"}),
    ],
    ids=["status not mapped", "no reference", "pending", "before the start"],
)
def test_what_is_not_due_is_not_expected(order: dict[str, Any]) -> None:
    assert compared(Kind.SALES_INVOICE, orders=(order,)).equal


def test_a_channel_that_is_not_synchronised_is_not_expected_but_purchases_have_none() -> None:
    settings = {**SETTINGS, "channels": [2]}
    bill = an_order("B-1", id=3001, type="PO", status_id=8, channel_id=0)

    assert compared(Kind.SALES_INVOICE, orders=(an_order(),), settings=settings).equal
    assert compared(Kind.PURCHASE_INVOICE, orders=(bill,), settings=settings).brightpearl == 1


def test_two_suppliers_may_use_the_same_number() -> None:
    bills = tuple(an_order("B-1", id=number, type="PO", status_id=8) for number in (3001, 3002))

    found = compared(Kind.PURCHASE_INVOICE, orders=bills, xero={"Invoices": [a_document("B-1", Type="ACCPAY")] * 2})

    assert found.equal


def test_a_payment_counts_where_its_document_is_due() -> None:
    payments = (a_payment(), a_payment(id=9002, type="AUTH"), a_payment(id=9003, order_id=2002))
    orders = (an_order(), an_order("SI-2", id=2002, status_id=1))

    found = compared(Kind.SALES_PAYMENT, orders=orders, payments=payments, xero={"Payments": [a_xero_payment()]})

    assert found.equal
    assert found.brightpearl == 1


def test_a_refund_is_found_under_either_name() -> None:
    credit = an_order("SC-1", type="SC", status_id=11)
    refund = a_payment(type="PAYMENT", amount_paid="-12.00")
    names = ({"CreditNote": {"CreditNoteNumber": "SC-1"}}, {"Invoice": {"InvoiceNumber": "SC-1"}})

    for name in names:
        ((key, document),) = name.items()
        shown = a_xero_payment(PaymentType="ARCREDITPAYMENT")
        del shown["Invoice"]
        shown[key] = {**document, "CurrencyCode": "GBP"}
        assert compared(Kind.SALES_PAYMENT, orders=(credit,), payments=(refund,), xero={"Payments": [shown]}).equal


def test_a_deleted_payment_is_no_payment() -> None:
    found = compared(
        Kind.SALES_PAYMENT,
        orders=(an_order(),),
        payments=(a_payment(),),
        xero={"Payments": [a_xero_payment(Status="DELETED")]},
    )

    assert found.differences == ("only in Brightpearl: SI-1 GBP 12.00",)


def test_a_credit_that_people_allocated_in_xero_settles_as_a_payment_does_and_our_own_does_not() -> None:
    allocation = {"Amount": "12.00", "Invoice": {"InvoiceID": "SI-1", "InvoiceNumber": "SI-1"}}
    theirs = a_credit_note("CN-9", Allocations=[allocation])
    ours = a_credit_note("SC-1", Allocations=[allocation])
    orders = (an_order(), an_order("SC-1", id=2002, type="SC", status_id=11))

    found = compared(
        Kind.SALES_PAYMENT, orders=orders, xero={"Invoices": [a_document()], "CreditNotes": [theirs, ours]}
    )

    assert found.differences == ("only in Xero: SI-1 GBP 12.00",)


def test_a_stock_correction_is_compared_by_its_net_value_on_the_stock_account() -> None:
    assert compared(Kind.INVENTORY_ADJUSTMENT, notes=(a_note(),), xero={"ManualJournals": [a_journal()]}).equal
    assert not compared(
        Kind.INVENTORY_ADJUSTMENT, notes=(a_note(),), xero={"ManualJournals": [a_journal("10.51")]}
    ).equal


@pytest.mark.parametrize(
    "note",
    [
        a_note(type="GO"),
        a_note(movements=[{"quantity": 5, "value": "0"}]),
        a_note(created_on="2026-09-30T22:59:59+00:00"),
    ],
    ids=["goods out", "worth nothing", "the night before the start"],
)
def test_some_notes_are_not_posted(note: dict[str, Any]) -> None:
    assert compared(Kind.INVENTORY_ADJUSTMENT, notes=(note,)).equal


def test_a_note_of_the_first_morning_counts_by_the_account_s_own_clock() -> None:
    note = a_note(created_on="2026-09-30T23:00:00+00:00")

    assert compared(Kind.INVENTORY_ADJUSTMENT, notes=(note,)).brightpearl == 1


def test_corrections_as_documents_are_not_taken_for_bills() -> None:
    bill = a_document("BP-SC-501", Type="ACCPAY", Total="10.50")

    adjustments = compared(
        Kind.INVENTORY_ADJUSTMENT, notes=(a_note(),), xero={"Invoices": [bill]}, settings=AS_DOCUMENTS
    )
    bills = compared(Kind.PURCHASE_INVOICE, notes=(a_note(),), xero={"Invoices": [bill]}, settings=AS_DOCUMENTS)

    assert adjustments.equal
    assert bills.equal
