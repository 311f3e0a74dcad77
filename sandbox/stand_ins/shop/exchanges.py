"""Exchanges at the till: something dear comes back, something cheap goes out, and the order is below nought.

https://help.brightpearl.com article 213867426
"""

from datetime import date
from decimal import Decimal

from sandbox.stand_ins.brightpearl.ordering import take_tax_out
from sandbox.stand_ins.brightpearl.records import Contact, Order, OrderType, Payment, PaymentType, Product, Row
from sandbox.stand_ins.shop.baskets import in_currency, price_mode
from sandbox.stand_ins.shop.catalogue import RETAIL
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.rows import net_row
from sandbox.stand_ins.shop.selling import (
    COUNTER,
    INC,
    INVOICED,
    NEW,
    Deal,
    invoice,
    next_reference,
    open_deal,
    take_payment,
)


def exchange(shop: Premises, customer: Contact, *, day: date) -> Order:
    """Take two of something back for one of something that costs no more."""
    mode = price_mode(shop, COUNTER)
    deal = Deal(
        type=OrderType.SO,
        contact=customer,
        status=NEW,
        placed=shop.some_moment(day),
        channel=COUNTER,
        currency=customer.currency,
        rate=shop.rate(customer.currency),
        price_mode=mode,
    )
    cheap, dear = sorted(shop.luck.sample(shop.products, 2), key=_price)
    rows = [_row(shop, deal, dear, -2), _row(shop, deal, cheap, 1)]
    order = open_deal(shop, deal, [take_tax_out(row) for row in rows] if mode == INC else rows)
    closed = order.placed_on
    return invoice(shop, order, tax_date=day, reference=next_reference(shop, order), closed=closed, status=INVOICED)


def pay_out(shop: Premises, order: Order) -> Payment:
    """Give the customer what the order is below nought."""
    return take_payment(shop, order, -order.total, paid=order.placed_on, kind=PaymentType.PAYMENT)


def receive_less_than_nothing(shop: Premises, order: Order) -> Payment:
    """The same money, entered the other way."""
    return take_payment(shop, order, order.total, paid=order.placed_on)


def _price(product: Product) -> Decimal:
    return product.prices[RETAIL][1]


def _row(shop: Premises, deal: Deal, product: Product, quantity: int) -> Row:
    return net_row(shop, product, quantity=quantity, each=in_currency(_price(product) * deal.rate, deal.currency))
