"""How an order lives: it is placed, paid, invoiced, moved on, credited, refunded."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.stand_ins.brightpearl.moments import utc_midnight
from sandbox.stand_ins.brightpearl.ordering import parties
from sandbox.stand_ins.brightpearl.records import Contact, Invoice, Order, OrderType, Payment, PaymentType, Row
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.rows import put_rows

INVOICED, SHIPPED, COMPLETED = 4, 22, 23
QUOTE, NEW, CANCELLED = 1, 2, 5
CREDIT_NEW, CREDIT_COMPLETE = 10, 11
BOUGHT_PLACED, BOUGHT_INVOICED = 7, 8
RETURN_NEW, RETURN_COMPLETE = 12, 13
WEB, COUNTER, TRADE, MARKET = 1, 2, 3, 4
INC, EXC = "INC", "EXC"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """What an order is about, whatever becomes of it."""

    type: OrderType
    contact: Contact
    status: int
    placed: datetime
    currency: str
    channel: int = 0
    rate: Decimal = Decimal(1)
    price_mode: str = EXC
    parent_id: int = 0
    reference: str = ""


def open_deal(shop: Premises, deal: Deal, rows: list[Row]) -> Order:
    """Enter an order into the store."""
    customer, delivery, billing = parties(shop.store, deal.contact)
    order = Order(
        id=shop.store.next_id("order"),
        type=deal.type,
        status_id=deal.status,
        contact_id=deal.contact.id,
        customer=customer,
        delivery=delivery,
        billing=billing,
        created_on=deal.placed,
        placed_on=deal.placed,
        parent_id=deal.parent_id,
        price_mode=deal.price_mode,
        price_list_id=deal.contact.price_list_id,
        currency=deal.currency,
        exchange_rate=deal.rate,
        channel_id=deal.channel,
        reference=deal.reference,
        delivery_date=_delivery(shop, deal.placed),
    )
    put_rows(order, rows)
    shop.store.orders[order.id] = order
    shop.store.settle(order)
    return order


def invoice(
    shop: Premises, order: Order, *, tax_date: date, reference: str, closed: datetime | None = None, status: int
) -> Order:
    """Invoice an order; it is updated then, and again when it moves on."""
    terms = shop.store.contacts[order.contact_id].credit_term_days
    order.invoice = Invoice(reference=reference, tax_date=tax_date, due_date=tax_date + timedelta(days=terms))
    shop.store.book_invoice(order)
    order.closed_on = max(closed or shop.some_moment(tax_date), order.placed_on + timedelta(seconds=5))
    order.updated_on = _later(shop, order.closed_on) if status in (SHIPPED, COMPLETED) else order.closed_on
    order.status_id = status
    order.version += 2
    if status in (SHIPPED, COMPLETED):
        order.stock_status, order.allocation_status, order.shipping_status = "A", "AAA", "ASS"
    return order


def take_payment(
    shop: Premises,
    order: Order,
    amount: Decimal,
    *,
    paid: datetime,
    method: str = "CARD",
    kind: PaymentType = PaymentType.RECEIPT,
) -> Payment:
    """Enter a payment; by bank it has a date, otherwise a time."""
    number = shop.store.next_id("payment")
    authorising = kind is PaymentType.AUTH
    nominal = shop.store.reference.nominal_of(method, order.currency)
    payment = Payment(
        id=number,
        order_id=order.id,
        type=kind,
        method=method,
        currency=order.currency,
        payment_date=utc_midnight(paid.date()) if method == "BANK" else paid,
        created_on=paid,
        amount_paid=Decimal(0) if authorising else amount,
        amount_authorized=amount if authorising else Decimal(0),
        exchange_rate=order.exchange_rate,
        transaction_ref=f"{method}-{number}",
        transaction_code=f"AUTH-{order.id}" if kind in (PaymentType.AUTH, PaymentType.CAPTURE) else None,
        expires=paid + timedelta(days=7) if authorising else None,
        journal_id=shop.store.next_id("journal") if nominal and not authorising else None,
    )
    shop.store.add_payment(payment)
    return payment


def next_reference(shop: Premises, order: Order) -> str:
    """The next number of the account's own sequence."""
    if order.type is OrderType.SO:
        return f"SI-{shop.store.next_id('invoice')}"
    return f"SC-{shop.store.next_id('credit'):05}"


def _later(shop: Premises, moment: datetime) -> datetime:
    later = moment + timedelta(hours=shop.luck.randint(1, 90))
    return min(later, max(moment, shop.some_moment(shop.yesterday)))


def _delivery(shop: Premises, placed: datetime) -> date | datetime | None:
    if shop.odds(0.2):
        return None
    day = placed.date() + timedelta(days=shop.luck.randint(1, 10))
    return placed + timedelta(days=2) if shop.odds(0.1) else day
