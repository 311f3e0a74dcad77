"""What was earned and spent from one day to another.

https://developer.xero.com/documentation/api/accounting/reports#profit-and-loss
"""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.stand_ins.country import Country
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.balances import Sums, journals_for, moved
from sandbox.stand_ins.xero.reports.periods import asked, long, short
from sandbox.stand_ins.xero.reports.rows import account_row, header, plain_row, report, section, summary, text
from sandbox.stand_ins.xero.tables import Record

CURRENCY_GAINS = {"REALISEDCURRENCYGAIN", "UNREALISEDCURRENCYGAIN", "BANKCURRENCYGAIN"}
GAINS_ID, GAINS_NAME = "FXGROUPID", "Foreign Currency Gains and Losses"  # these accounts are one row there
# each section: its title, that of its sum, the types of its accounts, and whether credits are above nought in it
INCOME = ("Income", "Total Income", {"REVENUE", "SALES"}, True)
COST = ("Less Cost of Sales", "Total Cost of Sales", {"DIRECTCOSTS"}, False)
OTHER = ("Plus Other Income", "Total Other Income", {"OTHERINCOME"}, True)
SPENT = ("Less Operating Expenses", "Total Operating Expenses", {"EXPENSE", "OVERHEADS", "DEPRECIATN"}, False)
Section = tuple[str, str, set[str], bool]
Row = tuple[str, str, Decimal]


def profit_and_loss(books: Books, call: Call) -> Record:
    """The report over some days, the current month unless they are told."""
    since, until = asked(books, call)
    sums = moved(journals_for(books, call), since=since, until=until)
    gross = _result(books, sums, INCOME, COST)
    net = _result(books, sums, INCOME, COST, OTHER, SPENT)
    rows = [
        header("", short(until)),
        *_sections(books, sums, INCOME, COST),
        section("", [plain_row("Gross Profit", [gross])]),
        *_sections(books, sums, OTHER, SPENT),
        section("", [plain_row("Net Profit", [net])]),
    ]
    return report(books, "ProfitAndLoss", "Profit and Loss", f"{long(since)} to {long(until)}", rows)


def _sections(books: Books, sums: Sums, *sections: Section) -> Iterator[Record]:
    for title, total, types, earns in sections:
        rows = list(_rows(books, sums, types, earns=earns))
        if rows:
            shown = [account_row(account_id, name, text(amount)) for account_id, name, amount in rows]
            yield section(title, [*shown, summary(total, [sum((amount for _, _, amount in rows), ZERO)])])


def _result(books: Books, sums: Sums, *sections: Section) -> Decimal:
    """What is left of what was earned."""
    types = {one for _, _, known, _ in sections for one in known}
    return -sum((sums.get(one["AccountID"], ZERO) for one in books.accounts if one["Type"] in types), ZERO)


def _rows(books: Books, sums: Sums, types: set[str], *, earns: bool) -> Iterator[Row]:
    rows: dict[str, Row] = {}
    for account in sorted(books.accounts, key=lambda account: str(account["Name"])):
        if account["Type"] in types and account["AccountID"] in sums:
            row_id, name = _row_of(books, account)
            amount = sums[account["AccountID"]]
            rows[row_id] = row_id, name, rows.get(row_id, ("", "", ZERO))[2] + (-amount if earns else amount)
    yield from rows.values()


def _row_of(books: Books, account: Record) -> tuple[str, str]:
    """An account's row; those for gains in exchange share one, but not in the United States."""
    if account["SystemAccount"] in CURRENCY_GAINS and books.country is not Country.US:
        return GAINS_ID, GAINS_NAME
    return account["AccountID"], account["Name"]
