"""What another table has posted is found by its own day, though that is locked by now and new things would go on another."""

from collections.abc import Callable

import pytest

from tests.end_to_end.shop import Shop
from tests.posting.test_before_us import begin_anew, everything

DECEMBER = "2026-11-30"


def a_correction(shop: Shop) -> None:
    shop.brightpearl("stock_correction", product=shop.product, quantity=7, cost="3.21")


def a_bill(shop: Shop) -> None:
    shop.buy()


def a_deposit(shop: Shop) -> None:
    shop.change_settings(
        lambda settings: settings.update(deposits="overpayment", locked_period={"sales_payment": "first_open_day"})
    )
    shop.brightpearl("pay_order", order=shop.open_order())


@pytest.mark.parametrize("enter", [a_correction, a_bill, a_deposit], ids=lambda enter: enter.__name__[2:])
def test_what_is_on_a_day_that_was_locked_since_is_found_there(shop: Shop, enter: Callable[[Shop], None]) -> None:
    enter(shop)
    shop.cycles_until_quiet()
    shop.clock.advance(days=10)
    shop.xero("lock_period", period=DECEMBER)
    before = everything(shop)

    begin_anew(shop)
    shop.cycles_until_quiet()

    assert everything(shop) == before


def test_a_bill_is_the_same_however_far_away_the_first_open_day_is(shop: Shop) -> None:
    shop.buy()
    shop.good_cycle()
    shop.clock.advance(days=200)
    shop.xero("lock_period", period="2027-05-31")
    before = everything(shop)

    begin_anew(shop)
    shop.cycles_until_quiet()

    assert everything(shop) == before


def test_a_deleted_payment_is_found_on_its_own_day(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(locked_period={"sales_payment": "first_open_day"}))
    order, number = shop.sell()
    shop.good_cycle()
    shop.brightpearl("pay_order", order=order)
    shop.cycles_until_quiet()
    (payment,) = shop.payments_in_xero(number)
    shop.xero("delete_payment", payment=payment["PaymentID"])
    shop.clock.advance(days=10)
    shop.xero("lock_period", period=DECEMBER)

    begin_anew(shop)
    shop.cycles_until_quiet()

    assert shop.payments_in_xero(number) == []
