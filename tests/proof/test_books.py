"""What counts as the same in both systems: tax however it is carried, signs, accounts, companies and currencies."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.proof.reconcile import Comparison
from shared.kinds import Kind
from tests.proof.builders import SETTINGS, a_credit_note, a_document, a_payment, a_xero_payment, an_order, compared


def a_line(account: str, amount: str = "2.00", tax: str = "0.00") -> dict[str, str]:
    return {"AccountCode": account, "LineAmount": amount, "TaxAmount": tax}


def sold(document: dict[str, Any], **order: Any) -> Comparison:
    return compared(Kind.SALES_INVOICE, orders=(an_order(**order),), xero={"Invoices": [document]})


def paid(*payments: dict[str, Any], by: tuple[str, ...]) -> Comparison:
    methods = (a_payment(id=9001 + number, method=method) for number, method in enumerate(by))
    return compared(
        Kind.SALES_PAYMENT,
        orders=(an_order(),),
        payments=tuple(methods),
        xero={"Invoices": [a_document()], "Payments": list(payments)},
    )


def on(account: str) -> dict[str, Any]:
    return a_xero_payment(Account={"Code": account})


@pytest.mark.parametrize("account", ["830", "832"], ids=["our own liability", "collected by the marketplace"])
def test_a_line_on_an_account_of_sales_tax_is_tax(account: str) -> None:
    assert sold(a_document(TotalTax="0.00", LineItems=[a_line("200", "10.00"), a_line(account)])).equal


@pytest.mark.parametrize("account", ["831", "833"], ids=["purchase tax", "import tax"])
def test_a_line_on_an_account_of_purchase_tax_is_tax_on_a_bill(account: str) -> None:
    bill = a_document("B-1", Type="ACCPAY", TotalTax="0.00", LineItems=[a_line("300", "10.00"), a_line(account)])
    order = an_order("B-1", type="PO", status_id=8)

    assert compared(Kind.PURCHASE_INVOICE, orders=(order,), xero={"Invoices": [bill]}).equal


@pytest.mark.parametrize(
    "line", [a_line("831"), a_line("200"), a_line("830", tax="0.40")], ids=["the other side's", "sales", "taxed itself"]
)
def test_any_other_line_is_net(line: dict[str, str]) -> None:
    (difference,) = sold(a_document(TotalTax="0.00", LineItems=[line])).differences

    assert "tax 2.00, total 12.00 GBP of 2026-11-20 in Brightpearl" in difference
    assert "net 12.00, tax 0.00, total 12.00" in difference


def test_an_order_below_nought_is_a_credit_note_and_its_payments_are_refunds() -> None:
    order = an_order("SI-1", tax="-2.00", total="-12.00")
    refund = a_xero_payment(PaymentType="ARCREDITPAYMENT")
    books = {"CreditNotes": [a_credit_note("SI-1")], "Payments": [refund]}
    both: dict[str, Any] = {"orders": (order,), "payments": (a_payment(type="PAYMENT"),), "xero": books}

    credits_, payments = compared(Kind.SALES_CREDIT, **both), compared(Kind.SALES_PAYMENT, **both)

    assert (credits_.brightpearl.count, credits_.equal) == (1, True)
    assert (payments.brightpearl.count, payments.equal) == (1, True)


def test_a_credit_below_nought_is_an_invoice() -> None:
    credit = an_order("SC-1", type="SC", status_id=11, tax="-2.00", total="-12.00")

    assert compared(Kind.SALES_INVOICE, orders=(credit,), xero={"Invoices": [a_document("SC-1")]}).equal


@pytest.mark.parametrize(
    ("method", "account", "equal"),
    [("CARD", "090", True), ("CARD", "096", True), ("PAYPAL", "095", True), ("PAYPAL", "090", False)],
    ids=["posted there", "carried from there", "another method", "on the wrong account"],
)
def test_a_payment_is_on_the_account_of_its_method_either_way(method: str, account: str, equal: bool) -> None:
    assert paid(on(account), by=(method,)).equal is equal


def test_a_method_without_an_account_is_on_none() -> None:
    (difference,) = paid(on("090"), by=("CASH",)).differences

    assert difference == (
        "payment of sales_invoice SI-1: 12.00 GBP on no account in Brightpearl; 12.00 GBP on 090 in Xero"
    )


def test_of_equal_amounts_each_goes_with_its_own_account() -> None:
    assert paid(on("095"), on("096"), on("090"), by=("CARD", "PAYPAL", "CARD")).equal
    assert len(paid(on("095"), on("095"), by=("CARD", "PAYPAL")).differences) == 1


def test_what_a_credit_settled_goes_with_the_method_for_it() -> None:
    allocation = {"Amount": "12.00", "Invoice": {"InvoiceID": "SI-1", "InvoiceNumber": "SI-1"}}
    books = {"Invoices": [a_document()], "CreditNotes": [a_credit_note("CN-9", Allocations=[allocation])]}

    def settled(method: str) -> bool:
        payments = (a_payment(method=method),)
        return compared(Kind.SALES_PAYMENT, orders=(an_order(),), payments=payments, xero=books).equal

    assert settled("XERO")
    assert not settled("CARD")


@pytest.mark.parametrize(
    ("tax", "ignored", "slight"),
    [("2.05", True, True), ("2.06", True, False), ("2.05", False, False)],
    ids=["within", "beyond", "honoured"],
)
def test_a_tax_of_xero_s_own_may_be_off_by_the_tolerance(tax: str, ignored: bool, slight: bool) -> None:
    orders, books = (an_order(),), {"Invoices": [a_document(TotalTax=tax)]}

    found = compared(Kind.SALES_INVOICE, orders=orders, xero=books, tax_ignored=ignored)

    assert (found.equal, len(found.slight)) == (slight, int(slight))


@pytest.mark.parametrize(
    ("rows", "total", "most"),
    [(40, "300.00", "0.80"), (400, "300.00", "1.50"), (4, "300.00", "0.08")],
    ids=["half a cent a line and unit", "half a percent of the total", "few lines"],
)
def test_a_tax_of_xero_s_own_may_be_off_by_more_with_more_lines(rows: int, total: str, most: str) -> None:
    quantities = {str(number): {"quantity": "-3.0000"} for number in range(rows)}
    order = an_order(total=total, tax="50.00", rows=quantities)

    def slight(off: str) -> bool:
        invoice = a_document(Total=total, TotalTax=str(Decimal("50.00") - Decimal(off)))
        return bool(
            compared(Kind.SALES_INVOICE, orders=(order,), xero={"Invoices": [invoice]}, tax_ignored=True).slight
        )

    assert slight(most)
    assert not slight(str(Decimal(most) + Decimal("0.01")))


def test_another_total_is_never_slight() -> None:
    books = {"Invoices": [a_document(Total="12.01")]}

    assert compared(Kind.SALES_INVOICE, orders=(an_order(),), xero=books, tax_ignored=True).slight == ()


def test_amounts_have_the_places_of_their_currency() -> None:
    yen = {"currency": "JPY", "tax": "182.00", "total": "2000.00"}
    document = {"CurrencyCode": "JPY", "TotalTax": "183", "Total": "2000"}

    (difference,) = sold(a_document(**document), **yen).differences

    assert "net 1818, tax 182, total 2000 JPY" in difference


def a_contact(number: int, company: int, *, primary: bool = False) -> dict[str, Any]:
    return {"id": number, "organisation_id": company, "is_primary": primary}


@pytest.mark.parametrize(
    ("contacts", "buyer", "numbered"),
    [
        ((a_contact(7, 7), a_contact(8, 7)), 8, "7"),
        ((a_contact(7, 7), a_contact(8, 7)), 8, "8"),
        ((a_contact(8, 5), a_contact(9, 5, primary=True)), 8, "9"),
        ((a_contact(8, 5), a_contact(12, 5)), 12, "8"),
        ((a_contact(8, 0),), 8, "8"),
        ((), 8, "8"),
    ],
    ids=["the company's own", "linked before", "the primary one", "the lowest", "no company", "unknown"],
)
def test_a_company_orders_on_one_contact(contacts: tuple[Any, ...], buyer: int, numbered: str) -> None:
    there = a_document(Contact={"ContactID": "x"})
    books = {"Invoices": [there], "Contacts": [{"ContactID": "x", "ContactNumber": numbered}]}

    found = compared(Kind.SALES_INVOICE, orders=(an_order(contact_id=buyer),), contacts=contacts, xero=books)

    assert found.equal, found.differences


@pytest.mark.parametrize(
    ("there", "equal"),
    [
        ({"Name": "harbour  books LTD"}, True),
        ({"Name": "Harbour", "EmailAddress": "Accounts@harbour.example"}, True),
        ({"Name": "Northern Steel plc"}, False),
    ],
    ids=["by name", "by e-mail address", "by neither"],
)
def test_a_contact_with_the_number_of_another_app_is_known_by_name_or_address(
    there: dict[str, str], equal: bool
) -> None:
    buyer = {**a_contact(8, 8), "company": "Harbour Books Ltd", "emails": {"PRI": "accounts@harbour.example"}}
    contact = {"ContactID": "x", "ContactNumber": "CUST-77", **there}
    books = {"Invoices": [a_document(Contact={"ContactID": "x"})], "Contacts": [contact]}

    found = compared(Kind.SALES_INVOICE, orders=(an_order(contact_id=8),), contacts=(buyer,), xero=books)

    assert found.equal is equal


def test_a_document_of_somebody_else_is_told() -> None:
    there = a_document(Contact={"ContactID": "x"})
    books = {"Invoices": [there], "Contacts": [{"ContactID": "x", "ContactNumber": "9"}]}

    (difference,) = compared(
        Kind.SALES_INVOICE, orders=(an_order(contact_id=8),), contacts=(a_contact(8, 8), a_contact(9, 9)), xero=books
    ).differences

    assert "for contact 8 in Brightpearl" in difference
    assert difference.endswith("for contact 9 in Xero")


def test_what_is_told_apart_is_left_out_with_its_payments() -> None:
    both: dict[str, Any] = {"orders": (an_order(),), "payments": (a_payment(),), "apart": ["sales_invoice SI-1"]}

    assert compared(Kind.SALES_INVOICE, **both).brightpearl.count == 0
    assert compared(Kind.SALES_PAYMENT, **both).equal
    assert not compared(Kind.SALES_PAYMENT, **{**both, "apart": ["sales_invoice SI-2"]}).equal


def test_settings_that_name_no_tax_accounts_say_that_all_lines_are_net() -> None:
    named = ("sales_tax_account", "purchase_tax_account", "marketplace_tax_accounts", "import_tax")
    settings = {**SETTINGS, **dict.fromkeys(named)}
    there = {"Invoices": [a_document(LineItems=[a_line("830")])]}

    assert compared(Kind.SALES_INVOICE, orders=(an_order(),), xero=there, settings=settings).equal


def a_purchase(number: int, **changes: Any) -> dict[str, Any]:
    return an_order("MILL-7", id=number, type="PO", status_id=8, **changes)


def a_bill(**changes: Any) -> dict[str, Any]:
    return a_document("MILL-7", Type="ACCPAY", **{"TotalTax": "5.00", "Total": "30.00", **changes})


def test_a_bill_is_the_sum_of_the_orders_on_it() -> None:
    orders = (a_purchase(2001), a_purchase(2002, tax="3.00", total="18.00"))

    bills = compared(Kind.PURCHASE_INVOICE, orders=orders, xero={"Invoices": [a_bill()]})

    assert bills.equal
    assert not compared(Kind.PURCHASE_INVOICE, orders=orders[:1], xero={"Invoices": [a_bill()]}).equal


@pytest.mark.parametrize(
    "changes",
    [{"currency": "EUR"}, {"exchange_rate": "1.25"}, {"invoice": {"reference": "MILL-7", "tax_date": "2026-11-21"}}],
    ids=["currency", "rate", "day"],
)
def test_orders_of_one_number_that_differ_otherwise_are_two_bills(changes: dict[str, Any]) -> None:
    orders = (a_purchase(2001), a_purchase(2002, **changes))

    assert not compared(Kind.PURCHASE_INVOICE, orders=orders, xero={"Invoices": [a_bill(Total="24.00")]}).equal


@pytest.mark.parametrize(("second", "equal"), [("6.00", True), ("5.99", False)])
def test_payments_of_a_bill_are_the_sum_of_the_payments_of_its_orders(second: str, *, equal: bool) -> None:
    payments = tuple(
        a_payment(id=number, order_id=number, type="PAYMENT", amount_paid=amount)
        for number, amount in ((2001, "12.00"), (2002, second))
    )
    paid_in_xero = a_xero_payment(
        PaymentType="ACCPAYPAYMENT", Amount="18.00", Invoice={"InvoiceNumber": "MILL-7", "CurrencyCode": "GBP"}
    )

    found = compared(
        Kind.PURCHASE_PAYMENT,
        orders=(a_purchase(2001), a_purchase(2002)),
        payments=payments,
        xero={"Invoices": [a_bill()], "Payments": [paid_in_xero]},
    )

    assert found.equal is equal
