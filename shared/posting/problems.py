"""The sentences of the posting protocol: what a record's Error says when neither its mapping nor a refusal caused it."""

from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem, TransientError
from shared.posting.envelopes import ANSWER_LOST, Failing, Part
from shared.posting.target import Element
from shared.records.record import Key, Record

TO_BE_AMENDED: Final[Mapping[ErrorClass, str]] = {
    ErrorClass.TRANSIENT: "it is amended by itself with the next cycle, never created a second time",
    ErrorClass.DATA: "correct it in Brightpearl or in Xero, then retry: it is amended, never created a second time",
}


def different(difference: str, element: Element, error_class: ErrorClass) -> Problem:
    said = f" ({'; '.join(element.warnings)})" if element.warnings else ""
    return Problem(
        error_class=error_class,
        message=f"it has arrived, but it is not right: {difference}{said}",
        hint=TO_BE_AMENDED[error_class],
    )


def same_as(other: Record) -> Problem:
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"it has the same number as {_exactly(other)}; the two could not be told apart",
        hint="give one of the two another invoice reference in Brightpearl (a product: another SKU)",
    )


def taken(owner: Record) -> Problem:
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"it is there already, and belongs to {_exactly(owner)}",
        hint="give one of the two another number in Brightpearl, or archive the one that was entered twice",
    )


def problem_of_part(failing: Failing, part: Part) -> Problem:
    """Give what one of several orders says when their bill fails: the first one why, the others that they go with that one."""
    envelope = failing.envelope
    if not envelope.others:
        return begun_with(envelope.begins, failing.problem)
    there = [other.record for other in envelope.parts if other.record.in_remote]
    if there and not (part.record.in_remote or failing.has_arrived):
        return no_room(there, failing.problem)
    first = next((one for one in envelope.active if one.record in there), envelope.active[0])
    return failing.problem if part.record.key == first.record.key else stopped_by(first.record, failing.problem.message)


def begun_with(words: str, problem: Problem) -> Problem:
    return replace(problem, message=f"{words}: {problem.message}") if words else problem


def stopped_by(other: Record, why: str) -> Problem:
    return Problem(
        error_class=ErrorClass.DEPENDENCY,
        message=f"the bill {other.name} also has order {other.id}, which cannot go: {why}",
        hint=f"put order {other.id} right, or archive it; then this one goes by itself",
    )


def no_room(there: Sequence[Record], problem: Problem) -> Problem:
    """For an order that comes when its bill is in Xero already, and is not taken any more."""
    return Problem(
        error_class=problem.error_class,
        message=f"the bill {there[0].name} is in Xero already, with order {_ids(there)}, and cannot be given this one too:"
        f" {problem.message}",
        hint="give this order an invoice reference of its own in Brightpearl; or make room for it on the bill in Xero (take its"
        " payment off, open its period), then retry",
    )


def left(order: Record, others: Sequence[Key]) -> Problem:
    ids = ", ".join(record_id for _, record_id in others)
    return Problem(
        error_class=ErrorClass.DEPENDENCY,
        message=f"in Xero it is on the bill {order.remote_number} together with order {ids}, and now they differ in supplier,"
        " invoice reference, tax date, currency or exchange rate",
        hint="make them agree again in Brightpearl, then they go by themselves; or correct the bill in Xero and archive this one",
    )


def _ids(orders: Sequence[Record]) -> str:
    return ", ".join(order.id for order in orders)


def _exactly(other: Record) -> str:
    """With its id, because the two have the same number."""
    return f"{other.called} ({other.origin.title()} id {other.id})"


PAID_THERE: Final = Problem(
    error_class=ErrorClass.DATA,
    message="nothing is open on the document in Xero: it was paid there by a payment that is none of ours",
    hint="compare the two: where it is this very payment, archive this record; where the customer has paid twice, refund it in"
    " Brightpearl, or enter it in Xero as an overpayment",
)
PAID_BY_OURS: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="nothing is open on the document in Xero: it was paid there by another payment of ours, whose answer was lost",
    hint="it is tried again by itself, once that one is known to be there",
)
USED_ALREADY: Final = Problem(
    error_class=ErrorClass.DATA,
    message="the overpayment that it pays back is used in Xero, for an invoice perhaps",
    hint="take the allocation off the overpayment in Xero, then retry: the refund goes, and that invoice is open again",
)
LOST: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message=f"{ANSWER_LOST} and nothing has arrived",
    hint="it is tried again by itself; if it keeps failing, look at the document for anything unusual",
)
LOST_CHANGE: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message=f"a change of it was sent, and {ANSWER_LOST}",
    hint="it is sent again by itself; if it keeps failing, look at the document for anything unusual",
)
UNFINISHED: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="it has arrived, but the answer was lost, and its total is not right yet",
    hint="it is amended by itself, never created a second time",
)
PHANTOM: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="the other system says that it exists already, but it cannot be found there",
    hint="it is tried again by itself; if it keeps failing, look there for a voided or archived one with the same number",
)
UNSETTLED: Final = Problem(
    error_class=ErrorClass.DATA,
    message="it still differs from what is there, after several attempts to put it right",
    hint="look at its history, which shows what was tried; correct it by hand, then retry",
)


def on_its_way() -> TransientError:
    return TransientError(
        "a request of a few minutes ago has no answer yet and may still be on its way",
        hint="you need not do anything: the next cycle looks whether it has arrived",
    )
