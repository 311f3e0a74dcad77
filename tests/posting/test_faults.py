"""Trouble from outside, of every kind, on every read and every write: it may cost a cycle, never a cent."""

from typing import Any

import pytest

from shared.records.status import Status
from shared.sequence import Kind
from tests.end_to_end.shop import Shop
from tests.posting.scenes import (
    changed_purchases,
    disagreements,
    new_sales,
    purchase_payments_in_xero,
    sales_payments,
    sales_payments_in_xero,
    stock_corrections,
)

SCENES = (
    purchase_payments_in_xero,
    sales_payments_in_xero,
    sales_payments,
    changed_purchases,
    new_sales,
    stock_corrections,
)

FAULTS: dict[str, dict[str, Any]] = {
    "refused or reset before it is read": {"kind": "drop_before"},
    "answer lost after commit": {"kind": "drop_after"},
    "500 before commit": {"kind": "error_500"},
    "500 after commit": {"kind": "error_500", "commit": True},
    "503": {"kind": "error_503"},
    "a web page instead of data": {"kind": "html_502"},
    "no answer in time": {"kind": "slow", "seconds": 60},
    "a slow answer": {"kind": "slow", "seconds": 20},
    "half an answer": {"kind": "truncate"},
    "token expired in mid-step": {"kind": "token_expired"},
    "minute limit": {"kind": "rate_limit_minute"},
}
XERO_CALLS = (
    *({"method": "PUT", "path": f"/{name}$"} for name in ("Contacts", "Items", "Invoices", "CreditNotes", "Payments")),
    *({"method": "PUT", "path": f"/{name}$"} for name in ("ManualJournals", "Allocations")),
    {"method": "POST", "path": "/Invoices$"},
    *({"method": "GET", "path": f"/{name}$"} for name in ("Payments", "Invoices", "TaxRates")),
    {"method": "POST", "path": "connect/token"},
)
BRIGHTPEARL_CALLS = (
    {"method": "POST"},
    *({"method": "GET", "path": f"/{name}"} for name in ("product-search", "contact-search", "order-search")),
    *({"method": "GET", "path": f"/{name}"} for name in ("customer-payment-search", "goods-movement-search")),
    *({"method": "GET", "path": f"/{name}"} for name in ("product/", "contact/", "order/", "stock-correction/")),
)


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_every_kind_of_call_may_fail_in_every_way(shop: Shop, fault: dict[str, Any]) -> None:
    shop.good_cycle()
    for scene in SCENES:
        scene(shop)

    missed = _cycles_under(shop, fault)

    assert missed == []
    _calms_down(shop)


def test_the_days_limit_stops_xero_only_and_ends_by_itself(shop: Shop) -> None:
    shop.good_cycle()
    new_sales(shop)
    shop.deployed.sandbox.xero.faults.replace([{"kind": "rate_limit_day", "method": "PUT"}])

    paused = shop.cycle()
    shop.sell()
    fetching = shop.cycle()
    shop.clock.advance(days=1)

    assert paused.answers["post_xero_sales"]["paused"]
    assert "day" in paused.answers["post_xero_sales"]["problem"]
    assert not paused.stopped
    assert fetching.answers["fetch_brightpearl_sales"]["fetched"] == 1
    _calms_down(shop)


def test_a_search_index_that_lags_doubles_no_payment(shop: Shop) -> None:
    sandbox = shop.deployed.sandbox
    sandbox.brightpearl.vendor.set_switches({"search_lag_seconds": 300})
    shop.clock.advance(minutes=10)
    shop.good_cycle()
    _, number = shop.sell()
    shop.clock.advance(minutes=10)
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    sandbox.brightpearl.faults.replace([{"kind": "drop_after", "method": "POST"}])

    shop.cycle()
    shop.clock.advance(seconds=60)
    shop.deployed.cycle()
    shop.clock.advance(minutes=30)
    shop.deployed.cycle()

    assert disagreements(shop) == []
    _calms_down(shop)


def test_elements_of_a_batch_fail_by_themselves(shop: Shop) -> None:
    good, _ = shop.sell()
    bad, _ = shop.sell()
    shop.brightpearl("edit_order", order=bad, tax_date="2026-10-15")
    shop.xero("lock_period", period="2026-10-31")

    shop.cycle()

    assert shop.record(Kind.SALES_INVOICE, good).status == Status.SENT
    assert "locked" in shop.failure(Kind.SALES_INVOICE, bad).problem.message
    shop.xero("lock_period", period=None)
    shop.retry(Kind.SALES_INVOICE, bad)
    _calms_down(shop)


def test_elements_that_come_back_in_another_order_are_told_apart(shop: Shop) -> None:
    shop.deployed.sandbox.xero.vendor.set_switches({"answers_in_order": False})
    sold = [shop.sell(shop.row(price=price)) for price in ("10.00", "20.00", "30.00")]

    shop.good_cycle()

    for order, number in sold:
        assert shop.record(Kind.SALES_INVOICE, order).remote_id == shop.document(number)["InvoiceID"]
    assert shop.errors() == []


def test_a_warning_is_kept_with_the_record(shop: Shop) -> None:
    shop.xero("warn_next_documents", n=1)
    order, _ = shop.sell()

    shop.good_cycle()

    record = shop.record(Kind.SALES_INVOICE, order)
    assert record.status == Status.SENT
    assert record.notes != ()


def test_a_total_that_xero_sees_differently_is_put_right_once(shop: Shop) -> None:
    shop.xero("wrong_total_next", n=2)
    order, number = shop.sell()

    shop.good_cycle()

    assert shop.document(number)["Total"] == "30.00"
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert disagreements(shop) == []


@pytest.mark.parametrize("times", [1, 2, 3, 4, 5])
def test_a_total_that_xero_sees_differently_for_a_while_comes_right_by_itself(shop: Shop, times: int) -> None:
    shop.xero("wrong_total_next", n=times)
    order, number = shop.sell()
    purchase, bill = shop.buy()

    for _ in range(3):
        shop.good_cycle()

    assert [shop.document(name)["Total"] for name in (number, bill)] == ["30.00", "12.00"]
    assert [shop.record(kind, source).status for kind, source in _pair(order, purchase)] == [Status.SENT, Status.SENT]
    assert disagreements(shop) == []


def _pair(order: int, purchase: int) -> tuple[tuple[Kind, int], tuple[Kind, int]]:
    return (Kind.SALES_INVOICE, order), (Kind.PURCHASE_INVOICE, purchase)


def _cycles_under(shop: Shop, fault: dict[str, Any]) -> list[dict[str, Any]]:
    """Cycles until every rule has struck once; what never did."""
    sandbox = shop.deployed.sandbox
    sandbox.xero.faults.replace([{**call, **fault} for call in XERO_CALLS])
    sandbox.brightpearl.faults.replace([{**call, **fault} for call in BRIGHTPEARL_CALLS])
    for number in range(12):
        shop.clock.advance(minutes=1 if number % 2 else 30)
        shop.deployed.cycle()
        rules = [*sandbox.xero.faults.report(), *sandbox.brightpearl.faults.report()]
        if all(rule["injected"] for rule in rules):
            return []
        new_sales(shop)
    return [rule for rule in rules if not rule["injected"]]


def _calms_down(shop: Shop) -> None:
    sandbox = shop.deployed.sandbox
    sandbox.xero.faults.replace([])
    sandbox.brightpearl.faults.replace([])
    shop.cycle()
    shop.good_cycle()
    assert disagreements(shop) == []
    assert shop.errors() == []
