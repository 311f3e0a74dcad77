"""The journal of an invoiced order or credit, bought or sold.

The control account has the total, each nominal the net of its rows, one line for each tax code, the tax account the
tax. Rows are rounded to the places of the currency; what that leaves open is an amount in the order's currency, on the
nominal of rounding corrections. What the rate leaves open has no such amount: journals of real accounts show lines on
2299 that have a value in the account's currency alone.
https://help.brightpearl.com article 212645723: the tax of sales is on 2200, that of purchases on 2201.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, balanced, order_line
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.records import Order, OrderType
from sandbox.stand_ins.brightpearl.reference import CREDITORS, DEBTORS, PURCHASE_TAX, ROUNDING, SALES_TAX
from sandbox.stand_ins.currency import places_of

Part = tuple[str, str | None, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """How a kind of invoice is posted; `sign` is that of its total on the control account."""

    type: str
    control: str
    tax: str
    sign: int


POSTINGS = {
    OrderType.SO: Posting(type="SI", control=DEBTORS, tax=SALES_TAX, sign=1),
    OrderType.SC: Posting(type="SC", control=DEBTORS, tax=SALES_TAX, sign=-1),
    OrderType.PO: Posting(type="PI", control=CREDITORS, tax=PURCHASE_TAX, sign=-1),
    OrderType.PC: Posting(type="PC", control=CREDITORS, tax=PURCHASE_TAX, sign=1),
}


def of_invoice(account: Account, makers: Sequence[Any]) -> Journal:
    """The journal of an order, dated its tax date, entered when it was invoiced."""
    order: Order = makers[0]
    posting, invoice, rate = POSTINGS[order.type], order.invoice, order.exchange_rate
    entered = order.closed_on or order.created_on
    lines = tuple(
        order_line(account, order, nominal, posting.sign * amount, rate=rate, tax_code=tax_code)
        for nominal, tax_code, amount in _parts(order, posting)
        if amount
    )
    dated = account.time.midnight(invoice.tax_date) if invoice.tax_date else entered
    return Journal(
        id=invoice.journal_id or 0,
        type=posting.type,
        about=f"order {order.id}",
        description=order.reference or invoice.reference,
        contact_id=order.contact_id,
        dated=dated,
        due=utc_midnight(invoice.due_date) if invoice.due_date else dated,
        entered=entered,
        currency=order.currency,
        rate=rate,
        lines=balanced(lines, ROUNDING),
    )


def _parts(order: Order, posting: Posting) -> Iterator[Part]:
    """Nominal, tax code and amount of each line, as if the control account were debited."""
    total, tax, nets = order.total, order.tax, _nets(order)
    yield posting.control, None, total
    yield from ((nominal, tax_code, -net) for (nominal, tax_code), net in nets.items())
    yield posting.tax, None, -tax
    yield ROUNDING, None, sum(nets.values(), ZERO) + tax - total


def _nets(order: Order) -> dict[tuple[str, str], Decimal]:
    nets: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    places = places_of(order.currency)
    for row in order.rows.values():
        nets[row.nominal_code, row.tax_code] += rounded(row.net, places)
    return nets
