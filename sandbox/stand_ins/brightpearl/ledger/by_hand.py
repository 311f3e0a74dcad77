"""The journal of what people enter without an order: by hand, as a quick invoice, a vendor bill, a quick payment."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ledger.entries import Entry, EntryLine
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line, balanced, in_base
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.reference import ROUNDING


def of_entry(account: Account, makers: Sequence[Any]) -> Journal:
    """What was entered, line by line."""
    entry: Entry = makers[0]
    return Journal(
        id=entry.journal_id,
        type=entry.type,
        about=f"{entry.what} {entry.journal_id}",
        description=entry.description,
        ref=entry.reference,
        contact_id=entry.contact_id,
        dated=account.time.midnight(entry.dated),
        due=utc_midnight(entry.due),
        entered=entry.entered_on,
        currency=entry.currency,
        rate=entry.exchange_rate,
        lines=written(account, entry.lines, rate=entry.exchange_rate, invoice=entry.invoice),
    )


def written(account: Account, lines: Sequence[EntryLine], *, rate: Decimal, invoice: str = "") -> tuple[Line, ...]:
    """Lines as a person wrote them; what they leave open in the account's currency is rounding."""
    return balanced(tuple(_line(account, line, rate, invoice) for line in lines), ROUNDING)


def _line(account: Account, line: EntryLine, rate: Decimal, invoice: str) -> Line:
    order = account.store.orders.get(line.order_id or 0)
    reference = order.invoice.reference if order else invoice
    return Line(
        nominal=line.nominal,
        amount=line.amount,
        base=in_base(account, line.amount or ZERO, rate) if line.base is None else line.base,
        order=order,
        invoice_reference=reference or None,
        tax_code=line.tax_code,
    )
