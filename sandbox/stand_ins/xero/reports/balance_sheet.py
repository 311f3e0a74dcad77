"""The balance sheet: always at the end of a month, beside earlier ones.

https://developer.xero.com/documentation/api/accounting/reports#balance-sheet
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.balances import Sums, accounts_of_the_year, closing, journals_for
from sandbox.stand_ins.xero.reports.periods import long, month_end, months_before, short
from sandbox.stand_ins.xero.reports.rows import account_row, header, plain_row, report, section, summary, summed, text
from sandbox.stand_ins.xero.tables import Record

A_YEAR = 12
MONTHS = {"MONTH": 1, "QUARTER": 3, "YEAR": A_YEAR}
THIS_YEAR = "abababab-abab-abab-abab-abababababab"  # the account that stands for this year's earnings
ASSETS = {
    "Bank": {"BANK"},
    "Current Assets": {"CURRENT", "INVENTORY", "PREPAYMENT"},
    "Fixed Assets": {"FIXED"},
    "Non-current Assets": {"NONCURRENT"},
}
LIABILITIES = {
    "Current Liabilities": {"CURRLIAB", "PAYG"},
    "Non-current Liabilities": {"LIABILITY", "TERMLIAB"},
}
Row = tuple[str, str, list[Decimal]]  # account id, name, an amount for each day


def balance_sheet(books: Books, call: Call) -> Record:
    """The report at the end of the month of a day, and at the same a year before unless `periods` asks for others."""
    day = month_end(call.day("date") or books.today())
    days = [day, *(months_before(day, months) for months in _earlier(call))]
    known = journals_for(books, call)
    columns = [closing(books, known, one) for one in days]
    assets, liabilities = (_groups(books, columns, groups, sign) for groups, sign in ((ASSETS, 1), (LIABILITIES, -1)))
    owned, owed = (_total(groups, len(days)) for groups in (assets, liabilities))
    net = [ours - theirs for ours, theirs in zip(owned, owed, strict=True)]
    rows = [
        header("", *map(short, days)),
        *_part("Assets", assets, owned),
        *_part("Liabilities", liabilities, owed),
        section("", [plain_row("Net Assets", net)]),
        _group("Equity", [_earned(books, columns), *_rows(books, columns, {"EQUITY"}, -1)]),
    ]
    return report(books, "BalanceSheet", "Balance Sheet", f"As at {long(day)}", rows)


def _earlier(call: Call) -> list[int]:
    """How many months before the day the other columns are."""
    periods = call.whole("periods")
    step = MONTHS.get(call.query.get("timeframe", "").upper(), 1)
    return [step * number for number in range(1, periods + 1)] if periods else [A_YEAR]


def _groups(books: Books, columns: Sequence[Sums], groups: dict[str, set[str]], sign: int) -> dict[str, list[Row]]:
    found = {title: list(_rows(books, columns, types, sign)) for title, types in groups.items()}
    return {title: rows for title, rows in found.items() if rows}


def _rows(books: Books, columns: Sequence[Sums], types: set[str], sign: int) -> Iterator[Row]:
    """The accounts of these types on which anything was posted; what we owe is shown above nought."""
    for account in sorted(books.accounts, key=lambda account: str(account["Name"])):
        account_id = account["AccountID"]
        if account["Type"] in types and any(account_id in sums for sums in columns):
            yield account_id, account["Name"], [sign * sums.get(account_id, ZERO) for sums in columns]


def _earned(books: Books, columns: Sequence[Sums]) -> Row:
    of_the_year = accounts_of_the_year(books)
    earned = [-sum((amount for known, amount in sums.items() if known in of_the_year), ZERO) for sums in columns]
    return THIS_YEAR, "Current Year Earnings", earned


def _total(groups: dict[str, list[Row]], width: int) -> list[Decimal]:
    return summed([[ZERO] * width, *(amounts for rows in groups.values() for _, _, amounts in rows)])


def _part(title: str, groups: dict[str, list[Row]], total: list[Decimal]) -> Iterator[Record]:
    yield section(title, [])
    yield from (_group(name, rows) for name, rows in groups.items())
    yield section("", [summary(f"Total {title}", total)])


def _group(title: str, rows: list[Row]) -> Record:
    shown = [account_row(account_id, name, *map(text, amounts)) for account_id, name, amounts in rows]
    return section(title, [*shown, summary(f"Total {title}", summed(amounts for _, _, amounts in rows))])
