"""Ordinary trade: sales orders of every channel, at every stage of their lives."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from sandbox.stand_ins.brightpearl.records import Contact, Order, OrderType, PaymentType
from sandbox.stand_ins.shop.baskets import basket, in_currency, price_mode
from sandbox.stand_ins.shop.exchanges import exchange, pay_out, receive_less_than_nothing
from sandbox.stand_ins.shop.premises import HISTORY_DAYS, Premises, cycle_pick
from sandbox.stand_ins.shop.selling import (
    CANCELLED,
    COMPLETED,
    COUNTER,
    INVOICED,
    MARKET,
    NEW,
    QUOTE,
    SHIPPED,
    WEB,
    Deal,
    invoice,
    next_reference,
    open_deal,
    take_payment,
)
from sandbox.stand_ins.shop.selling import TRADE as TRADE_CHANNEL

ONE_OF_MANY_ROWS_IN = 100

_METHODS = {
    WEB: (("CARD", 7), ("PAYPAL", 3)),
    COUNTER: (("CARD", 1),),
    TRADE_CHANNEL: (("BANK", 9), ("CARD", 1)),
    MARKET: (("PAYPAL", 1),),
}
_STAGES = (
    ("invoiced", 69),
    ("exchanged", 1),
    ("long ago", 8),
    ("open", 12),
    ("quoted", 5),
    ("cancelled", 3),
    ("no reference", 2),
)
_ENDINGS = (("paid first", 40), ("paid later", 25), ("paid twice", 8), ("part paid", 7), ("unpaid", 15), ("held", 5))


def trade(shop: Premises, *, orders: int) -> None:
    """Take so many ordinary orders."""
    for _ in range(orders):
        _LIVES[cycle_pick(shop.luck, _STAGES)](shop)


def method_for(shop: Premises, order: Order) -> str:
    """How customers of this channel pay."""
    return cycle_pick(shop.luck, _METHODS[order.channel_id])


def _invoiced(shop: Premises) -> None:
    tax_date = shop.some_day(shop.start, shop.yesterday)
    _finish(shop, tax_date)


def _long_ago(shop: Premises) -> None:
    tax_date = shop.some_day(shop.day(days_ago=HISTORY_DAYS), shop.start - timedelta(days=1))
    _finish(shop, tax_date)


def _exchanged(shop: Premises) -> None:
    order = exchange(shop, shop.luck.choice(shop.customers), day=shop.some_day(shop.start, shop.yesterday))
    shop.luck.choice((pay_out, receive_less_than_nothing))(shop, order)


def _open(shop: Premises) -> None:
    order = _order(shop, shop.some_day(shop.start, shop.yesterday), status=NEW)
    if shop.odds(0.4):
        take_payment(shop, order, order.total, paid=order.placed_on, method=method_for(shop, order))


def _quoted(shop: Premises) -> None:
    _order(shop, shop.some_day(shop.start, shop.yesterday), status=QUOTE)


def _cancelled(shop: Premises) -> None:
    order = _order(shop, shop.some_day(shop.start, shop.yesterday), status=CANCELLED)
    order.updated_on = order.placed_on + timedelta(minutes=9)


def _no_reference(shop: Premises) -> None:
    order = _order(shop, shop.some_day(shop.start, shop.yesterday), status=INVOICED)
    order.updated_on = order.placed_on + timedelta(minutes=9)


_LIVES: dict[str, Callable[[Premises], None]] = {
    "invoiced": _invoiced,
    "exchanged": _exchanged,
    "long ago": _long_ago,
    "open": _open,
    "quoted": _quoted,
    "cancelled": _cancelled,
    "no reference": _no_reference,
}


def _finish(shop: Premises, tax_date: date) -> None:
    order = _order(shop, tax_date - timedelta(days=shop.luck.randint(0, 20)), status=NEW)
    stage = int(cycle_pick(shop.luck, ((str(INVOICED), 60), (str(SHIPPED), 25), (str(COMPLETED), 15))))
    closed = max(shop.some_moment(tax_date), order.placed_on)
    invoice(shop, order, tax_date=tax_date, reference=next_reference(shop, order), closed=closed, status=stage)
    _PAYERS[cycle_pick(shop.luck, _ENDINGS)](shop, order)


def _order(shop: Premises, day: date, *, status: int) -> Order:
    customer = shop.luck.choice(shop.customers)
    channel = _channel(shop, customer)
    rate = shop.rate(customer.currency)
    mode = price_mode(shop, channel)
    many = len(shop.store.orders) % ONE_OF_MANY_ROWS_IN == 0
    deal = Deal(
        type=OrderType.SO,
        contact=customer,
        status=status,
        placed=shop.some_moment(day),
        channel=channel,
        currency=customer.currency,
        rate=rate,
        price_mode=mode,
        reference=_reference(shop, channel),
    )
    rows = basket(shop, channel=channel, currency=customer.currency, rate=rate, mode=mode, many=many)
    order = open_deal(shop, deal, rows)
    if channel == WEB and shop.odds(0.1):
        order.custom_fields["PCF_GIFT"] = True
    return order


def _channel(shop: Premises, customer: Contact) -> int:
    if customer.company and shop.odds(0.6):
        return TRADE_CHANNEL
    return int(cycle_pick(shop.luck, ((str(WEB), 60), (str(COUNTER), 15), (str(MARKET), 25))))


def _reference(shop: Premises, channel: int) -> str:
    prefix = {WEB: "WEB-", COUNTER: "", TRADE_CHANNEL: "PO ", MARKET: "MP-"}[channel]
    return f"{prefix}{shop.luck.randint(10000, 99999)}" if prefix else ""


def _paid_first(shop: Premises, order: Order) -> None:
    take_payment(shop, order, order.total, paid=order.placed_on, method=method_for(shop, order))


def _paid_later(shop: Premises, order: Order) -> None:
    take_payment(shop, order, order.total, paid=_after_invoice(shop, order), method=method_for(shop, order))


def _paid_twice(shop: Premises, order: Order) -> None:
    first = in_currency(order.total * 2 / 5, order.currency)
    method = method_for(shop, order)
    take_payment(shop, order, first, paid=order.placed_on, method=method)
    take_payment(shop, order, order.total - first, paid=_after_invoice(shop, order), method=method)


def _part_paid(shop: Premises, order: Order) -> None:
    part = in_currency(order.total / 2, order.currency)
    take_payment(shop, order, part, paid=_after_invoice(shop, order), method=method_for(shop, order))


def _held(shop: Premises, order: Order) -> None:
    take_payment(shop, order, order.total, paid=order.placed_on, kind=PaymentType.AUTH)
    if shop.odds(0.5):
        take_payment(shop, order, order.total, paid=_after_invoice(shop, order), kind=PaymentType.CAPTURE)


def _unpaid(_shop: Premises, _order: Order) -> None:
    """Nothing comes in."""


def _after_invoice(shop: Premises, order: Order) -> datetime:
    closed = order.closed_on or order.placed_on
    return max(closed, shop.some_moment(shop.some_day(closed.date(), shop.yesterday)))


_PAYERS: dict[str, Callable[[Premises, Order], None]] = {
    "paid first": _paid_first,
    "paid later": _paid_later,
    "paid twice": _paid_twice,
    "part paid": _part_paid,
    "unpaid": _unpaid,
    "held": _held,
}
