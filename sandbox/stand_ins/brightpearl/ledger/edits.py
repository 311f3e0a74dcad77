"""What a person left of a journal, whatever made it.

Until it is reconciled a journal may be edited, or cancelled: then its amounts are nought, its codes those of suspense, its
invoice references gone, and the id stays. No date tells of either, and the order or payment knows nothing of it.
"""

from dataclasses import replace

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ledger.by_hand import written
from sandbox.stand_ins.brightpearl.ledger.entries import Edit
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line
from sandbox.stand_ins.brightpearl.reference import SUSPENSE


def as_left(account: Account, journal: Journal) -> Journal:
    """The journal as it is by now."""
    edit = account.store.edits.get(journal.id)
    return _edited(account, journal, edit) if edit else journal


def _edited(account: Account, journal: Journal, edit: Edit) -> Journal:
    dated = account.time.midnight(edit.dated) if edit.dated else journal.dated
    lines = journal.lines if edit.lines is None else written(account, edit.lines, rate=journal.rate)
    left = tuple(_cancelled(line) for line in lines) if edit.cancelled else lines
    return replace(journal, dated=dated, lines=left)


def _cancelled(line: Line) -> Line:
    amount = None if line.amount is None else ZERO
    return replace(line, nominal=SUSPENSE, amount=amount, base=ZERO, invoice_reference=None)
