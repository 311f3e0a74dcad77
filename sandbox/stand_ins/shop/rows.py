"""Order rows as shops sell them: products with and without a discount, carriage, bundles with their parts.

Prices are without tax; `take_tax_out` makes the same rows of prices that have it in them.
"""

from collections.abc import Iterable
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ordering import discounted, list_row, product_row, retax_row, set_tax, text_row
from sandbox.stand_ins.brightpearl.records import Order, Product, Row
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.shop.premises import Premises

SALES, CARRIAGE, DISCOUNT, WHOLESALE = "4000", "4300", "4310", "4010"
PURCHASES, CARRIAGE_IN = "5000", "5100"


def net_row(
    shop: Premises,
    product: Product,
    *,
    quantity: int,
    each: Decimal,
    nominal: str | None = None,
    less: Decimal = ZERO,
) -> Row:
    """A product at its price, less so many per cent."""
    amount = Decimal(quantity)
    row = product_row(shop.store, product, quantity=amount, net=discounted(each, less) * amount, nominal=nominal)
    return list_row(row, price=each, discount=less) if less else row


def typed_row(
    shop: Premises, name: str, *, net: Decimal, tax: Decimal, under: Tax = Tax.STANDARD, nominal: str = SALES
) -> Row:
    """A free-text row whose tax somebody typed, whatever the rate says."""
    return set_tax(text_row(shop.store, name, net=net, tax_code=shop.tax_code(under), nominal=nominal), tax)


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
    """Put rows on an order, one after the other."""
    order.rows = {row.id: row for row in rows}
    for number, row in enumerate(order.rows.values(), start=1):
        row.sequence = number * 10
    return order
