"""What people in a storm think again about money: they delete payments, some enter another one instead, and some reconcile it."""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from sandbox.proof.books.entries import GONE, number_here
from sandbox.proof.books.money import XERO_ID
from sandbox.proof.storm.people import People
from shared.mapping.payments import our_payment_id

Raw = Mapping[str, Any]
ANOTHER_DAY: Final = 0.3
NEAR: Final = 5  # days


class Thoughts(Protocol):
    """The people, and the orders that they have thought again about: numbers by id."""

    @property
    def people(self) -> People: ...

    @property
    def orders(self) -> Mapping[str, str]: ...


def regret_a_payment(thoughts: Thoughts) -> None:
    """Mostly one that is in Xero. Of a customer's some enter another amount instead: suppliers are paid in Xero."""
    people = thoughts.people
    ours = [one for one in _payments(thoughts) if str(one["order_id"]) in thoughts.orders]
    sent = {our_payment_id(one.get("Reference")) for one in _there(thoughts)}
    payment = _one_of(people, [one for one in ours if str(one["id"]) in sent] or ours)
    people.brightpearl("delete_payment", payment=payment["id"])
    if payment["side"] == "customer" and people.chance.random() < 0.5:
        amount = f"{people.chance.randint(1, 300)}.25"
        people.brightpearl("pay_order", order=payment["order_id"], amount=amount)


def regret_a_payment_there(thoughts: Thoughts) -> None:
    thoughts.people.xero("delete_payment", payment=_one_of(thoughts.people, list(_there(thoughts)))["PaymentID"])


def enter_again_there(thoughts: Thoughts) -> None:
    """A copy of ours is deleted, and entered anew by hand: mostly as it was."""
    people = thoughts.people
    copy = _one_of(people, [one for one in _there(thoughts) if our_payment_id(one.get("Reference"))])
    people.xero("delete_payment", payment=copy["PaymentID"])
    day = _near(people, copy["Date"][:10]) if people.chance.random() < ANOTHER_DAY else copy["Date"][:10]
    people.xero("pay_invoice", invoice=copy["Invoice"]["InvoiceID"], amount=copy["Amount"], date=day)


def enter_again_here(thoughts: Thoughts) -> None:
    """The same in Brightpearl, of what came from Xero."""
    people = thoughts.people
    carried = [one for one in _payments(thoughts) if XERO_ID.match(one.get("transaction_ref") or "")]
    copy = _one_of(
        people, [one for one in carried if str(one["order_id"]) in thoughts.orders and one["side"] == "customer"]
    )
    people.brightpearl("delete_payment", payment=copy["id"])
    day = (
        _near(people, copy["payment_date"][:10]) if people.chance.random() < ANOTHER_DAY else copy["payment_date"][:10]
    )
    people.brightpearl("pay_order", order=copy["order_id"], amount=copy["amount_paid"], method=copy["method"], day=day)


def pay_on_both_sides(thoughts: Thoughts) -> None:
    """The same money is entered in both systems, within five days: all of it, or a part."""
    people = thoughts.people
    state, numbers = people.sandbox.xero.vendor.state(), {number: order for order, number in thoughts.orders.items()}
    open_ = [one for one in state["Invoices"] if number_here(one) in numbers and Decimal(one["AmountDue"]) > 1]
    invoice = _one_of(people, open_)
    amount = people.chance.choice((invoice["AmountDue"], "0.75", "1.00"))
    day = invoice["Date"][:10]
    order = int(numbers[number_here(invoice)])
    people.brightpearl("pay_order", order=order, amount=amount, day=_near(people, day))
    people.xero("pay_invoice", invoice=invoice["InvoiceID"], amount=amount, date=_near(people, day))


def _near(people: People, day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=people.chance.randint(0, NEAR))).isoformat()


def reconcile_a_payment_there(thoughts: Thoughts) -> None:
    thoughts.people.xero("reconcile_payment", payment=_one_of(thoughts.people, list(_there(thoughts)))["PaymentID"])


def _payments(thoughts: Thoughts) -> list[Raw]:
    return list(thoughts.people.sandbox.brightpearl.vendor.state()["payments"].values())


def _there(thoughts: Thoughts) -> Iterator[Raw]:
    """The payments in Xero of documents that they have thought again about."""
    state, numbers = thoughts.people.sandbox.xero.vendor.state(), {*thoughts.orders.values()}
    ids = {one["InvoiceID"] for one in state["Invoices"] if number_here(one) in numbers}
    for payment in state["Payments"]:
        if payment["Status"] not in GONE and payment.get("Invoice", {}).get("InvoiceID") in ids:
            yield payment


def _one_of(people: People, payments: list[Raw]) -> Raw:
    """Raises ValueError where there is none, for then nothing can be done."""
    if not payments:
        raise ValueError("there is none")
    return people.chance.choice(payments)
