"""The Brightpearl client on the stand-in: what it finds, what it posts, and what becomes of a payment under faults."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from shared.brightpearl.client import Brightpearl
from shared.errors import RequestRefusedError
from shared.kinds import System
from tests.clients.inside import Inside

FOREVER = timedelta(days=2000)


def ids(pages: Iterator[list[dict[str, Any]]], key: str) -> list[int]:
    return [row[key] for page in pages for row in page]


def stored(shop: Inside, what: str) -> set[int]:
    return set(getattr(shop.sandbox.brightpearl.vendor.account.store, what))  # type: ignore[attr-defined]


SEARCHES = [
    ("order-search", "orderId", "orders"),
    ("product-search", "productId", "products"),
    ("contact-search", "contactId", "contacts"),
]


@pytest.mark.parametrize(("resource", "key", "what"), SEARCHES, ids=[row[0] for row in SEARCHES])
def test_a_search_finds_everything_once(shop: Inside, resource: str, key: str, what: str) -> None:
    found = ids(shop.again().brightpearl.search(resource, {}, columns=(key, "updatedOn"), key=key), key)

    assert found == sorted(found)
    assert stored(shop, what) - set(found) <= {1000}


@pytest.mark.parametrize(("resource", "key", "what"), SEARCHES, ids=[row[0] for row in SEARCHES])
def test_what_is_new_is_found_as_well_as_what_has_changed(shop: Inside, resource: str, key: str, what: str) -> None:
    now = shop.again()
    since = now.clock.now() - FOREVER

    found = ids(now.brightpearl.changed(resource, since, columns=(key,), key=key), key)

    assert found == ids(now.brightpearl.search(resource, {}, columns=(key,), key=key), key)


@pytest.mark.parametrize("bounds", ["inclusive", "exclusive"])
def test_a_change_on_the_edge_of_a_period_is_in_it(inside: Inside, bounds: str) -> None:
    inside.sandbox.brightpearl.vendor.set_switches({"period_bounds": bounds})
    at = inside.clock.now()
    made = inside.sandbox.brightpearl.vendor.do({"action": "create_contact", "first_name": "Ada", "last_name": "Byron"})

    pages = inside.brightpearl.changed("contact-search", at, at, columns=("contactId",), key="contactId")

    assert made["contact"] in ids(pages, "contactId")


def test_orders_of_every_kind_are_read_in_full(shop: Inside) -> None:
    now = shop.again()
    wanted = stored(shop, "orders")

    found = now.brightpearl.orders(wanted)

    assert found.items.keys() == wanted
    assert now.calls() == {"brightpearl": -(-len(wanted) // 200)}
    assert all(isinstance(order["totalValue"]["total"], str) for order in found.items.values())


@pytest.mark.parametrize("habit", ["found", "404", "400"])
@pytest.mark.parametrize("what", ["orders", "products", "contacts"])
def test_unknown_ids_hide_no_others(shop: Inside, what: str, habit: str) -> None:
    now = shop.again()
    known, unknown = sorted(stored(shop, what))[-30:], [10_000_001, 10_000_003]
    read = {
        "orders": now.brightpearl.orders,
        "products": now.brightpearl.products,
        "contacts": now.brightpearl.contacts,
    }[what]
    shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": habit})
    try:
        found = read([*known, *unknown])
    finally:
        shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": "found"})

    assert sorted(found.items) == known
    assert found.missing == set(unknown)
    assert found.refused == {}


@pytest.mark.parametrize("habit", ["found", "404", "400"])
def test_products_without_prices_hide_no_others(shop: Inside, habit: str) -> None:
    now = shop.again()
    known = sorted(stored(shop, "products") - {1000})[-5:]
    shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": habit})
    try:
        found = now.brightpearl.prices([*known, 10_000_001], [1, 2])
    finally:
        shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": "found"})

    assert found.items.keys() == set(known)
    assert found.missing == {10_000_001}
    lists = {entry["priceListId"] for item in found.items.values() for entry in item["priceLists"]}
    assert lists <= {1, 2}


def test_contacts_come_with_their_addresses_in_either_form(shop: Inside) -> None:
    now = shop.again()
    vendor = shop.sandbox.brightpearl.vendor
    contact = max(stored(shop, "contacts"))
    as_mapping = now.brightpearl.contacts([contact]).items[contact]
    vendor.set_switches({"postal_addresses": "list"})
    try:
        as_list = now.brightpearl.contacts([contact]).items[contact]
    finally:
        vendor.set_switches({"postal_addresses": "map"})

    assert as_list["postalAddresses"] == as_mapping["postalAddresses"] != {}


@pytest.mark.parametrize("habit", ["found", "404", "400"])
def test_stock_corrections_are_found_by_movement_and_read_by_note(shop: Inside, habit: str) -> None:
    now = shop.again()
    pages = now.brightpearl.changed(
        "goods-movement-search",
        now.clock.now() - FOREVER,
        filters={"goodsNoteTypeCode": "SC"},
        columns=("goodsMovementId", "goodsNoteId", "warehouseId"),
        key="goodsMovementId",
    )
    notes = {(row["warehouseId"], row["goodsNoteId"]) for page in pages for row in page}
    shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": habit})
    try:
        read = {
            (warehouse, note)
            for warehouse in {warehouse for warehouse, _ in notes}
            for note in now.brightpearl.stock_corrections(
                warehouse, [*(note for place, note in notes if place == warehouse), 10_000_001]
            ).items
        }
    finally:
        shop.sandbox.brightpearl.vendor.set_switches({"mixed_id_set": "found"})

    assert read == notes != set()


@pytest.mark.parametrize("supplier", [False, True], ids=["customers", "suppliers"])
def test_payments_are_found_by_date_and_by_order(shop: Inside, supplier: bool) -> None:
    now = shop.again()
    created = ids(now.brightpearl.payments_created(now.clock.now() - FOREVER, supplier=supplier), "paymentId")

    of_orders = now.brightpearl.payments_of_orders(stored(shop, "orders"), supplier=supplier)

    assert len(set(created)) == len(created)
    assert {row["paymentId"] for row in of_orders} == set(created)


def test_unknown_parameters_are_not_sent(shop: Inside) -> None:
    vendor = shop.sandbox.brightpearl.vendor
    now = shop.again()
    vendor.set_switches({"unknown_parameter": "error"})
    try:
        searches = [
            now.brightpearl.changed(name, now.clock.now(), columns=(key,), key=key) for name, key, _ in SEARCHES
        ]
        assert all(list(pages) is not None for pages in searches)
        assert list(now.brightpearl.payments_created(now.clock.now(), supplier=True)) == []
        assert list(now.brightpearl.payments_created(now.clock.now())) == []
    finally:
        vendor.set_switches({"unknown_parameter": "ignored"})


def test_the_account_can_be_described_in_a_few_calls(shop: Inside) -> None:
    now = shop.again()
    brightpearl = now.brightpearl

    assert brightpearl.account_configuration()["baseCurrencyCode"] == "GBP"
    lists = (
        brightpearl.tax_codes,
        brightpearl.nominal_codes,
        brightpearl.payment_methods,
        brightpearl.price_lists,
        brightpearl.channels,
        brightpearl.order_statuses,
    )
    assert all(read() for read in lists)
    assert now.calls() == {"brightpearl": 7}


def test_unusable_filters_are_refused_and_not_retried(inside: Inside) -> None:
    with pytest.raises(RequestRefusedError, match="CMNC-018"):
        list(inside.brightpearl.search("order-search", {"orderStatusId": "X"}, columns=("orderId",), key="orderId"))

    assert inside.calls() == {"brightpearl": 1}


def an_order(inside: Inside, *, total: str = "100.00") -> int:
    vendor = inside.sandbox.brightpearl.vendor
    contact = vendor.do({"action": "create_contact", "first_name": "Ada", "last_name": "Byron"})["contact"]
    row = {"name": "Mug", "quantity": "1", "price": total, "tax_code": "T0", "nominal": "4000"}
    order = vendor.do({"action": "create_order", "contact": contact, "rows": [row]})["order"]
    vendor.do({"action": "invoice_order", "order": order})
    return int(order)


def a_payment(order: int, reference: str, amount: str = "1.00") -> dict[str, Any]:
    return {
        "transactionRef": reference,
        "paymentMethodCode": "BANK",
        "paymentType": "RECEIPT",
        "orderId": order,
        "currencyIsoCode": "GBP",
        "amountPaid": Decimal(amount),
        "paymentDate": "2026-11-02",
    }


def references(brightpearl: Brightpearl, order: int) -> list[str]:
    rows = brightpearl.payments_of_orders([order], supplier=False)
    return sorted(row["transactionRef"] for row in rows)


def test_a_dozen_payments_take_two_calls_and_arrive_once(inside: Inside) -> None:
    order = an_order(inside)
    payments = [a_payment(order, f"x{number:02}") for number in range(12)]

    outcomes = inside.brightpearl.post_payments(payments, supplier=False)

    assert inside.calls() == {"brightpearl": 2}
    assert all(outcome.payment_id for outcome in outcomes)
    assert references(inside.brightpearl, order) == [f"x{number:02}" for number in range(12)]


def test_a_bad_payment_among_good_ones_is_refused_alone(inside: Inside) -> None:
    order = an_order(inside)
    good, bad = a_payment(order, "x1"), {**a_payment(order, "x2"), "currencyIsoCode": "EUR"}

    outcomes = inside.brightpearl.post_payments([good, bad, a_payment(order, "x3")], supplier=False)

    assert [bool(outcome.payment_id) for outcome in outcomes] == [True, False, True]
    assert outcomes[1].refusal
    assert outcomes[1].status == 400


@pytest.mark.parametrize("count", [1, 3], ids=["alone", "together"])
@pytest.mark.parametrize("kind", ["drop_after", "truncate", "slow"])
def test_payments_whose_answer_is_lost_are_uncertain_and_found_by_their_reference(
    inside: Inside, kind: str, count: int
) -> None:
    order = an_order(inside)
    inside.fault(System.BRIGHTPEARL, method="POST", kind=kind, seconds=60)
    payments = [a_payment(order, f"x{number}") for number in range(count)]

    outcomes = inside.brightpearl.post_payments(payments, supplier=False)

    assert all(outcome.uncertain for outcome in outcomes)
    assert references(inside.brightpearl, order) == [f"x{number}" for number in range(count)]


def test_a_payment_sent_again_with_its_reference_is_refused(inside: Inside) -> None:
    order = an_order(inside)
    inside.brightpearl.post_payments([a_payment(order, "x1")], supplier=False)

    [outcome] = inside.brightpearl.post_payments([a_payment(order, "x1")], supplier=False)

    assert outcome.refusal
