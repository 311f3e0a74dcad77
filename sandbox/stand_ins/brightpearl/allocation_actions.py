"""What people do with money that is there already: allocate a credit, use what was paid too much.

One journal of debtors or creditors alone, on two payments: out of where it was, into where it goes.
https://help.brightpearl.com articles 212648463 and 211131686
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.order_actions import find
from sandbox.stand_ins.brightpearl.payment_actions import (
    PAID_BY,
    REFUNDED_BY,
    outstanding,
    payment_body,
    side_of,
)
from sandbox.stand_ins.brightpearl.payments import record_payment
from sandbox.stand_ins.brightpearl.records import CREDITS, SALES, Order, Payment, PaymentType

Done = dict[str, Any]


def allocate_credit(
    account: Account,
    *,
    credit: int,
    order: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
) -> Done:
    """Settle an order, its own or another, with a credit: as much as fits unless an amount is given."""
    given, settled = find(account, credit), find(account, order)
    if given.type not in CREDITS:
        raise ValueError(f"Order {credit} is no credit: use allocate_overpayment for what was paid on it too much.")
    open_on_credit = outstanding(account, given)
    return _allocate(account, given, settled, _fitting(account, open_on_credit, settled, amount), method, day)


def allocate_overpayment(
    account: Account,
    *,
    order: int,
    to: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
) -> Done:
    """Settle the order `to` with what another was paid too much: as much as fits unless an amount is given."""
    overpaid, settled = find(account, order), find(account, to)
    if overpaid.type in CREDITS:
        raise ValueError(f"Order {order} is a credit: use allocate_credit.")
    on_account = -outstanding(account, overpaid)
    return _allocate(account, overpaid, settled, _fitting(account, on_account, settled, amount), method, day)


def _fitting(account: Account, there: Decimal, settled: Order, amount: Decimal | None) -> Decimal:
    fits = min(there, outstanding(account, settled)) if amount is None else amount
    if not 0 < fits <= there:
        raise ValueError(f"There is {there} to allocate, and {outstanding(account, settled)} open on {settled.id}.")
    return fits


def _allocate(account: Account, source: Order, settled: Order, amount: Decimal, method: str, day: date | None) -> Done:
    if settled.type in CREDITS or (source.type in SALES) is not (settled.type in SALES):
        raise ValueError(f"What is on a {source.type.value} cannot settle the {settled.type.value} {settled.id}.")
    if source.currency != settled.currency:
        raise ValueError(f"What is in {source.currency} cannot settle the order {settled.id} in {settled.currency}.")
    taken_as = REFUNDED_BY.get(source.type, PaymentType.PAYMENT)
    taken = amount if source.type in REFUNDED_BY else -amount
    out = _half(account, source, taken_as, taken, method, day, journal=account.store.next_id("journal"))
    into = _half(account, settled, PAID_BY[settled.type], amount, method, day, journal=out.journal_id)
    return {"payments": [out.id, into.id], "from": source.id, "order": settled.id, "amount": str(amount)}


def _half(
    account: Account,
    order: Order,
    kind: PaymentType,
    amount: Decimal,
    method: str,
    day: date | None,
    *,
    journal: int | None,
) -> Payment:
    body = {
        **payment_body(account, order, method, day),
        "paymentType": kind,
        "amountPaid": amount,
        "journalId": journal,
    }
    return record_payment(account, side_of(order), body, allocated=True)
