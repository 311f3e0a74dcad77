"""What the shop planted to wait is told apart with what its record says; what says nothing has to be in Xero."""

from typing import Any

from sandbox.proof.waiting import Waiting, waiting
from shared.kinds import Kind
from shared.records.record import Key, Record
from shared.records.status import Status
from shared.records.transitions import failed
from tests.proof.builders import a_payment, an_order
from tests.records.builders import AT, a_problem, a_record

PLANTED = {"kind": "sales_invoice", "id": 2001, "number": "SI-1", "why": "its item is tracked and has no stock"}
INVOICE: Key = (Kind.SALES_INVOICE, "2001")
PAYMENT: Key = (Kind.SALES_PAYMENT, "9001")


def an_error(message: str) -> Record:
    record = failed(a_record(), a_problem(message=message), settings_version=1, at=AT)
    assert record is not None
    return record


def told(records: dict[Key, Record], *, planted: Any = (PLANTED,), **how: Any) -> list[Waiting]:
    order = an_order(contact_id=20101, rows={"1": {"product_id": 1007}})
    shop = {"orders": {"2001": order}, "payments": {"9001": a_payment(), "9002": a_payment(order_id=1)}}
    return waiting({**shop, "planted": planted}, lambda kind, number: records.get((kind, number)), **how)


def test_a_planted_document_is_told_with_its_error_and_that_of_its_payment() -> None:
    (one,) = told({INVOICE: an_error("no items to sell"), PAYMENT: a_record(held="its invoice is not in Xero yet")})

    assert one.name == "sales_invoice SI-1"
    assert one.sentences == (
        "sales_invoice SI-1 waits (its item is tracked and has no stock): no items to sell",
        "  its payment 9001: its invoice is not in Xero yet",
    )
    assert set(one.keys) == {INVOICE, PAYMENT, (Kind.CONTACT, "20101"), (Kind.PRODUCT, "1007")}


def test_a_payment_that_is_not_known_yet_waits_for_its_document() -> None:
    (one,) = told({INVOICE: an_error("no items to sell")})

    assert one.sentences[1:] == ("  its payment 9001: it waits for its document",)


def test_a_payment_that_has_gone_all_the_same_is_told_as_that() -> None:
    (one,) = told({INVOICE: an_error("another tax"), PAYMENT: a_record(status=Status.SENT, remote_id="x-1")})

    assert one.sentences[1:] == ("  its payment 9001: it has gone",)


def test_a_planted_document_that_says_nothing_is_not_told() -> None:
    assert told({}) == []
    assert told({INVOICE: a_record(status=Status.SENT)}) == []


def test_nothing_planted_reads_no_record() -> None:
    assert told({INVOICE: an_error("no items to sell")}, planted=()) == []
    assert waiting({"orders": {}, "payments": {}}, lambda *_: None) == []


def test_what_others_name_is_told_in_the_same_way() -> None:
    (one,) = told({INVOICE: an_error("another tax")}, planted=(), also=[{**PLANTED, "why": "Xero's own tax"}])

    assert one.sentences[0] == "sales_invoice SI-1 waits (Xero's own tax): another tax"
