"""Filled shops, and the questions that tests ask of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from sandbox.stand_ins.brightpearl.records import Order, OrderType, Payment
from sandbox.stand_ins.brightpearl.store import Store
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop import fill
from sandbox.stand_ins.shop.odd_sales import PENDING_REFERENCE

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
MAPPED = {
    OrderType.SO: {4, 22, 23},
    OrderType.SC: {11},
    OrderType.PO: {8},
    OrderType.PC: {13},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A filled store and the questions that the tests ask of it."""

    store: Store
    today: date
    orders: int

    @property
    def start(self) -> date:
        return self.today - timedelta(days=60)

    def of(self, kind: OrderType) -> list[Order]:
        return [order for order in self.store.orders.values() if order.type is kind]

    def due(self) -> list[Order]:
        """What has to reach Xero."""
        return [order for order in self.store.orders.values() if self.is_due(order)]

    def is_due(self, order: Order) -> bool:
        invoice = order.invoice
        if order.status_id not in MAPPED[order.type] or invoice.reference in ("", PENDING_REFERENCE):
            return False
        return invoice.tax_date is not None and invoice.tax_date >= self.start

    def money(self, order: Order) -> list[Payment]:
        """The payments that move money."""
        return [payment for payment in self.store.payments_of(order.id) if payment.amount_paid]


def a_shop(*, orders: int = 20, seed: int = 1, now: datetime = TODAY, country: Country = Country.GB) -> Shop:
    """A shop whose customers pay what they owe."""
    vendor = Brightpearl(clock=ManualClock(now), country=country)
    fill(vendor, None, orders=orders, seed=seed, odd_money=False)
    return Shop(store=vendor.store, today=now.date(), orders=orders)
