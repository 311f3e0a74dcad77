"""Late changes: what became of documents of a period for which a tax return is filed."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxAmounts:
    """Texts; those of credits, and of what a change takes away, are below nought."""

    net: str
    tax: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChangeLine:
    """A document of a filed period. `kind` is that of its record, `day` its own day, `at` when it happened.

    `what` is what became of it: it was posted on its own day, moved to a later one, for its own was locked, or refused: a change
    that did not go and waits for a person. `tax` is by Xero's tax type: of a change by how much it differs.
    """

    kind: str
    id: str
    number: str
    contact: str
    day: str
    what: str
    at: str
    filed_to: str
    currency: str
    tax: dict[str, TaxAmounts]


@dataclass(frozen=True, slots=True, kw_only=True)
class LateChangePage:
    """By the documents' days, newest first."""

    late_changes: list[LateChangeLine]
    next_cursor: str
