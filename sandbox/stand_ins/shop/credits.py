"""Sales credits: most are paid back, some wait to be set against an invoice that nobody paid."""

from datetime import date
from decimal import Decimal

from sandbox.stand_ins.brightpearl.ordering import part_of_row
from sandbox.stand_ins.brightpearl.records import Contact, Order, OrderType, PaymentStatus, PaymentType, Row
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.selling import (
    CREDIT_COMPLETE,
    CREDIT_NEW,
    Deal,
    invoice,
    next_reference,
    open_deal,
    take_payment,
)

_PARTS_IN_100 = 4


def give_credits(shop: Premises, *, orders: int) -> None:
    """Take goods back: about four of a hundred orders."""
    parents = [order for order in shop.store.orders.values() if _creditable(shop, order)]
    paid = [order for order in parents if order.payment_status is PaymentStatus.PAID]
    unpaid = [order for order in parents if order.payment_status is PaymentStatus.UNPAID]
    wanted = orders * _PARTS_IN_100 // 100
    refunded, allocated = min(len(paid), wanted * 7 // 10), min(len(unpaid), wanted * 2 // 10)
    for order in shop.luck.sample(paid, refunded):
        pay_back(shop, credit_of(shop, order))
    for order in shop.luck.sample(unpaid, allocated):
        credit_of(shop, order)
    for order in shop.luck.sample(paid, min(len(paid), wanted - refunded - allocated)):
        credit_of(shop, order, complete=False)


def credit_of(shop: Premises, parent: Order, *, complete: bool = True, day: date | None = None) -> Order:
    """Take back some of an order's first row."""
    original = next(row for row in parent.rows.values() if row.net > 0)
    quantity = Decimal(shop.luck.randint(1, int(original.quantity)))
    row = part_of_row(shop.store, original, quantity)
    return credit(shop, shop.store.contacts[parent.contact_id], [row], parent=parent, complete=complete, day=day)


def credit(
    shop: Premises,
    customer: Contact,
    rows: list[Row],
    *,
    parent: Order | None = None,
    currency: str | None = None,
    complete: bool = True,
    day: date | None = None,
) -> Order:
    """A sales credit, with a number of its own once it is complete."""
    first = parent.invoice.tax_date if parent else None
    given_on = day or shop.some_day(max(first or shop.start, shop.start), shop.yesterday)
    own_currency = currency or (parent.currency if parent else customer.currency)
    same = parent is not None and parent.currency == own_currency
    deal = Deal(
        type=OrderType.SC,
        contact=customer,
        status=CREDIT_NEW,
        placed=shop.some_moment(given_on),
        channel=parent.channel_id if parent else 1,
        currency=own_currency,
        rate=parent.exchange_rate if parent and same else shop.rate(own_currency),
        parent_id=parent.id if parent else 0,
        price_mode=parent.price_mode if parent else "EXC",
    )
    order = open_deal(shop, deal, rows)
    if complete:
        number = next_reference(shop, order)
        invoice(shop, order, tax_date=given_on, reference=number, closed=order.placed_on, status=CREDIT_COMPLETE)
    return order


def pay_back(shop: Premises, order: Order) -> None:
    """Refund a credit, by the way in which its parent was paid."""
    methods = [payment.method for payment in shop.store.payments_of(order.parent_id)]
    closed = order.closed_on or order.placed_on
    method = methods[0] if methods else "CARD"
    take_payment(shop, order, order.total, paid=closed, method=method, kind=PaymentType.PAYMENT)


def _creditable(shop: Premises, order: Order) -> bool:
    tax_date = order.invoice.tax_date
    invoiced = order.type is OrderType.SO and order.invoice.reference.startswith("SI-")
    return bool(invoiced and tax_date and tax_date >= shop.start and order.total > 0 and not _odd(order))


def _odd(order: Order) -> bool:
    return any(row.parent_row_id or row.bundle_parent or row.net <= 0 for row in order.rows.values())
