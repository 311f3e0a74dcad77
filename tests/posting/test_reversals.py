"""What becomes of a payment and of the reversal that takes it back, and in which order it is done."""

from decimal import Decimal
from typing import Any

import pytest

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.standing import Standing
from shared.records.status import Status
from tests.posting.reversing import CAME, GIFT, REFUND, Raw, a_copy, a_desk, a_receipt, a_reversal, not_sent, said
from tests.records.builders import AT, a_problem

OVERPAID: Raw = {
    "Type": "RECEIVE-OVERPAYMENT",
    "Contact": {"ContactID": "contact of i-1"},
    "BankAccount": {"AccountID": "acc-1"},
    "Date": CAME,
    "LineAmountTypes": "NoTax",
    "CurrencyCode": "GBP",
    "LineItems": [
        {"Description": "Paid too much on order 2001: payment 9001", "Quantity": 1, "UnitAmount": Decimal("12.00")}
    ],
    "Url": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2001&payment=9001",
}
REFUNDED = (
    "it refunds payment 9001 of 2026-11-20 without a sales credit: that is an overpayment in Xero, refunded on 2026-11-23,"
    " and sales invoice SI-2001 is open again"
)
BEGINS = "12.00 of payment 9001, which was taken back"


def test_of_two_days_both_movements_stay_as_an_overpayment_that_is_refunded() -> None:
    back = a_reversal(notes=("an older note",))
    desk = a_desk(a_receipt(fields={"a": 1}), back)

    desk.take_back(back)

    assert desk.done == [
        "overpayments 9002",
        "wrote 9001",
        "reopened 2001",
        "deleted x-1",
        "payments 9002",
    ]
    (_, over), (_, refund) = desk.posted
    left = over.left
    assert said(over) == {
        "payload": OVERPAID,
        "total": Decimal("12.00"),
        "fields": {"over": "12.00"},
        "begins": BEGINS,
        "left": left,
    }
    assert (over.notes, over.record) == ((), back)
    assert left is not None
    assert (left.error_class, left.message, left.hint) == (
        ErrorClass.TRANSIENT,
        "payment 9001 is an overpayment in Xero by now, which is not refunded yet",
        "it goes on by itself",
    )
    assert said(refund) == {"payload": REFUND, "total": Decimal("12.00"), "notes": (REFUNDED,)}
    assert refund.record.fields == {"over": "12.00", "overpayment": "o-1"}
    receipt = desk.now("9001")
    assert (receipt.remote_id, receipt.fields, receipt.notes, receipt.changed_at) == (
        "",
        {"a": 1, "taken_back": "x-1"},
        ("payment 9002 took it back",),
        AT,
    )
    assert (desk.rested, desk.failed, desk.settled, desk.asked) == ([], {}, {receipt.key}, [[2001]])


def test_of_one_day_the_copy_is_deleted_and_nothing_is_sent() -> None:
    back = a_reversal(day=CAME)
    desk = a_desk(a_receipt(), back)

    desk.take_back(back)

    assert desk.done == ["wrote 9001", "reopened 2001", "deleted x-1"]
    (rested,) = desk.rested
    assert said(rested) == {"notes": ("it takes back payment 9001 of the same day, whose copy in Xero was deleted",)}
    assert rested.record == back
    assert (desk.now("9001").remote_id, desk.now("9001").fields) == ("", {"taken_back": "x-1"})


BEGUN: dict[str, tuple[Record, Record, Raw, list[str]]] = {
    "its overpayment is there": (
        a_receipt(),
        a_reversal(fields={"over": "12.00", "overpayment": "o-1"}, remote_id="o-1"),
        {"x-1": a_copy(IsReconciled=True)},
        ["wrote 9001", "reopened 2001", "deleted x-1", "payments 9002"],
    ),
    "its payment has let go": (
        a_receipt(remote_id="", fields={"taken_back": "x-1"}),
        a_reversal(fields={"over": "12.00", "overpayment": "o-1"}, remote_id="o-1"),
        {"x-1": a_copy()},
        ["reopened 2001", "deleted x-1", "payments 9002"],
    ),
    "the copy is gone": (
        a_receipt(remote_id="", fields={"taken_back": "x-1"}),
        a_reversal(fields={"over": "12.00", "overpayment": "o-1"}, remote_id="o-1"),
        {"x-1": a_copy(Status="DELETED")},
        ["payments 9002"],
    ),
    "of one day its payment has let go": (
        a_receipt(remote_id="", fields={"taken_back": "x-1"}),
        a_reversal(day=CAME),
        {"x-1": a_copy()},
        ["reopened 2001", "deleted x-1"],
    ),
    "of one day there was no copy": (
        a_receipt(remote_id="", fields={"taken_back": ""}),
        a_reversal(day=CAME),
        {"": a_copy(IsReconciled=True)},
        [],
    ),
    "it is refunded": (
        a_receipt(remote_id="", fields={"taken_back": "x-1"}),
        a_reversal(fields={"overpayment": "o-1"}, remote_id="refund-1", notes=("refunded",)),
        {"x-1": a_copy()},
        [],
    ),
}


@pytest.mark.parametrize(("receipt", "back", "copies", "done"), BEGUN.values(), ids=BEGUN)
def test_who_takes_over_goes_on_from_there(receipt: Record, back: Record, copies: Raw, done: list[str]) -> None:
    desk = a_desk(receipt, back, copies=copies)

    desk.take_back(back)

    assert (desk.done, desk.failed) == (done, {})
    refunds = [one for _, one in desk.posted]
    assert [said(one) for one in refunds] == [
        {"payload": REFUND, "total": Decimal("12.00"), "notes": (REFUNDED,)} for _ in refunds
    ]


def test_what_is_refunded_rests_with_what_was_said_of_it() -> None:
    back = a_reversal(remote_id="refund-1", notes=("it was refunded",))
    desk = a_desk(a_receipt(), back)

    desk.take_back(back)

    assert desk.done == []
    assert [(one.record.id, said(one)) for one in desk.rested] == [("9002", {"notes": ("it was refunded",)})]


def test_what_has_not_become_an_overpayment_is_gone_on_with_later() -> None:
    desk = a_desk(a_receipt(), a_reversal(), arrives=False)

    desk.take_back(a_reversal())

    assert (desk.done, desk.failed) == (["overpayments 9002"], {})
    assert desk.now("9001") == a_receipt()


RESTS: dict[str, tuple[Record, Record, dict[str, Raw], bool]] = {
    "it rests": (
        a_receipt(remote_id="", notes=("it moves no money",)),
        a_reversal(),
        {"9002": {"notes": ("payment 9001, which it takes back, was not sent",)}},
        False,
    ),
    "it is in the archive": (
        a_receipt(**not_sent(status=Status.ARCHIVE)),
        a_reversal(day=CAME),
        {"9002": {"notes": ("payment 9001, which it takes back, was not sent",)}},
        False,
    ),
    "its method moves no money": (
        a_receipt(**not_sent(), told=GIFT),
        a_reversal(told=GIFT),
        {
            "9001": {"notes": ("GIFT moves no money, so none was sent",)},
            "9002": {"notes": ("payment 9001, which it takes back, was not sent",)},
        },
        True,
    ),
    "both are of one day": (
        a_receipt(**not_sent()),
        a_reversal(day=CAME),
        {
            "9001": {
                "notes": ("it and payment 9002 are of one day and take each other back: neither was sent",),
                "fields": {"taken_back": ""},
            },
            "9002": {"notes": ("it and payment 9001 are of one day and take each other back: neither was sent",)},
        },
        True,
    ),
}


@pytest.mark.parametrize(("receipt", "back", "rested", "settled"), RESTS.values(), ids=RESTS)
def test_where_the_payment_was_not_sent_nothing_is(
    receipt: Record, back: Record, rested: dict[str, Raw], settled: bool
) -> None:
    desk = a_desk(receipt, back)

    desk.take_back(back)

    assert (desk.done, desk.failed) == ([], {})
    assert {one.record.id: said(one) for one in desk.rested} == rested
    assert desk.settled == ({receipt.key} if settled else set())


def test_of_two_days_a_payment_that_was_not_sent_goes_as_an_overpayment_that_is_refunded() -> None:
    desk = a_desk(a_receipt(**not_sent()), a_reversal())

    desk.take_back(a_reversal())

    assert desk.done == ["overpayments 9001", "payments 9002"]
    (_, over), (_, refund) = desk.posted
    assert said(over) == {
        "payload": OVERPAID,
        "total": Decimal("12.00"),
        "fields": {"over": "12.00"},
        "notes": ("12.00 was more than was due and is an overpayment in Xero",),
        "begins": BEGINS,
    }
    assert said(refund) == {"payload": REFUND, "total": Decimal("12.00"), "notes": (REFUNDED,)}
    assert desk.settled == {(Kind.SALES_PAYMENT, "9001")}


def test_the_copy_that_an_earlier_table_has_posted_is_found_and_deleted() -> None:
    back = a_reversal(day=CAME)
    desk = a_desk(a_receipt(**not_sent()), back, since=AT)

    desk.take_back(back)

    assert desk.done == ["wrote 9001", "wrote 9001", "reopened 2001", "deleted x-1"]
    found, let_go = desk.store.changes
    assert (found.after.remote_id, found.links) == ("x-1", ("x-1",))
    assert (let_go.after.remote_id, let_go.after.fields) == ("", {"taken_back": "x-1"})
    assert desk.settled == {(Kind.SALES_PAYMENT, "9001")}, "this run posts it no more"
    assert (list(desk.failed), [one.record.id for one in desk.rested]) == ([], ["9002"])


def test_of_two_days_the_copy_of_an_earlier_table_becomes_the_overpayment() -> None:
    desk = a_desk(a_receipt(**not_sent()), a_reversal(), since=AT)

    desk.take_back(a_reversal())

    assert desk.done == [
        "wrote 9001",
        "overpayments 9002",
        "wrote 9001",
        "reopened 2001",
        "deleted x-1",
        "payments 9002",
    ]


def test_while_that_is_on_its_way_its_refund_waits() -> None:
    desk = a_desk(a_receipt(**not_sent()), a_reversal(), arrives=False)

    desk.take_back(a_reversal())

    assert desk.done == ["overpayments 9001", "wrote 9002"]
    assert desk.now("9002").held == "waits until payment 9001 is in Xero, of which 12.00 went back"


def test_a_payment_that_is_an_overpayment_already_is_refunded_from_that() -> None:
    desk = a_desk(a_receipt(fields={"deposit": "12.00", "overpayment": "o-1"}), a_reversal())

    desk.take_back(a_reversal())

    assert desk.done == ["payments 9002"]
    assert said(desk.posted[0][1]) == {"payload": REFUND, "total": Decimal("12.00"), "notes": (REFUNDED,)}
    assert desk.settled == {(Kind.SALES_PAYMENT, "9001")}


def stuck(name: str, order: int = 2001, **changes: Any) -> Record:
    failure = Failure(problem=a_problem(), attempts=1, at=AT, settings_version=1)
    return a_receipt(name, told={"orderId": order}, **not_sent(status=Status.ERROR, failure=failure, **changes))


def test_once_it_is_taken_back_those_that_found_the_document_paid_are_tried_again() -> None:
    others = [
        stuck("9003"),
        stuck("9004", order=2002),
        stuck("9005", apart=Standing.WITHDRAWN),
    ]
    one_day, elsewhere = a_reversal(day=CAME), a_reversal("9006", amount="5.00", told={"orderId": 2002})
    desk = a_desk(a_receipt(), one_day, elsewhere, *others)

    desk.take_back(one_day, elsewhere)

    assert [desk.now(one.id).status for one in others] == [Status.PENDING, Status.ERROR, Status.ERROR]
    assert desk.asked == [[2001, 2002]]
    assert list(desk.failed) == ["9006"]


def test_what_has_not_been_taken_back_wakes_nobody() -> None:
    desk = a_desk(a_receipt(), a_reversal(), stuck("9003"), arrives=False)

    desk.take_back(a_reversal())

    assert desk.now("9003").status == Status.ERROR


def test_each_payment_is_taken_back_once() -> None:
    backs = [a_reversal(name, day=CAME) for name in ("9005", "9006")]
    receipts = [a_receipt("9001", remote_id="x-1"), a_receipt("9002", remote_id="x-2")]
    desk = a_desk(*receipts, *backs, copies={"x-1": a_copy("9001"), "x-2": a_copy("9002")})

    desk.take_back(*backs)

    assert [one for one in desk.done if one.startswith("deleted")] == ["deleted x-2", "deleted x-1"]


@pytest.mark.parametrize(("backs", "time_left"), [([], True), ([a_reversal()], False)], ids=["nothing", "no time"])
def test_without_reversals_or_time_nothing_is_read(backs: list[Record], time_left: bool) -> None:
    desk = a_desk(a_receipt(), *backs, time_left=time_left)

    desk.take_back(*backs)

    assert (desk.asked, desk.done) == ([], [])
