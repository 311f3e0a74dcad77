"""How many calls full batches need."""

from typing import Any

import pytest

from sandbox.proof.least_calls import brightpearl_calls, xero_calls

START = "2026-10-01"
EMPTY: dict[str, list[Any]] = {
    name: [] for name in ("Invoices", "CreditNotes", "Contacts", "Items", "Payments", "ManualJournals")
}


def a_shop(*, orders: int = 0, contacts: int = 0) -> dict[str, Any]:
    order = {"type": "SO", "invoice": {"reference": "SI-1", "tax_date": START}}
    times = {"created_on": START, "updated_on": START}
    return {
        "products": {},
        "contacts": dict.fromkeys(range(contacts)),
        "orders": {number: {**order, **times, "id": number} for number in range(orders)},
        "payments": {},
        "goods_notes": {1: {"type": "SC", "warehouse_id": 2, "movements": [1, 2]}},
    }


@pytest.mark.parametrize(("orders", "calls"), [(0, 2), (1, 5), (200, 5), (201, 6), (501, 9)])
def test_orders_are_searched_twice_by_five_hundred_and_read_by_two_hundred(orders: int, calls: int) -> None:
    assert brightpearl_calls(a_shop(orders=orders), start=START, carried_back=0) == calls


def test_payments_go_back_in_tens() -> None:
    none, eleven = (brightpearl_calls(a_shop(), start=START, carried_back=count) for count in (0, 11))

    assert eleven - none == 2


def test_orders_from_long_before_the_start_cost_nothing() -> None:
    assert brightpearl_calls(a_shop(orders=5), start="2026-11-02", carried_back=0) == 2


def test_what_was_never_changed_is_listed_once_and_read_though_it_is_not_invoiced() -> None:
    shop = a_shop(orders=201)
    for order in shop["orders"].values():
        order |= {"updated_on": None, "invoice": {"reference": "", "tax_date": None}}

    assert brightpearl_calls(shop, start=START, carried_back=0) == 2 + 1 + 2


def test_new_documents_go_to_xero_in_fifties_by_type() -> None:
    sales, bill = {"Type": "ACCREC"}, {"Type": "ACCPAY"}
    before = {**EMPTY, "Invoices": [sales]}
    after = {**EMPTY, "Invoices": [*[sales] * 52, bill], "Contacts": [1] * 50}

    assert xero_calls(before, after) - xero_calls(EMPTY, EMPTY) == 2 + 1 + 1


def test_each_allocation_is_a_call() -> None:
    note = {"Type": "ACCRECCREDIT", "Allocations": [1, 2]}

    reads = 2
    assert xero_calls(EMPTY, {**EMPTY, "CreditNotes": [note]}) - xero_calls(EMPTY, EMPTY) == 1 + 2 + reads


def test_in_empty_books_each_look_is_one_call() -> None:
    tax_rates, payments, invoices, before_creating = 1, 2, 2, 3

    assert xero_calls(EMPTY, EMPTY) == tax_rates + payments + invoices + before_creating


@pytest.mark.parametrize(
    ("name", "element", "count", "more"),
    [
        ("Payments", {}, 1001, 21 + 1),
        ("Invoices", {"Type": "ACCREC"}, 1001, 21 + 1),
        ("Invoices", {"Type": "ACCPAY", "InvoiceNumber": "SINV-12345"}, 169, 4 + 1),
    ],
    ids=["a page of payments", "a page of invoices", "an address of numbers"],
)
def test_what_is_looked_at_comes_in_pages_and_addresses(name: str, element: Any, count: int, more: int) -> None:
    assert xero_calls(EMPTY, {**EMPTY, name: [element] * count}) - xero_calls(EMPTY, EMPTY) == more
