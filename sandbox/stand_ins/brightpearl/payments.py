"""Customer and supplier payments: made and deleted here, found only by searching.

https://api-docs.brightpearl.com/accounting/customer-payment/post.html and .../supplier-payment/post.html. The rules are
Brightpearl's; the codes and sentences of its refusals are not known, those here (ACCC-...) are invented. A sales order
may have money go out, as a payment or as a receipt below nought: that is how an order is refunded without a credit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.orders import shown_rate
from sandbox.stand_ins.brightpearl.periods import why_closed
from sandbox.stand_ins.brightpearl.records import Order, OrderType, Payment, PaymentType
from sandbox.stand_ins.brightpearl.wire import DONE, Answer, Call, bad_request, found, not_found
from sandbox.stand_ins.currency import places_of

MAX_REFERENCE = 64
MAX_METHOD = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One of the two payment resources: which payment types it takes on which orders."""

    types: dict[PaymentType, frozenset[OrderType]]
    journal_ref_length: int


_ON_ORDERS = frozenset({OrderType.SO})
_ON_CREDITS = frozenset({OrderType.SC})

CUSTOMER = Side(
    types={
        PaymentType.AUTH: _ON_ORDERS,
        PaymentType.CAPTURE: _ON_ORDERS,
        PaymentType.RECEIPT: _ON_ORDERS,
        PaymentType.VOID: _ON_ORDERS,
        PaymentType.PAYMENT: _ON_ORDERS | _ON_CREDITS,
    },
    journal_ref_length=255,
)
SUPPLIER = Side(
    types={
        PaymentType.PAYMENT: frozenset({OrderType.PO}),
        PaymentType.RECEIPT: frozenset({OrderType.PC}),
    },
    journal_ref_length=64,
)

_AUTHORISING = frozenset({PaymentType.AUTH, PaymentType.VOID})

Body = dict[str, Any]
Check = Callable[[Account, Side, Body], None]


def post_customer_payment(account: Account, call: Call) -> Answer:
    """Take a payment on a sales order or a refund on a sales credit; answer with its id."""
    return found(record_payment(account, CUSTOMER, call.mapping()).id)


def post_supplier_payment(account: Account, call: Call) -> Answer:
    """Record a payment of a purchase order or a refund of a purchase credit; answer with its id."""
    return found(record_payment(account, SUPPLIER, call.mapping()).id)


def delete_customer_payment(account: Account, _call: Call, payment_id: int) -> Answer:
    """Delete a payment; it vanishes from the search."""
    payment = account.store.payments.get(payment_id)
    if payment is None or not _is_customers(account, payment):
        raise not_found("No Customer Payment Found")
    delete_payment(account, payment)
    return DONE


def record_payment(
    account: Account,
    side: Side,
    body: Body,
    *,
    adjustments: Mapping[str, Decimal] | None = None,
    allocated: bool = False,
) -> Payment:
    """Check a payment against every rule, keep it with its journal, and settle its order.

    `adjustments` and `allocated` are what a payment has that people made in Brightpearl and no client can make.
    """
    for check in _CHECKS:
        check(account, side, body)
    order = account.store.orders[body["orderId"]]
    payment = replace(_payment(account, side, order, body), adjustments=dict(adjustments or {}), allocated=allocated)
    account.store.add_payment(payment)
    account.store.index(payment)
    _bump(account, order)
    return payment


def delete_payment(account: Account, payment: Payment) -> None:
    """Forget a payment and settle its order; of an allocation both halves go, since they are one journal."""
    for gone in _together(account, payment):
        account.store.remove_payment(gone)
        _bump(account, account.store.orders[gone.order_id])


def _together(account: Account, payment: Payment) -> list[Payment]:
    if not payment.allocated:
        return [payment]
    return [other for other in account.store.journals.makers(payment.journal_id) if isinstance(other, Payment)]


def _payment(account: Account, side: Side, order: Order, body: Body) -> Payment:
    kind = PaymentType(body["paymentType"])
    expires = body.get("authorizationExpiry")
    paid, authorised = (
        rounded(Decimal(body.get(name, 0)), places_of(order.currency)) for name in ("amountPaid", "amountAuthorized")
    )
    return Payment(
        id=account.store.next_id("payment"),
        order_id=order.id,
        type=kind,
        method=body["paymentMethodCode"],
        currency=body["currencyIsoCode"],
        payment_date=_payment_date(account, body),
        created_on=account.clock.now(),
        amount_paid=ZERO if kind in _AUTHORISING else paid,
        amount_authorized=authorised if kind in _AUTHORISING else ZERO,
        exchange_rate=_rate(account, order, body.get("exchangeRate")),
        transaction_ref=body.get("transactionRef"),
        transaction_code=body.get("transactionCode"),
        expires=account.time.read(expires) if expires else None,
        journal_id=_journal_id(account, kind, body),
        journal_ref=(body.get("journalRef") or "")[: side.journal_ref_length],
    )


def _rate(account: Account, order: Order, told: Decimal | int | None) -> Decimal:
    """The rate told, in the direction of the account; the order's own where that is what was told, or nothing."""
    if told is None or told == shown_rate(account, order.exchange_rate):
        return order.exchange_rate
    return shown_rate(account, Decimal(told))


def _journal_id(account: Account, kind: PaymentType, body: Body) -> int | None:
    given = body.get("journalId")
    if given is not None:
        return int(given)
    reference = account.store.reference
    makes_one = kind not in _AUTHORISING and reference.nominal_of(body["paymentMethodCode"], body["currencyIsoCode"])
    return account.store.next_id("journal") if makes_one else None


def _bump(account: Account, order: Order) -> None:
    if account.on("payment_bumps_order"):
        account.store.touch(order)


def _is_customers(account: Account, payment: Payment) -> bool:
    return account.store.orders[payment.order_id].type in {OrderType.SO, OrderType.SC}


def _payment_date(account: Account, body: Body) -> datetime:
    return account.time.read(body["paymentDate"], midnight=utc_midnight)


def _refuse(number: int, message: str) -> None:
    raise bad_request(f"ACCC-{number:03}", message)


def _check_required(_account: Account, _side: Side, body: Body) -> None:
    for name in ("paymentMethodCode", "paymentType", "orderId", "currencyIsoCode", "paymentDate"):
        if body.get(name) in (None, ""):
            _refuse(101, f"You must supply {name}")


def _check_type(_account: Account, side: Side, body: Body) -> None:
    if body["paymentType"] not in {kind.value for kind in side.types}:
        _refuse(102, f"Invalid payment type: {body['paymentType']}")


def _check_order(account: Account, side: Side, body: Body) -> None:
    order = account.store.orders.get(body["orderId"]) if isinstance(body["orderId"], int) else None
    allowed = side.types[PaymentType(body["paymentType"])]
    if order is None:
        _refuse(103, f"Order {body['orderId']} does not exist")
    elif order.type not in allowed:
        _refuse(104, f"A {body['paymentType']} cannot be made against order {order.id} of type {order.type.value}")


def _check_currency(account: Account, _side: Side, body: Body) -> None:
    currency = account.store.orders[body["orderId"]].currency
    if body["currencyIsoCode"] != currency:
        _refuse(105, f"The payment currency {body['currencyIsoCode']} is not the order currency {currency}")


def _check_lengths(_account: Account, _side: Side, body: Body) -> None:
    for name, length in (
        ("transactionRef", MAX_REFERENCE),
        ("transactionCode", MAX_REFERENCE),
        ("paymentMethodCode", MAX_METHOD),
    ):
        if len(body.get(name) or "") > length:
            _refuse(106, f"{name} may have {length} characters at most")


def _check_amounts(_account: Account, _side: Side, body: Body) -> None:
    for name in ("amountPaid", "amountAuthorized", "exchangeRate"):
        value = body.get(name, 1)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            _refuse(107, f"{name} must be a decimal")
        if value < 0 and name != "amountPaid":
            _refuse(107, f"{name} must not be negative")
    if body.get("exchangeRate", 1) == 0:
        _refuse(107, "exchangeRate must be greater than zero")


def _check_authorisation(_account: Account, _side: Side, body: Body) -> None:
    if body["paymentType"] == PaymentType.AUTH and not body.get("authorizationExpiry"):
        _refuse(108, "You must supply authorizationExpiry for an authorisation")


def _check_date(account: Account, _side: Side, body: Body) -> None:
    try:
        paid_on = account.time.day(_payment_date(account, body))
    except (TypeError, ValueError):
        _refuse(109, f"paymentDate cannot be parsed: {body['paymentDate']}")
        return
    closed = why_closed(account, paid_on)
    if closed:
        _refuse(110, closed)


def _check_unique(account: Account, _side: Side, body: Body) -> None:
    reference, method = body.get("transactionRef"), body["paymentMethodCode"]
    if reference and account.store.has_transaction(reference, method):
        _refuse(111, f"A payment with transactionRef {reference} and payment method {method} already exists")


_CHECKS: tuple[Check, ...] = (
    _check_required,
    _check_type,
    _check_order,
    _check_currency,
    _check_lengths,
    _check_amounts,
    _check_authorisation,
    _check_date,
    _check_unique,
)
