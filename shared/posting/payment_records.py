"""What the record of a payment says: what it pays, where it is, and what happened to it since it was carried over."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, InvalidDataError, Problem
from shared.kinds import Kind, System
from shared.mapping.deposits import comes_back
from shared.mapping.overpayments import OVERPAYMENT
from shared.mapping.payments import PaidDocument, payment_fingerprint
from shared.mapping.payments_to_xero import moved_by
from shared.mapping.reversals import AS_OVERPAYMENT, TAKEN_BACK, Moved, by_hand
from shared.posting.periods import OPEN_IT
from shared.records.failure import retries_by_itself
from shared.records.record import WITHDRAWN, Key, Record
from shared.records.status import Status
from shared.records.transactions import Change, Event
from shared.records.transitions import sent

PAYMENT: Final = "payment"


def other_side(record: Record) -> System:
    return System.BRIGHTPEARL if record.origin == System.XERO else System.XERO


def document_of(record: Record) -> Key | None:
    named = record.document.get("document")
    return (Kind(named[0]), str(named[1])) if named else None


def source_of(record: Record) -> Key | None:
    """Give the order or credit of ours that it settles another from; None where money or a credit of Xero's own does."""
    named = record.document.get("from")
    return (Kind(named[0]), str(named[1])) if named else None


def is_being_changed(document: Record) -> bool:
    """Whether it will still be amended by itself. Once it is paid, it can no longer be amended."""
    if document.status == Status.ERROR:
        return retries_by_itself(document.failure)
    return document.status == Status.UPDATED


def refuse_change(record: Record) -> None:
    """A payment is carried over once; what happens to it afterwards is for a person to follow."""
    if record.document.get("deleted"):
        there, hint = _left_behind(record)
        raise InvalidDataError(f"{_what_happened(record.document)} in Xero; {there}", hint=hint)
    if record.in_remote and record.posted != payment_fingerprint(record.document):
        other = other_side(record).title()
        raise InvalidDataError(
            f"the payment was changed after it had been carried over to {other}, where payments cannot be edited",
            hint=f"delete the payment in {other} and enter it there as it should be; then archive this record",
        )


def refuse_deleted_order(payment: Record, document: Record) -> None:
    """What was paid in Xero cannot be entered on an order that Brightpearl has no more. Raises InvalidDataError then."""
    how = document.document.get(WITHDRAWN)
    if how and payment.origin is System.XERO:
        raise InvalidDataError(
            f"{how}: no payment of {document.called} can be entered there",
            hint="delete the payment in Xero where no such money has moved, or archive this record",
        )


def _left_behind(record: Record) -> tuple[str, str]:
    """Say what is left in Brightpearl of a payment that was deleted in Xero, and what to do about it."""
    if record.origin == System.BRIGHTPEARL:
        return (
            f"in Brightpearl it is still there as payment {record.id}",
            "delete it in Brightpearl too, or enter it in Xero again with the same date, amount and account: either settles this"
            " record by itself",
        )
    if record.in_remote:
        return (
            f"its copy in Brightpearl is payment {record.remote_number}",
            "delete the copy too, then archive this record; a payment that is entered in Xero again is carried over again",
        )
    return "it was never carried over", "archive this record"


def _what_happened(payment: Mapping[str, Any]) -> str:
    kind = str(payment.get("kind") or PAYMENT)
    if kind == PAYMENT:
        return "the payment was deleted"
    return f"the {kind.replace('_', ' ')} was taken off the document"


def is_reversal(record: Record, documents: Mapping[Key, Record]) -> bool:
    """Whether money went out on what is an invoice in Xero."""
    named = record.document.get("document")
    document = documents.get((Kind(named[0]), str(named[1]))) if named else None
    if document is None or comes_back(record.document):
        return False
    moved = moved_by(record.document)
    in_xero = PaidDocument.of(document.kind, document.document).in_xero
    return in_xero == Kind.SALES_INVOICE and moved.money < 0 and not moved.is_allocation


def is_taken_back(record: Record) -> bool:
    """Whether a reversal has settled a payment, so that it is not sent again."""
    return TAKEN_BACK in (record.fields or {})


def is_refunded(back: Record) -> bool:
    """Whether its refund is in Xero: until then its id there is that of the overpayment."""
    return back.in_remote and back.remote_id != (back.fields or {}).get(OVERPAYMENT)


def movement_of(record: Record) -> Moved:
    """Give the money that it moved; what was allocated is none."""
    moved = moved_by(record.document)
    return Moved(
        id=record.id,
        method=str(record.document.get("paymentMethodCode") or ""),
        day=record.summary.date,
        money=Decimal(0) if moved.is_allocation else moved.money,
    )


def let_go(record: Record, copy: str, back: str, *, at: datetime) -> Change:
    """Rest a payment that a reversal took back; it keeps the id of its copy in Xero, which is to be deleted."""
    settled = sent(
        record,
        source_hash=record.source_hash,
        fingerprint=payment_fingerprint(record.document),
        remote_id="",
        notes=(f"payment {back} took it back",),
        fields={**(record.fields or {}), TAKEN_BACK: copy},
        at=at,
    )
    event = Event(what=f"taken back by payment {back}", detail={"payment": copy})
    return Change(before=record, after=replace(settled, remote_id="", remote_number=""), event=event)


def check_days(days: Iterable[str], why_locked: Callable[[date, System], str | None], reversal: Record) -> None:
    """Raise RecordError where one of the days is locked in Xero: nothing is begun that would stop half-way.

    It is tried again by itself, and goes once the days are open.
    """
    reasons = (why_locked(date.fromisoformat(day), System.XERO) for day in days)
    why = next(filter(None, reasons), None)
    if why is not None:
        steps = f"it goes by itself once {OPEN_IT[System.XERO]}; or {AS_OVERPAYMENT}"
        stopped = by_hand(why, reversal.document, steps=steps)
        raise Problem(error_class=ErrorClass.DEPENDENCY, message=stopped.message, hint=stopped.hint).as_error()
