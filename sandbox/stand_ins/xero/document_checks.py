"""Everything that Xero can find wrong with an invoice, a bill or a credit note."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.balance import has_money_applied
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.coding import currency_messages, rate_messages
from sandbox.stand_ins.xero.kinds import CREDIT_NOTES, Kind, kind_of
from sandbox.stand_ins.xero.locks import lock_messages
from sandbox.stand_ins.xero.money import ZERO, TaxMode
from sandbox.stand_ins.xero.tables import Record

ENDS = {"DELETED": {"DRAFT", "SUBMITTED"}, "VOIDED": {"AUTHORISED", "PAID"}}  # an end, and what can come to it
MOVES = {
    "": {"DRAFT", "SUBMITTED", "AUTHORISED"},
    "DRAFT": {"DRAFT", "SUBMITTED", "AUTHORISED"},
    "SUBMITTED": {"SUBMITTED", "AUTHORISED", "DRAFT"},
    "AUTHORISED": {"AUTHORISED"},
    "PAID": {"PAID"},
}
FINAL = {"AUTHORISED", "PAID"}
HAS_MONEY = "This document cannot be edited as it has a payment or credit note allocated to it."
FROZEN = ("Type", "Date", "CurrencyCode", "CurrencyRate", "LineAmountTypes", "SubTotal", "TotalTax", "Total")
FROZEN_IN_LINES = ("LineItemID", "Quantity", "UnitAmount", "LineAmount", "TaxAmount", "TaxType", "ItemCode")
FREES = {"VOIDED": "voided_frees_number", "DELETED": "deleted_frees_number"}
LENGTHS = {"Reference": 255, "Url": 2000}
LONGEST_NUMBER = 255


@dataclass(slots=True, kw_only=True)
class Draft:
    """A document as it would be stored, before anybody has agreed to that."""

    books: Books
    kind: Kind
    element: Record
    old: Record | None
    new: Record
    errors: list[str] = field(default_factory=list)

    @property
    def mode(self) -> TaxMode | None:
        told = self.new["LineAmountTypes"]
        return TaxMode(told) if told in set(TaxMode) else None

    @property
    def same_tax(self) -> bool:
        return self.old is not None and self.old["LineAmountTypes"] == self.new["LineAmountTypes"]

    @property
    def number(self) -> str:
        number: str = self.new[self.kind.number]
        return number


def complaints(draft: Draft) -> Iterator[str]:
    """All that is wrong with the document."""
    for check in CHECKS:
        yield from check(draft)


def move_complaints(kind: Kind, old: Record | None, status: str | None) -> Iterator[str]:
    """Whether a document may be in that status next."""
    before = old["Status"] if old else ""
    if before not in MOVES or (status and status not in MOVES[before]):
        yield f"{kind.noun} not of valid status for {'modification' if old else 'creation'}"
        if old and has_money_applied(old):
            yield HAS_MONEY


def ending_complaints(books: Books, kind: Kind, document: Record, status: str) -> Iterator[str]:
    """Whether a document may be deleted or voided."""
    if has_money_applied(document):
        told = f"The status {status} cannot be applied to the {kind.noun.lower()}"
        yield f"{told} because it has payments or credit notes allocated to it."
    elif document["Status"] not in ENDS[status]:
        yield f"{kind.noun} not of valid status for modification"
    elif document["Status"] in FINAL:
        yield from lock_messages(books, document["Date"])


def _number(draft: Draft) -> Iterator[str]:
    number, noun = draft.number, draft.kind.noun
    yield from values.too_long(f"{noun} Number", number, LONGEST_NUMBER)
    if any(not " " <= letter <= "~" for letter in number):
        yield f"{noun} # must contain only printable ASCII characters."
    if any(_takes(draft, taken) for taken in draft.kind.records(draft.books).by(draft.kind.number, number)):
        yield f"{noun} # must be unique."


def _takes(draft: Draft, taken: Record) -> bool:
    """Whether another document has the number for itself."""
    kind, switches = draft.kind, draft.books.switches
    unique = draft.new["Type"] == kind.sells and (kind.discounts or switches["credit_note_number_unique"])
    free = {status for status, switch in FREES.items() if switches[switch]}
    other = taken[kind.id] != draft.new[kind.id] and taken["Type"] == draft.new["Type"]
    return bool(unique and other and taken[kind.number] == draft.number and taken["Status"] not in free)


def _texts(draft: Draft) -> Iterator[str]:
    for name, limit in LENGTHS.items():
        yield from values.too_long(name, draft.new.get(name), limit)
    yield from values.bad_url(draft.new.get("Url"))


def _lines(draft: Draft) -> Iterator[str]:
    if draft.mode is None:
        yield f"LineAmountTypes '{draft.new['LineAmountTypes']}' is not valid"
    elif not draft.new["LineItems"]:
        yield "One or more line items must be specified"


def _dates(draft: Draft) -> Iterator[str]:
    if draft.kind.needs_due_date and draft.new["Status"] != "DRAFT" and not draft.new["DueDate"]:
        yield "Due Date cannot be empty"


def _currency(draft: Draft) -> Iterator[str]:
    yield from currency_messages(draft.books, draft.new["CurrencyCode"])
    yield from rate_messages(draft.element)


def _lock(draft: Draft) -> Iterator[str]:
    """Drafts pass, and fail when they are to be approved."""
    if draft.new["Status"] in FINAL:
        yield from lock_messages(draft.books, draft.new["Date"], draft.old["Date"] if draft.old else None)


def _sums(draft: Draft) -> Iterator[str]:
    total = draft.new.get("Total", ZERO)
    if total < 0:
        yield "The document total must be greater than or equal to zero."
    for name in ("SubTotal", "TotalTax", "Total"):
        sent = values.number(draft.element.get(name))
        if sent is not None and sent != draft.new.get(name):
            yield "The document total does not equal the sum of the lines."


def _money_applied(draft: Draft) -> Iterator[str]:
    """What has been paid in part or credited can only be changed where it does not touch the money.

    Reference, due date, number, theme, link, texts, accounts and tracking may change; the contact unless a credit note paid it.
    """
    old = draft.old
    if old is None or not (has_money_applied(old) or old["Status"] == "PAID"):
        return
    if _frozen(old) != _frozen(draft.new) or (_is_credited(old) and _is_for_another(draft.element, old)):
        yield f"{draft.kind.noun} not of valid status for modification"
        yield HAS_MONEY


def _is_credited(document: Record) -> bool:
    """Whether a credit note and an invoice settle each other: they have to be of one contact."""
    return any(kind_of(entry["Source"]) is CREDIT_NOTES for entry in document["Allocations"])


def _is_for_another(element: Record, old: Record) -> bool:
    named = element.get("Contact") or {}
    return any(named[name] != old["Contact"][name] for name in ("ContactID", "Name") if named.get(name))


def _frozen(document: Record) -> tuple[object, ...]:
    rows = [tuple(line.get(name) for name in FROZEN_IN_LINES) for line in document["LineItems"]]
    return (*(document.get(name) for name in FROZEN), rows)


CHECKS: tuple[Callable[[Draft], Iterator[str]], ...] = (
    _number,
    _texts,
    _lines,
    _dates,
    _currency,
    _lock,
    _sums,
    _money_applied,
)
