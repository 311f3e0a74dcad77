"""The journal of a stock correction, in an account that keeps its cost of sales."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line, balanced
from sandbox.stand_ins.brightpearl.records import GoodsNote
from sandbox.stand_ins.brightpearl.reference import ROUNDING, STOCK, STOCK_CORRECTIONS


def of_correction(account: Account, makers: Sequence[Any]) -> Journal:
    """What came onto the stock account, or went off it."""
    note: GoodsNote = makers[0]
    value = sum((movement.value * movement.quantity for movement in note.movements), ZERO)
    parts = {STOCK: value, STOCK_CORRECTIONS: -value}
    return Journal(
        id=note.journal_id or 0,
        type="IA",
        about=f"goods note {note.id}",
        description=note.reason,
        contact_id=0,
        dated=note.created_on,
        due=note.created_on,
        entered=note.created_on,
        currency=account.store.currency,
        rate=Decimal(1),
        lines=balanced(tuple(Line(nominal=code, amount=part, base=part) for code, part in parts.items()), ROUNDING),
    )
