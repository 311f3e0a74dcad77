"""A credit that settles another order: two payments of one method, which come to nothing."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import UnmappableError
from shared.kinds import Kind
from shared.mapping.contra import HALVES, Contra, first_half, to_contra
from shared.mapping.payments import PaidDocument, credited_words
from shared.mapping.references import Payload
from tests.builders import a_xero_payment, settings_document, some_settings

ALLOCATION = "5b0c1b7e-0d0e-4d0b-8e1b-2f6f5a1c0001"


def contra_of(settled: Kind, source: Kind, **changes: Any) -> tuple[Payload, Payload]:
    payment = a_xero_payment(**{"id": ALLOCATION, "kind": "credit_note", "amount": Decimal("12.50"), **changes})
    mapped = to_contra(payment, between(settled, source), some_settings(), time_zone="Europe/London")
    first, second = mapped.payload[HALVES]
    return first, second


def between(settled: Kind, source: Kind) -> Contra:
    return Contra(
        settled=PaidDocument(kind=settled, order_id="2002", currency="GBP"),
        source=PaidDocument(kind=source, order_id="2003", currency="GBP"),
    )


@pytest.mark.parametrize(
    ("settled", "source", "types"),
    [
        (Kind.SALES_INVOICE, Kind.SALES_CREDIT, ["RECEIPT", "PAYMENT"]),
        (Kind.SALES_INVOICE, Kind.SALES_INVOICE, ["RECEIPT", "PAYMENT"]),
        (Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT, ["PAYMENT", "RECEIPT"]),
    ],
    ids=["a credit", "money on account", "a supplier's credit"],
)
def test_what_settles_one_order_goes_from_the_other(settled: Kind, source: Kind, types: list[str]) -> None:
    halves = contra_of(settled, source)

    assert [half["orderId"] for half in halves] == [2002, 2003]
    assert [half["paymentType"] for half in halves] == types
    assert {half["amountPaid"] for half in halves} == {Decimal("12.50")}


@pytest.mark.parametrize("kind", ["credit_note", "overpayment"])
def test_both_halves_go_by_the_method_for_credit_notes_whatever_it_came_from(kind: str) -> None:
    methods = settings_document()["payment_methods"]
    methods["without_account"] = {"credit_note": "CONTRA", "overpayment": "XERO"}
    orders = between(Kind.SALES_INVOICE, Kind.SALES_CREDIT)

    mapped = to_contra(a_xero_payment(kind=kind), orders, some_settings(payment_methods=methods), time_zone="UTC")

    assert [half["paymentMethodCode"] for half in mapped.payload[HALVES]] == ["CONTRA", "CONTRA"]


def test_a_contra_goes_under_its_allocation_and_comes_to_its_amount() -> None:
    allocation = a_xero_payment(id=ALLOCATION, amount=Decimal("12.50"))

    mapped = to_contra(
        allocation, between(Kind.SALES_INVOICE, Kind.SALES_CREDIT), some_settings(), time_zone="Europe/London"
    )

    assert (mapped.payload["transactionRef"], mapped.total) == (ALLOCATION, Decimal("12.50"))


def test_the_first_half_settles_the_order_and_a_payment_does_it_as_a_whole() -> None:
    halves = contra_of(Kind.SALES_INVOICE, Kind.SALES_CREDIT)

    assert first_half({HALVES: [*halves]})["orderId"] == 2002
    assert first_half(halves[1]) == halves[1]


def test_each_half_names_the_allocation_and_its_own_order() -> None:
    halves = contra_of(Kind.SALES_INVOICE, Kind.SALES_CREDIT)

    assert [half["transactionRef"] for half in halves] == [f"{ALLOCATION}-2002", f"{ALLOCATION}-2003"]


def test_of_a_bill_of_several_orders_the_credit_is_paid_once_for_each() -> None:
    halves = contra_of(Kind.PURCHASE_INVOICE, Kind.PURCHASE_CREDIT, id=f"{ALLOCATION}-2002")

    assert [half["transactionRef"] for half in halves] == [f"{ALLOCATION}-2002", f"{ALLOCATION}-2002-2003"]


def test_without_a_contra_method_the_setting_is_named() -> None:
    methods = settings_document()["payment_methods"] | {"without_account": {}}
    orders = between(Kind.SALES_INVOICE, Kind.SALES_CREDIT)

    with pytest.raises(UnmappableError) as refusal:
        to_contra(
            a_xero_payment(kind="credit_note"),
            orders,
            some_settings(payment_methods=methods),
            time_zone="Europe/London",
        )

    assert refusal.value.hint == "set payment_methods.without_account.credit_note in the settings"


@pytest.mark.parametrize(
    ("amount", "total", "tax", "share"),
    [("6.00", "12.00", "2.00", "1.00"), ("1.00", "3.00", "0.50", "0.17"), ("0.00", "0.00", "0.00", "0")],
)
def test_what_was_written_off_is_told_with_its_share_of_the_tax(amount: str, total: str, tax: str, share: str) -> None:
    payment = {
        "reference": "XCN-1",
        "currency": "GBP",
        "amount": Decimal(amount),
        "credited": {"total": Decimal(total), "tax": Decimal(tax)},
    }

    assert credited_words(payment) == f"written off or credited in Xero by XCN-1: {amount}, of it tax {share}"
    assert credited_words({"amount": Decimal(amount)}) == ""


@pytest.mark.parametrize(("amount", "tax"), [("500", "45"), ("500.50", "45.50")])
def test_the_tax_of_what_was_written_off_in_yen_has_cents_only_where_the_amount_has(amount: str, tax: str) -> None:
    credited = {"total": Decimal(1100), "tax": Decimal(100)}
    payment = {"reference": "XCN-1", "currency": "JPY", "amount": Decimal(amount), "credited": credited}

    assert credited_words(payment) == f"written off or credited in Xero by XCN-1: {amount}, of it tax {tax}"
