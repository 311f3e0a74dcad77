"""A contact's statement: what each journal adds to what is owed, or settles of it.

https://api-docs.brightpearl.com/accounting/statement/all-transaction-search.html names the columns, which are in the
journal's currency. How they are filled is not known; here an invoice or credit has an invoiceAmount, every other journal
a paidAmount, what the contact owes is above nought, and the dueAmounts of a contact add up to its balance.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, priced
from sandbox.stand_ins.brightpearl.filters import Kind
from sandbox.stand_ins.brightpearl.ledger.invoices import POSTINGS
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line
from sandbox.stand_ins.brightpearl.ledger.journals import journals
from sandbox.stand_ins.brightpearl.order_searches import attribute
from sandbox.stand_ins.brightpearl.reference import CREDITORS, DEBTORS
from sandbox.stand_ins.brightpearl.search import Column, Resource

_CONTROLS = frozenset({DEBTORS, CREDITORS})
_INVOICING = frozenset(posting.type for posting in POSTINGS.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    journal: Journal
    line: Line

    @property
    def due(self) -> Decimal:
        return self.line.amount or ZERO

    @property
    def invoiced(self) -> Decimal:
        return self.due if self.journal.type in _INVOICING else ZERO

    @property
    def paid(self) -> Decimal:
        return self.invoiced - self.due


def _rows(account: Account) -> Iterator[_Row]:
    for journal in journals(account):
        for line in journal.lines:
            if line.nominal in _CONTROLS and journal.contact_id:
                yield _Row(journal=journal, line=line)


def _amount(name: str, path: str) -> Column:
    read = attribute(path)
    return Column(
        name=name,
        kind=Kind.STRING,
        value=lambda row, account: priced(read(row, account), row.journal.currency),
    )


def _currency_id(row: Any, account: Account) -> int:
    return account.store.reference.currencies[row.journal.currency].id


STATEMENT = Resource(
    path="/accounting-service/statement/all-transaction-search",
    records=_rows,
    columns=(
        Column(name="journalId", kind=Kind.INTEGER, value=attribute("journal.id")),
        Column(name="orderId", kind=Kind.INTEGER, value=attribute("line.order_id")),
        Column(name="journalTypeCode", kind=Kind.STRING, value=attribute("journal.type")),
        Column(name="journalDate", kind=Kind.PERIOD, value=attribute("journal.dated")),
        Column(name="journalDueDate", kind=Kind.PERIOD, value=attribute("journal.due")),
        Column(name="reference", kind=Kind.STRING, value=attribute("line.invoice_reference")),
        Column(
            name="customerReference",
            kind=Kind.STRING,
            value=lambda row, _account: row.line.order.reference if row.line.order else None,
        ),
        _amount("invoiceAmount", "invoiced"),
        _amount("paidAmount", "paid"),
        _amount("dueAmount", "due"),
        Column(name="contactId", kind=Kind.INTEGER, value=attribute("journal.contact_id"), hidden=True),
        Column(name="currencyId", kind=Kind.INTEGER, value=_currency_id, hidden=True),
    ),
)
