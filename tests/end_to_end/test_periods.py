"""Locked and closed periods of both systems: what waits, what moves, and what it costs to know."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from shared.kinds import Kind, System
from shared.records.late_changes import Late, LateChanges
from shared.records.status import Status
from tests.end_to_end.shop import Shop, amount

OCTOBER = "2026-10-31"


def asked(shop: Shop, path: str) -> int:
    """How often one of the systems was asked for something."""
    sandbox = shop.deployed.sandbox
    made = [*sandbox.xero.traffic.calls(), *sandbox.brightpearl.traffic.calls()]
    return sum(call["method"] == "GET" and str(call["path"]).endswith(path) for call in made)


def sell_in_october(shop: Shop, **fields: Any) -> tuple[int, str]:
    order = shop.open_order(**fields)
    return order, shop.invoice(order, tax_date="2026-10-15")


@pytest.mark.parametrize("lock", ["period", "year_end"])
@pytest.mark.parametrize("user", ["standard", "adviser"])
def test_a_sale_waits_as_long_as_its_day_is_locked_whoever_has_connected(shop: Shop, lock: str, user: str) -> None:
    shop.deployed.sandbox.xero.vendor.set_switches({"connected_as": user})
    shop.xero("lock_period", **{lock: OCTOBER})
    order, number = sell_in_october(shop)

    shop.good_cycle()
    shop.good_cycle()
    waiting = shop.record(Kind.SALES_INVOICE, order)
    there = shop.in_xero(number)
    shop.xero("lock_period", **{lock: None})
    shop.good_cycle()

    assert (waiting.status, there) == (Status.PENDING, [])
    assert waiting.held.startswith("its day 15 October 2026 is locked in Xero until 31 October 2026; it goes by itself")
    assert shop.document(number)["Date"] == "2026-10-15"
    assert shop.differences() == []


def test_a_sale_that_waits_goes_when_the_settings_let_it_move_and_keeps_its_day_in_the_reference(shop: Shop) -> None:
    shop.xero("lock_period", period=OCTOBER)
    order, number = sell_in_october(shop, reference="PO 9")
    shop.good_cycle()

    shop.change_settings(lambda settings: settings.update(locked_period={"sales_invoice": "first_open_day"}))
    shop.good_cycle()

    document = shop.document(number)
    assert (document["Date"], document["Reference"]) == ("2026-11-01", "PO 9 (of 15 October 2026)")
    assert shop.record(Kind.SALES_INVOICE, order).notes[-1].endswith("so it is there on 1 November 2026")
    assert shop.differences() == []


def test_a_bill_goes_on_the_first_open_day_and_a_later_change_leaves_it_there(shop: Shop) -> None:
    shop.xero("lock_period", period=OCTOBER)
    order = shop.open_order(shop.row(price="10.00", nominal="5000"), type="PO")
    number = shop.invoice(order, tax_date="2026-10-15")
    shop.good_cycle()
    shop.xero("lock_period", period=None)
    shop.brightpearl("edit_order", order=order, price="20.00")

    shop.good_cycle()

    document = shop.document(number)
    assert (document["Date"], document["SubTotal"]) == ("2026-11-01", "20.00")
    assert document["LineItems"][0]["Description"].endswith("(of 15 October 2026)")
    assert shop.differences() == []


def test_a_change_of_what_is_locked_is_an_error_until_the_lock_is_moved(shop: Shop) -> None:
    order, number = sell_in_october(shop)
    shop.good_cycle()
    shop.deployed.sandbox.xero.vendor.set_switches({"connected_as": "adviser"})
    shop.xero("lock_period", period=OCTOBER)
    shop.brightpearl("edit_order", order=order, price="20.00")

    shop.good_cycle()
    failure, kept = shop.failure(Kind.SALES_INVOICE, order), shop.document(number)["SubTotal"]
    shop.xero("lock_period", period=None)
    shop.good_cycle()

    assert (kept, shop.document(number)["SubTotal"]) == ("25.00", "20.00")
    assert "is locked in Xero" in failure.problem.message
    assert "with a document dated today" in failure.problem.hint


def test_what_is_in_a_locked_period_already_is_found_there(shop: Shop) -> None:
    order, number = sell_in_october(shop)
    shop.good_cycle()
    shop.xero("lock_period", period=OCTOBER)
    another = replace(shop, deployed=replace(shop.deployed, connection=f"{shop.deployed.connection}-anew"))
    another.deployed.set_up()

    another.good_cycle()

    assert another.record(Kind.SALES_INVOICE, order).remote_id == shop.document(number)["InvoiceID"]


def test_a_payment_of_a_closed_period_waits_until_that_is_opened(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("close_period", period=1)
    made = shop.xero("pay_invoice", invoice=number, date="2026-03-31")["PaymentID"]

    shop.good_cycle()
    waiting = shop.record(Kind.SALES_PAYMENT, made)
    shop.brightpearl("close_period", period=1, closed=False)
    shop.good_cycle()

    assert waiting.held.startswith("its day 31 March 2026 is locked in Brightpearl until 31 March 2026")
    assert len(shop.payments_in_brightpearl(order)) == 1


def test_a_run_asks_xero_once_and_brightpearl_where_there_is_something_to_post(shop: Shop) -> None:
    shop.good_cycle()
    order, number = shop.sell()
    shop.buy()
    shop.brightpearl("stock_correction", product=shop.product, quantity=3, cost="4.00")
    shop.good_cycle()
    before = asked(shop, "/Organisation"), asked(shop, "/accounting-period-lock")
    shop.xero("pay_invoice", invoice=number)
    shop.good_cycle()
    after = asked(shop, "/Organisation"), asked(shop, "/accounting-period-lock")

    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1
    assert (before, after) == ((2, 0), (3, 1))
    assert (asked(shop, "/Organisation"), asked(shop, "/accounting-period-lock")) == (4, 1)


def test_for_how_many_days_something_has_waited_is_said_by_its_step(shop: Shop) -> None:
    shop.xero("lock_period", period=OCTOBER)
    sell_in_october(shop)
    first = shop.good_cycle().answers["post_xero_sales"]["locked_days"]
    shop.clock.advance(hours=73)

    later = shop.good_cycle()

    assert (first, later.answers["post_xero_sales"]["locked_days"]) == (0, 3)
    assert later.calls(System.BRIGHTPEARL) + later.calls(System.XERO) > 0


def test_a_change_that_waits_for_its_day_is_said_once_and_counts_its_days(shop: Shop) -> None:
    order, _ = shop.sell()
    shop.good_cycle()
    shop.xero("lock_period", period=shop.clock.now().date().isoformat())
    shop.brightpearl("edit_order", order=order, price="20.00")
    shop.good_cycle()
    before = shop.record(Kind.SALES_INVOICE, order)
    shop.clock.advance(hours=73)

    later = shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order) == before
    assert later.answers["post_xero_sales"]["locked_days"] == 3


def test_a_payment_of_a_locked_day_waits_and_pays_its_invoice_later(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("lock_period", period="2026-11-23")
    payment = shop.brightpearl("pay_order", order=order, day="2026-11-20")["payment"]

    shop.good_cycle()
    waiting = shop.record(Kind.SALES_PAYMENT, payment)
    shop.xero("lock_period", period=None)
    shop.good_cycle()

    assert (waiting.status, "is locked in Xero" in waiting.held) == (Status.PENDING, True)
    assert [amount(one["Amount"]) for one in shop.payments_in_xero(number)] == [Decimal("30.00")]


def test_what_is_posted_into_a_filed_period_and_what_was_refused_are_listed_with_their_tax(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(tax_filed_to=OCTOBER))
    order, number = sell_in_october(shop)
    shop.good_cycle()
    shop.brightpearl("edit_order", order=order, price="20.00")
    shop.good_cycle()

    listed, _ = LateChanges(connection=shop.deployed.connection).newest(cursor="", limit=50)

    assert [(one.id, one.number, one.day, one.what, one.tax) for one in listed] == [
        (str(order), number, "2026-10-15", Late.REFUSED, {"OUTPUT2": {"net": "-5.00", "tax": "-1.00"}}),
        (str(order), number, "2026-10-15", Late.POSTED, {"OUTPUT2": {"net": "25.00", "tax": "5.00"}}),
    ]
