"""The search over journal lines, worked out from the payments and stock corrections that made the journals."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from operator import attrgetter
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, fixed
from sandbox.stand_ins.brightpearl.filters import Kind
from sandbox.stand_ins.brightpearl.order_searches import attribute
from sandbox.stand_ins.brightpearl.records import SALES, GoodsNote, Payment, PaymentType
from sandbox.stand_ins.brightpearl.search import Column, Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalLine:
    """A line of a journal, worked out from what made the journal."""

    id: int
    journal_id: int
    type: str
    nominal: str
    debit: Decimal
    credit: Decimal
    entered: datetime
    dated: datetime
    currency_id: int = 1
    rate: Decimal = Decimal(1)
    order_id: int | None = None


def _journal_lines(account: Account) -> Iterator[JournalLine]:
    for payment in account.store.payments.values():
        if payment.journal_id is not None:
            yield from _payment_lines(payment, account)
    for note in account.store.goods_notes.values():
        if note.journal_id is not None:
            yield from _correction_lines(note)


def _payment_lines(payment: Payment, account: Account) -> Iterator[JournalLine]:
    sales = account.store.orders[payment.order_id].type in SALES
    bank = dict(account.store.reference.methods[payment.method].banks).get(payment.currency, "1200")
    sides = (bank, "1100" if sales else "2100")
    money_in = (payment.type is not PaymentType.PAYMENT) is (payment.amount_paid >= ZERO)
    debited, credited = sides if money_in else sides[::-1]
    shared: dict[str, Any] = {
        "journal_id": payment.journal_id,
        "type": "SR" if sales else "PP",
        "entered": payment.created_on,
        "dated": payment.payment_date,
        "currency_id": account.store.reference.currencies[payment.currency].id,
        "rate": payment.exchange_rate,
        "order_id": payment.order_id,
    }
    return _two_lines(abs(payment.amount_paid), debited, credited, shared)


def _correction_lines(note: GoodsNote) -> Iterator[JournalLine]:
    value = sum((movement.value * movement.quantity for movement in note.movements), ZERO)
    debited, credited = ("1001", "5060") if value >= ZERO else ("5060", "1001")
    shared = {"journal_id": note.journal_id, "type": "IA", "entered": note.created_on, "dated": note.created_on}
    return _two_lines(abs(value), debited, credited, shared)


def _two_lines(amount: Decimal, debited: str, credited: str, shared: dict[str, Any]) -> Iterator[JournalLine]:
    first = shared["journal_id"] * 10
    yield JournalLine(id=first, nominal=debited, debit=amount, credit=ZERO, **shared)
    yield JournalLine(id=first + 1, nominal=credited, debit=ZERO, credit=amount, **shared)


def _money(name: str, path: str, *, base: bool) -> Column:
    read = attrgetter(path)
    return Column(
        name=name,
        kind=Kind.STRING,
        value=lambda line, _account: fixed(read(line) / line.rate if base else read(line), 2),
    )


JOURNAL_SEARCH = Resource(
    path="/accounting-service/journal-search",
    records=_journal_lines,
    columns=(
        Column(name="journalId", kind=Kind.INTEGER, value=attribute("journal_id")),
        Column(name="journalType", kind=Kind.STRING, value=attribute("type")),
        Column(name="orderId", kind=Kind.INTEGER, value=attribute("order_id")),
        Column(name="nominalCode", kind=Kind.INTEGER, value=lambda line, _account: int(line.nominal)),
        Column(name="journalDate", kind=Kind.PERIOD, value=attribute("dated")),
        _money("journalDebit", "debit", base=True),
        _money("journalCredit", "credit", base=True),
        Column(name="currencyId", kind=Kind.INTEGER, value=attribute("currency_id")),
        Column(name="exchangeRate", kind=Kind.STRING, value=lambda line, _account: fixed(line.rate, 6)),
        _money("transactionDebit", "debit", base=False),
        _money("transactionCredit", "credit", base=False),
        Column(name="journalDateEntered", kind=Kind.PERIOD, value=attribute("entered")),
        Column(name="journalRowId", kind=Kind.INTEGER, value=attribute("id")),
    ),
)
