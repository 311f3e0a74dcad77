"""What keeps the copy of a payment in Xero that somebody wants deleted there."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from shared.errors import UnmappableError
from shared.kinds import Kind, System
from shared.mapping.payments import PaidDocument
from shared.mapping.references import Mapped
from shared.posting.kept_copies import LOCKED, VOID_IT, Keeper
from shared.records.apart import BY_HAND
from shared.records.record import Record
from tests.records.builders import a_record

COPY: dict[str, Any] = {
    "Reference": "BP 9001 CARD",
    "Account": {"AccountID": "acc-1", "Code": "090"},
    "Date": "2026-11-20T00:00:00",
    "Amount": 12.0,
}
ORDER = {"id": 2001, "totalValue": {"total": Decimal("12.00")}, "currency": {"exchangeRate": "1.000000"}}
DOCUMENT = a_record("2001", kind=Kind.SALES_INVOICE, document=ORDER)
POSTED: dict[str, Any] = {"Account": {"Code": "090"}, "Date": "2026-11-20", "Amount": Decimal("12.00")}


def a_payment(*, fields: dict[str, str] | None = None, **document: Any) -> Record:
    told = {"withdrawn": "payment deleted", **document}
    record = a_record("9001", kind=Kind.SALES_PAYMENT, document=told, remote_id="x-1", fields=fields)
    return replace(record, summary=replace(record.summary, reference="SI-2001"))


def a_keeper(posted: dict[str, Any] | None = None, locked: str | None = None) -> Keeper:
    def why_locked(day: date, system: System) -> str | None:
        assert (day, system) == (date(2026, 11, 20), System.XERO)
        return locked

    payload = POSTED if posted is None else posted
    return Keeper(map_payment=lambda _payment, _paid: Mapped(payload=payload), why_locked=why_locked)


def test_a_copy_that_is_as_it_was_posted_may_go() -> None:
    assert a_keeper().why(a_payment(), COPY, DOCUMENT) is None


@pytest.mark.parametrize(
    ("record", "copy", "document", "why", "hint"),
    [
        (a_payment(), None, DOCUMENT, "it is none of Xero's payments", BY_HAND),
        (
            a_payment(fields={"overpayment": "o-1"}),
            COPY,
            DOCUMENT,
            "all of it, or a part, is an overpayment there",
            VOID_IT,
        ),
        (a_payment(fields={"paid": "7.00"}), COPY, DOCUMENT, "only 7.00 of it has paid SI-2001", BY_HAND),
        (
            a_payment(),
            {**COPY, "IsReconciled": True},
            DOCUMENT,
            "it is reconciled in Xero",
            "unreconcile the payment in Xero and reapply this, or leave it as it is",
        ),
        (
            a_payment(),
            {**COPY, "BatchPaymentID": "b-1"},
            DOCUMENT,
            "it is part of a batch payment in Xero",
            "delete the whole batch payment in Xero and enter its other payments anew, or leave it as it is",
        ),
        (a_payment(), {**COPY, "Reference": ""}, DOCUMENT, "it was entered in Xero by a person", BY_HAND),
        (a_payment(), {**COPY, "Amount": 10.0}, DOCUMENT, "it is over 10.00 in Xero, and would be over 12.00", BY_HAND),
        (a_payment(), COPY, None, "it has paid what is not known here any more", BY_HAND),
    ],
)
def test_what_keeps_a_copy_is_said_with_what_to_do(
    record: Record, copy: dict[str, Any] | None, document: Record | None, why: str, hint: str
) -> None:
    kept = a_keeper().why(record, copy, document)

    assert kept is not None
    assert (kept.why, kept.hint) == (why, hint)


def test_a_locked_day_keeps_it() -> None:
    kept = a_keeper(locked="its day is locked").why(a_payment(), COPY, DOCUMENT)

    assert kept is not None
    assert (kept.why, kept.hint) == ("its day is locked", LOCKED)


def test_a_method_that_has_no_account_any_more_or_moves_no_money_by_now_keeps_it() -> None:
    def unmappable(_payment: Any, _paid: PaidDocument) -> Mapped:
        raise UnmappableError("CARD has no account")

    nowhere = replace(a_keeper(), map_payment=unmappable).why(a_payment(), COPY, DOCUMENT)
    nothing = a_keeper(posted={}).why(a_payment(), COPY, DOCUMENT)

    assert nowhere is not None
    assert nothing is not None
    assert (nowhere.why, nothing.why) == (
        "nobody knows how it was posted: CARD has no account",
        "it would not be posted as a payment",
    )


def test_the_part_of_a_payment_that_was_not_deleted_is_compared_as_that_part() -> None:
    part = replace(a_payment(fields={"paid": "7.00"}), document={})

    assert a_keeper().why(part, {**COPY, "Amount": 7.0}, DOCUMENT) is None
    assert a_keeper().why(part, COPY, DOCUMENT) is not None


def test_a_copy_may_have_the_day_of_a_document_that_came_after_it() -> None:
    later = replace(DOCUMENT, summary=replace(DOCUMENT.summary, date="2026-11-22"))
    keeper = replace(a_keeper(), why_locked=lambda _day, _system: None)

    assert keeper.why(a_payment(), {**COPY, "Date": "2026-11-22T00:00:00"}, later) is None
    assert keeper.why(a_payment(), {**COPY, "Date": "2026-11-21T00:00:00"}, later) is not None


@pytest.mark.parametrize("kind", [Kind.SALES_INVOICE, Kind.PURCHASE_CREDIT])
def test_it_is_mapped_as_the_payment_of_its_document(kind: Kind) -> None:
    def mapped(payment: Any, paid: PaidDocument) -> Mapped:
        assert payment["withdrawn"] == "payment deleted"
        assert (paid.kind, paid.order_id) == (kind, "2001")
        return Mapped(payload=POSTED)

    document = a_record("2001", kind=kind, document=ORDER)

    assert replace(a_keeper(), map_payment=mapped).why(a_payment(), COPY, document) is None


def test_its_own_day_is_as_good_as_that_of_a_document_that_came_after_it() -> None:
    later = replace(DOCUMENT, summary=replace(DOCUMENT.summary, date="2026-11-22"))

    assert a_keeper().why(a_payment(), COPY, later) is None
