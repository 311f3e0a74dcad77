"""Money that goes in more than one write: killed before each of them, the step loses and doubles none, on any day."""

from collections.abc import Callable
from decimal import Decimal
from itertools import count
from typing import Any, Final

import pytest

from sandbox.proof.storm.boundary import Boundary, Killed
from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop
from tests.posting.calls import as_calls, shapes
from tests.posting.scenes import route, run, settle

STEP: Final = "post_xero_sales_payments"
REMEMBERED, FORGOTTEN = 1, 30  # minutes: inside the life of an idempotency key, and after
Act = Callable[[Shop], None]


def a_payment_of_too_much(shop: Shop) -> None:
    """One that settles its invoice and has something left, beside one that finds nothing open."""
    order, _ = shop.sell()
    settle(shop)
    shop.brightpearl("pay_order", order=order, amount="35.00")
    shop.brightpearl("pay_order", order=order, amount="7.00")


def a_use_of_what_was_paid_too_much(shop: Shop) -> None:
    """Two of them on one order, of one overpayment."""
    order, _ = shop.sell()
    other, _ = shop.sell()
    settle(shop)
    shop.brightpearl("pay_order", order=order, amount="50.00")
    for _ in range(2):
        shop.brightpearl("allocate_overpayment", order=order, to=other, amount="10.00")


def a_use_of_a_credit(shop: Shop) -> None:
    order, _ = shop.sell()
    other, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    credit, _ = shop.credit(order)
    settle(shop)
    shop.brightpearl("allocate_credit", credit=credit, order=other, amount="12.00")


def a_reversal_on_another_day(shop: Shop) -> None:
    """Of a payment that is in Xero."""
    order, _ = shop.sell()
    payment = shop.brightpearl("pay_order", order=order)["payment"]
    settle(shop)
    run(shop, route(STEP))
    shop.clock.advance(hours=24)
    shop.brightpearl("reverse_payment", payment=payment)


def a_reversal_of_a_keying_mistake(shop: Shop) -> None:
    """Of the same day, with what was entered in its place."""
    order, _ = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, method="CARD")["payment"]
    settle(shop)
    run(shop, route(STEP))
    shop.brightpearl("reverse_payment", payment=payment)
    shop.brightpearl("pay_order", order=order, method="PAYPAL")


def a_reversal_of_what_was_never_sent(shop: Shop) -> None:
    """On the same day, and on another one."""
    for hours in (0, 24):
        order, _ = shop.sell()
        payment = shop.brightpearl("pay_order", order=order)["payment"]
        shop.clock.advance(hours=hours)
        shop.brightpearl("reverse_payment", payment=payment)
    settle(shop)


def a_deposit_of_a_new_customer(shop: Shop) -> None:
    buyer = shop.brightpearl("create_contact", first_name="Ada", last_name="Byron")["contact"]
    order = shop.brightpearl("create_order", contact=buyer, rows=[{"name": "Table", "price": "100.00"}])["order"]
    shop.brightpearl("pay_order", order=order, amount="12.00")


def a_deposit_that_goes_back(shop: Shop) -> None:
    order = shop.open_order()
    shop.brightpearl("pay_order", order=order, amount="12.00")
    shop.good_cycle()
    shop.brightpearl("refund_order", order=order, amount="5.00")


def an_invoice_of_a_deposit(shop: Shop) -> None:
    order = shop.open_order()
    shop.brightpearl("pay_order", order=order, amount="12.00")
    shop.good_cycle()
    shop.brightpearl("invoice_order", order=order)
    for step in ("fetch_brightpearl_sales", "post_xero_sales"):
        shop.deployed.step(step)


ACTS: Final[dict[Act, frozenset[str]]] = {
    a_payment_of_too_much: frozenset({"PUT /Payments", "PUT /BankTransactions"}),
    a_use_of_what_was_paid_too_much: frozenset({"PUT /BankTransactions", "PUT /Overpayments/*/Allocations"}),
    a_reversal_on_another_day: frozenset({"PUT /BankTransactions", "POST /Payments/*", "PUT /Payments"}),
    a_reversal_of_a_keying_mistake: frozenset({"POST /Payments/*", "PUT /Payments"}),
    a_reversal_of_what_was_never_sent: frozenset({"PUT /BankTransactions", "PUT /Payments"}),
    a_use_of_a_credit: frozenset({"PUT /CreditNotes/*/Allocations"}),
    a_deposit_of_a_new_customer: frozenset({"PUT /Contacts", "PUT /BankTransactions"}),
    a_deposit_that_goes_back: frozenset({"PUT /Payments"}),
    an_invoice_of_a_deposit: frozenset({"PUT /Overpayments/*/Allocations"}),
}


@pytest.mark.parametrize("minutes", [REMEMBERED, FORGOTTEN], ids=["remembered", "forgotten"])
@pytest.mark.parametrize("act", ACTS, ids=lambda act: act.__name__)
def test_money_that_goes_in_several_writes_is_neither_lost_nor_doubled_wherever_the_step_is_killed(
    shop: Shop, boundary: Boundary, act: Act, minutes: int
) -> None:
    shop.change_settings(lambda settings: settings.update(excess="overpayment", deposits="overpayment"))
    struck: list[str] = []
    shop.good_cycle()
    for number in count(1):
        act(shop)
        finished = _run_until_killed(shop, boundary, number)
        where = boundary.writes[-1]
        boundary.disarm()
        shop.clock.advance(minutes=minutes)
        run(shop, route(STEP))
        assert _in_xero(shop) == _in_brightpearl(shop), f"after the step was killed before write {number}: {where}"
        assert _settled_in_xero(shop) == _settled_in_brightpearl(shop), f"killed before write {number}: {where}"
        struck.append(where)
        if finished:
            break

    assert shapes(as_calls(struck)) >= ACTS[act]
    shop.good_cycle()
    assert {record.status for record in shop.records(Kind.SALES_PAYMENT)} == {Status.SENT}
    assert _in_xero(shop) == _in_brightpearl(shop)


def _run_until_killed(shop: Shop, boundary: Boundary, number: int) -> bool:
    shop.clock.advance(minutes=30)
    started = shop.deployed.start_run()
    for step in ("fetch_xero_sales_payments", "fetch_brightpearl_sales_payments"):
        shop.deployed.step(step, run=started)
    boundary.arm(number)
    try:
        shop.deployed.step(STEP, run=started)
    except Killed:
        return False
    return True


def _in_brightpearl(shop: Shop) -> dict[str, Decimal]:
    """The money by day."""
    moved: dict[str, Decimal] = {}
    for payment in shop.deployed.sandbox.brightpearl.vendor.state()["payments"].values():
        way = -1 if payment["type"] == "PAYMENT" else 1
        day = str(payment["payment_date"])[:10]
        moved[day] = moved.get(day, Decimal(0)) + way * Decimal(payment["money"])
    return {day: amount for day, amount in moved.items() if amount}


def _in_xero(shop: Shop) -> dict[str, Decimal]:
    moved: dict[str, Decimal] = {}
    books: dict[str, Any] = shop.books()
    living = [one for one in books["Payments"] if one["Status"] != "DELETED"]
    ways = [(one, 1 if one["PaymentType"] == "ACCRECPAYMENT" else -1, "Amount") for one in living]
    ways += [(one, 1, "Total") for one in books["Overpayments"] if one["Status"] != "VOIDED"]
    for one, way, name in ways:
        moved[_day(one)] = moved.get(_day(one), Decimal(0)) + way * Decimal(str(one[name]))
    return {day: amount for day, amount in moved.items() if amount}


def _settled_in_brightpearl(shop: Shop) -> dict[str, Decimal]:
    """What orders have open, as far as they have anything."""
    state = shop.deployed.sandbox.brightpearl.vendor.state()
    left = {one["id"]: Decimal(str(one["total"])) for one in state["orders"].values()}
    for payment in state["payments"].values():
        left[payment["order_id"]] -= (-1 if payment["type"] == "PAYMENT" else 1) * Decimal(payment["amount_paid"])
    sold = [one for one in state["orders"].values() if one["type"] == "SO" and one["invoice"]["reference"]]
    return {one["invoice"]["reference"]: max(left[one["id"]], Decimal(0)) for one in sold}


def _settled_in_xero(shop: Shop) -> dict[str, Decimal]:
    return {one["InvoiceNumber"]: Decimal(str(one["AmountDue"])) for one in shop.books()["Invoices"]}


def _day(element: dict[str, Any]) -> str:
    return str(element.get("DateString") or element["Date"])[:10]
