"""The search over journal lines: one row for each line of every journal, by all that is known of it.

https://api-docs.brightpearl.com/accounting/journal/search.html. An id that is no order's is told as order 0; what it says
stands in `journalRef`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, fixed, priced
from sandbox.stand_ins.brightpearl.filters import Kind
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line
from sandbox.stand_ins.brightpearl.ledger.journals import journals
from sandbox.stand_ins.brightpearl.order_searches import attribute, constant
from sandbox.stand_ins.brightpearl.orders import shown_rate
from sandbox.stand_ins.brightpearl.search import Column, Resource

MOST_LINES = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    id: int
    journal: Journal
    line: Line


def _rows(account: Account) -> Iterator[_Row]:
    for journal in journals(account):
        for number, line in enumerate(journal.lines):
            yield _Row(id=journal.id * MOST_LINES + number, journal=journal, line=line)


def _order_id(row: _Row, _account: Account) -> int | None:
    return 0 if row.line.order is None and row.journal.ref else row.line.order_id


def _base(row: _Row, account: Account) -> tuple[Decimal, str]:
    return row.line.base, account.store.currency


def _own(row: _Row, _account: Account) -> tuple[Decimal, str]:
    return row.line.amount or ZERO, row.journal.currency


def _tax_code(row: _Row, account: Account) -> int | None:
    code = account.store.reference.tax_codes.get(row.line.tax_code or "")
    return code.id if code else None


def _side(name: str, amount: Callable[[_Row, Account], tuple[Decimal, str]], *, sign: int) -> Column:
    def read(row: Any, account: Account) -> str:
        value, currency = amount(row, account)
        return priced(max(ZERO, sign * value), currency)

    return Column(name=name, kind=Kind.STRING, value=read)


JOURNAL_SEARCH = Resource(
    path="/accounting-service/journal-search",
    records=_rows,
    columns=(
        Column(name="journalId", kind=Kind.INTEGER, value=attribute("journal.id")),
        Column(name="journalType", kind=Kind.STRING, value=attribute("journal.type")),
        Column(name="orderId", kind=Kind.INTEGER, value=_order_id),
        Column(name="invoiceReference", kind=Kind.STRING, value=attribute("line.invoice_reference")),
        Column(
            name="channelId",
            kind=Kind.INTEGER,
            value=lambda row, _account: row.line.order.channel_id if row.line.order else None,
        ),
        Column(name="nominalCode", kind=Kind.INTEGER, value=lambda row, _account: int(row.line.nominal)),
        Column(name="journalDate", kind=Kind.PERIOD, value=attribute("journal.dated")),
        _side("journalDebit", _base, sign=1),
        _side("journalCredit", _base, sign=-1),
        Column(name="journalRef", kind=Kind.STRING, value=attribute("journal.ref")),
        Column(
            name="currencyId",
            kind=Kind.INTEGER,
            value=lambda row, account: account.store.reference.currencies[row.journal.currency].id,
        ),
        Column(
            name="exchangeRate",
            kind=Kind.STRING,
            value=lambda row, account: fixed(shown_rate(account, row.journal.rate), 6),
        ),
        _side("transactionDebit", _own, sign=1),
        _side("transactionCredit", _own, sign=-1),
        Column(name="projectId", kind=Kind.INTEGER, value=constant(0)),
        Column(name="leadSourceId", kind=Kind.INTEGER, value=constant(0)),
        Column(name="contactId", kind=Kind.INTEGER, value=attribute("journal.contact_id")),
        Column(name="journalDueDate", kind=Kind.PERIOD, value=attribute("journal.due")),
        Column(name="journalDateEntered", kind=Kind.PERIOD, value=attribute("journal.entered")),
        Column(name="createdContactId", kind=Kind.INTEGER, value=constant(4)),
        Column(name="taxCodeId", kind=Kind.INTEGER, value=_tax_code),
        Column(name="taxReconciliationDate", kind=Kind.PERIOD, value=constant(None)),
        Column(name="taxPeriodId", kind=Kind.INTEGER, value=constant(None)),
        Column(name="journalRowId", kind=Kind.INTEGER, value=attribute("id")),
    ),
)
