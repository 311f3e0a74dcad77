"""What of a payment may go to Brightpearl: never more than is outstanding on its order."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.contra import HALVES
from shared.mapping.references import Payload
from shared.posting.envelopes import Envelope
from shared.posting.outstanding import Outstanding
from shared.records.record import Record
from tests.records.builders import a_record

TOTAL = Decimal("30.00")


def an_order(kind: Kind = Kind.SALES_INVOICE, total: Decimal = TOTAL, order: str = "2001") -> Record:
    return a_record(order, kind=kind, document={"totalValue": {"total": total}})


def payload(amount: str, order: str = "2001", way: str = "RECEIPT") -> Payload:
    return {"orderId": int(order), "amountPaid": Decimal(amount), "paymentType": way, "transactionRef": "x"}


def an_envelope(what: Payload) -> Envelope:
    record = a_record("p-1", kind=Kind.SALES_PAYMENT)
    return Envelope(record=record, source_hash="", payload=what, fingerprint="", total=what.get("amountPaid"))


class Paid:
    """What has been paid of orders in Brightpearl."""

    def __init__(self, **paid: str) -> None:
        self.paid = {int(order.removeprefix("o")): Decimal(amount) for order, amount in paid.items()}
        self.asked: list[list[int]] = []

    def __call__(self, orders: Iterable[int]) -> dict[int, Decimal]:
        self.asked.append(list(orders))
        return {order: self.paid[order] for order in self.asked[-1] if order in self.paid}


def split(
    *payloads: Payload,
    order: Record | None = None,
    paid: Paid | None = None,
    shown: Mapping[int, Decimal] | None = None,
    tolerance: str = "0.05",
) -> tuple[list[Envelope], list[Any]]:
    known = paid or Paid()
    seen = {_order(one): Decimal() for one in payloads} | known.paid if shown is None else shown
    outstanding = Outstanding(paid=known, shown=seen, references={"there"}, tolerance=Decimal(tolerance))
    return outstanding.split([(an_envelope(one), order or an_order(order=str(_order(one)))) for one in payloads])


def _order(what: Payload) -> int:
    return int((what[HALVES][0] if HALVES in what else what)["orderId"])


def test_what_is_outstanding_goes_as_it_is_and_orders_are_asked_for_together() -> None:
    paid = Paid(o2001="10.00")

    going, failing = split(payload("20.00"), payload("30.00", "1999"), paid=paid)

    assert [one.payload for one in going] == [payload("20.00"), payload("30.00", "1999")]
    assert (failing, paid.asked) == ([], [[1999, 2001]])


def test_more_than_is_outstanding_is_an_error_that_says_how_much_that_is() -> None:
    going, (failing,) = split(payload("20.00"), paid=Paid(o2001="25.00"))

    assert going == []
    assert failing.problem.error_class == ErrorClass.DATA
    assert failing.problem.hint == (
        "look which payment was entered twice and delete it in Brightpearl or in Xero, then retry; or archive this record"
    )
    assert failing.problem.message == (
        "20.00 was paid in Xero, and only 5.00 is outstanding on sales invoice SI-2001 in Brightpearl"
    )


def test_where_the_search_is_behind_it_is_tried_again() -> None:
    """What it does not show may be our own."""
    going, (failing,) = split(payload("20.00"), paid=Paid(o2001="25.00"), shown={2001: Decimal("5.00")})

    assert going == []
    assert failing.problem.error_class == ErrorClass.TRANSIENT
    assert failing.problem.message == "Brightpearl's search does not show all payments of sales invoice SI-2001 yet"


def test_what_is_there_under_its_own_reference_goes_on() -> None:
    """Its answer was lost: that Brightpearl counts it already is no reason to stop."""
    lost = {**payload("30.00"), "transactionRef": "there"}

    going, failing = split(lost, payload("5.00"), paid=Paid(o2001="30.00"))

    assert ([one.payload for one in going], len(failing)) == ([lost], 1)


def test_what_the_search_does_not_show_stops_nothing_that_is_not_too_much() -> None:
    going, failing = split(payload("5.00"), paid=Paid(o2001="25.00"), shown={2001: Decimal()})

    assert (len(going), failing) == (1, [])


@pytest.mark.parametrize("paid", ["30.00", "35.00"])
def test_where_nothing_is_outstanding_it_says_so(paid: str) -> None:
    _, (failing,) = split(payload("0.01"), paid=Paid(o2001=paid))

    assert "0.01 was paid in Xero, and nothing is outstanding on" in failing.problem.message


def test_of_one_order_the_first_come_is_the_first_served() -> None:
    going, failing = split(payload("20.00"), payload("15.00"), payload("10.00"))

    assert [one.payload["amountPaid"] for one in going] == [Decimal("20.00"), Decimal("10.00")]
    assert [one.envelope.payload["amountPaid"] for one in failing] == [Decimal("15.00")]


@pytest.mark.parametrize(("amount", "goes"), [("30.05", True), ("30.06", False)])
def test_cents_within_the_tolerance_are_left_out_and_noted(amount: str, goes: bool) -> None:
    going, failing = split(payload(amount))

    assert bool(failing) is not goes
    assert [(one.payload["amountPaid"], one.total, one.notes) for one in going] == [
        (TOTAL, TOTAL, ("0.05 was more than was outstanding in Brightpearl and was left out, within the tolerance",))
    ] * goes


@pytest.mark.parametrize(
    ("kind", "total", "way", "paid", "left"),
    [
        (Kind.SALES_INVOICE, "30.00", "RECEIPT", "10.00", "20.00"),
        (Kind.SALES_INVOICE, "30.00", "RECEIPT", "-5.00", "35.00"),
        (Kind.SALES_CREDIT, "30.00", "PAYMENT", "-10.00", "20.00"),
        (Kind.SALES_INVOICE, "-30.00", "PAYMENT", "-10.00", "20.00"),
        (Kind.PURCHASE_INVOICE, "30.00", "PAYMENT", "10.00", "20.00"),
        (Kind.PURCHASE_CREDIT, "30.00", "RECEIPT", "-10.00", "20.00"),
    ],
    ids=["an order", "an order on which money went back", "a credit", "below nought", "a purchase", "its credit"],
)
def test_each_kind_is_settled_its_own_way(kind: Kind, total: str, way: str, paid: str, left: str) -> None:
    order = an_order(kind, Decimal(total))

    whole = split(payload(left, way=way), order=order, paid=Paid(o2001=paid), tolerance="0.00")
    more = split(
        payload(str(Decimal(left) + Decimal("0.01")), way=way), order=order, paid=Paid(o2001=paid), tolerance="0.00"
    )

    assert [len(part) for part in (*whole, *more)] == [1, 0, 0, 1]


def test_of_what_settles_an_order_from_another_no_cents_are_left_out() -> None:
    halves = {"transactionRef": "x", HALVES: [payload("30.01"), payload("30.01", "2002", "PAYMENT")]}
    fitting = {"transactionRef": "x", HALVES: [payload("30.00"), payload("30.00", "2002", "PAYMENT")]}

    going, failing = split(halves, fitting)

    assert [one.payload for one in going] == [fitting]
    assert [one.envelope.payload for one in failing] == [halves]


def test_without_payments_nobody_is_asked() -> None:
    paid = Paid()

    assert split(paid=paid) == ([], [])
    assert paid.asked == []
