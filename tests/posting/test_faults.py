"""Trouble from outside that is more than one call that fails; for that see test_every_call.py."""

import pytest

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop
from tests.posting.scenes import disagreements, new_sales


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


@pytest.mark.parametrize("amount", ["30.00", "10.00"], ids=["all of it", "a part"])
def test_a_search_index_that_lags_doubles_no_payment(shop: Shop, amount: str) -> None:
    sandbox = shop.deployed.sandbox
    sandbox.brightpearl.vendor.set_switches({"search_lag_seconds": 300})
    shop.clock.advance(minutes=10)
    shop.good_cycle()
    _, number = shop.sell()
    shop.clock.advance(minutes=10)
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number, amount=amount)
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
    assert "locked" in shop.record(Kind.SALES_INVOICE, bad).held
    shop.xero("lock_period", period=None)
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


def test_a_credit_is_not_allocated_to_an_invoice_that_has_still_to_be_put_right(shop: Shop) -> None:
    shop.xero("wrong_total_next", n=1)
    shop.deployed.sandbox.xero.faults.replace([{"kind": "error_500", "method": "POST", "path": "/Invoices$"}])
    order, number = shop.sell()
    shop.credit(order)

    shop.cycle()
    before = shop.document(number)
    _calms_down(shop)

    assert (before["Total"], before["AmountCredited"]) == ("30.01", "0.00")
    assert (shop.document(number)["Total"], shop.document(number)["AmountCredited"]) == ("30.00", "30.00")


def test_a_credit_is_not_allocated_to_an_invoice_whose_change_waits_for_its_day(shop: Shop) -> None:
    order = shop.open_order()
    number = shop.invoice(order, tax_date="2026-10-31")
    shop.good_cycle()
    shop.xero("lock_period", period="2026-10-31")
    shop.brightpearl("edit_order", order=order, price="20.00")
    shop.credit(order)

    shop.cycle()
    before = shop.document(number)
    shop.xero("lock_period", period=None)
    _calms_down(shop)

    assert (before["Total"], before["AmountCredited"]) == ("30.00", "0.00")
    assert (shop.document(number)["Total"], shop.document(number)["AmountCredited"]) == ("24.00", "24.00")


def _pair(order: int, purchase: int) -> tuple[tuple[Kind, int], tuple[Kind, int]]:
    return (Kind.SALES_INVOICE, order), (Kind.PURCHASE_INVOICE, purchase)


def _calms_down(shop: Shop) -> None:
    sandbox = shop.deployed.sandbox
    sandbox.xero.faults.replace([])
    sandbox.brightpearl.faults.replace([])
    shop.cycle()
    shop.good_cycle()
    assert disagreements(shop) == []
    assert shop.errors() == []
