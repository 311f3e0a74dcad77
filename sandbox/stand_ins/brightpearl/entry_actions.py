"""What people enter in the accounts without an order: quick invoices and credits, vendor bills, what is paid of them.

Their journals are of the same types as those of orders. https://help.brightpearl.com articles 212457486 and 210358306
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.journal_actions import day_of, rate_of
from sandbox.stand_ins.brightpearl.ledger.entries import Entry, EntryLine
from sandbox.stand_ins.brightpearl.ledger.invoices import POSTINGS, Posting
from sandbox.stand_ins.brightpearl.ledger.payments import nominal_of_money
from sandbox.stand_ins.brightpearl.order_actions import existing, next_reference
from sandbox.stand_ins.brightpearl.records import SALES, OrderType
from sandbox.stand_ins.brightpearl.reference import DEBTORS
from sandbox.stand_ins.currency import places_of

QUICK_INVOICE, VENDOR_BILL, QUICK_PAYMENT = "quick invoice", "vendor bill", "quick payment"

Done = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Document:
    what: str
    type: str
    contact: int
    rows: list[Any]
    reference: str | None
    tax_date: date | None
    due_date: date | None
    currency: str | None
    exchange_rate: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    nominal: str
    tax_code: str
    net: Decimal
    tax: Decimal


def quick_invoice(
    account: Account,
    *,
    contact: int,
    rows: list[Any],
    type: str = "SI",
    reference: str | None = None,
    tax_date: date | None = None,
    due_date: date | None = None,
    currency: str | None = None,
    exchange_rate: Decimal | None = None,
) -> Done:
    """Invoice a customer without an order, or credit one (type SC): rows of nominal, net, tax_code, tax."""
    document = _Document(
        what=QUICK_INVOICE,
        type=type,
        contact=contact,
        rows=rows,
        reference=reference,
        tax_date=tax_date,
        due_date=due_date,
        currency=currency,
        exchange_rate=exchange_rate,
    )
    return _enter(account, document, among=SALES)


def vendor_bill(
    account: Account,
    *,
    contact: int,
    rows: list[Any],
    type: str = "PI",
    reference: str | None = None,
    tax_date: date | None = None,
    due_date: date | None = None,
    currency: str | None = None,
    exchange_rate: Decimal | None = None,
) -> Done:
    """Enter a supplier's bill without an order, or a credit (type PC): rows of nominal, net, tax_code, tax."""
    document = _Document(
        what=VENDOR_BILL,
        type=type,
        contact=contact,
        rows=rows,
        reference=reference,
        tax_date=tax_date,
        due_date=due_date,
        currency=currency,
        exchange_rate=exchange_rate,
    )
    return _enter(account, document, among=frozenset(OrderType) - SALES)


def quick_payment(
    account: Account, *, journal: int, amount: Decimal | None = None, method: str = "CARD", date: date | None = None
) -> Done:
    """Pay a quick invoice or a vendor bill, or pay its credit back: all of it unless an amount is given."""
    paid = account.store.entries.get(journal)
    if paid is None or paid.what not in (QUICK_INVOICE, VENDOR_BILL):
        raise ValueError(f"Journal {journal} is no quick invoice and no vendor bill.")
    control = paid.lines[0]
    owed = control.amount or ZERO
    money = owed if amount is None else amount.copy_sign(owed)
    day = day_of(account, date)
    entry = Entry(
        journal_id=account.store.next_id("journal"),
        what=QUICK_PAYMENT,
        type="SR" if control.nominal == DEBTORS else "PP",
        dated=day,
        due=day,
        entered_on=account.clock.now(),
        currency=paid.currency,
        exchange_rate=paid.exchange_rate,
        contact_id=paid.contact_id,
        description=f"{method} {paid.invoice}",
        reference=paid.reference,
        invoice=paid.invoice,
        lines=(
            EntryLine(nominal=nominal_of_money(account, method, paid.currency), amount=money),
            EntryLine(nominal=control.nominal, amount=-money),
        ),
    )
    account.store.enter(entry)
    return {"journal": entry.journal_id, "amount": str(abs(money))}


def _enter(account: Account, document: _Document, *, among: frozenset[OrderType]) -> Done:
    kind = _kind(document, among)
    currency = document.currency or account.store.currency
    lines = (*_lines(account, document.rows, POSTINGS[kind], currency),)
    person = existing(account.store.contacts, document.contact, "contact")
    rate = rate_of(account, currency, document.exchange_rate)
    dated = day_of(account, document.tax_date)
    reference = document.reference or next_reference(account.store, kind)
    entry = Entry(
        journal_id=account.store.next_id("journal"),
        what=document.what,
        type=document.type,
        dated=dated,
        due=document.due_date or dated + timedelta(days=30),
        entered_on=account.clock.now(),
        currency=currency,
        exchange_rate=rate,
        contact_id=person.id,
        description=reference,
        reference=reference,
        invoice=reference,
        lines=lines,
    )
    account.store.enter(entry)
    return {"journal": entry.journal_id, "reference": reference, "total": str(abs(lines[0].amount or ZERO))}


def _kind(document: _Document, among: frozenset[OrderType]) -> OrderType:
    kinds = {POSTINGS[kind].type: kind for kind in sorted(among)}
    if document.type not in kinds:
        raise ValueError(f"A {document.what} is {' or '.join(kinds)}, not {document.type!r}.")
    return kinds[document.type]


def _lines(account: Account, rows: list[Any], posting: Posting, currency: str) -> Iterator[EntryLine]:
    """The control account's line first, then the rows, then their tax."""
    read = [_row(account, row, places_of(currency)) for row in rows]
    tax = sum((row.tax for row in read), ZERO)
    total = sum((row.net for row in read), tax)
    if not total:
        raise ValueError("What is entered comes to nothing.")
    yield EntryLine(nominal=posting.control, amount=posting.sign * total)
    for row in read:
        yield EntryLine(nominal=row.nominal, amount=-posting.sign * row.net, tax_code=row.tax_code)
    if tax:
        yield EntryLine(nominal=posting.tax, amount=-posting.sign * tax)


def _row(account: Account, given: Mapping[str, Any], places: int) -> _Row:
    """A row's own tax stands; else it follows from the rate of its tax code."""
    reference = account.store.reference
    tax_code = existing(reference.tax_codes, str(given.get("tax_code", account.store.usual_tax_code)), "tax code")
    net = rounded(Decimal(str(given.get("net", 0))), places)
    return _Row(
        nominal=existing(reference.nominals, str(given.get("nominal")), "nominal code").code,
        tax_code=tax_code.code,
        net=net,
        tax=rounded(Decimal(str(given.get("tax", net * tax_code.rate / 100))), places),
    )
