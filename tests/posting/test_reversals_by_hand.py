"""Reversals that take no payment back as it is: they are for a person, or pay back what was paid too much."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.records.record import Record
from tests.posting.reversing import (
    CAME,
    CASH,
    GIFT,
    REFUND,
    WENT,
    Raw,
    a_copy,
    a_desk,
    a_receipt,
    a_reversal,
    said,
)

BY_HAND = (
    "in Xero take the payment off the invoice, enter 12.00 as an overpayment of the customer on the day it came, and refund"
    " that on the day it went back; then archive this record"
)
MAP_IT = (
    "map the method to a bank account in Xero and retry, or delete the payment in Xero and enter by hand that 12.00 came and"
    " went back; then archive this record"
)

BY_PERSON: dict[str, tuple[Raw, Raw, Raw, str, str]] = {
    "two parts": (
        {"fields": {"paid": "10.00", "overpayment": "o-1"}},
        {},
        {},
        "payment 9001, which it takes back, is in Xero in two parts",
        BY_HAND,
    ),
    "entered by a person": (
        {},
        {},
        {"copies": {"x-1": a_copy("9007")}},
        "payment 9001, which it takes back, was entered in Xero by a person",
        BY_HAND,
    ),
    "reconciled, of one day": (
        {},
        {"day": CAME},
        {"copies": {"x-1": a_copy(IsReconciled=True)}},
        "payment 9001, which it takes back, is reconciled in Xero",
        BY_HAND,
    ),
    "no bank account": (
        {"told": {"paymentMethodCode": "PAYPAL"}},
        {"told": {"paymentMethodCode": "PAYPAL"}},
        {},
        "account 095 is no bank account, and only those take overpayments",
        MAP_IT,
    ),
    "an account that is not there": (
        {},
        {},
        {"accounts": [CASH]},
        "account 090 is no bank account, and only those take overpayments",
        MAP_IT,
    ),
    "no money by now": (
        {"told": GIFT},
        {"told": GIFT},
        {},
        "by the settings its method moves no money",
        MAP_IT,
    ),
    "another method": (
        {"told": {"paymentMethodCode": "PAYPAL"}},
        {},
        {},
        "no payment before it has its method and its amount",
        BY_HAND,
    ),
    "another amount": ({"amount": "11.00"}, {}, {}, "no payment before it has its method and its amount", BY_HAND),
    "a payment that is gone, once it was begun": (
        {"amount": "11.00"},
        {"fields": {"over": "12.00", "overpayment": "o-1"}, "remote_id": "o-1"},
        {},
        "no payment before it has its method and its amount",
        BY_HAND,
    ),
    "another order": (
        {"told": {"orderId": 2002}},
        {},
        {},
        "no payment before it has its method and its amount",
        BY_HAND,
    ),
}


@pytest.mark.parametrize(("receipt", "back", "desk", "why", "hint"), BY_PERSON.values(), ids=BY_PERSON)
def test_what_cannot_be_taken_back_is_for_a_person(receipt: Raw, back: Raw, desk: Raw, why: str, hint: str) -> None:
    reversal = a_reversal(**back)
    at = a_desk(a_receipt(**receipt), reversal, **desk)

    at.take_back(reversal)

    assert (at.done, list(at.failed)) == ([], ["9002"])
    problem = at.failed["9002"]
    assert (problem.error_class, problem.message, problem.hint) == (
        ErrorClass.DATA,
        f"12.00 went back on the order, and is not in Xero: {why}",
        hint,
    )


@pytest.mark.parametrize("day", [CAME, WENT])
def test_on_a_locked_day_nothing_is_begun(day: str) -> None:
    desk = a_desk(a_receipt(), a_reversal(), locked=[day])

    desk.take_back(a_reversal())

    assert desk.done == []
    assert desk.failed["9002"].error_class == ErrorClass.DEPENDENCY
    assert desk.failed["9002"].message == f"12.00 went back on the order, and is not in Xero: {day} is locked"


def too_much(name: str, **changes: Any) -> Record:
    """A payment of 12.00 of which 2.00 was too much."""
    return a_receipt(name, fields={"paid": "10.00", "over": "2.00", "overpayment": f"o-{name}", **changes})


def test_a_payment_that_went_as_a_whole_brought_nothing_too_much() -> None:
    back = a_reversal(amount="1.00")
    desk = a_desk(a_receipt(), back)

    desk.take_back(back)

    assert (desk.done, list(desk.failed)) == ([], ["9002"])


EXCESS: dict[str, tuple[list[Record], str | None]] = {
    "an overpayment": ([too_much("9001")], "o-9001"),
    "the newest of two": ([too_much("899"), too_much("9001"), too_much("900")], "o-9001"),
    "of its amount": ([too_much("900"), too_much("9001", over="1.00", paid="11.00")], "o-900"),
    "of those before it": ([too_much("900"), too_much("9003")], "o-900"),
    "of its method": (
        [too_much("900"), replace(too_much("9001"), document=a_receipt("9001", told=GIFT).document)],
        "o-900",
    ),
    "of its order": (
        [too_much("900"), replace(too_much("9001"), document=a_receipt("9001", told={"orderId": 2002}).document)],
        "o-900",
    ),
    "none": ([a_receipt(fields={"paid": "12.00"})], None),
    "cents that were left out": ([a_receipt(fields={"paid": "10.00", "cents": "2.00"})], None),
}


@pytest.mark.parametrize(("receipts", "overpayment"), EXCESS.values(), ids=EXCESS)
def test_what_was_paid_too_much_is_refunded_from_the_newest_payment_that_brought_it(
    receipts: list[Record], overpayment: str | None
) -> None:
    back = a_reversal(amount="2.00")
    desk = a_desk(*receipts, back)

    desk.take_back(back)

    assert [one.payload["Overpayment"]["OverpaymentID"] for _, one in desk.posted] == (
        [overpayment] if overpayment else []
    )
    assert ("9002" in desk.failed) is not bool(overpayment)


def test_the_refund_of_what_was_paid_too_much_says_so() -> None:
    back = a_reversal(amount="2.00")
    desk = a_desk(too_much("9001"), back)

    desk.take_back(back)

    assert desk.done == ["payments 9002"]
    assert said(desk.posted[0][1]) == {
        "payload": {**REFUND, "Overpayment": {"OverpaymentID": "o-9001"}, "Amount": Decimal("2.00")},
        "total": Decimal("2.00"),
        "notes": ("it pays back what payment 9001 brought too much: an overpayment in Xero, refunded on 2026-11-23",),
    }


def test_a_rest_that_was_held_goes_as_an_overpayment_first() -> None:
    back = a_reversal(amount="2.00")
    desk = a_desk(a_receipt(fields={"paid": "10.00"}), back)

    desk.take_back(back)

    assert desk.done == ["overpayments 9001", "payments 9002"]
    over, refund = (said(one) for _, one in desk.posted)
    (line,) = over["payload"]["LineItems"]
    assert (line["UnitAmount"], over["total"], over["fields"]) == (
        Decimal("2.00"),
        Decimal("2.00"),
        {"paid": "10.00", "over": "2.00"},
    )
    assert (over["notes"], over["begins"]) == (
        ("2.00 was more than was due and is an overpayment in Xero",),
        "2.00 of payment 9001, which was taken back",
    )
    assert refund["payload"]["Overpayment"] == {"OverpaymentID": "o-1"}
