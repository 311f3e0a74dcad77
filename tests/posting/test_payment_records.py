"""What becomes of a payment that was changed or deleted after it had been carried over: an Error that says where it is left."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, InvalidDataError, Problem, RecordError
from shared.kinds import Kind, System
from shared.mapping.payments import payment_fingerprint
from shared.posting.payment_records import (
    check_days,
    document_of,
    is_being_changed,
    is_refunded,
    is_reversal,
    is_taken_back,
    let_go,
    movement_of,
    other_side,
    refuse_change,
    refuse_deleted_order,
    source_of,
)
from shared.records.failure import Failure, retries_by_itself
from shared.records.record import Record
from shared.records.status import Status
from tests.records.builders import AT, a_problem, a_record

DOCUMENT: dict[str, Any] = {
    "document": ["sales_invoice", 2001],
    "from": ["sales_credit", 2002],
    "amountPaid": Decimal("12.00"),
    "paymentType": "RECEIPT",
}


def a_payment(origin: System = System.XERO, *, told: dict[str, Any] | None = None, **changes: Any) -> Record:
    document = {**DOCUMENT, **(told or {})}
    return a_record("9001", kind=Kind.SALES_PAYMENT, origin=origin, document=document, **changes)


CARRIED: dict[str, Any] = {"remote_id": "bp-77", "remote_number": "77"}
GONE: dict[str, tuple[Record, str, str]] = {
    "its copy is in Brightpearl": (
        a_payment(told={"deleted": True}, **CARRIED),
        "the payment was deleted in Xero; its copy in Brightpearl is payment 77",
        "delete the copy too, then archive this record; a payment that is entered in Xero again is carried over again",
    ),
    "never carried over": (
        a_payment(told={"deleted": True, "kind": "payment"}),
        "the payment was deleted in Xero; it was never carried over",
        "archive this record",
    ),
    "an allocation": (
        a_payment(told={"deleted": True, "kind": "credit_note_used"}),
        "the credit note used was taken off the document in Xero; it was never carried over",
        "archive this record",
    ),
    "it is Brightpearl's": (
        a_payment(System.BRIGHTPEARL, told={"deleted": True}, **CARRIED),
        "the payment was deleted in Xero; in Brightpearl it is still there as payment 9001",
        "delete it in Brightpearl too, or enter it in Xero again with the same date, amount and account: either settles this"
        " record by itself",
    ),
    "changed in Xero": (
        a_payment(**CARRIED),
        "the payment was changed after it had been carried over to Brightpearl, where payments cannot be edited",
        "delete the payment in Brightpearl and enter it there as it should be; then archive this record",
    ),
    "changed in Brightpearl": (
        a_payment(System.BRIGHTPEARL, **CARRIED),
        "the payment was changed after it had been carried over to Xero, where payments cannot be edited",
        "delete the payment in Xero and enter it there as it should be; then archive this record",
    ),
}


@pytest.mark.parametrize(("record", "message", "hint"), GONE.values(), ids=GONE)
def test_what_happens_to_a_payment_afterwards_is_for_a_person(record: Record, message: str, hint: str) -> None:
    with pytest.raises(InvalidDataError) as raised:
        refuse_change(record)

    assert (raised.value.message, raised.value.hint) == (message, hint)


def test_a_payment_that_is_as_it_was_carried_over_or_not_there_yet_is_none_of_these() -> None:
    record = a_payment()

    refuse_change(record)
    refuse_change(replace(record, remote_id="bp-77", posted=payment_fingerprint(record.document)))


def test_nothing_that_was_paid_in_xero_can_be_entered_on_an_order_that_is_deleted() -> None:
    document = a_record(document={"id": 2001, "withdrawn": "order deleted in Brightpearl, seen on 2026-11-23"})

    with pytest.raises(InvalidDataError) as raised:
        refuse_deleted_order(a_payment(System.XERO), document)

    assert raised.value.message.startswith("order deleted in Brightpearl, seen on 2026-11-23: no payment of ")
    refuse_deleted_order(a_payment(System.BRIGHTPEARL), document)
    refuse_deleted_order(a_payment(System.XERO), a_record())


def test_a_payment_names_what_it_pays_and_where_it_comes_from() -> None:
    record = a_payment()

    assert document_of(record) == (Kind.SALES_INVOICE, "2001")
    assert source_of(record) == (Kind.SALES_CREDIT, "2002")
    assert document_of(a_payment(told={"document": None})) is None
    assert source_of(a_payment(told={"from": None})) is None
    assert [other_side(a_payment(one)) for one in System] == [
        System.BRIGHTPEARL if one == System.XERO else System.XERO for one in System
    ]


@pytest.mark.parametrize(
    ("status", "error_class", "changes"),
    [
        (Status.UPDATED, None, True),
        (Status.SENT, None, False),
        (Status.PENDING, None, False),
        (Status.ERROR, ErrorClass.TRANSIENT, True),
        (Status.ERROR, ErrorClass.DATA, False),
    ],
)
def test_a_document_will_still_be_amended_where_that_goes_by_itself(
    status: Status, error_class: ErrorClass | None, changes: bool
) -> None:
    failure = Failure(problem=a_problem(error_class), attempts=1, at=AT, settings_version=1) if error_class else None

    assert is_being_changed(a_record(status=status, failure=failure)) is changes


def test_a_reversal_has_settled_what_it_took_back_and_is_refunded_once_it_has_an_id_of_its_own() -> None:
    assert is_taken_back(a_payment(fields={"taken_back": ""}))
    assert not is_taken_back(a_payment())
    assert is_refunded(a_payment(remote_id="refund-1", fields={"overpayment": "over-1"}))
    assert not is_refunded(a_payment(remote_id="over-1", fields={"overpayment": "over-1"}))
    assert not is_refunded(a_payment())
    assert is_refunded(a_payment(remote_id="refund-1"))


def test_a_payment_that_was_taken_back_rests_and_lets_go_of_its_copy() -> None:
    record = a_payment(System.BRIGHTPEARL, remote_id="x-1", remote_number="n-1", status=Status.UPDATED, fields={"a": 1})

    change = let_go(record, "x-1", "9002", at=AT)

    after = change.after
    assert (after.status, after.remote_id, after.remote_number, after.due_step) == (Status.SENT, "", "", None)
    assert (after.notes, after.fields, after.changed_at) == (
        ("payment 9002 took it back",),
        {"a": 1, "taken_back": "x-1"},
        AT,
    )
    assert after.posted == payment_fingerprint(record.document)
    assert change.before == record
    assert change.event is not None
    assert (change.event.what, change.event.detail) == ("taken back by payment 9002", {"payment": "x-1"})


def test_what_a_payment_moved_has_its_method_and_its_day() -> None:
    moved = movement_of(a_payment(System.BRIGHTPEARL, told={"paymentMethodCode": "BANK", "orderId": 2001}))

    assert (moved.id, moved.method, moved.day, moved.money) == ("9001", "BANK", "2026-11-20", Decimal("12.00"))
    assert movement_of(a_payment(System.BRIGHTPEARL, told={"orderId": 2001})).method == ""
    lines = [{"nominal": "1100", "amount": amount, "order": order} for amount, order in ((12, "2003"), (-12, "2001"))]
    assert movement_of(a_payment(System.BRIGHTPEARL, told={"journal": {"lines": lines}})).money == 0


@pytest.mark.parametrize(
    ("kind", "told", "reversal"),
    [
        (Kind.SALES_INVOICE, {"paymentType": "PAYMENT"}, True),
        (Kind.SALES_INVOICE, {}, False),
        (Kind.SALES_CREDIT, {"paymentType": "PAYMENT"}, False),
        (Kind.SALES_INVOICE, {"paymentType": "PAYMENT", "deposit": {"returned": True}}, False),
        (Kind.SALES_INVOICE, {"paymentType": "PAYMENT", "document": None}, False),
        (Kind.SALES_INVOICE, {"paymentType": "PAYMENT", "document": ["sales_invoice", "2009"]}, False),
    ],
    ids=["money out", "money in", "a refund", "all of it came back", "no document", "a document that is not there"],
)
def test_money_that_went_out_on_an_invoice_is_a_reversal(kind: Kind, told: dict[str, Any], reversal: bool) -> None:
    document = {"totalValue": {"total": Decimal("12.00")}, "currency": {"exchangeRate": "1.000000"}}
    paid = a_record("2001", kind=kind, document=document)
    record = a_payment(System.BRIGHTPEARL, told={"document": [kind.value, "2001"], **told})

    assert is_reversal(record, {paid.key: paid}) is reversal


def test_a_reversal_that_a_lock_stops_goes_by_itself_later() -> None:
    def why_locked(day: date, _system: System) -> str | None:
        return "its day is locked in Xero" if day == date(2026, 11, 23) else None

    check_days(["2026-11-24"], why_locked, a_payment())
    with pytest.raises(RecordError) as stopped:
        check_days(["2026-11-24", "2026-11-23"], why_locked, a_payment())

    problem = Problem.of(stopped.value)
    assert retries_by_itself(Failure(problem=problem, attempts=99, at=AT, settings_version=1))
    assert problem.message == "12.00 went back on the order, and is not in Xero: its day is locked in Xero"
    assert problem.hint.startswith("it goes by itself once the lock date is moved in Xero")
    assert "enter 12.00 as an overpayment" in problem.hint
