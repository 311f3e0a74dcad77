"""Opposite documents: what they come to puts right what is in Xero, whatever has changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import InvalidDataError
from shared.kinds import Kind
from shared.mapping.opposites import (
    CREDIT,
    DEBIT,
    Amounts,
    difference,
    is_credit_of,
    kind_of_opposite,
    to_opposite,
    turned,
    whole,
)

ON = date(2026, 11, 23)
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


def test_two_documents_are_taken_back_together() -> None:
    one = Amounts(lines=[{"UnitAmount": Decimal(-25)}], total=Decimal("-30.00"), tax=Decimal("-5.00"))
    other = Amounts(lines=[{"UnitAmount": Decimal(-10)}], total=Decimal("-12.00"), tax=Decimal("-2.00"))

    both = one.plus(other)

    assert both.lines == [{"UnitAmount": Decimal(-25)}, {"UnitAmount": Decimal(-10)}]
    assert (both.total, both.tax) == (Decimal("-42.00"), Decimal("-7.00"))


@pytest.mark.parametrize("discount", ["DiscountRate", "DiscountAmount"])
def test_a_discount_of_either_kind_is_left_of_the_price(discount: str) -> None:
    line = {"LineItemID": "l-1", "UnitAmount": Decimal(10), "Quantity": Decimal(3), discount: Decimal(3)}

    amounts = whole({**INVOICE, "LineItems": [{**line, "LineAmount": "27.00"}]}, [line])

    assert amounts.turned.lines == [{"Quantity": Decimal(1), "UnitAmount": Decimal("27.00")}]


@pytest.mark.parametrize(
    ("type_", "total", "kind", "number_field", "due"),
    [
        ("ACCREC", "-0.01", Kind.SALES_CREDIT, "CreditNoteNumber", False),
        ("ACCREC", "0.01", Kind.SALES_INVOICE, "InvoiceNumber", True),
        ("ACCRECCREDIT", "-6.00", Kind.SALES_INVOICE, "InvoiceNumber", True),
        ("ACCPAY", "-6.00", Kind.PURCHASE_CREDIT, "CreditNoteNumber", False),
        ("ACCPAYCREDIT", "-6.00", Kind.PURCHASE_INVOICE, "InvoiceNumber", True),
    ],
)
def test_the_sign_says_what_it_is(type_: str, total: str, kind: Kind, number_field: str, *, due: bool) -> None:
    frame = {**INVOICE, "Type": type_}
    amounts = Amounts(lines=[{"UnitAmount": Decimal(total)}], total=Decimal(total), tax=Decimal())

    assert kind_of_opposite(frame, amounts) is kind
    made = to_opposite(kind, frame, amounts, number="SI-1-CR", on=ON, status="AUTHORISED", says="SI-1 is credited")

    assert made[number_field] == "SI-1-CR"
    assert made["LineItems"] == [{"UnitAmount": abs(Decimal(total))}]
    assert made.get("DueDate") == ("2026-11-23" if due else None)
    assert ("Reference" in made) is not type_.startswith("ACCPAY")


def test_it_is_in_the_form_of_what_it_puts_right() -> None:
    amounts = Amounts(lines=[], total=Decimal(-6), tax=Decimal())

    made = to_opposite(
        Kind.SALES_CREDIT, INVOICE, amounts, number="SI-1-CR", on=ON, status="DRAFT", says="SI-1 is credited"
    )

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


def test_the_numbers_of_opposite_documents_end_with_what_they_are() -> None:
    assert (CREDIT, DEBIT) == ("CR", "DR")


def test_an_opposite_document_over_nothing_is_refused() -> None:
    with pytest.raises(InvalidDataError) as refused:
        kind_of_opposite(INVOICE, Amounts(lines=[], total=Decimal(), tax=Decimal()))

    assert refused.value.message == "an opposite document would be over nothing, for its total is the same as in Xero"
    assert refused.value.hint == "leave it as it is, or put it right in Xero by a manual journal"


@pytest.mark.parametrize(
    ("number", "name", "is_its_credit"),
    [
        ("SI-1001", "SI-1001-CR", True),
        ("SI-1001", "SI-1001-CR2", True),
        ("SI-1001", "SI-1001-CR-2", True),
        ("SI-1001", "SI-1001-CR2-3", True),
        ("SI-1001", "SI-1001", False),
        ("SI-1001", "SI-1001-DR", False),
        ("SI-1001", "SI-1001-CREDIT", False),
        ("SI-1001", "SI-10011-CR", False),
        ("SI.1001", "SI-1001-CR", False),
        ("", "-CR", False),
    ],
)
def test_a_credit_of_ours_is_known_by_the_number_of_what_it_puts_right(
    number: str, name: str, is_its_credit: bool
) -> None:
    assert is_credit_of(number, name) is is_its_credit
