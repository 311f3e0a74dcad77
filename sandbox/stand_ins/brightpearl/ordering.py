"""Making order rows and parties as Brightpearl's own screens do: for the API, for people's edits, for the shop."""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, cents, rounded
from sandbox.stand_ins.brightpearl.records import (
    FREE_TEXT_PRODUCT,
    Address,
    Contact,
    Order,
    Party,
    Product,
    Row,
)
from sandbox.stand_ins.brightpearl.reference import TaxCode
from sandbox.stand_ins.brightpearl.store import Store

_NOWHERE = Address(id=0, contact_id=0, country="")


def full_name(contact: Contact) -> str:
    """First and last name."""
    return f"{contact.first_name} {contact.last_name}".strip()


def party(store: Store, contact: Contact, *, address: str, with_id: bool = True) -> Party:
    """A contact's name and one of its addresses, as an order keeps them."""
    place = store.addresses.get(contact.address_ids.get(address, 0), _NOWHERE)
    return Party(
        contact_id=contact.id if with_id else None,
        full_name=full_name(contact),
        company=contact.company or "",
        line1=place.line1,
        line2=place.line2,
        line3=place.line3,
        line4=place.line4,
        postcode=place.postcode,
        country=place.country,
        telephone=contact.telephones.get("PRI", ""),
        email=contact.emails.get("PRI", ""),
    )


def parties(store: Store, contact: Contact) -> tuple[Party, Party, Party]:
    """The three parties of a new order: customer or supplier, delivery, billing."""
    return (
        party(store, contact, address="DEF"),
        party(store, contact, address="DEL", with_id=False),
        party(store, contact, address="BIL"),
    )


def tax_on(net: Decimal, code: TaxCode) -> Decimal:
    """The tax of a row."""
    return cents(net * code.rate / 100)


def product_row(
    store: Store,
    product: Product,
    *,
    quantity: Decimal,
    net: Decimal,
    tax_code: str | None = None,
    nominal: str | None = None,
) -> Row:
    """A row that sells or buys a product."""
    row = text_row(
        store,
        product.name,
        net=net,
        quantity=quantity,
        tax_code=tax_code or product.tax_code,
        nominal=nominal or product.nominal_sales,
    )
    row.product_id = product.id
    row.sku = product.sku
    row.options = dict(product.options)
    row.bundle_parent = bool(product.components)
    row.item_cost = product.prices.get(1, {}).get(1, ZERO)
    return row


def text_row(
    store: Store,
    name: str,
    *,
    net: Decimal,
    quantity: Decimal = Decimal(1),
    tax_code: str = "T20",
    nominal: str = "4000",
) -> Row:
    """A row of free text: carriage, a discount, a service."""
    code = store.reference.tax_codes[tax_code]
    return Row(
        id=store.next_id("row"),
        product_id=FREE_TEXT_PRODUCT,
        name=name,
        quantity=quantity,
        net=rounded(net, 4),
        tax=tax_on(net, code),
        tax_code=code.code,
        tax_rate=code.rate,
        unit_price=unit_price(net, quantity),
        nominal_code=nominal,
    )


def unit_price(net: Decimal, quantity: Decimal) -> Decimal:
    """The price of one, at the four places that Brightpearl shows."""
    return rounded(net / quantity, 4) if quantity else ZERO


def add_row(order: Order, row: Row) -> Row:
    """Put a row at the end of an order."""
    row.sequence = 10 * (len(order.rows) + 1)
    order.rows[row.id] = row
    return row


def price_row(store: Store, row: Row, *, net: Decimal, quantity: Decimal | None = None) -> None:
    """Change a row's net, and with it the tax."""
    row.quantity = row.quantity if quantity is None else quantity
    row.net = rounded(net, 4)
    row.unit_price = unit_price(net, row.quantity)
    retax_row(store, row, row.tax_code)


def retax_row(store: Store, row: Row, tax_code: str) -> None:
    """Give a row a tax code, and the tax that follows from it."""
    code = store.reference.tax_codes[tax_code]
    row.tax_code = code.code
    row.tax_rate = code.rate
    row.tax = tax_on(row.net, code)
