"""What every bank account held at first, received, spent, and holds in the end.

https://developer.xero.com/documentation/api/accounting/reports#bank-summary
"""

from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.ledger.entries import Journal, Line
from sandbox.stand_ins.xero.ledger.whole import journals
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.periods import asked, long
from sandbox.stand_ins.xero.reports.rows import cell, header, report, section, summary, summed, text
from sandbox.stand_ins.xero.tables import Record

COLUMNS = ("Bank Accounts", "Opening Balance", "Cash Received", "Cash Spent", "Closing Balance")


def bank_summary(books: Books, call: Call) -> Record:
    """The report over some days, the current month unless they are told. What it is told in is a switch."""
    since, until = asked(books, call)
    known = [journal for journal in journals(books) if journal.date <= until]
    before = [journal for journal in known if journal.date < since]
    within = known[len(before) :]
    banks = sorted((one for one in books.accounts if one["Type"] == "BANK"), key=lambda one: str(one["Name"]))
    columns = [_columns(books, bank, before, within) for bank in banks]
    rows = [_row(bank, amounts) for bank, amounts in zip(banks, columns, strict=True)]
    total = summary("Total", summed([[ZERO] * 4, *columns]))
    title = f"From {long(since)} to {long(until)}"
    return report(books, "BankSummary", "Bank Summary", title, [header(*COLUMNS), section("", [*rows, total])])


def _columns(books: Books, bank: Record, before: list[Journal], within: list[Journal]) -> list[Decimal]:
    opening = sum(_moves(books, bank, before), ZERO)
    moves = _moves(books, bank, within)
    received = sum((amount for amount in moves if amount > 0), ZERO)
    spent = sum((-amount for amount in moves if amount < 0), ZERO)
    return [opening, received, spent, opening + received - spent]


def _moves(books: Books, bank: Record, journals: list[Journal]) -> list[Decimal]:
    lines = (line for journal in journals for line in journal.lines)
    return [_told(books, bank, line) for line in lines if line.account["AccountID"] == bank["AccountID"]]


def _told(books: Books, bank: Record, line: Line) -> Decimal:
    """What moved in the account's own currency, which that of a foreign account's money always is, or in the base's."""
    own = books.switches["bank_summary_in"] == "account" and books.held(bank) != books.base_currency
    return line.base if not own or line.amount is None else line.amount


def _row(bank: Record, amounts: list[Decimal]) -> Record:
    account_id = bank["AccountID"]
    opening, received, spent, closing = map(text, amounts)
    moved = (cell(received, account=account_id), cell(spent, account=account_id))
    return {
        "RowType": "Row",
        "Cells": [cell(bank["Name"], accountID=account_id), cell(opening), *moved, cell(closing)],
    }
