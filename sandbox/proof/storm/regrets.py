"""What people in a storm think again about money: they delete payments, some enter another one instead, and some reconcile it."""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sandbox.proof.books.entries import GONE, number_here
from sandbox.proof.storm.people import People
from shared.mapping.payments import our_payment_id

Raw = Mapping[str, Any]


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
