"""What the other system fails at holds up nothing but itself: from the second cycle on it goes alone, and comes last."""

from typing import Any

import pytest

from sandbox.proof.storm.promises import broken_promises
from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop
from tests.posting.scenes import disagreements

ORDERS = 60
FOR_EVER = 0
LOST = "the answer was lost on the way and nothing has arrived"


def fails_at(shop: Shop, body: str, *, method: str = "PUT", **more: Any) -> None:
    """Xero answers 500 to whatever contains that."""
    rule = {"kind": "error_500", "method": method, "path": "api.xro", "body": body, "times": FOR_EVER, **more}
    shop.deployed.sandbox.xero.faults.replace([rule])


def ends_well(shop: Shop) -> None:
    shop.deployed.sandbox.xero.faults.replace([])
    shop.clock.advance(minutes=30)
    shop.cycles_until_quiet()
    assert disagreements(shop) == []
    assert shop.errors() == []
    assert broken_promises(shop.deployed) == []


def test_one_order_of_sixty_at_which_xero_fails_keeps_the_others_for_one_cycle(shop: Shop) -> None:
    sold = [shop.sell() for _ in range(ORDERS)]
    bad, number = sold[30]
    fails_at(shop, number)

    first, second = shop.cycle(), shop.cycle()
    third = shop.cycle()

    assert "post_xero_sales" in first.stopped
    assert (second.stopped, third.stopped) == ({}, {})
    assert [order for order, _ in sold if shop.record(Kind.SALES_INVOICE, order).status != Status.SENT] == [bad]
    assert shop.failure(Kind.SALES_INVOICE, bad).problem.message == LOST
    assert second.answers["post_xero_sales"]["posted"] >= ORDERS - 1
    assert third.answers["post_xero_sales"]["posted"] == 0
    ends_well(shop)
    assert len(shop.in_xero(number)) == 1


def test_what_comes_later_is_not_held_up_by_what_went_alone_before(shop: Shop) -> None:
    _, number = shop.sell()
    fails_at(shop, number)
    shop.cycle()
    shop.cycle()
    others = [shop.sell()[1] for _ in range(3)]
    first, _ = shop.sell()
    credit, _ = shop.credit(first)

    done = shop.cycle()

    assert done.stopped == {}
    assert [len(shop.in_xero(other)) for other in others] == [1, 1, 1]
    assert shop.record(Kind.SALES_CREDIT, credit).status == Status.SENT
    ends_well(shop)


def test_one_that_was_taken_whenever_xero_failed_is_found_and_in_xero_once(shop: Shop) -> None:
    sold = [shop.sell() for _ in range(5)]
    fails_at(shop, sold[2][1], commit=True)

    shop.cycle()
    shop.cycle()

    assert [len(shop.in_xero(number)) for _, number in sold] == [1] * 5
    ends_well(shop)


def test_a_change_at_which_xero_fails_is_said_and_holds_up_no_other(shop: Shop) -> None:
    sold = [shop.sell() for _ in range(3)]
    shop.good_cycle()
    for order, _ in sold:
        shop.brightpearl("edit_order", order=order, price="40.00")
    bad, number = sold[1]
    fails_at(shop, shop.record(Kind.SALES_INVOICE, bad).remote_id, method="POST")

    shop.cycle()
    done = shop.cycle()
    again = shop.cycle()

    assert (done.stopped, again.stopped) == ({}, {})
    assert [shop.document(number)["Total"] for _, number in sold] == ["48.00", "30.00", "48.00"]
    assert "a change of it was sent" in shop.failure(Kind.SALES_INVOICE, bad).problem.message
    ends_well(shop)
    assert shop.document(number)["Total"] == "48.00"


def test_a_contact_at_which_xero_fails_holds_up_its_own_orders_only(shop: Shop) -> None:
    bad, good = shop.new_contact(company="Odd Ltd"), shop.new_contact(company="Even Ltd")
    (ill, _), (well, _) = shop.sell(contact=bad), shop.sell(contact=good)
    fails_at(shop, "Odd Ltd")

    shop.cycle()
    done = shop.cycle()

    assert done.stopped == {}
    assert shop.record(Kind.SALES_INVOICE, well).status == Status.SENT
    assert shop.record(Kind.SALES_INVOICE, ill).status != Status.SENT
    ends_well(shop)


def test_a_payment_and_a_stock_correction_at_which_xero_fails_hold_up_no_others(shop: Shop) -> None:
    sold = [shop.sell() for _ in range(3)]
    shop.good_cycle()
    payments = [shop.brightpearl("pay_order", order=order)["payment"] for order, _ in sold]
    for quantity in (2, 3):
        shop.brightpearl("stock_correction", product=shop.product, quantity=quantity, cost="1.00")
    shop.deployed.step("fetch_brightpearl_inventory_adjustments")
    _, correction = shop.records(Kind.INVENTORY_ADJUSTMENT)
    fails_at(shop, f"BP {payments[1]}|{correction.id}")

    shop.cycle()
    done = shop.cycle()

    assert done.stopped == {}
    assert [len(shop.payments_in_xero(number)) for _, number in sold] == [1, 0, 1]
    assert len(shop.books()["ManualJournals"]) == 1
    ends_well(shop)


def test_where_xero_answers_nothing_any_more_the_step_stops_soon(shop: Shop) -> None:
    for _ in range(10):
        shop.sell()
    fails_at(shop, "SI-")
    shop.cycle()
    before = len(shop.deployed.sandbox.xero.traffic.calls())

    stopped = shop.cycle().stopped

    tried = [
        call
        for call in shop.deployed.sandbox.xero.traffic.calls()[before:]
        if (call["method"], call["path"].rpartition("/")[2]) == ("PUT", "Invoices")
    ]
    assert len(tried) == 6, "three of them, each sent once more at once"
    assert "post_xero_sales" in stopped
    ends_well(shop)


@pytest.mark.parametrize("minutes", [1, 4])
def test_while_one_that_went_alone_may_be_on_its_way_the_others_go(shop: Shop, minutes: int) -> None:
    bad, number = shop.sell()
    fails_at(shop, number)
    shop.cycle()
    shop.cycle()
    other = shop.sell()[1]
    shop.deployed.step("fetch_brightpearl_sales")
    shop.deployed.step("post_xero_sales")
    shop.clock.advance(minutes=minutes)
    later = shop.sell()[1]
    shop.deployed.step("fetch_brightpearl_sales")

    done = shop.deployed.step("post_xero_sales")

    assert not done["failed"]
    assert (len(shop.in_xero(other)), len(shop.in_xero(later))) == (1, 1)
    assert shop.failure(Kind.SALES_INVOICE, bad).problem.message == LOST
    ends_well(shop)
