"""What money does in a shop: too much, too early, taken back, by a card that is no bank, or not as money at all."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.records import OddMoney, Order, OrderType, Payment
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop import fill
from sandbox.stand_ins.shop.odd_money import CASES
from sandbox.stand_ins.world import Sandbox
from tests.sandbox.shops import TODAY

Told = tuple[Brightpearl, OddMoney]


def a_shop(*, orders: int = 100, country: Country = Country.GB, **switches: Any) -> Brightpearl:
    vendor = Brightpearl(clock=ManualClock(TODAY), country=country)
    vendor.set_switches(switches)
    fill(vendor, None, orders=orders, seed=3, odd_money=True)
    return vendor


def told(vendor: Brightpearl, what: str) -> tuple[list[Order], list[Payment]]:
    """The orders and payments of one case."""
    [one] = [one for one in vendor.store.odd_money if one.what == what]
    return [vendor.store.orders[order] for order in one.orders], [vendor.store.payments[it] for it in one.payments]


def left_open(vendor: Brightpearl, order: Order) -> Decimal:
    return order.total - vendor.store.paid(order)


def shapes(payments: list[Payment]) -> list[tuple[str, str]]:
    return [(payment.type.value, payment.method) for payment in payments]


def test_no_shop_has_odd_money_unless_it_is_asked_for() -> None:
    vendor = Brightpearl(clock=ManualClock(TODAY))
    fill(vendor, None, orders=100, seed=3, odd_money=False)

    assert vendor.store.odd_money == []


@pytest.mark.parametrize(("orders", "rounds"), [(60, 1), (100, 1), (300, 3)])
def test_every_case_comes_once_for_every_hundred_orders(orders: int, rounds: int) -> None:
    vendor = a_shop(orders=orders)

    assert [one.what for one in vendor.store.odd_money] == [case.__name__ for case in CASES] * rounds
    assert sum(order.type is OrderType.SO for order in vendor.store.orders.values()) == orders


@pytest.mark.parametrize("country", Country)
def test_nothing_of_it_is_later_than_yesterday_or_earlier_than_its_order(country: Country) -> None:
    vendor = a_shop(country=country)

    for one in vendor.store.odd_money:
        for number in one.payments:
            payment = vendor.store.payments[number]
            order = vendor.store.orders[payment.order_id]
            assert order.placed_on < payment.created_on < TODAY - timedelta(hours=12)


def test_the_same_seed_makes_the_same_money() -> None:
    assert a_shop().state() == a_shop().state()


@pytest.mark.parametrize(
    ("what", "over"),
    [
        ("paid_a_cent_too_much", "0.01"),
        ("paid_pounds_too_much", "5.00"),
        ("paid_too_much_on_a_clearing_account", "3.00"),
    ],
)
def test_more_is_paid_than_was_billed(what: str, over: str) -> None:
    vendor = a_shop()
    [order], _ = told(vendor, what)

    assert left_open(vendor, order) == -Decimal(over)


def test_an_order_is_paid_twice() -> None:
    vendor = a_shop()
    [order], payments = told(vendor, "paid_twice_by_mistake")

    assert [payment.amount_paid for payment in payments] == [order.total, order.total]


@pytest.mark.parametrize(
    ("what", "methods", "nominals"),
    [
        ("paid_by_gift_card_and_card", ["GIFTCARD", "CARD"], ["2150", "1200"]),
        ("paid_by_store_credit", ["STORECREDIT"], ["2151"]),
        ("paid_through_a_marketplace", ["AMAZON"], ["1241"]),
        ("paid_by_instalments", ["KLARNA"], [""]),
    ],
)
def test_an_order_is_paid_in_full_by_what_is_no_bank(what: str, methods: list[str], nominals: list[str]) -> None:
    vendor = a_shop()
    [order], payments = told(vendor, what)

    assert left_open(vendor, order) == 0
    assert [payment.method for payment in payments] == methods
    assert [vendor.store.reference.nominal_of(one.method, one.currency) for one in payments] == nominals
    assert [bool(payment.journal_id) for payment in payments] == [bool(nominal) for nominal in nominals]


@pytest.mark.parametrize(
    ("what", "nominal"), [("less_a_settlement_discount", "4310"), ("a_small_debt_written_off", "8100")]
)
def test_part_of_what_settles_an_order_is_no_money(what: str, nominal: str) -> None:
    vendor = a_shop()
    [order], payments = told(vendor, what)

    assert left_open(vendor, order) == 0
    part = payments[-1].adjustments[nominal]
    state = vendor.state()["payments"]
    assert sum(Decimal(state[str(payment.id)]["money"]) for payment in payments) == order.total - part


@pytest.mark.parametrize(("what", "kept"), [("a_deposit", True), ("a_deposit_paid_back", False)])
def test_money_comes_on_an_order_that_is_not_invoiced(what: str, kept: bool) -> None:
    vendor = a_shop()
    [order], _ = told(vendor, what)

    assert order.invoice.reference == ""
    assert bool(vendor.store.paid(order)) is kept


@pytest.mark.parametrize(("shown_as", "kind"), [("payment", "PAYMENT"), ("negative_receipt", "RECEIPT")])
def test_a_receipt_is_reversed_in_the_shape_of_the_account(shown_as: str, kind: str) -> None:
    vendor = a_shop(reversal_shown_as=shown_as)

    [rekeyed], keyed = told(vendor, "entered_by_the_wrong_method")
    [refunded], back = told(vendor, "refunded_on_the_order_itself")

    assert shapes(keyed) == [("RECEIPT", "CARD"), (kind, "CARD"), ("RECEIPT", "PAYPAL")]
    assert len({vendor.account.time.day(payment.payment_date) for payment in keyed}) == 1
    assert shapes(back) == [("RECEIPT", "CARD"), (kind, "CARD")]
    assert len({vendor.account.time.day(payment.payment_date) for payment in back}) == 2
    assert [left_open(vendor, order) for order in (rekeyed, refunded)] == [0, refunded.total]


def test_a_foreign_customer_pays_at_another_rate() -> None:
    vendor = a_shop()
    [order], [payment] = told(vendor, "paid_at_another_rate")

    assert order.currency == payment.currency == "EUR"
    assert payment.exchange_rate > order.exchange_rate
    assert left_open(vendor, order) == 0


@pytest.mark.parametrize(
    ("what", "first"), [("a_credit_set_against_its_own_order", 0), ("an_exchange", 1), ("money_on_account_used", 1)]
)
def test_what_is_allocated_is_one_journal_on_two_payments(what: str, first: int) -> None:
    vendor = a_shop()
    orders, payments = told(vendor, what)

    out, into = payments[first : first + 2]

    assert (out.allocated, into.allocated, out.journal_id) == (True, True, into.journal_id)
    assert out.order_id != into.order_id
    assert out.amount_paid == into.amount_paid
    assert {order.contact_id for order in orders} == {orders[0].contact_id}
    assert all(left_open(vendor, order) >= 0 for order in orders)


@pytest.mark.parametrize("what", ["an_exchange", "money_on_account_used"])
def test_the_rest_of_the_other_order_is_paid(what: str) -> None:
    vendor = a_shop()
    orders, _ = told(vendor, what)

    assert [left_open(vendor, order) for order in orders if order.type is OrderType.SO] == [0, 0]


def test_the_state_tells_what_a_merchant_would_call_it() -> None:
    sandbox = Sandbox(clock=ManualClock(datetime(2026, 11, 23, 9, tzinfo=UTC)))
    sandbox.seed(orders=100, seed=3, odd_money=True)

    [one] = [one for one in sandbox.brightpearl.vendor.state()["odd_money"] if one["what"] == "a_deposit"]

    assert len(one["orders"]) == len(one["payments"]) == 1
