"""What has been paid of orders, and what a contact owes or is owed."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller

BOOKS = "/accounting-service"
STATEMENT = f"{BOOKS}/statement/all-transaction-search"


def totals(caller: Caller, side: str, ids: object) -> dict[int, dict[str, Any]]:
    """The payment totals of orders, by order."""
    return {total.pop("orderId"): total for total in caller.get(f"{BOOKS}/{side}-payment-total/{ids}").response}


def sale(paid: str, authorised: str = "0.00", captured: str = "0.00") -> dict[str, Any]:
    amounts = {"amountPaid": paid, "amountAuthorized": authorised, "amountCaptured": captured}
    return {name: Decimal(value) for name, value in amounts.items()}


def statement(caller: Caller, contact: int, currency: int = 1) -> list[tuple[Any, ...]]:
    names = ("journalTypeCode", "orderId", "reference", "invoiceAmount", "paidAmount", "dueAmount")
    rows = caller.rows(f"{STATEMENT}?contactId={contact}&currencyId={currency}")
    return [tuple(row[name] for name in names) for row in rows]


def test_of_a_sale_receipts_and_captures_count_less_what_was_paid_back() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR")
    caller.do("pay_order", order=order, amount="50.00")
    caller.do("authorise_payment", order=order, amount="10.00")
    capture = {"paymentMethodCode": "CARD", "paymentType": "CAPTURE", "orderId": order, "currencyIsoCode": "EUR"}
    caller.post(f"{BOOKS}/customer-payment", {**capture, "amountPaid": 5, "paymentDate": "2026-06-15"})
    caller.do("refund_order", order=order, amount="20.00")

    assert totals(caller, "sale", order) == {order: {"paymentCurrency": "EUR", **sale("35.00", "10.00", "5.00")}}


def test_a_credit_that_was_paid_back_is_below_nought_and_what_is_not_paid_has_no_currency() -> None:
    caller = Caller()
    order = caller.an_order()
    credit = caller.do("create_credit", order=order)["order"]
    caller.do("refund_order", order=credit)

    assert totals(caller, "sale", f"{order},{credit}") == {
        order: sale("0.00"),
        credit: {"paymentCurrency": "GBP", **sale("-120.00")},
    }


def test_of_a_purchase_it_is_what_went_out_and_each_side_knows_its_own_orders() -> None:
    caller = Caller()
    bought, sold = caller.an_order(type="PO"), caller.an_order()
    caller.do("pay_order", order=bought, amount="50.00")

    both = f"{bought},{sold}"

    assert totals(caller, "purchase", both) == {bought: {"paymentCurrency": "GBP", "amountPaid": Decimal("50.00")}}
    assert totals(caller, "sale", both) == {sold: sale("0.00")}


@pytest.mark.parametrize("side", ["sale", "purchase"])
def test_totals_are_told_of_two_hundred_orders_and_no_more(side: str) -> None:
    refused = Caller().get(f"{BOOKS}/{side}-payment-total/1-201")

    assert (refused.status, refused.code) == (400, "CMNC-009")


def test_a_statement_has_what_is_owed_and_what_settled_it() -> None:
    caller = Caller()
    contact = caller.a_contact()
    order = caller.an_invoiced_order(contact=contact, reference="PO 7")
    caller.do("pay_order", order=order, amount="50.00")
    credit = caller.do("create_credit", order=order, quantity=1)["order"]
    caller.an_invoiced_order()
    caller.an_invoiced_order(contact=contact, currency="EUR")

    assert statement(caller, contact) == [
        ("SI", order, "SI-100001", "120.00", "0.00", "120.00"),
        ("SR", order, "SI-100001", "0.00", "50.00", "-50.00"),
        ("SC", credit, "SC-1", "-30.00", "0.00", "-30.00"),
    ]
    assert [line[0] for line in statement(caller, contact, currency=2)] == ["SI"]
    [first, *_] = caller.rows(f"{STATEMENT}?contactId={contact}&currencyId=1")
    assert list(first) == [
        "journalId",
        "orderId",
        "journalTypeCode",
        "journalDate",
        "journalDueDate",
        "reference",
        "customerReference",
        "invoiceAmount",
        "paidAmount",
        "dueAmount",
    ]
    assert (first["customerReference"], first["journalDueDate"]) == ("PO 7", "2026-07-15T01:00:00.000+01:00")


def test_a_supplier_s_statement_has_documents_without_orders_too() -> None:
    caller = Caller()
    contact = caller.a_contact(supplier=True)
    bill = caller.do("vendor_bill", contact=contact, rows=[{"nominal": "5000", "net": "100"}], reference="B-9")
    caller.do("quick_payment", journal=bill["journal"], amount="20.00")

    assert statement(caller, contact) == [
        ("PI", None, "B-9", "-120.00", "0.00", "-120.00"),
        ("PP", None, "B-9", "0.00", "-20.00", "20.00"),
    ]
