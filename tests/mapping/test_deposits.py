"""Money on orders that are not invoiced yet: the tax in it, and when as much went back as had come in."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import HeldError
from shared.mapping.deposits import (
    DEPOSIT,
    awaited,
    comes_back,
    comes_to_nothing,
    deposit_on,
    is_ahead_of_invoice,
    is_deposit,
    paying,
    signed,
    tax_in,
)
from shared.mapping.journals import kept_journal
from tests.builders import a_journal, a_payment, some_settings

AMOUNTS = st.decimals("-9999.99", "9999.99", places=2)


def an_order(*taxes: tuple[str, str], total: str = "30.00", **others: Any) -> dict[str, Any]:
    rows = {str(n): {"rowValue": {"taxCode": code, "rowTax": {"value": tax}}} for n, (code, tax) in enumerate(taxes)}
    return {
        "orderTypeCode": "SO",
        "reference": "PO 7",
        "totalValue": {"total": total},
        "currency": {"orderCurrencyCode": "GBP"},
        "parties": {
            "customer": {"contactId": 20101, "companyName": "Harbour Books Ltd", "addressFullName": "Jo Baker"}
        },
        "invoices": [{}],
        "orderRows": rows,
        **others,
    }


def paid(amount: str, kind: str = "RECEIPT") -> dict[str, Any]:
    return {"paymentType": kind, "amountPaid": amount}


@pytest.mark.parametrize(
    ("order", "ahead"),
    [
        (an_order(), True),
        (an_order(invoices=[]), True),
        (an_order(invoices=[{"invoiceReference": "pending"}]), True),
        (an_order(invoices=[{"invoiceReference": "SI-1"}]), False),
        (an_order(orderTypeCode="SC"), False),
    ],
)
def test_money_is_a_deposit_as_long_as_its_sales_order_is_not_invoiced(order: dict[str, Any], ahead: bool) -> None:
    assert is_ahead_of_invoice(order) is ahead


def test_a_deposit_tells_its_order_and_customer_and_each_code_s_share_of_the_tax() -> None:
    order = an_order(("T20", "4.00"), ("T5", "0.50"), ("T20", "0.50"), ("T0", "0.00"))

    assert deposit_on(order, paid("15.00")) == {
        "reference": "PO 7",
        "contact_id": "20101",
        "contact_name": "Harbour Books Ltd",
        "tax": {"T20": Decimal("2.25"), "T5": Decimal("0.25")},
    }


def test_a_deposit_of_a_person_names_the_person() -> None:
    order = an_order(parties={"customer": {"contactId": 7, "addressFullName": "Jo Baker"}})

    assert deposit_on(order, paid("1.00"))["contact_name"] == "Jo Baker"


def test_an_order_of_nothing_has_no_tax_to_share() -> None:
    assert tax_in(an_order(("T20", "0.00"), total="0.00"), Decimal("5.00")) == {}


def test_the_tax_in_yen_has_no_cents_where_its_amount_has_none() -> None:
    order = an_order(("JP10", "100"), total="1100", currency={"orderCurrencyCode": "JPY"})

    assert tax_in(order, Decimal(500)) == {"JP10": Decimal(45)}
    assert tax_in(order, Decimal("500.50")) == {"JP10": Decimal("45.50")}


@pytest.mark.parametrize(
    ("payment", "amount"),
    [
        (paid("12.00"), "12.00"),
        (paid("-12.00"), "-12.00"),
        (paid("12.00", "PAYMENT"), "-12.00"),
        (paid("-12.00", "PAYMENT"), "-12.00"),
        (paid("12.00", "CAPTURE"), "12.00"),
    ],
)
def test_money_that_went_back_is_below_nought_in_either_of_its_shapes(payment: dict[str, Any], amount: str) -> None:
    assert signed(payment) == Decimal(amount)


@given(st.lists(AMOUNTS, min_size=1))
def test_all_went_back_only_where_the_amounts_come_to_nothing(amounts: list[Decimal]) -> None:
    payments = [paid(f"{amount:f}") for amount in amounts]

    assert comes_to_nothing(payments) is (sum(amounts) == 0)
    assert comes_to_nothing([*payments, paid(f"{-sum(amounts):f}")])


def test_a_record_keeps_under_this_name_what_went_ahead_of_its_invoice() -> None:
    assert DEPOSIT == "deposit"


def test_a_deposit_says_for_which_order_it_waits() -> None:
    assert awaited(a_payment(orderId=2002, amountPaid="12.00")) == "a deposit of 12.00: order 2002 is not invoiced yet"
    assert awaited(a_payment(paymentType="PAYMENT", amountPaid="12.00")).startswith("a deposit of -12.00: ")


@pytest.mark.parametrize(
    ("stored", "is_one", "is_back"),
    [
        ({"deposit": {"reference": "PO 7"}}, True, False),
        ({"deposit": {"reference": "PO 7", "returned": True}}, False, True),
        ({"deposit": {}}, False, False),
        ({}, False, False),
    ],
    ids=["on an order without an invoice", "all went back", "invoiced by now", "an ordinary payment"],
)
def test_a_deposit_is_one_until_as_much_went_back(stored: dict[str, Any], is_one: bool, is_back: bool) -> None:
    payment = a_payment(**stored)

    assert (is_deposit(payment), comes_back(payment)) == (is_one, is_back)


@pytest.mark.parametrize("payment_type", ["RECEIPT", "PAYMENT"], ids=["a deposit", "its refund"])
def test_a_deposit_and_its_refund_name_account_day_amount_and_reference_and_no_document(payment_type: str) -> None:
    mapped = paying(a_payment(paymentType=payment_type, amountPaid="12.00"), some_settings())

    assert mapped.payload == {
        "Account": {"Code": "090"},
        "Date": "2026-04-17",
        "Amount": Decimal("12.00"),
        "Reference": "BP 9001 CARD",
    }
    assert mapped.total == Decimal("12.00")


def test_a_deposit_of_a_few_pence_is_one_as_well() -> None:
    assert paying(a_payment(amountPaid="0.50"), some_settings()).payload["Amount"] == Decimal("0.50")


def test_a_deposit_in_euros_goes_to_the_account_for_euros() -> None:
    assert paying(a_payment(currencyCode="EUR"), some_settings()).payload["Account"] == {"Code": "091"}


def test_what_was_used_for_another_order_is_told_from_what_came_from_there() -> None:
    used = kept_journal(a_journal(("1100", "20.00", "2002"), ("1100", "-20.00", "2009")), set())

    assert paying(a_payment(orderId=2002, journal=used), some_settings()).notes == (
        "it was used for order 2009: its other half is the payment there",
    )


def test_a_deposit_that_is_partly_no_money_waits_for_its_invoice() -> None:
    lines = (("1200", "95.00", ""), ("4310", "5.00", "2002"), ("1100", "-100.00", "2002"))
    payment = a_payment(orderId=2002, amountPaid="100.00", journal=kept_journal(a_journal(*lines), {"1200"}))

    with pytest.raises(HeldError) as held:
        paying(payment, some_settings())

    assert held.value.message == (
        "a deposit of 100.00: order 2002 is not invoiced yet; 95.00 of it is money, and 5.00 was discounted or written"
        " off, which waits for the invoice"
    )
