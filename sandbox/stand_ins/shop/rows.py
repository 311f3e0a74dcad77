"""Order rows as shops sell them: priced without tax or with it, bundles with their parts, carriage, discounts.

Xero rounds every line and its tax, Brightpearl rounds the net once: the difference is kept small enough for a rounding
line to carry.
"""

from collections.abc import Iterable
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, cents, rounded
from sandbox.stand_ins.brightpearl.ordering import product_row, retax_row, text_row
from sandbox.stand_ins.brightpearl.records import Order, Product, Row
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.shop.premises import Premises

TOLERANCE = Decimal("0.05")
CARRIAGE, DISCOUNT, WHOLESALE, CARRIAGE_IN, PURCHASES = "4300", "4310", "4010", "5100", "5000"


def net_row(shop: Premises, product: Product, *, quantity: int, each: Decimal, nominal: str | None = None) -> Row:
    """A product priced without tax."""
    amount = Decimal(quantity)
    return product_row(shop.store, product, quantity=amount, net=rounded(each * amount, 4), nominal=nominal)


def gross_row(shop: Premises, product: Product, *, quantity: int, each: Decimal) -> Row:
    """A product priced with its tax: the net is what is left of it."""
    row = net_row(shop, product, quantity=quantity, each=each)
    return _take_tax_out(row, gross=each * quantity)


def carriage(shop: Premises, amount: Decimal, *, tax: Tax = Tax.STANDARD, nominal: str = CARRIAGE) -> Row:
    """A free-text row for carriage."""
    return text_row(shop.store, "Carriage", net=amount, tax_code=shop.tax_code(tax), nominal=nominal)


def discount(shop: Premises, amount: Decimal) -> Row:
    """A free-text row that takes something off."""
    return text_row(shop.store, "Loyalty discount", net=-amount, nominal=DISCOUNT)


def bundle_rows(shop: Premises, product: Product, *, quantity: int, each: Decimal) -> list[Row]:
    """A bundle: the parent carries the price, its parts carry none."""
    parent = net_row(shop, product, quantity=quantity, each=each)
    parts = [
        net_row(shop, shop.store.products[number], quantity=quantity * count, each=ZERO)
        for number, count in product.components
    ]
    for part in parts:
        part.parent_row_id = parent.id
    return [parent, *parts]


def bought(shop: Premises, row: Row) -> Row:
    """The same row as suppliers tax it."""
    tax_code = shop.home.bought_under.get(row.tax_code)
    if tax_code:
        retax_row(shop.store, row, tax_code)
    return row


def put_rows(order: Order, rows: Iterable[Row]) -> Order:
    """Put rows on an order, and take the last ones off again while Xero's total would differ by too much."""
    order.rows = {row.id: row for row in rows}
    while abs(xero_total(order) - order.total) > TOLERANCE:
        order.rows.popitem()
    for number, row in enumerate(order.rows.values(), start=1):
        row.sequence = number * 10
    return order


def xero_total(order: Order) -> Decimal:
    """What Xero makes of the rows: every line and its tax rounded before they are added up."""
    lines = [(cents(row.net), row.tax_rate) for row in order.rows.values()]
    return sum((line + cents(line * rate / 100) for line, rate in lines), ZERO)


def _take_tax_out(row: Row, *, gross: Decimal) -> Row:
    row.net = rounded(gross * 100 / (100 + row.tax_rate), 4)
    row.tax = cents(gross - row.net)
    row.unit_price = rounded(row.net / row.quantity, 4)
    return row
