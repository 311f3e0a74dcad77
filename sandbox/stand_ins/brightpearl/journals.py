"""Journals of payments and stock corrections, worked out from what made them; read by id and searched by line.

https://api-docs.brightpearl.com/accounting/journal/get.html. What a method takes is on its own nominal, a bank's or not;
a discount or a write-off is a line of the same journal. What one order hands to another is one journal of two payments
without a line of money. Where the rate of a payment is not its order's, the difference is a line without an amount.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, fixed, priced, rounded
from sandbox.stand_ins.brightpearl.orders import present, shown_rate
from sandbox.stand_ins.brightpearl.records import SALES, GoodsNote, Order, Payment, PaymentType
from sandbox.stand_ins.brightpearl.reference import CREDITORS, DEBTORS, EXCHANGE_GAINS, STOCK, STOCK_CORRECTIONS
from sandbox.stand_ins.brightpearl.selection import MAX_IDS, path_ids, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found, not_found
from sandbox.stand_ins.currency import places_of

Source = list[Payment] | GoodsNote
Made = TypeVar("Made", Payment, GoodsNote)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A debit above nought, a credit below: in the journal's currency, and in the account's own."""

    nominal: str
    amount: Decimal | None
    base: Decimal
    order: Order | None = None

    @property
    def order_id(self) -> int | None:
        """The order that the line is about."""
        return self.order.id if self.order else None

    @property
    def invoice_reference(self) -> str | None:
        """The invoice of that order, if it has one by now."""
        return (self.order.invoice.reference or None) if self.order else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal:
    """Lines that come to nothing in the account's own currency; the rate is foreign units for one of the account's."""

    id: int
    type: str
    about: str
    description: str
    contact_id: int
    dated: datetime
    entered: datetime
    currency: str
    rate: Decimal
    lines: tuple[Line, ...]


def get_journals(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with the journals of these ids."""
    chosen = pick(_sources(account, _few(ids)), ids, account=account, nothing=not_found("No Journals Found"))
    return found({"journals": [_shown(account, _journal(account, source)) for source in chosen]})


def journals(account: Account) -> Iterator[Journal]:
    """Give every journal of the account."""
    return (_journal(account, source) for source in _sources(account).values())


def journal_id(payment: Payment, account: Account) -> int | None:
    """The journal of a payment; none has one while no method has a bank account."""
    return payment.journal_id if account.on("methods_have_banks") else None


def money_of(payment: Payment) -> Decimal:
    """What of a payment is money, signed as the payment is: what was allocated, discounted or written off is none."""
    return ZERO if payment.allocated else payment.amount_paid - sum(payment.adjustments.values(), ZERO)


def _few(ids: str) -> frozenset[int]:
    """The ids of a set, or none of them where they are too many to be answered."""
    asked = path_ids(ids)
    return frozenset(asked) if len(asked) <= MAX_IDS else frozenset()


def _sources(account: Account, wanted: Container[int] | None = None) -> dict[int, Source]:
    """What made each journal, or each of those wanted, by its id: a correction, or the payments that share it."""
    sources: dict[int, Source] = {}
    together: dict[int, list[Payment]] = {}
    for payment in _with_journals(account.store.payments.values(), wanted):
        number = journal_id(payment, account)
        if number is not None:
            sources[number] = together.setdefault(number, [])
            together[number].append(payment)
    for note in _with_journals(account.store.goods_notes.values(), wanted):
        sources[note.journal_id or 0] = note
    return sources


def _with_journals(made: Iterable[Made], wanted: Container[int] | None) -> Iterator[Made]:
    return (one for one in made if one.journal_id is not None and (wanted is None or one.journal_id in wanted))


def _journal(account: Account, source: Source) -> Journal:
    return _of_correction(account, source) if isinstance(source, GoodsNote) else _of_payments(account, source)


def _of_payments(account: Account, payments: list[Payment]) -> Journal:
    first = payments[0]
    order = account.store.orders[first.order_id]
    lines = tuple(line for payment in payments for line in _payment_lines(account, payment))
    return Journal(
        id=first.journal_id or 0,
        type="SR" if order.type in SALES else "PP",
        about=", ".join(f"payment {payment.id}" for payment in payments),
        description=first.journal_ref or f"{first.method} {first.transaction_ref or first.id}",
        contact_id=order.contact_id,
        dated=first.payment_date,
        entered=first.created_on,
        currency=first.currency,
        rate=first.exchange_rate,
        lines=_debits_first(*lines, *_gain(lines)),
    )


def _payment_lines(account: Account, payment: Payment) -> Iterator[Line]:
    order = account.store.orders[payment.order_id]
    sign = -1 if payment.type is PaymentType.PAYMENT else 1
    parts = {_nominal_of_money(account, payment): money_of(payment), **payment.adjustments}
    for nominal, part in parts.items():
        if part:
            yield _line(account, nominal, sign * part, payment.exchange_rate, order)
    control = DEBTORS if order.type in SALES else CREDITORS
    yield _line(account, control, -sign * payment.amount_paid, order.exchange_rate, order)


def _nominal_of_money(account: Account, payment: Payment) -> str:
    """The method's own nominal; the first bank's where a journal was named for a method that has none."""
    reference = account.store.reference
    return reference.nominal_of(payment.method, payment.currency) or reference.profile.banks[0][1]


def _line(account: Account, nominal: str, amount: Decimal, rate: Decimal, order: Order) -> Line:
    own_places = max(places_of(account.store.currency), 2)
    return Line(nominal=nominal, amount=amount, base=rounded(amount / rate, own_places), order=order)


def _gain(lines: tuple[Line, ...]) -> Iterator[Line]:
    """What the lines do not come to in the account's currency: gained, or lost, by the exchange rate."""
    unbalanced = sum((line.base for line in lines), ZERO)
    if unbalanced:
        yield Line(nominal=EXCHANGE_GAINS, amount=None, base=-unbalanced, order=lines[0].order)


def _debits_first(*lines: Line) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=_is_credit))


def _is_credit(line: Line) -> bool:
    return line.base < ZERO


def _of_correction(account: Account, note: GoodsNote) -> Journal:
    value = sum((movement.value * movement.quantity for movement in note.movements), ZERO)
    return Journal(
        id=note.journal_id or 0,
        type="IA",
        about=f"goods note {note.id}",
        description=note.reason,
        contact_id=0,
        dated=note.created_on,
        entered=note.created_on,
        currency=account.store.currency,
        rate=Decimal(1),
        lines=_debits_first(
            Line(nominal=STOCK, amount=value, base=value),
            Line(nominal=STOCK_CORRECTIONS, amount=-value, base=-value),
        ),
    )


def _shown(account: Account, journal: Journal) -> dict[str, Any]:
    time = account.time
    return {
        "id": journal.id,
        "contactId": journal.contact_id,
        "journalTypeCode": journal.type,
        "taxDate": time.stamp(journal.dated),
        "dueDate": time.stamp(journal.dated),
        "createdOn": time.stamp(journal.entered),
        "description": journal.description,
        "credits": [_shown_line(account, journal, line) for line in journal.lines if _is_credit(line)],
        "debits": [_shown_line(account, journal, line) for line in journal.lines if not _is_credit(line)],
        "currencyId": account.store.reference.currencies[journal.currency].id,
        "exchangeRate": fixed(shown_rate(account, journal.rate), 6),
    }


def _shown_line(account: Account, journal: Journal, line: Line) -> dict[str, Any]:
    return present(
        {
            "nominalCode": line.nominal,
            "change": {"value": priced(abs(line.base), account.store.currency)},
            "transactionAmount": None if line.amount is None else priced(abs(line.amount), journal.currency),
            "orderId": line.order_id,
            "invoiceReference": line.invoice_reference,
            "assignment": {"channelId": line.order.channel_id} if line.order else None,
        }
    )
