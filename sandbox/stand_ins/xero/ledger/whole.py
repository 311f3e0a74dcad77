"""The whole ledger, in order, and how it is shown to somebody who wants to compare."""

from typing import Any

from sandbox.stand_ins.exact_json import as_text
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.ledger.allocations import of_allocations
from sandbox.stand_ins.xero.ledger.documents import of_documents
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, Line
from sandbox.stand_ins.xero.ledger.manual import of_manual_journals
from sandbox.stand_ins.xero.ledger.money_ahead import of_money_ahead
from sandbox.stand_ins.xero.ledger.payments import of_payments

SOURCES = (of_documents, of_money_ahead, of_payments, of_allocations, of_manual_journals)


def journals(books: Books, basis: Basis = Basis.ACCRUAL) -> list[Journal]:
    """Every journal: by date; of one day first documents, then money, then what people entered, each as it came about."""
    found = (journal for source in SOURCES for journal in source(books, basis))
    return sorted(found, key=lambda journal: journal.date)


def shown(books: Books) -> list[dict[str, Any]]:
    """The journals as JSON: amounts and dates as text."""
    told: list[dict[str, Any]] = as_text([_journal(journal) for journal in journals(books)])
    return told


def _journal(journal: Journal) -> dict[str, Any]:
    return {
        "id": journal.id,
        "type": journal.type,
        "date": journal.date,
        "currency": journal.currency,
        "rate": journal.rate,
        "about": journal.about,
        "number": journal.number,
        "lines": [_line(line) for line in journal.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    account = line.account
    return {
        "account": account["AccountID"],
        "code": account.get("Code") or "",
        "name": account["Name"],
        "amount": line.amount,
        "base": line.base,
    }
