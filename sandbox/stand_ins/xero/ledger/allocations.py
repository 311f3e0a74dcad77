"""Allocations in the ledger: what a prepayment gives an invoice, and what any credit gains in exchange."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import CREDITS
from sandbox.stand_ins.xero.ledger.documents import about, number_of
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, Line, balanced, in_base
from sandbox.stand_ins.xero.ledger.settled import gain, taken_off
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record

TYPE = "ALLOCATION"  # ours: among Xero's own types there is none for it


def of_allocations(books: Books, basis: Basis) -> Iterator[Journal]:
    """A journal for each that moves anything: one between two documents of a control account moves its gain alone."""
    for kind in CREDITS:
        for credit in kind.records(books):
            yield from filter(_moves, (_of_allocation(books, basis, entry) for entry in credit["Allocations"]))


def _moves(journal: Journal) -> bool:
    return bool(journal.lines)


def _of_allocation(books: Books, basis: Basis, entry: Record) -> Journal:
    credit, invoice = entry["Source"], entry["Invoice"]
    lines = _summed((*taken_off(books, basis, credit, entry), *taken_off(books, basis, invoice, entry)))
    worth = in_base(books, entry["Amount"], credit["CurrencyRate"])
    return Journal(
        id=entry["AllocationID"],
        type=TYPE,
        date=entry["Date"],
        currency=invoice["CurrencyCode"],
        rate=credit["CurrencyRate"],
        about=f"{about(credit)}, {about(invoice)}",
        number=number_of(invoice),
        lines=balanced((*lines, gain(books, invoice, entry, worth)), books.system_account("ROUNDING")),
    )


def _summed(lines: Iterable[Line]) -> Iterator[Line]:
    """One line for each account; an account on which only a base value moves has no amount."""
    sums: dict[str, Line] = {}
    for line in lines:
        known = sums.get(line.account["AccountID"])
        amount, base = (known.amount or ZERO, known.base) if known else (ZERO, ZERO)
        sums[line.account["AccountID"]] = _line(line.account, amount + (line.amount or ZERO), base + line.base)
    yield from sums.values()


def _line(account: Record, amount: Decimal, base: Decimal) -> Line:
    return Line(account=account, amount=amount or None, base=base)
