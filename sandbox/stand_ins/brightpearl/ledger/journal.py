"""A journal and its lines, in two currencies: the journal's own, and the account's."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.records import Order
from sandbox.stand_ins.currency import places_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A debit above nought, a credit below: in the journal's currency, and in the account's own."""

    nominal: str
    amount: Decimal | None
    base: Decimal
    order: Order | None = None
    invoice_reference: str | None = None
    tax_code: str | None = None

    @property
    def order_id(self) -> int | None:
        """The order that the line is about."""
        return self.order.id if self.order else None

    @property
    def is_credit(self) -> bool:
        """Which side it is on, also where so little is nought in the account's currency."""
        return (self.base or self.amount or ZERO) < ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Lines that come to nothing in the account's own currency; the rate is foreign units for one of the account's.

    `about` says what made it, `ref` is the free text that it was given.
    """

    id: int
    type: str
    about: str
    description: str
    ref: str = ""
    contact_id: int
    dated: datetime
    due: datetime
    entered: datetime
    currency: str
    rate: Decimal
    lines: tuple[Line, ...]


def in_base(account: Account, amount: Decimal, rate: Decimal) -> Decimal:
    """What an amount is in the account's currency, rounded to its places."""
    return rounded(amount / rate, max(places_of(account.store.currency), 2))


def order_line(
    account: Account, order: Order, nominal: str, amount: Decimal, *, rate: Decimal, tax_code: str | None = None
) -> Line:
    """A line about an order, and about its invoice if it has one by now."""
    return Line(
        nominal=nominal,
        amount=amount,
        base=in_base(account, amount, rate),
        order=order,
        invoice_reference=order.invoice.reference or None,
        tax_code=tax_code,
    )


def balanced(lines: tuple[Line, ...], nominal: str) -> tuple[Line, ...]:
    """Lines with debits first, and what they do not come to in the account's currency on a nominal, without an amount."""
    unbalanced = sum((line.base for line in lines), ZERO)
    rest = (Line(nominal=nominal, amount=None, base=-unbalanced, order=lines[0].order),) if unbalanced else ()
    return tuple(sorted((*lines, *rest), key=_is_credit))


def _is_credit(line: Line) -> bool:
    return line.is_credit
