"""Orders of customers and products that Xero knows otherwise: colleagues, better details, addresses and letters that differ."""

from sandbox.stand_ins.brightpearl.records import Order, Row
from sandbox.stand_ins.shop.odd_sales import Case, invoiced, priced, sold
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.selling import TRADE, take_payment

COLLEAGUES = ("colleague 1", "colleague 2")
KNOWN_OTHERWISE = ("known better in xero", "in xero without e-mail", "two dots", "dot at the end", "underscore")


def a_sku_that_differs_in_case(shop: Premises) -> Order:
    """A product whose item in Xero is spelled with small letters."""
    return _paid_order(shop, "spaces", [priced(shop, "other case", quantity=2)], days_ago=5)


def _order_of(person: str, days_ago: int) -> Case:
    def case(shop: Premises) -> Order:
        return _paid_order(shop, person, [priced(shop, "plain", quantity=2)], days_ago=days_ago)

    return case


def _paid_order(shop: Premises, person: str, rows: list[Row], *, days_ago: int) -> Order:
    day = shop.day(days_ago=days_ago)
    order = sold(shop, person, rows, placed=shop.at(day, "14:00"), channel=TRADE)
    invoiced(shop, order, day, closed=shop.at(day, "16:00"))
    take_payment(shop, order, order.total, paid=shop.at(shop.yesterday, "10:00"), method="BANK")
    return order


OF_COLLEAGUES: tuple[Case, ...] = tuple(_order_of(person, days_ago) for days_ago, person in enumerate(COLLEAGUES, 10))
CASES: tuple[Case, ...] = (
    *(_order_of(person, days_ago) for days_ago, person in enumerate(KNOWN_OTHERWISE, 12)),
    a_sku_that_differs_in_case,
)
