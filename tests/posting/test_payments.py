"""What is made of a payment: an envelope, a reason to wait, or one for which there is nothing to send."""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from shared.errors import HeldError, InvalidDataError
from shared.mapping.payments import payment_fingerprint
from shared.mapping.references import Mapped
from shared.posting.envelopes import Envelope
from shared.posting.payment_records import refuse_change
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.status import Status
from tests.posting.paying import CREDIT, INVOICE, LEFT, Raw, a_desk, a_paid, carried
from tests.records.builders import AT, a_problem

KNOWN = {record.key: record for record in (INVOICE, CREDIT)}
PAYLOAD: Raw = {"Invoice": {"InvoiceID": "i-1"}, "Amount": Decimal("12.00"), "Reference": "BP 9001"}
OUT: Raw = {"paymentType": "PAYMENT"}


def what_is_said(envelope: Envelope) -> tuple[object, ...]:
    return (
        envelope.source_hash,
        envelope.payload,
        envelope.fingerprint,
        envelope.total,
        envelope.remote_id,
        envelope.notes,
        envelope.left,
    )


def test_a_payment_is_mapped_and_names_its_document_as_xero_knows_it() -> None:
    record, there = a_paid(), carried(notes=("noted",))
    fingerprint, desk = payment_fingerprint(record.document), a_desk()

    made, known = (desk.payments.envelope(one, KNOWN) for one in (record, there))

    assert what_is_said(made) == ("source-1", PAYLOAD, fingerprint, Decimal(12), "", ("mapped",), None)
    assert what_is_said(known) == ("source-1", PAYLOAD, fingerprint, Decimal(12), "x-1", ("noted",), None)
    assert made.record == record


def test_what_is_written_off_of_it_is_left() -> None:
    desk = a_desk(mapped={"9001": Mapped(payload={}, left=LEFT)})

    assert desk.payments.envelope(a_paid(), KNOWN).left == LEFT


FAILED = Failure(problem=a_problem(), attempts=1, at=AT, settings_version=1)
CREDITED = replace(INVOICE, fields={"credited": "SI-2001"})
CHANGING = replace(INVOICE, status=Status.UPDATED)
WAITS: dict[str, tuple[Record, Record | None, Raw, str]] = {
    "it has no document": (a_paid(told={"document": None}), INVOICE, {}, "waits until its document is in Xero"),
    "its document is not known": (a_paid(), None, {}, "waits until its document is in Xero"),
    "its document is not in Xero": (
        a_paid(),
        replace(INVOICE, remote_id=""),
        {},
        "waits until sales invoice SI-2001 is in Xero",
    ),
    "its document was credited": (
        a_paid(),
        CREDITED,
        {},
        "waits until the order of sales invoice SI-2001, which was credited, is invoiced again",
    ),
    "its document is being changed": (
        a_paid(),
        CHANGING,
        {},
        "waits until the change of sales invoice SI-2001 is in Xero",
    ),
    "its document is a draft": (
        a_paid(),
        INVOICE,
        {"drafts": ["i-1"]},
        "waits until sales invoice SI-2001 is approved in Xero",
    ),
    "its document is a draft on a locked day": (
        a_paid(),
        INVOICE,
        {"drafts": ["i-1"], "locked": "its day is locked"},
        "waits until sales invoice SI-2001 is approved in Xero; its day is locked",
    ),
    "it was deleted": (a_paid(told={"withdrawn": "it was deleted"}), INVOICE, {}, "it was deleted"),
}


@pytest.mark.parametrize(("record", "document", "changes", "why"), WAITS.values(), ids=WAITS)
def test_what_has_to_wait_says_for_what(record: Record, document: Record | None, changes: Raw, why: str) -> None:
    with pytest.raises(HeldError) as waits:
        a_desk(**changes).payments.envelope(record, {document.key: document} if document else {})

    assert waits.value.message == why


def test_the_day_of_a_draft_is_that_on_which_it_was_posted() -> None:
    desk = a_desk(drafts=["i-1"])
    moved = replace(INVOICE, fields={"moved_to": "2026-12-01"})

    for document in (INVOICE, moved):
        with pytest.raises(HeldError):
            desk.payments.envelope(a_paid(), {document.key: document})

    assert desk.days == [date(2026, 11, 20), date(2026, 12, 1)]


def test_what_takes_a_change_and_an_approval_at_any_time_is_not_waited_for() -> None:
    desk = a_desk(drafts=["i-1"])

    assert desk.plain.envelope(a_paid(), {CHANGING.key: CHANGING}).payload == PAYLOAD


def test_a_deleted_payment_that_is_in_xero_is_as_it_was_there() -> None:
    assert a_desk().payments.envelope(carried(told={"withdrawn": "it was deleted"}), KNOWN).remote_id == "x-1"


RESTS: dict[str, tuple[Record, tuple[str, ...]]] = {
    "its money came back": (
        a_paid(told={"document": None, "deposit": {"returned": True}}),
        ("its order was never invoiced, and all money on it went back: there is nothing to post",),
    ),
    "it was taken back": (a_paid(fields={"taken_back": ""}, notes=("noted",)), ("noted",)),
    "it takes another back": (a_paid(told=OUT), ("it takes a payment of its order back",)),
}


@pytest.mark.parametrize(("record", "notes"), RESTS.values(), ids=RESTS)
def test_of_some_there_is_nothing_to_send(record: Record, notes: tuple[str, ...]) -> None:
    made = a_desk().payments.envelope(record, KNOWN)

    assert (made.payload, made.notes, made.fingerprint) == ({}, notes, payment_fingerprint(record.document))


def test_money_out_takes_something_back_only_where_xero_knows_reversals() -> None:
    made = a_desk().plain.envelope(a_paid(told=OUT), KNOWN)

    assert made.payload == PAYLOAD


def test_what_takes_back_what_was_credited_does_not_wait() -> None:
    assert a_desk().payments.envelope(a_paid(told=OUT), {CREDITED.key: CREDITED}).payload == {}


def test_what_was_changed_after_it_had_gone_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="was changed after"):
        a_desk().payments.envelope(a_paid(remote_id="x-1", posted="other"), KNOWN)
    with pytest.raises(InvalidDataError):
        refuse_change(a_paid(told={"deleted": True}))
