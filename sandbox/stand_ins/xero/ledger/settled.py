"""What settling a part of a document takes out of the ledger again, and what is gained or lost by that in exchange."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import accumulate

from sandbox.stand_ins.xero.balance import living_payments
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import CREDIT_NOTES, INVOICES, OVERPAYMENTS, is_owed_to_us, is_sale, kind_of
from sandbox.stand_ins.xero.ledger.coded import Part, coded_parts
from sandbox.stand_ins.xero.ledger.entries import Basis, Line, in_base, valued
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record

ON_CONTROL = {Basis.ACCRUAL: (INVOICES, CREDIT_NOTES, OVERPAYMENTS), Basis.CASH: (OVERPAYMENTS,)}


def side(document: Record) -> int:
    """One for what is owed to us, which settling credits; minus one for what we owe."""
    return 1 if is_owed_to_us(document) else -1


def taken_off(books: Books, basis: Basis, document: Record, entry: Record) -> list[Line]:
    """Lines against a document for what a payment or an allocation settles of it, at the document's own rate."""
    rate, sign = document["CurrencyRate"], -side(document)
    return [valued(books, account, sign * amount, rate) for account, amount in _parts(books, basis, document, entry)]


def gain(books: Books, document: Record, entry: Record, settled: Decimal) -> Line:
    """What was gained (a credit) or lost by settling for so much, in the base currency, what was booked for another sum."""
    booked = in_base(books, entry["Amount"], document["CurrencyRate"])
    account = books.system_account("REALISEDCURRENCYGAIN")
    return Line(account=account, amount=None, base=side(document) * (booked - settled))


def _parts(books: Books, basis: Basis, document: Record, entry: Record) -> list[Part]:
    """What is on the control account comes off it; anything else gives what its lines and its tax are of it."""
    if kind_of(document) in ON_CONTROL[basis]:
        return [(books.control_account(sale=is_sale(document)), entry["Amount"])]
    before = _used_before(document, entry)
    used = (_shares(books, document, amount) for amount in (before, before + entry["Amount"]))
    return [(account, after - earlier) for (account, earlier), (_, after) in zip(*used, strict=True)]


def _used_before(document: Record, entry: Record) -> Decimal:
    """What was settled of a document by what stands before this on it."""
    used = ZERO
    for use in (*living_payments(document), *document["Allocations"]):
        if use is entry:
            break
        used += use["Amount"]
    return used


def _shares(books: Books, document: Record, used: Decimal) -> Iterator[Part]:
    """What of each part is settled when so much of the whole is: rounded so that they add up, and in the end are all there is."""
    parts, rounded = coded_parts(books, document), books.rounding(document["CurrencyCode"])
    reached = [rounded(total * used / document["Total"]) for total in accumulate(amount for _, amount in parts)]
    for (account, _), before, after in zip(parts, (ZERO, *reached), reached, strict=False):
        yield account, after - before
