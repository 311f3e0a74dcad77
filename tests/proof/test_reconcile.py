"""The comparison finds what is missing, doubled, unequal or not meant to be there."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.proof.reconcile import Side, reconcile
from shared.kinds import DEPENDENCIES, Kind
from tests.proof.builders import (
    AMOUNTS,
    AS_DOCUMENTS,
    EMPTY_BOOKS,
    EMPTY_SHOP,
    OURS,
    SETTINGS,
    a_credit_note,
    a_document,
    a_journal,
    a_note,
    a_payment,
    a_xero_payment,
    an_order,
    compared,
)


def test_every_kind_that_goes_to_xero_for_itself_is_compared() -> None:
    found = reconcile(EMPTY_SHOP, EMPTY_BOOKS, SETTINGS)

    assert {comparison.kind for comparison in found} == set(Kind) - set(DEPENDENCIES)


def test_an_invoice_that_is_there_once_with_its_total_is_equal() -> None:
    found = compared(Kind.SALES_INVOICE, orders=(an_order(),), xero={"Invoices": [a_document()]})

    assert found.equal
    assert found.brightpearl == found.xero == Side(count=1, total=Decimal("12.00"), tax=Decimal("2.00"))


@pytest.mark.parametrize(
    ("documents", "difference"),
    [
        ([], f"{OURS}; not in Xero"),
        ([a_document(), a_document()], "sales_invoice SI-1: not in Brightpearl; {amounts} GBP of 2026-11-20 in Xero"),
        (
            [a_document(), a_document("SI-2")],
            "sales_invoice SI-2: not in Brightpearl; {amounts} GBP of 2026-11-20 in Xero",
        ),
        ([a_document(Status="VOIDED")], f"{OURS}; not in Xero"),
        ([a_document(Total="12.01")], f"{OURS}; net 10.01, tax 2.00, total 12.01 GBP of 2026-11-20 in Xero"),
        ([a_document(TotalTax="1.99")], f"{OURS}; net 10.01, tax 1.99, total 12.00 GBP of 2026-11-20 in Xero"),
        ([a_document(CurrencyCode="EUR")], f"{OURS}; {{amounts}} EUR of 2026-11-20 in Xero"),
        ([a_document(Date="2026-11-19")], f"{OURS}; {{amounts}} GBP of 2026-11-19 in Xero"),
    ],
    ids=["missing", "doubled", "unexpected", "voided", "other total", "other tax", "other currency", "other date"],
)
def test_every_difference_between_documents_is_named(documents: list[Any], difference: str) -> None:
    found = compared(Kind.SALES_INVOICE, orders=(an_order(),), xero={"Invoices": documents})

    assert not found.equal
    assert difference.format(amounts=AMOUNTS) in found.differences


@pytest.mark.parametrize(
    "order",
    [
        an_order(invoice={"reference": "", "tax_date": None}),
        an_order(invoice={"reference": "Pending", "tax_date": None}),
        an_order(invoice={"reference": "SI-1", "tax_date": "2026-09-30"}),
    ],
    ids=["no reference", "pending", "before the start"],
)
def test_what_is_not_due_is_not_expected(order: dict[str, Any]) -> None:
    assert compared(Kind.SALES_INVOICE, orders=(order,)).equal


def test_a_channel_that_is_not_synchronised_is_not_expected_but_purchases_have_none() -> None:
    settings = {**SETTINGS, "channels": [2]}
    bill = an_order("B-1", id=3001, type="PO", status_id=8, channel_id=0)

    assert compared(Kind.SALES_INVOICE, orders=(an_order(),), settings=settings).equal
    assert compared(Kind.PURCHASE_INVOICE, orders=(bill,), settings=settings).brightpearl.count == 1


def test_two_suppliers_may_use_the_same_number() -> None:
    bills = tuple(an_order("B-1", id=3000 + one, type="PO", status_id=8, contact_id=one) for one in (7, 8))
    documents = [a_document("B-1", Type="ACCPAY", Contact={"ContactID": name}) for name in "xy"]
    contacts = [{"ContactID": name, "ContactNumber": number} for name, number in (("x", "7"), ("y", "8"))]

    found = compared(Kind.PURCHASE_INVOICE, orders=bills, xero={"Invoices": documents, "Contacts": contacts})

    assert found.equal


def test_a_payment_counts_where_its_document_is_due() -> None:
    payments = (a_payment(), a_payment(id=9002, type="AUTH"), a_payment(id=9003, order_id=2002))
    orders = (an_order(), an_order("SI-2", id=2002, invoice={"reference": "", "tax_date": None}))

    found = compared(Kind.SALES_PAYMENT, orders=orders, payments=payments, xero={"Payments": [a_xero_payment()]})

    assert found.equal
    assert found.brightpearl.count == 1


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

    assert found.differences == ("payment of sales_invoice SI-1: 12.00 GBP on 090 or 096 in Brightpearl; not in Xero",)


def test_a_credit_that_people_allocated_in_xero_settles_as_a_payment_does_and_our_own_does_not() -> None:
    allocation = {"Amount": "12.00", "Invoice": {"InvoiceID": "SI-1", "InvoiceNumber": "SI-1"}}
    theirs = a_credit_note("CN-9", Allocations=[allocation])
    ours = a_credit_note("SC-1", Allocations=[allocation])
    orders = (an_order(), an_order("SC-1", id=2002, type="SC", status_id=11, parent_id=2001))

    found = compared(
        Kind.SALES_PAYMENT, orders=orders, xero={"Invoices": [a_document()], "CreditNotes": [theirs, ours]}
    )

    assert found.differences == ("payment of sales_invoice SI-1: not in Brightpearl; 12.00 GBP on credit_note in Xero",)


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

    assert compared(Kind.INVENTORY_ADJUSTMENT, notes=(note,)).brightpearl.count == 1


def test_corrections_as_documents_are_not_taken_for_bills() -> None:
    bill = a_document("BP-SC-501", Type="ACCPAY", Total="10.50")

    adjustments = compared(
        Kind.INVENTORY_ADJUSTMENT, notes=(a_note(),), xero={"Invoices": [bill]}, settings=AS_DOCUMENTS
    )
    bills = compared(Kind.PURCHASE_INVOICE, notes=(a_note(),), xero={"Invoices": [bill]}, settings=AS_DOCUMENTS)

    assert adjustments.equal
    assert bills.equal
