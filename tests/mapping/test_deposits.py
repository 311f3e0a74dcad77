"""Money on orders that are not invoiced yet: the tax in it, and when as much went back as had come in."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.mapping.deposits import comes_to_nothing, deposit_on, is_ahead_of_invoice, signed, tax_in

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


def test_the_tax_in_yen_has_no_cents() -> None:
    order = an_order(("JP10", "100"), total="1100", currency={"orderCurrencyCode": "JPY"})

    assert tax_in(order, Decimal(500)) == {"JP10": Decimal(45)}


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
