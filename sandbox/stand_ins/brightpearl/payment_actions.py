"""What people do with payments: pay, authorise, refund, delete."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.order_actions import existing, find
from sandbox.stand_ins.brightpearl.orders import shown_rate
from sandbox.stand_ins.brightpearl.payments import CUSTOMER, SUPPLIER, record_payment
from sandbox.stand_ins.brightpearl.payments import delete_payment as forget_payment
from sandbox.stand_ins.brightpearl.records import CREDITS, SALES, Order, OrderType, Payment, PaymentType

PAID_BY = {OrderType.SO: PaymentType.RECEIPT, OrderType.PO: PaymentType.PAYMENT}
REFUNDED_BY = {OrderType.SO: PaymentType.PAYMENT, OrderType.SC: PaymentType.PAYMENT, OrderType.PC: PaymentType.RECEIPT}

Done = dict[str, Any]


def pay_order(
    account: Account,
    *,
    order: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
    transaction_ref: str | None = None,
    exchange_rate: Decimal | None = None,
) -> Done:
    """Pay a sales or purchase order: what is outstanding unless an amount is given; below nought it is money back.

    `exchange_rate` is the payment's own, in units of its currency for one of the account's; else it is the order's.
    """
    paid = find(account, order)
    money = _outstanding(account, paid) if amount is None else amount
    more = {"transactionRef": transaction_ref, "exchangeRate": _told(account, exchange_rate)}
    return _settle(account, paid, PAID_BY, money, method=method, day=day, more=more)


def refund_order(
    account: Account,
    *,
    order: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
    transaction_ref: str | None = None,
    exchange_rate: Decimal | None = None,
) -> Done:
    """Pay back what is open on a credit, or without a credit what a sales order has been paid too much, else all of it."""
    refunded = find(account, order)
    money = _refundable(account, refunded) if amount is None else amount
    more = {"transactionRef": transaction_ref, "exchangeRate": _told(account, exchange_rate)}
    return _settle(account, refunded, REFUNDED_BY, money, method=method, day=day, more=more)


def authorise_payment(account: Account, *, order: int, amount: Decimal | None = None, method: str = "CARD") -> Done:
    """Authorise a payment on a sales order, which moves no money."""
    authorised = find(account, order)
    now = account.clock.now()
    body = {
        **_payment_body(account, authorised, method, account.time.day(now)),
        "paymentType": PaymentType.AUTH,
        "amountAuthorized": amount or authorised.total,
        "authorizationExpiry": (now + timedelta(days=7)).isoformat(),
    }
    return _paid(record_payment(account, CUSTOMER, body))


def delete_payment(account: Account, *, payment: int) -> Done:
    """Delete a payment of either kind."""
    gone = existing(account.store.payments, payment, "payment")
    forget_payment(account, gone)
    return {"payment": gone.id, "order": gone.order_id}


def _settle(
    account: Account,
    order: Order,
    types: Mapping[OrderType, PaymentType],
    money: Decimal,
    *,
    method: str,
    day: date | None,
    more: Mapping[str, Any],
) -> Done:
    if order.type not in types:
        raise ValueError(f"Order {order.id} is a {order.type.value}: pay orders, refund credits.")
    body = {
        **_payment_body(account, order, method, day or account.time.day(account.clock.now())),
        "paymentType": types[order.type],
        "amountPaid": money,
        **{name: value for name, value in more.items() if value},
    }
    return _paid(record_payment(account, CUSTOMER if order.type in SALES else SUPPLIER, body))


def _payment_body(account: Account, order: Order, method: str, day: date) -> dict[str, Any]:
    return {
        "paymentMethodCode": method,
        "orderId": order.id,
        "currencyIsoCode": order.currency,
        "paymentDate": account.time.midnight(day).isoformat(),
    }


def _told(account: Account, rate: Decimal | None) -> Decimal | None:
    return rate and shown_rate(account, rate)


def _outstanding(account: Account, order: Order) -> Decimal:
    return order.total - account.store.paid(order)


def _refundable(account: Account, order: Order) -> Decimal:
    outstanding = _outstanding(account, order)
    return outstanding if order.type in CREDITS else -outstanding or account.store.paid(order)


def _paid(payment: Payment) -> Done:
    return {"payment": payment.id, "order": payment.order_id, "amount": str(payment.amount_paid)}
