"""What the ledger is made of: journals, and their lines on accounts.

A journal has the fields and types of https://developer.xero.com/documentation/api/accounting/journals.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record


class Basis(StrEnum):
    """When a sale or a purchase counts: when its document is dated, or when it is paid."""

    ACCRUAL = "accrual"
    CASH = "cash"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A debit above nought, a credit below: in the journal's currency, and in the base currency.

    One that has only a base value, such as a gain in exchange, has no amount.
    """

    account: Record
    amount: Decimal | None
    base: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Lines that come to nothing in the base currency. `rate` is units of the journal's currency for one of the base."""

    id: str
    type: str
    date: date
    currency: str
    rate: Decimal
    about: str
    number: str
    lines: tuple[Line, ...]


def valued(books: Books, account: Record, amount: Decimal, rate: Decimal) -> Line:
    """A line with its amount in the base currency, rounded by itself."""
    return Line(account=account, amount=amount, base=in_base(books, amount, rate))


def in_base(books: Books, amount: Decimal, rate: Decimal) -> Decimal:
    """An amount in the base currency, to the smallest coin."""
    return books.rounded(amount / rate, currency=books.base_currency)


def balanced(lines: Iterable[Line], left_over: Record) -> tuple[Line, ...]:
    """The lines that say anything; what they leave open in the base currency goes to that account."""
    known = tuple(line for line in lines if line.amount or line.base)
    rest = sum((line.base for line in known), ZERO)
    return (*known, Line(account=left_over, amount=None, base=-rest)) if rest else known
