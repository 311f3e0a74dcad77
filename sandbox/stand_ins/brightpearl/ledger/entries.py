"""What people do to the books themselves: journals that they enter, and what they make of those that are there."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryLine:
    """A debit above nought, a credit below, as a person wrote it; without `base` the journal's rate says what it is.

    A line without an amount has a base value alone, as an exchange gain has.
    """

    nominal: str
    amount: Decimal | None = None
    base: Decimal | None = None
    order_id: int | None = None
    tax_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A journal without an order, and what it is: a journal by hand, a quick invoice, a vendor bill, a quick payment.

    `reference` is free text, which searches show in the place of an order's id; `invoice` is an invoice's.
    """

    journal_id: int
    what: str
    type: str
    dated: date
    due: date
    entered_on: datetime
    currency: str
    exchange_rate: Decimal
    contact_id: int = 0
    description: str = ""
    reference: str = ""
    invoice: str = ""
    lines: tuple[EntryLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """What a person made of a journal: another day, other lines, or nothing at all."""

    dated: date | None = None
    lines: tuple[EntryLine, ...] | None = None
    cancelled: bool = False
