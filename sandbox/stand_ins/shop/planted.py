"""Orders that are planted to wait: they cannot go to Xero, whatever a connector does. A shop too small for them has none.

They are fewer than one in a hundred documents, and the store says which they are and why.
"""

from collections.abc import Callable
from dataclasses import dataclass

from sandbox.stand_ins.brightpearl.records import Order, Planted
from sandbox.stand_ins.shop.odd_sales import invoiced, priced, sold
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.selling import TRADE, take_payment

SALES_INVOICE = "sales_invoice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """What is planted, in how large a shop, and why it waits."""

    grow: Callable[[Premises], Order]
    fewest_orders: int
    why: str


def of_what_xero_has_no_stock_of(shop: Premises) -> Order:
    """One of an item whose stock Xero counts."""
    order = sold(shop, "spaces", [priced(shop, "tracked in xero")], placed=shop.at(shop.day(days_ago=10), "10:00"))
    return invoiced(shop, order, shop.day(days_ago=9))


def for_a_number_that_is_somebody_elses(shop: Premises) -> Order:
    """Paid, by a customer whose number another app gave to somebody else."""
    placed = shop.at(shop.day(days_ago=9), "10:00")
    order = sold(shop, "number of another app", [priced(shop, "plain")], placed=placed, channel=TRADE)
    invoiced(shop, order, shop.day(days_ago=8))
    take_payment(shop, order, order.total, paid=shop.at(shop.day(days_ago=3), "10:00"), method="BANK")
    return order


PLANTS = (
    Plant(grow=of_what_xero_has_no_stock_of, fewest_orders=150, why="Xero counts the item's stock and has none"),
    Plant(
        grow=for_a_number_that_is_somebody_elses,
        fewest_orders=300,
        why="the customer's number belongs to somebody else in Xero",
    ),
)


def plants_for(orders: int) -> list[Plant]:
    """What a shop of so many orders is large enough for."""
    return [plant for plant in PLANTS if orders >= plant.fewest_orders]


def plant_orders(shop: Premises, *, orders: int) -> None:
    """Enter them, and have the store know of them."""
    for plant in plants_for(orders):
        order = plant.grow(shop)
        known = Planted(kind=SALES_INVOICE, id=order.id, number=order.invoice.reference, why=plant.why)
        shop.store.planted.append(known)
