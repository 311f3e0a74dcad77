"""The sentences of the posting protocol: what a record's Error says when neither its mapping nor a refusal caused it."""

from collections.abc import Mapping
from typing import Final

from shared.errors import ErrorClass, Problem
from shared.posting.target import Element
from shared.records.record import Record

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


def _exactly(other: Record) -> str:
    """With its id, because the two have the same number."""
    return f"{other.called} ({other.origin.title()} id {other.id})"


LOST: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="the answer was lost on the way and nothing has arrived",
    hint="it is tried again by itself; if it keeps failing, look at the document for anything unusual",
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
