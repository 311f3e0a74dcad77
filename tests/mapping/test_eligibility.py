"""Which documents are due: one test for each rule."""

from collections.abc import Callable
from typing import Any

import pytest

from shared.kinds import Kind
from shared.mapping.eligibility import is_being_invoiced, is_correction_due, may_come, why_not
from tests.builders import (
    a_movement,
    a_purchase_credit,
    a_purchase_order,
    a_sales_credit,
    a_sales_order,
    a_stock_correction,
    some_settings,
)

ORDERS: dict[Kind, Callable[..., Any]] = {
    Kind.SALES_INVOICE: a_sales_order,
    Kind.SALES_CREDIT: a_sales_credit,
    Kind.PURCHASE_INVOICE: a_purchase_order,
    Kind.PURCHASE_CREDIT: a_purchase_credit,
}


def reason(order: Any, kind: Kind = Kind.SALES_INVOICE, **settings: Any) -> str | None:
    return why_not(kind, order, some_settings(**settings))


@pytest.mark.parametrize("kind", ORDERS)
def test_an_invoiced_order_at_its_mapped_status_is_due(kind: Kind) -> None:
    assert reason(ORDERS[kind](), kind) is None


@pytest.mark.parametrize("kind", ORDERS)
def test_an_order_at_another_status_is_not_due(kind: Kind) -> None:
    assert (
        reason(ORDERS[kind](status=3), kind)
        == "its status is 3 (Invoiced), which is not one of the statuses in the settings"
    )


def test_every_one_of_the_mapped_statuses_counts() -> None:
    assert reason(a_sales_order(status=4)) is None
    assert reason(a_sales_order(status=22)) is None


@pytest.mark.parametrize("number", ["", " ", "pending", "Pending"])
def test_an_order_that_is_not_invoiced_yet_is_not_due_whatever_its_status_is_called(number: str) -> None:
    assert reason(a_sales_order(number=number)) == "it has no invoice reference yet"


@pytest.mark.parametrize(
    ("tax_date", "due"),
    [
        ("2025-12-31T00:00:00.000Z", False),
        ("2026-01-01T00:00:00.000Z", True),
        ("2026-01-02T00:00:00.000Z", True),
    ],
)
def test_the_tax_date_is_on_or_after_the_start_date(tax_date: str, due: bool) -> None:
    assert (reason(a_sales_order(tax_date=tax_date)) is None) is due


def test_the_tax_date_decides_also_where_the_created_date_is_posted() -> None:
    order = a_sales_order(created_on="2025-12-01T09:00:00.000Z")

    assert reason(order, document_date="created_date") is None


@pytest.mark.parametrize("tax_date", [None, "soon"])
def test_a_date_that_cannot_be_read_is_left_to_the_mapping_to_report(tax_date: str | None) -> None:
    assert reason(a_sales_order(tax_date=tax_date)) is None


@pytest.mark.parametrize(("channel", "due"), [(1, True), (2, False), (0, False)])
def test_sales_may_be_limited_to_some_channels(channel: int, due: bool) -> None:
    assert (reason(a_sales_order(channel=channel), channels=[1, 3]) is None) is due


def test_purchases_belong_to_no_channel() -> None:
    assert reason(a_purchase_order(channel=0), Kind.PURCHASE_INVOICE, channels=[1]) is None


@pytest.mark.parametrize(("day", "due"), [("2025-12-31", False), ("2026-01-01", True)])
def test_a_stock_correction_is_due_from_the_start_date(day: str, due: bool) -> None:
    correction = a_stock_correction(a_movement(createdOn=f"{day}T09:00:00.000Z"))

    assert is_correction_due(correction, some_settings()) is due


def test_an_order_without_anything_says_what_it_lacks_first() -> None:
    assert reason({}) == "its status is missing (no name), which is not one of the statuses in the settings"


def test_it_is_said_which_date_is_too_early() -> None:
    early = reason(a_sales_order(tax_date="2025-12-31"), start_date="2026-01-01")

    assert early == "its tax date 2025-12-31 is before the start date 2026-01-01"


def test_an_order_without_a_channel_is_of_none_of_those_in_the_settings() -> None:
    assert reason(a_sales_order(channel=0), channels=[1]) == (
        "its channel is missing and is not one of the channels in the settings"
    )


def test_a_correction_without_a_date_is_left_to_the_mapping_to_report() -> None:
    assert is_correction_due(a_stock_correction(a_movement(createdOn=None)), some_settings())


@pytest.mark.parametrize(
    ("order", "waits"),
    [
        ({"status": 3}, True),
        ({"number": ""}, True),
        ({"status": 3, "number": "pending"}, False),
        ({"status": 3, "channel": 2}, False),
        ({"number": "", "tax_date": "2025-12-31"}, False),
        ({"status": 3, "tax_date": "2026-01-01"}, True),
    ],
    ids=[
        "another status",
        "no invoice yet",
        "neither",
        "another channel",
        "before the start date",
        "on the start date",
    ],
)
def test_an_order_waits_that_lacks_its_status_or_its_invoice_but_not_both(order: dict[str, Any], waits: bool) -> None:
    assert may_come(Kind.SALES_INVOICE, a_sales_order(**order), some_settings(channels=[1])) is waits


def test_a_bill_waits_whatever_the_channels_of_sales() -> None:
    assert may_come(Kind.PURCHASE_INVOICE, a_purchase_order(status=3, channel=0), some_settings(channels=[1]))


@pytest.mark.parametrize(
    ("number", "is_under_way"), [("pending", True), ("Pending", True), ("", False), ("SI-1001", False)]
)
def test_an_order_is_being_invoiced_while_its_number_is_pending(number: str, is_under_way: bool) -> None:
    assert is_being_invoiced(a_sales_order(number=number)) is is_under_way
