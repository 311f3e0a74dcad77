"""Everything that is stored, as JSON: money as text, times as ISO text, records by id under the name of their kind."""

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.ledger.payments import journal_id, money_of
from sandbox.stand_ins.brightpearl.records import SALES, Order, Payment
from sandbox.stand_ins.exact_json import PLAIN


def snapshot(account: Account) -> dict[str, Any]:
    """Show every record; orders come with their totals, payments with their side and what of them is money.

    Where no journal says what of a payment is money, all of it is.
    """
    store = account.store
    locked = store.reference.locked_until
    return {
        "products": _shown(store.products),
        "contacts": _shown(store.contacts),
        "addresses": _shown(store.addresses),
        "orders": {str(order.id): _order(order) for order in store.orders.values()},
        "payments": {str(payment.id): _payment(account, payment) for payment in store.payments.values()},
        "goods_notes": _shown(store.goods_notes),
        "entries": _shown(store.entries),
        "journal_edits": _shown(store.edits),
        "methods": {method.code: dict(method.banks) for method in store.reference.methods.values()},
        "webhooks": _shown(store.webhooks),
        "planted": _shown(store.planted),
        "odd_money": _shown(store.odd_money),
        "locked_until": locked.isoformat() if locked else None,
        "closed_periods": _shown(store.reference.closed_periods),
    }


def _order(order: Order) -> dict[str, Any]:
    totals = {"net": str(order.net), "tax": str(order.tax), "total": str(order.total)}
    return {**_shown(order), **totals}


def _payment(account: Account, payment: Payment) -> dict[str, Any]:
    sales = account.store.orders[payment.order_id].type in SALES
    side = "customer" if sales else "supplier"
    journal = journal_id(payment, account)
    money = payment.amount_paid if journal is None else money_of(payment)
    return {**_shown(payment), "side": side, "journal_id": journal, "money": str(money)}


def _shown(value: Any) -> Any:
    if type(value) in PLAIN:
        return value
    if isinstance(value, dict):
        return {str(key): _shown(nested) for key, nested in value.items()}
    if isinstance(value, list | tuple):
        return [_shown(nested) for nested in value]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return _fields(value) if is_dataclass(value) else value


def _fields(record: Any) -> dict[str, Any]:
    return {name: _shown(getattr(record, name)) for name in _names(record.__class__)}


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))
