"""What people take back: an invoice, an order, or all that there was of one."""

from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.order_actions import find
from sandbox.stand_ins.brightpearl.order_changes import move
from sandbox.stand_ins.brightpearl.payments import delete_payment
from sandbox.stand_ins.brightpearl.records import Order
from sandbox.stand_ins.brightpearl.reference import CANCELLED

Done = dict[str, Any]


def uninvoice_order(account: Account, *, order: int) -> Done:
    """Take an order's invoice back: it has no number and no journal any more, and its status and payments stay.

    https://help.brightpearl.com articles 211131486 and 4418548605073: an invoice over several orders cannot be taken back.
    """
    found = find(account, order)
    number = found.invoice.reference
    if not number:
        raise ValueError(f"Order {order} is not invoiced.")
    if others := _invoiced_with(account, found):
        raise ValueError(f"Order {order} is on a batch invoice, {number}, with {', '.join(map(str, others))}.")
    account.store.unbook_invoice(found)
    found.closed_on = None
    account.store.touch(found)
    return {"order": order, "reference": number}


def cancel_order(account: Account, *, order: int) -> Done:
    """Cancel an order that is neither invoiced nor paid nor shipped."""
    found = find(account, order)
    move(account, found, status_id=CANCELLED[found.type])
    return {"order": order, "status": found.status_id}


def delete_order(account: Account, *, order: int) -> Done:
    """Delete an order and its payments, without a trace."""
    found = find(account, order)
    while payment := next(account.store.payments_of(order), None):
        delete_payment(account, payment)
    account.store.remove_order(found)
    return {"order": order}


def _invoiced_with(account: Account, order: Order) -> list[int]:
    """The orders that a supplier or a customer has on the same invoice: same number, same day."""
    invoice = (order.type, order.contact_id, order.invoice.reference, order.invoice.tax_date)
    return [
        other.id
        for other in account.store.orders.values()
        if other is not order
        and (other.type, other.contact_id, other.invoice.reference, other.invoice.tax_date) == invoice
    ]
