"""Contras in Brightpearl: both halves or neither, and no half twice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import pytest

from shared.brightpearl.payments import UNCERTAIN, PaymentOutcome
from shared.errors import RequestRefusedError
from shared.mapping.contra import HALVES
from shared.posting.target import Adopt, Element, Wanted
from shared.posting.targets.brightpearl_contras import BrightpearlContraTarget
from shared.records.schema import brightpearl_link

Raw = Mapping[str, Any]
ORDER, CREDIT = 2002, 2003
CONTRA: dict[str, Any] = {
    "transactionRef": "a-1",
    HALVES: [
        {"transactionRef": f"a-1-{order}", "orderId": order, "amountPaid": Decimal("12.50")}
        for order in (ORDER, CREDIT)
    ],
}
Answer = Callable[[Raw], PaymentOutcome | None]


@dataclass
class Books:
    """A Brightpearl that makes every payment but those for which `answer` gives something else."""

    answer: Answer = lambda _: None
    keeps: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    deleted: list[int] = field(default_factory=list)
    sent: list[int] = field(default_factory=list)

    def payments_of_orders(self, orders: Iterable[int], *, supplier: bool) -> list[dict[str, Any]]:
        return [row for row in self.rows if row["orderId"] in set(orders)]

    def post_payments(self, payments: Sequence[Raw], *, supplier: bool) -> list[PaymentOutcome]:
        assert payments, "no call for nothing"
        self.sent += [payment["orderId"] for payment in payments]
        return [self.answer(payment) or self.make(payment) for payment in payments]

    def make(self, payment: Raw) -> PaymentOutcome:
        made = 9001 + len(self.rows)
        self.rows.append({**payment, "paymentId": made})
        return PaymentOutcome(payment_id=made)

    def delete_customer_payment(self, payment_id: int) -> None:
        if self.keeps:
            raise RequestRefusedError(self.keeps, status=409, words=self.keeps)
        self.deleted.append(payment_id)


def on(order: int, outcome: PaymentOutcome) -> Answer:
    return lambda payment: outcome if payment["orderId"] == order else None


def refused(words: str) -> PaymentOutcome:
    return PaymentOutcome(refusal=words, status=400)


def target_of(books: Any, *, supplier: bool = False) -> BrightpearlContraTarget:
    return BrightpearlContraTarget(books, supplier=supplier)


def send(books: Books, *, supplier: bool = False) -> list[Element]:
    target = target_of(books, supplier=supplier)
    body = target.encode([Wanted(payload=dict(CONTRA))])
    return target.send(body, create=True, idempotency_key="")


def test_a_contra_is_two_payments_and_keeps_the_ids_of_both() -> None:
    books = Books()

    (element,) = send(books)

    assert books.sent == [ORDER, CREDIT]
    assert (element.key, element.remote_number) == (("a-1",), "9001 and 9002")
    assert (element.remote_id, element.also) == (brightpearl_link(9001), (brightpearl_link(9002),))
    assert element.refusals == ()
    assert element.raw == {"payments": [9001, 9002], "refusal": ""}


def test_a_half_that_is_there_is_not_made_again() -> None:
    books = Books()
    books.make(CONTRA[HALVES][0])

    (element,) = send(books)

    assert books.sent == [CREDIT]
    assert element.remote_number == "9001 and 9002"


def test_the_other_half_is_not_sent_while_the_first_is_uncertain() -> None:
    books = Books(answer=on(ORDER, UNCERTAIN))

    assert send(books) == []
    assert books.sent == [ORDER]


def test_a_contra_whose_second_half_is_uncertain_is_left_out() -> None:
    books = Books(answer=on(CREDIT, UNCERTAIN))

    assert send(books) == []
    assert books.deleted == []


def test_where_the_first_half_is_refused_nothing_is_made() -> None:
    books = Books(answer=on(ORDER, refused("Order 2002 does not exist")))

    (element,) = send(books)

    assert books.sent == [ORDER]
    assert (element.remote_id, element.refusals) == ("", ("Order 2002 does not exist",))
    assert element.raw == {"payments": [], "refusal": "Order 2002 does not exist"}


def test_where_the_second_half_is_refused_the_first_is_deleted() -> None:
    books = Books(answer=on(CREDIT, refused("Order 2003 does not exist")))

    (element,) = send(books)

    assert books.deleted == [9001]
    assert (element.remote_id, element.also) == ("", ())
    assert element.refusals == ("Order 2003 does not exist",)


@pytest.mark.parametrize(
    ("books", "supplier", "why"),
    [
        (Books(keeps="it has a journal"), False, "it has a journal"),
        (Books(), True, "Brightpearl lets nobody delete a supplier's payment by its API"),
    ],
    ids=["a journal keeps it", "a supplier's"],
)
def test_a_half_that_stands_is_named_with_its_amount_its_order_and_why(books: Books, supplier: bool, why: str) -> None:
    books.answer = on(CREDIT, refused("Order 2003 does not exist"))

    (element,) = send(books, supplier=supplier)

    assert books.deleted == []
    assert element.refusals == (
        f"Order 2003 does not exist; payment 9001 of 12.50 on order 2002 stands and was not deleted: {why}",
    )


def test_a_reference_that_is_taken_deletes_nothing() -> None:
    books = Books(answer=on(CREDIT, refused("The transaction ref a-1-2003 is in use")))

    (element,) = send(books)

    assert books.deleted == []
    assert element.refusals == ("The transaction ref a-1-2003 is in use",)


def test_only_a_whole_contra_is_found() -> None:
    books = Books()
    wanted, target = [Wanted(payload=dict(CONTRA))], target_of(books)
    first, second = CONTRA[HALVES]

    before = target.look_up(wanted, since=None)
    books.make(first)
    half = target.look_up(wanted, since=None)
    books.make(second)
    whole = target.look_up(wanted, since=None)[("a-1",)]

    assert (before, half) == ({}, {})
    assert isinstance(whole, Adopt)
    assert (whole.element.remote_number, whole.note) == ("9001 and 9002", "found in Brightpearl")
