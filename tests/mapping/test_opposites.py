"""Opposite documents: what they come to puts right what is in Xero, whatever has changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidDataError
from shared.kinds import Kind
from shared.mapping.opposites import Amounts, difference, kind_of_opposite, to_opposite, turned, whole

ON = date(2026, 11, 23)
STATUS = dict.fromkeys(Kind, "AUTHORISED")
INVOICE: dict[str, Any] = {
    "Type": "ACCREC",
    "Contact": {"ContactID": "c-1", "Name": "Harbour Books Ltd"},
    "CurrencyCode": "EUR",
    "CurrencyRate": Decimal("1.15"),
    "LineAmountTypes": "Exclusive",
    "Total": "30.00",
    "TotalTax": "5.00",
}
AMOUNTS = st.decimals(min_value=-1000, max_value=1000, places=2)
LINES = st.lists(
    st.builds(
        lambda price, text, tax: {"Description": text, "Quantity": 1, "UnitAmount": price, "TaxAmount": tax},
        AMOUNTS,
        st.sampled_from(["Tea", "Milk", "Post"]),
        AMOUNTS,
    ),
    max_size=6,
)


def summed(lines: list[dict[str, Any]], name: str) -> Decimal:
    return sum((line[name] for line in lines), Decimal())


@given(posted=LINES, now=LINES)
def test_what_was_posted_and_the_difference_come_to_what_it_is_now(
    posted: list[dict[str, Any]], now: list[dict[str, Any]]
) -> None:
    lines = difference(now, posted)

    for name in ("UnitAmount", "TaxAmount"):
        assert summed(posted, name) + summed(lines, name) == summed(now, name)


@given(lines=LINES)
def test_lines_that_are_as_they_were_are_left_out(lines: list[dict[str, Any]]) -> None:
    assert difference(lines, lines) == []


def test_one_of_two_equal_lines_that_is_gone_is_taken_back_once() -> None:
    line = {"UnitAmount": Decimal(5)}

    assert difference([line], [line, line]) == [{"UnitAmount": Decimal(-5)}]


def test_a_line_turns_its_amounts_and_nothing_else() -> None:
    line = {
        "Quantity": Decimal(2),
        "UnitAmount": "2.50",
        "LineAmount": "5.00",
        "TaxAmount": "1.00",
        "AccountCode": "200",
    }

    assert turned(line) == {
        "Quantity": Decimal(2),
        "UnitAmount": Decimal("-2.50"),
        "LineAmount": Decimal("-5.00"),
        "TaxAmount": Decimal("-1.00"),
        "AccountCode": "200",
    }


def test_a_whole_document_is_taken_back_with_its_tax_and_new_lines() -> None:
    line = {"LineItemID": "l-1", "UnitAmount": Decimal(25), "Quantity": 1}

    amounts = whole({**INVOICE, "LineItems": [{**line, "LineAmount": "25.00"}]}, [line])

    assert (amounts.total, amounts.tax) == (Decimal("-30.00"), Decimal("-5.00"))
    assert amounts.turned.lines == [{"UnitAmount": Decimal(25), "Quantity": 1}]


def test_what_is_at_a_discount_in_xero_is_credited_at_what_is_left_of_it() -> None:
    line = {"LineItemID": "l-1", "UnitAmount": Decimal(10), "Quantity": Decimal(3), "DiscountRate": Decimal(10)}

    amounts = whole({**INVOICE, "LineItems": [{**line, "LineAmount": "27.00"}]}, [line])

    assert amounts.turned.lines == [{"Quantity": Decimal(1), "UnitAmount": Decimal("27.00")}]


@pytest.mark.parametrize(
    ("type_", "total", "kind", "number_field", "due"),
    [
        ("ACCREC", "-6.00", Kind.SALES_CREDIT, "CreditNoteNumber", False),
        ("ACCREC", "6.00", Kind.SALES_INVOICE, "InvoiceNumber", True),
        ("ACCRECCREDIT", "-6.00", Kind.SALES_INVOICE, "InvoiceNumber", True),
        ("ACCPAY", "-6.00", Kind.PURCHASE_CREDIT, "CreditNoteNumber", False),
        ("ACCPAYCREDIT", "-6.00", Kind.PURCHASE_INVOICE, "InvoiceNumber", True),
    ],
)
def test_the_sign_says_what_it_is(type_: str, total: str, kind: Kind, number_field: str, *, due: bool) -> None:
    frame = {**INVOICE, "Type": type_}
    amounts = Amounts(lines=[{"UnitAmount": Decimal(total)}], total=Decimal(total), tax=Decimal())

    made = to_opposite(frame, amounts, number="SI-1-CR", on=ON, status=STATUS, says="SI-1 is credited")

    assert kind_of_opposite(frame, amounts) is kind
    assert made[number_field] == "SI-1-CR"
    assert made["LineItems"] == [{"UnitAmount": Decimal("6.00")}]
    assert ("DueDate" in made) is due
    assert ("Reference" in made) is not type_.startswith("ACCPAY")


def test_it_is_in_the_form_of_what_it_puts_right() -> None:
    amounts = Amounts(lines=[], total=Decimal(-6), tax=Decimal())
    status = {**STATUS, Kind.SALES_CREDIT: "DRAFT"}

    made = to_opposite(INVOICE, amounts, number="SI-1-CR", on=ON, status=status, says="SI-1 is credited")

    assert made == {
        "Type": "ACCRECCREDIT",
        "Contact": {"ContactID": "c-1"},
        "CreditNoteNumber": "SI-1-CR",
        "Date": "2026-11-23",
        "CurrencyCode": "EUR",
        "CurrencyRate": Decimal("1.15"),
        "LineAmountTypes": "Exclusive",
        "Status": "DRAFT",
        "Reference": "SI-1 is credited",
        "LineItems": [],
    }


def test_an_opposite_document_over_nothing_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="over nothing"):
        to_opposite(
            INVOICE, Amounts(lines=[], total=Decimal(), tax=Decimal()), number="1", on=ON, status=STATUS, says=""
        )
