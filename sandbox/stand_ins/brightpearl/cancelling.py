"""When an order may be cancelled: not while it is invoiced, paid or shipped.

https://help.brightpearl.com article 211131486: it has to be un-invoiced, its payments reversed and its goods brought
back first. The wording and the code of the refusal are invented.
"""

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.records import Order
from sandbox.stand_ins.brightpearl.wire import bad_request

NOT_SHIPPED = "NST"


def check_cancelling(account: Account, order: Order) -> None:
    """Refuse to cancel an order that something was done for, and say all of it."""
    done = {
        "invoiced": order.invoice.reference,
        "paid": account.store.paid(order),
        "shipped": order.shipping_status != NOT_SHIPPED,
    }
    why = " and ".join(word for word, holds in done.items() if holds)
    if why:
        raise bad_request("ORDC-035", f"Order {order.id} cannot be cancelled because it is {why}")
