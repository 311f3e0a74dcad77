"""What people do with payments: pay, authorise, refund, delete."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.moments import local_midnight
from sandbox.stand_ins.brightpearl.order_actions import existing, find
from sandbox.stand_ins.brightpearl.payments import CUSTOMER, SUPPLIER, record_payment
from sandbox.stand_ins.brightpearl.payments import delete_payment as forget_payment
from sandbox.stand_ins.brightpearl.records import CREDITS, SALES, Order, OrderType, Payment, PaymentType
from sandbox.stand_ins.brightpearl.store import Store

SETTLING_TYPE = {
    OrderType.SO: PaymentType.RECEIPT,
    OrderType.PO: PaymentType.PAYMENT,
    OrderType.SC: PaymentType.PAYMENT,
    OrderType.PC: PaymentType.RECEIPT,
}
ORDERS = frozenset(OrderType) - CREDITS

Done = dict[str, Any]


def pay_order(
    account: Account,
    *,
    order: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
    transaction_ref: str | None = None,
) -> Done:
    """Pay a sales or purchase order: what is outstanding unless an amount is given."""
    return _settle(account, order, ORDERS, amount=amount, method=method, day=day, transaction_ref=transaction_ref)


def refund_order(
    account: Account,
    *,
    order: int,
    amount: Decimal | None = None,
    method: str = "CARD",
    day: date | None = None,
    transaction_ref: str | None = None,
) -> Done:
    """Pay a sales or purchase credit back: what is outstanding unless an amount is given."""
    return _settle(account, order, CREDITS, amount=amount, method=method, day=day, transaction_ref=transaction_ref)


def authorise_payment(account: Account, *, order: int, amount: Decimal | None = None, method: str = "CARD") -> Done:
    """Authorise a payment on a sales order, which moves no money."""
    authorised = find(account, order)
    now = account.clock.now()
    body = {
        **_payment_body(authorised, method, now.date()),
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
    order: int,
    types: frozenset[OrderType],
    *,
    amount: Decimal | None,
    method: str,
    day: date | None,
    transaction_ref: str | None,
) -> Done:
    paid = find(account, order)
    if paid.type not in types:
        raise ValueError(f"Order {order} is a {paid.type.value}: pay orders, refund credits.")
    side = CUSTOMER if paid.type in SALES else SUPPLIER
    body = {
        **_payment_body(paid, method, day or account.clock.now().date()),
        "paymentType": SETTLING_TYPE[paid.type],
        "amountPaid": _outstanding(account.store, paid) if amount is None else amount,
    }
    if transaction_ref:
        body["transactionRef"] = transaction_ref
    return _paid(record_payment(account, side, body))


def _payment_body(order: Order, method: str, day: date) -> dict[str, Any]:
    return {
        "paymentMethodCode": method,
        "orderId": order.id,
        "currencyIsoCode": order.currency,
        "paymentDate": local_midnight(day).isoformat(),
    }


def _outstanding(store: Store, order: Order) -> Decimal:
    return order.total - sum((payment.amount_paid for payment in store.payments_of(order.id)), ZERO)


def _paid(payment: Payment) -> Done:
    return {"payment": payment.id, "order": payment.order_id, "amount": str(payment.amount_paid)}
