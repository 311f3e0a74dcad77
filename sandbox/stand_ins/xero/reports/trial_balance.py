"""The trial balance of a day: what has moved in its month until then, and what every account has come to.

https://developer.xero.com/documentation/api/accounting/reports#trial-balance
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.balances import closing, journals_for, moved
from sandbox.stand_ins.xero.reports.periods import long, month_start
from sandbox.stand_ins.xero.reports.rows import account_row, header, report, section, summary, text
from sandbox.stand_ins.xero.tables import Record

SECTIONS = {
    "REVENUE": "Revenue",
    "EXPENSE": "Expenses",
    "ASSET": "Assets",
    "LIABILITY": "Liabilities",
    "EQUITY": "Equity",
}
DEBIT_BY_NATURE = {"EXPENSE", "ASSET"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Balance:
    account: Record
    month: Decimal
    year: Decimal


def trial_balance(books: Books, call: Call) -> Record:
    """The report as at a day. An account on which nothing was ever posted is not in it."""
    day = call.day("date") or books.today()
    balances = list(_balances(books, call, day))
    rows = [
        header("Account", "Debit", "Credit", "YTD Debit", "YTD Credit"),
        *_sections(balances),
        section("", [summary("Total", _totals(balances))]),
    ]
    return report(books, "TrialBalance", "Trial Balance", f"As at {long(day)}", rows)


def _balances(books: Books, call: Call, day: date) -> Iterator[_Balance]:
    known = journals_for(books, call)
    month, year = moved(known, since=month_start(day), until=day), closing(books, known, day)
    for account in sorted(books.accounts, key=lambda account: str(account["Name"])):
        account_id = account["AccountID"]
        if account_id in year:
            yield _Balance(account=account, month=month.get(account_id, ZERO), year=year[account_id])


def _sections(balances: list[_Balance]) -> Iterator[Record]:
    for kind, title in SECTIONS.items():
        rows = [_row(balance) for balance in balances if balance.account["Class"] == kind]
        if rows:
            yield section(title, rows)


def _row(balance: _Balance) -> Record:
    account = balance.account
    sides = (*_sides(account, balance.month), *_sides(account, balance.year))
    return account_row(account["AccountID"], _called(account), *sides)


def _called(account: Record) -> str:
    """Its name with its code, which is nowhere else."""
    return f"{account['Name']} ({account['Code']})" if account.get("Code") else str(account["Name"])


def _sides(account: Record, amount: Decimal) -> tuple[str | None, str | None]:
    """A debit or a credit; nought stands on the side that the account has by nature."""
    if amount > 0 or (not amount and account["Class"] in DEBIT_BY_NATURE):
        return text(amount), None
    return None, text(-amount)


def _totals(balances: list[_Balance]) -> Iterator[Decimal]:
    for column in ([balance.month for balance in balances], [balance.year for balance in balances]):
        yield sum((amount for amount in column if amount > 0), ZERO)
        yield sum((-amount for amount in column if amount < 0), ZERO)
