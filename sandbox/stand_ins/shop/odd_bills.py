"""Bills that trip connectors up: several orders on one, tax that somebody retyped, tax without anything that is taxed."""

from datetime import date

from sandbox.stand_ins.brightpearl.amounts import ZERO, cents
from sandbox.stand_ins.brightpearl.ordering import set_tax, text_row
from sandbox.stand_ins.brightpearl.records import Contact, Order, Row
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.purchases import bought_row, purchase
from sandbox.stand_ins.shop.rows import CARRIAGE_IN, PURCHASES, net_row, typed_row


def buy_oddly(shop: Premises) -> list[Order]:
    """Enter the odd bills."""
    return [order for case in CASES for order in case(shop)]


def on_one_bill(shop: Premises, supplier: Contact, orders: list[list[Row]], *, number: str, day: date) -> list[Order]:
    """Purchase orders that the supplier put on one invoice."""
    rate = shop.rate(supplier.currency)
    return [purchase(shop, supplier, rows, number=number, day=day, rate=rate) for rows in orders]


def three_orders_on_one_bill(shop: Premises) -> list[Order]:
    """Three orders of the same goods on one invoice."""
    plain = shop.odd_products["plain"]
    orders = [[bought_row(shop, plain, quantity=quantity)] for quantity in (10, 7, 24)]
    supplier, day = shop.odd_people["supplier, plain"], shop.day(days_ago=20)
    return on_one_bill(shop, supplier, orders, number="INV-7044", day=day)


def two_orders_on_one_bill_from_abroad(shop: Premises) -> list[Order]:
    """Two orders in the supplier's currency."""
    orders = [[bought_row(shop, shop.odd_products[key], quantity=30)] for key in ("plain", "zero rated")]
    supplier, day = shop.odd_people["supplier abroad"], shop.day(days_ago=18)
    return on_one_bill(shop, supplier, orders, number="F-2026-88", day=day)


def import_tax_alone(shop: Premises) -> list[Order]:
    """Tax on an import, without the goods."""
    row = typed_row(shop, "Import tax", net=ZERO, tax=money("68.00"), nominal=PURCHASES)
    return [_billed(shop, "supplier, customs", [row], number="C79-11", days_ago=16)]


def a_carriers_clearance(shop: Premises) -> list[Order]:
    """A fee with its tax, and the import tax that the carrier laid out."""
    rows = [
        text_row(shop.store, "Clearance", net=money("18.00"), nominal=CARRIAGE_IN),
        typed_row(shop, "Import tax laid out", net=ZERO, tax=money("50.00"), nominal=CARRIAGE_IN),
    ]
    return [_billed(shop, "supplier, carrier", rows, number="DHL-5518", days_ago=15)]


def tax_retyped_to_match_the_paper(shop: Premises) -> list[Order]:
    """The supplier rounded in a way of his own."""
    row = net_row(shop, shop.odd_products["plain"], quantity=8, each=money("12.50"), nominal=PURCHASES)
    order = _billed(shop, "supplier, plain", [row], number="INV-7061", days_ago=12)
    set_tax(row, max(cents(row.tax) - money("0.03"), ZERO))
    shop.store.settle(order)
    return [order]


CASES = (
    three_orders_on_one_bill,
    two_orders_on_one_bill_from_abroad,
    import_tax_alone,
    a_carriers_clearance,
    tax_retyped_to_match_the_paper,
)


def _billed(shop: Premises, person: str, rows: list[Row], *, number: str, days_ago: int) -> Order:
    return purchase(shop, shop.odd_people[person], rows, number=number, day=shop.day(days_ago=days_ago))
