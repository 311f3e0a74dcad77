"""The journal of a payment, or of those that share one.

What a method takes is on its own nominal, a bank's or not; a discount or a write-off is a line of the same journal. What
one order hands to another is one journal of two payments without a line of money. Where the rate of a payment is not
its order's, the difference is a line without an amount.
"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ledger.journal import Journal, Line, balanced, order_line
from sandbox.stand_ins.brightpearl.records import SALES, Payment, PaymentType
from sandbox.stand_ins.brightpearl.reference import CREDITORS, DEBTORS, EXCHANGE_GAINS


def journal_id(payment: Payment, account: Account) -> int | None:
    """The journal of a payment; none has one while no method has a bank account."""
    return payment.journal_id if account.on("methods_have_banks") else None


def money_of(payment: Payment) -> Decimal:
    """What of a payment is money, signed as the payment is: what was allocated, discounted or written off is none."""
    return ZERO if payment.allocated else payment.amount_paid - sum(payment.adjustments.values(), ZERO)


def of_payments(account: Account, makers: Sequence[Any]) -> Journal:
    """One journal of all the payments that share it."""
    first: Payment = makers[0]
    order = account.store.orders[first.order_id]
    return Journal(
        id=first.journal_id or 0,
        type="SR" if order.type in SALES else "PP",
        about=", ".join(f"payment {payment.id}" for payment in makers),
        description=first.journal_ref or f"{first.method} {first.transaction_ref or first.id}",
        ref=first.journal_ref,
        contact_id=order.contact_id,
        dated=first.payment_date,
        due=first.payment_date,
        entered=first.created_on,
        currency=first.currency,
        rate=first.exchange_rate,
        lines=balanced(tuple(line for payment in makers for line in _lines(account, payment)), EXCHANGE_GAINS),
    )


def nominal_of_money(account: Account, method: str, currency: str) -> str:
    """The method's own nominal; the first bank's where a journal was named for a method that has none."""
    reference = account.store.reference
    return reference.nominal_of(method, currency) or reference.profile.banks[0][1]


def _lines(account: Account, payment: Payment) -> Iterator[Line]:
    order = account.store.orders[payment.order_id]
    sign = -1 if payment.type is PaymentType.PAYMENT else 1
    parts = {nominal_of_money(account, payment.method, payment.currency): money_of(payment), **payment.adjustments}
    for nominal, part in parts.items():
        if part:
            yield order_line(account, order, nominal, sign * part, rate=payment.exchange_rate)
    control = DEBTORS if order.type in SALES else CREDITORS
    yield order_line(account, order, control, -sign * payment.amount_paid, rate=order.exchange_rate)
