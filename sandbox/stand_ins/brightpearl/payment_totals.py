"""What has been paid of orders, added up by Brightpearl.

https://api-docs.brightpearl.com/accounting/sale-payment-total/get.html and .../purchase-payment-total/get.html: of a sale
it is receipts and captures less payments, so a credit's is below nought; an order without payments has no currency. That
of a purchase is taken to be payments less receipts.
"""

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.orders import present
from sandbox.stand_ins.brightpearl.records import SALES, Order, OrderType, Payment, PaymentType
from sandbox.stand_ins.brightpearl.selection import few_ids, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, found
from sandbox.stand_ins.currency import places_of

Signs = dict[PaymentType, int]
Totals = dict[str, Callable[[Iterable[Payment]], Decimal]]


def get_sale_totals(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with what was paid, authorised and captured of sales orders and their credits."""
    return _totals(account, ids, SALES, _OF_SALES)


def get_purchase_totals(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with what was paid of purchase orders and their credits."""
    return _totals(account, ids, frozenset(OrderType) - SALES, _OF_PURCHASES)


def _totals(account: Account, ids: str, types: frozenset[OrderType], totals: Totals) -> Answer:
    orders = account.store.orders
    known = {number: orders[number] for number in few_ids(ids) if number in orders and orders[number].type in types}
    return found([_total(account, order, totals) for order in pick(known, ids, account=account)])


def _total(account: Account, order: Order, totals: Totals) -> dict[str, Any]:
    payments = list(account.store.payments_of(order.id))
    places = max(places_of(order.currency), 2)
    amounts = {name: rounded(add(payments), places) for name, add in totals.items()}
    return {**present({"orderId": order.id, "paymentCurrency": order.currency if payments else None}), **amounts}


def _paid(signs: Signs, payments: Iterable[Payment]) -> Decimal:
    return sum((signs.get(payment.type, 0) * payment.amount_paid for payment in payments), ZERO)


def _authorised(payments: Iterable[Payment]) -> Decimal:
    signs = {PaymentType.AUTH: 1, PaymentType.VOID: -1}
    return sum((signs.get(payment.type, 0) * payment.amount_authorized for payment in payments), ZERO)


_OF_SALES: Totals = {
    "amountPaid": partial(_paid, {PaymentType.RECEIPT: 1, PaymentType.CAPTURE: 1, PaymentType.PAYMENT: -1}),
    "amountAuthorized": _authorised,
    "amountCaptured": partial(_paid, {PaymentType.CAPTURE: 1}),
}
_OF_PURCHASES: Totals = {"amountPaid": partial(_paid, {PaymentType.PAYMENT: 1, PaymentType.RECEIPT: -1})}
