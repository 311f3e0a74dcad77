"""What people do with payments: pay, authorise, refund, reverse, delete."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.order_actions import existing, find
from sandbox.stand_ins.brightpearl.orders import shown_rate
from sandbox.stand_ins.brightpearl.payments import CUSTOMER, SUPPLIER, Side, record_payment
from sandbox.stand_ins.brightpearl.payments import delete_payment as forget_payment
from sandbox.stand_ins.brightpearl.records import CREDITS, SALES, Order, OrderType, Payment, PaymentType
from sandbox.stand_ins.brightpearl.reference import BAD_DEBTS, DISCOUNTS

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
    discount: Decimal | None = None,
    write_off: Decimal | None = None,
) -> Done:
    """Pay a sales or purchase order: what is outstanding unless an amount is given; below nought it is money back.

    `exchange_rate` is the payment's own, in units of its currency for one of the account's; else it is the order's.
    `discount` and `write_off` are the parts of the amount that no money came for.
    """
    paid = find(account, order)
    whole = outstanding(account, paid) if amount is None else amount
    more = {"transactionRef": transaction_ref, "exchangeRate": _told(account, exchange_rate)}
    adjustments = {nominal: part for nominal, part in ((DISCOUNTS, discount), (BAD_DEBTS, write_off)) if part}
    if adjustments and sum(adjustments.values(), ZERO) > whole:
        raise ValueError(
            f"A payment of {whole} cannot have {sum(adjustments.values())} of it discounted or written off."
        )
    return _settle(account, paid, PAID_BY, whole, method=method, day=day, more=more, adjustments=adjustments)


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
        **payment_body(account, authorised, method, account.time.day(now)),
        "paymentType": PaymentType.AUTH,
        "amountAuthorized": amount or authorised.total,
        "authorizationExpiry": (now + timedelta(days=7)).isoformat(),
    }
    return _paid(record_payment(account, CUSTOMER, body))


def reverse_payment(account: Account, *, payment: int, day: date | None = None) -> Done:
    """Take a payment back on its own order: same method, same amount, today unless told otherwise.

    Money in on a sales order goes out again in the shape that the switch `reversal_shown_as` names; anything else is
    reversed by its own kind below nought. https://help.brightpearl.com/hc/en-us/articles/360027503532
    """
    reversed_ = existing(account.store.payments, payment, "payment")
    if reversed_.allocated:
        raise ValueError(f"Payment {payment} is half of an allocation: delete it instead.")
    order = account.store.orders[reversed_.order_id]
    kind, amount = _taken_back(account, order, reversed_)
    body = {
        **payment_body(account, order, reversed_.method, day),
        "paymentType": kind,
        "amountPaid": amount,
        "exchangeRate": _told(account, reversed_.exchange_rate),
    }
    sign = 1 if amount == reversed_.amount_paid else -1
    adjustments = {nominal: sign * part for nominal, part in reversed_.adjustments.items()}
    return _paid(record_payment(account, side_of(order), body, adjustments=adjustments))


def _taken_back(account: Account, order: Order, payment: Payment) -> tuple[PaymentType, Decimal]:
    came_in = order.type is OrderType.SO and payment.type is not PaymentType.PAYMENT
    if came_in and account.switches["reversal_shown_as"] == "payment":
        return PaymentType.PAYMENT, payment.amount_paid
    return PaymentType.RECEIPT if came_in else payment.type, -payment.amount_paid


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
    adjustments: Mapping[str, Decimal] | None = None,
) -> Done:
    if order.type not in types:
        raise ValueError(f"Order {order.id} is a {order.type.value}: pay orders, refund credits.")
    body = {
        **payment_body(account, order, method, day),
        "paymentType": types[order.type],
        "amountPaid": money,
        **{name: value for name, value in more.items() if value},
    }
    return _paid(record_payment(account, side_of(order), body, adjustments=adjustments))


def side_of(order: Order) -> Side:
    """The resource that takes payments of such an order."""
    return CUSTOMER if order.type in SALES else SUPPLIER


def payment_body(account: Account, order: Order, method: str, day: date | None) -> dict[str, Any]:
    """What every payment says; today unless a day is given."""
    paid_on = day or account.time.day(account.clock.now())
    return {
        "paymentMethodCode": method,
        "orderId": order.id,
        "currencyIsoCode": order.currency,
        "paymentDate": account.time.midnight(paid_on).isoformat(),
    }


def _told(account: Account, rate: Decimal | None) -> Decimal | None:
    return rate and shown_rate(account, rate)


def outstanding(account: Account, order: Order) -> Decimal:
    """What is still to come on an order, or to go back on a credit; below nought where it is too much."""
    return order.total - account.store.paid(order)


def _refundable(account: Account, order: Order) -> Decimal:
    open_amount = outstanding(account, order)
    return open_amount if order.type in CREDITS else -open_amount or account.store.paid(order)


def _paid(payment: Payment) -> Done:
    return {"payment": payment.id, "order": payment.order_id, "amount": str(payment.amount_paid)}
