"""What people do with journals: enter one by hand, edit one, cancel one.

Neither an edit nor a cancellation touches the order, the payment or the stock that the journal is of.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ledger.entries import Edit, Entry, EntryLine
from sandbox.stand_ins.brightpearl.ledger.journal import Journal
from sandbox.stand_ins.brightpearl.ledger.journals import journals
from sandbox.stand_ins.brightpearl.order_actions import existing
from sandbox.stand_ins.brightpearl.periods import why_closed

BY_HAND = ("JJ", "BP", "BR", "BT")

Done = dict[str, Any]


def enter_journal(
    account: Account,
    *,
    lines: list[Any],
    type: str = "JJ",
    date: date | None = None,
    currency: str | None = None,
    exchange_rate: Decimal | None = None,
    contact: int | None = None,
    description: str = "",
    reference: str = "",
) -> Done:
    """Enter a journal of such lines: nominal, amount (a debit above nought), order, tax_code; type JJ, BP, BR or BT.

    `reference` is free text; it is no order's id, and searches tell it apart.
    """
    if type not in BY_HAND:
        raise ValueError(f"A journal by hand is {', '.join(BY_HAND)}, not {type!r}.")
    written = _lines(account, lines)
    open_day = day_of(account, date)
    chosen = currency or account.store.currency
    entry = Entry(
        journal_id=account.store.next_id("journal"),
        what="journal",
        type=type,
        dated=open_day,
        due=open_day,
        entered_on=account.clock.now(),
        currency=chosen,
        exchange_rate=rate_of(account, chosen, exchange_rate),
        contact_id=0 if contact is None else existing(account.store.contacts, contact, "contact").id,
        description=description,
        reference=reference,
        lines=written,
    )
    account.store.enter(entry)
    return {"journal": entry.journal_id}


def edit_journal(account: Account, *, journal: int, lines: list[Any] | None = None, date: date | None = None) -> Done:
    """Give a journal other lines, all of them as `enter_journal` takes them, or another day.

    A line is about the journal's first order unless it names its own; `base` is its value in the account's currency where
    the journal's rate does not say it, and a line without an amount has that alone.
    """
    edited = _editable(account, journal)
    written = None if lines is None else _lines(account, lines, order=edited.lines[0].order_id)
    before = account.store.edits.get(journal, Edit())
    account.store.edits[journal] = replace(
        before,
        dated=before.dated if date is None else day_of(account, date),
        lines=before.lines if written is None else written,
    )
    return {"journal": journal}


def cancel_journal(account: Account, *, journal: int) -> Done:
    """Cancel a journal: its amounts are nought and on suspense from now on, and nothing else changes."""
    _editable(account, journal)
    account.store.edits[journal] = replace(account.store.edits.get(journal, Edit()), cancelled=True)
    return {"journal": journal}


def day_of(account: Account, given: date | None) -> date:
    """The day given, or today; ValueError where the books are locked."""
    day = given or account.time.day(account.clock.now())
    closed = why_closed(account, day)
    if closed:
        raise ValueError(f"{closed}.")
    return day


def rate_of(account: Account, currency: str, given: Decimal | None) -> Decimal:
    """The rate given, or today's, in units of the currency for one of the account's."""
    return given or existing(account.store.reference.currencies, currency, "currency").rate


def _editable(account: Account, number: int) -> Journal:
    journal = next(journals(account, [number]), None)
    if journal is None:
        raise ValueError(f"There is no journal {number}.")
    if account.store.edits.get(number, Edit()).cancelled:
        raise ValueError(f"Journal {number} is cancelled.")
    day_of(account, account.time.meant(journal.dated))
    return journal


def _lines(account: Account, given: list[Any], *, order: int | None = None) -> tuple[EntryLine, ...]:
    lines = tuple(_line(account, line, order) for line in given)
    if not lines:
        raise ValueError("A journal needs lines.")
    amounts = [line.amount for line in lines if line.amount is not None]
    if len(amounts) == len(lines) and sum(amounts, ZERO):
        raise ValueError(f"The lines of a journal come to nought, not to {sum(amounts, ZERO)}.")
    return lines


def _line(account: Account, given: Mapping[str, Any], order: int | None) -> EntryLine:
    about = given.get("order", order)
    return EntryLine(
        nominal=existing(account.store.reference.nominals, str(given.get("nominal")), "nominal code").code,
        amount=_amount(given.get("amount")),
        base=_amount(given.get("base")),
        order_id=None if about is None else existing(account.store.orders, about, "order").id,
        tax_code=given.get("tax_code"),
    )


def _amount(given: Any) -> Decimal | None:
    return None if given is None else Decimal(str(given))
