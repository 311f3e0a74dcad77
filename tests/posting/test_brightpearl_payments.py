"""Payments in Brightpearl: what comes back for each, and what is made of one that is there already under its reference."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from shared.brightpearl.payments import PaymentOutcome
from shared.errors import ErrorClass, Problem
from shared.posting.target import Adopt, Refuse, Resolution, Wanted
from shared.posting.targets.brightpearl_payments import BrightpearlPaymentTarget
from shared.records.schema import brightpearl_link

PAYMENT: dict[str, Any] = {"transactionRef": "xero-1", "orderId": 2002, "amountPaid": Decimal("12.50")}


@dataclass
class Books:
    """A Brightpearl that gives these outcomes and has these payments. It notes what was asked."""

    outcomes: Sequence[PaymentOutcome] = ()
    rows: Sequence[dict[str, Any]] = ()
    asked: list[object] = field(default_factory=list)

    def post_payments(self, payments: Sequence[dict[str, Any]], *, supplier: bool) -> Sequence[PaymentOutcome]:
        self.asked.append(([payment["orderId"] for payment in payments], supplier))
        return self.outcomes

    def payments_of_orders(self, orders: Iterable[int], *, supplier: bool) -> Sequence[dict[str, Any]]:
        self.asked.append((list(orders), supplier))
        return self.rows


def target_of(books: Any, *, supplier: bool = False) -> BrightpearlPaymentTarget:
    return BrightpearlPaymentTarget(books, supplier=supplier)


def found(*rows: dict[str, Any], wanted: Sequence[dict[str, Any]] = (PAYMENT,)) -> dict[tuple[str, ...], Resolution]:
    return target_of(Books(rows=rows)).look_up([Wanted(payload=payload) for payload in wanted], since=None)


def test_each_payment_gets_its_outcome_and_one_without_any_is_left_out() -> None:
    outcomes = [PaymentOutcome(payment_id=9001), PaymentOutcome(refusal="no", status=400), PaymentOutcome()]
    books = Books(outcomes=outcomes)
    target = target_of(books, supplier=True)
    body = target.encode([Wanted(payload={**PAYMENT, "transactionRef": name}) for name in ("a", "b", "c")])

    made, refused = target.send(body, create=True, idempotency_key="")

    assert (made.key, made.remote_id, made.remote_number, made.refusals) == (("a",), brightpearl_link(9001), "9001", ())
    assert (refused.key, refused.remote_id, refused.remote_number, refused.refusals) == (("b",), "", "", ("no",))
    assert (made.raw, refused.raw) == ({"payment": 9001, "refusal": ""}, {"payment": None, "refusal": "no"})
    assert books.asked == [([2002, 2002, 2002], True)]


def test_a_payment_with_its_reference_and_amount_is_the_same_one() -> None:
    row = {**PAYMENT, "paymentId": 9001, "amountPaid": "-12.5"}

    resolution = found(row)["xero-1",]

    assert isinstance(resolution, Adopt)
    assert resolution.note == "found in Brightpearl"
    element = resolution.element
    assert (element.key, element.remote_id, element.remote_number) == (("xero-1",), brightpearl_link(9001), "9001")
    assert element.raw == row


def test_one_with_another_amount_is_an_error() -> None:
    resolution = found({**PAYMENT, "paymentId": 9001, "amountPaid": "12.51"})["xero-1",]

    assert isinstance(resolution, Refuse)
    assert resolution.problem == Problem(
        error_class=ErrorClass.DATA,
        message="Brightpearl already has payment 9001 of 12.51 with this reference",
        hint="delete the payment in Brightpearl if it is wrong, then retry",
    )


@pytest.mark.parametrize("other", [{"transactionRef": "xero-2"}, {"orderId": 2003}])
def test_one_of_another_order_or_reference_is_not(other: dict[str, Any]) -> None:
    assert found({**PAYMENT, "paymentId": 9001, **other}) == {}


def test_each_order_is_asked_for_once() -> None:
    books = Books()
    payments = [{**PAYMENT, "orderId": order} for order in (2003, 2002, 2003)]

    target_of(books).look_up([Wanted(payload=payment) for payment in payments], since=None)

    assert books.asked == [([2002, 2003], False)]
    assert (target_of(books).name, target_of(books, supplier=True).name) == ("customer_payment", "supplier_payment")
