"""The credits that trip connectors up: paid back, open, abroad, too early, without an order, unfinished."""

from sandbox.stand_ins.brightpearl.records import Row
from sandbox.stand_ins.shop.credits import credit, credit_of, pay_back
from sandbox.stand_ins.shop.odd_sales import OddOrders
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import net_row
from sandbox.stand_ins.shop.selling import CREDIT_COMPLETE


def credit_oddly(shop: Premises, orders: OddOrders) -> None:
    """Enter the odd credits."""
    euro_customer = shop.store.contacts[orders.euro.contact_id]
    pay_back(shop, credit_of(shop, orders.paid_bundle))
    credit_of(shop, orders.unpaid)
    credit(shop, euro_customer, [_mug(shop)], parent=orders.euro, currency=shop.home.currency)
    pay_back(shop, credit_of(shop, orders.before_start, day=shop.start))
    credit(shop, shop.odd_people["private"], [_mug(shop)])
    credit_of(shop, orders.paid_bundle, complete=False)
    credit_of(shop, orders.unpaid, complete=False).status_id = CREDIT_COMPLETE


def _mug(shop: Premises) -> Row:
    return net_row(shop, shop.odd_products["plain"], quantity=1, each=money("12.50"))
