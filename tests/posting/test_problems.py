"""What a record's Error says when neither its mapping nor a refusal caused it: a sentence, and what to do."""

from collections.abc import Callable, Sequence
from typing import Any, Final

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind
from shared.posting import problems
from shared.posting.envelopes import Envelope, Failing, Part
from shared.posting.target import Element
from shared.records.record import Record, Summary
from shared.records.status import Status
from tests.records.builders import a_problem, a_record

DATA, TRANSIENT, DEPENDENCY = ErrorClass.DATA, ErrorClass.TRANSIENT, ErrorClass.DEPENDENCY
BILL: dict[str, Any] = {"kind": Kind.PURCHASE_INVOICE, "summary": Summary(number="MILL-7")}
OTHER: Final = a_record("2002", kind=Kind.PRODUCT, summary=Summary(number="TEE"))
THERE: Final = a_record("1001", remote_id="xero-1", remote_number="MILL-7", **BILL)
COME: Final = a_record("1002", **BILL)
LATER: Final = a_record("1003", **BILL)
WHY: Final = a_problem(ErrorClass.MAPPING, "nominal code 9999 has no account")

SAID: Final[dict[str, tuple[Callable[[], Problem], ErrorClass, str, str]]] = {
    "another total, to be tried again": (
        lambda: problems.different("the total is 1.00", Element(key=()), TRANSIENT),
        TRANSIENT,
        "it has arrived, but it is not right: the total is 1.00",
        "it is amended by itself with the next cycle, never created a second time",
    ),
    "a dropped line, to be corrected": (
        lambda: problems.different("a line is gone", Element(key=(), warnings=("Odd", "Strange")), DATA),
        DATA,
        "it has arrived, but it is not right: a line is gone (Odd; Strange)",
        "correct it in Brightpearl or in Xero, then retry: it is amended, never created a second time",
    ),
    "the same number": (
        lambda: problems.same_as(OTHER),
        DATA,
        "it has the same number as product TEE (Brightpearl id 2002); the two could not be told apart",
        "give one of the two another invoice reference in Brightpearl (a product: another SKU)",
    ),
    "another record's": (
        lambda: problems.taken(OTHER),
        DATA,
        "it is there already, and belongs to product TEE (Brightpearl id 2002)",
        "give one of the two another number in Brightpearl, or archive the one that was entered twice",
    ),
    "another order of its bill cannot go": (
        lambda: problems.stopped_by(COME, "its tax is wrong"),
        DEPENDENCY,
        "the bill MILL-7 also has order 1002, which cannot go: its tax is wrong",
        "put order 1002 right, or archive it; then this one goes by itself",
    ),
    "its bill takes no more orders": (
        lambda: problems.no_room([THERE, COME], WHY),
        ErrorClass.MAPPING,
        "the bill MILL-7 is in Xero already, with order 1001, 1002, and cannot be given this one too:"
        " nominal code 9999 has no account",
        "give this order an invoice reference of its own in Brightpearl; or make room for it on the bill in Xero (take its"
        " payment off, open its period), then retry",
    ),
    "it has left its bill": (
        lambda: problems.left(THERE, [COME.key, LATER.key]),
        DEPENDENCY,
        "in Xero it is on the bill MILL-7 together with order 1002, 1003, and now they differ in supplier, invoice reference,"
        " tax date, currency or exchange rate",
        "make them agree again in Brightpearl, then they go by themselves; or correct the bill in Xero and archive this one",
    ),
    "paid in Xero": (
        lambda: problems.PAID_THERE,
        DATA,
        "nothing is open on the document in Xero: it was paid there by a payment that is none of ours",
        "compare the two: where it is this very payment, archive this record; where the customer has paid twice, refund it in"
        " Brightpearl, or enter it in Xero as an overpayment",
    ),
    "paid in Xero by ours": (
        lambda: problems.PAID_BY_OURS,
        TRANSIENT,
        "nothing is open on the document in Xero: it was paid there by another payment of ours, whose answer was lost",
        "it is tried again by itself, once that one is known to be there",
    ),
    "used in Xero": (
        lambda: problems.USED_ALREADY,
        DATA,
        "the overpayment that it pays back is used in Xero, for an invoice perhaps",
        "take the allocation off the overpayment in Xero, then retry: the refund goes, and that invoice is open again",
    ),
    "lost": (
        lambda: problems.LOST,
        TRANSIENT,
        "the answer was lost on the way and nothing has arrived",
        "it is tried again by itself; if it keeps failing, look at the document for anything unusual",
    ),
    "unfinished": (
        lambda: problems.UNFINISHED,
        TRANSIENT,
        "it has arrived, but the answer was lost, and its total is not right yet",
        "it is amended by itself, never created a second time",
    ),
    "not to be found": (
        lambda: problems.PHANTOM,
        TRANSIENT,
        "the other system says that it exists already, but it cannot be found there",
        "it is tried again by itself; if it keeps failing, look there for a voided or archived one with the same number",
    ),
    "never right": (
        lambda: problems.UNSETTLED,
        DATA,
        "it still differs from what is there, after several attempts to put it right",
        "look at its history, which shows what was tried; correct it by hand, then retry",
    ),
}


@pytest.mark.parametrize(("said", "error_class", "message", "hint"), SAID.values(), ids=SAID)
def test_an_error_says_what_is_wrong_and_what_to_do(
    said: Callable[[], Problem], error_class: ErrorClass, message: str, hint: str
) -> None:
    assert said() == Problem(error_class=error_class, message=message, hint=hint)


def a_part(record: Record) -> Part:
    return Part(record=record, source_hash="source-1", fingerprint="payload-1")


def a_bill(first: Record, *others: Record) -> Envelope:
    parts = tuple(map(a_part, others))
    return Envelope(record=first, source_hash="source-1", payload={}, fingerprint="payload-1", others=parts)


def said_of(failing: Failing) -> Sequence[Problem]:
    return [problems.problem_of_part(failing, part) for part in failing.envelope.parts]


def test_a_record_alone_says_first_which_money_it_is_about() -> None:
    failing = Failing(envelope=replace(a_bill(THERE), begins="a deposit of 12.00 on order 2001"), problem=WHY)

    assert said_of(failing) == [replace(WHY, message=f"a deposit of 12.00 on order 2001: {WHY.message}")]


def test_a_record_alone_says_its_own_problem() -> None:
    assert said_of(Failing(envelope=a_bill(COME), problem=WHY)) == [WHY]


def test_of_a_new_bill_the_first_order_says_why_and_the_others_that_they_go_with_it() -> None:
    stopped = problems.stopped_by(COME, WHY.message)

    assert said_of(Failing(envelope=a_bill(COME, LATER), problem=WHY)) == [WHY, stopped]


def test_of_a_bill_that_is_there_its_order_says_why_and_a_new_one_that_it_has_no_room() -> None:
    failing = Failing(envelope=a_bill(COME, THERE), problem=WHY)

    assert said_of(failing) == [problems.no_room([THERE], WHY), WHY]


def test_of_a_bill_that_has_arrived_with_a_fault_no_order_is_without_room() -> None:
    failing = Failing(envelope=a_bill(COME, THERE), problem=WHY, element=Element(key=(), remote_id="xero-1"))

    assert said_of(failing) == [problems.stopped_by(THERE, WHY.message), WHY]


def test_an_order_that_rests_is_not_the_one_to_say_why() -> None:
    resting = replace(THERE, status=Status.SENT, due_step=None)

    failing = Failing(envelope=a_bill(resting, COME), problem=WHY, element=Element(key=(), remote_id="xero-1"))

    assert problems.problem_of_part(failing, a_part(COME)) == WHY
