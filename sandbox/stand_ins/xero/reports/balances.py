"""What the ledger comes to on each account, in the base currency: over some days, and at the end of one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal
from sandbox.stand_ins.xero.ledger.whole import journals
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.periods import A_DAY, year_start

OF_THE_YEAR = {"REVENUE", "EXPENSE"}  # classes of accounts that begin at nought every year
Sums = Mapping[str, Decimal]  # by account id; a debit above nought


def journals_for(books: Books, call: Call) -> list[Journal]:
    """The journals that a report is about: `paymentsOnly` asks for those of the cash basis."""
    return journals(books, Basis.CASH if call.flag("paymentsOnly") else Basis.ACCRUAL)


def moved(known: Iterable[Journal], *, since: date = date.min, until: date) -> Sums:
    """What has moved on each account from one day to another, both included."""
    sums: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for journal in known:
        if since <= journal.date <= until:
            for line in journal.lines:
                sums[line.account["AccountID"]] += line.base
    return sums


def closing(books: Books, known: Collection[Journal], day: date) -> Sums:
    """The balance of each account after a day: what was earned and spent in years before is retained earnings by then."""
    start, of_the_year = year_start(books, day), accounts_of_the_year(books)
    retained = books.system_account("RETAINEDEARNINGS")["AccountID"]
    sums = dict(moved(known, since=start, until=day))
    for account_id, amount in moved(known, until=start - A_DAY).items():
        kept_on = retained if account_id in of_the_year else account_id
        sums[kept_on] = sums.get(kept_on, ZERO) + amount
    return sums


def accounts_of_the_year(books: Books) -> set[str]:
    """The ids of the accounts of the profit and loss."""
    return {account["AccountID"] for account in books.accounts if account["Class"] in OF_THE_YEAR}
