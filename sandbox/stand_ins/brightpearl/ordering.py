"""Making order rows and parties as Brightpearl's own screens do: for the API, for people's edits, for the shop.

Tax is worked out on one item and multiplied by the quantity, so that prices with tax in them keep what the customer saw:
https://help.brightpearl.com/s/article/201679913. One item's net and tax carry four places.
"""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.records import (
    FREE_TEXT_PRODUCT,
    OWN_TAX,
    TYPED_TAX,
    Address,
    Contact,
    Order,
    Party,
    Product,
    Row,
)
from sandbox.stand_ins.brightpearl.store import Store

ITEM_PLACES = 4

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


def tax_of_one(net: Decimal, rate: Decimal) -> Decimal:
    """The tax of one item."""
    return rounded(net * rate / 100, ITEM_PLACES)


def net_of_one(gross: Decimal, rate: Decimal) -> Decimal:
    """What is left of a price with tax in it when the tax is taken out."""
    return rounded(gross * 100 / (100 + rate), ITEM_PLACES)


def take_tax_out(row: Row) -> Row:
    """Let the price that a row has be one with tax in it: what the customer saw stays, whatever the quantity."""
    gross = unit_price(row.net, row.quantity)
    net = net_of_one(gross, row.tax_rate)
    row.net, row.tax = net * row.quantity, (gross - net) * row.quantity
    row.unit_price = net_of_one(row.unit_price, row.tax_rate)
    return row


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


def list_row(row: Row, *, price: Decimal, discount: Decimal) -> Row:
    """Let a row show the price before the discount, in per cent, that made it cheaper."""
    row.unit_price = rounded(price, ITEM_PLACES)
    row.discount_percentage = discount
    return row


def discounted(price: Decimal, discount: Decimal) -> Decimal:
    """The price of one when so many per cent are taken off."""
    return rounded(price * (100 - discount) / 100, ITEM_PLACES)


def text_row(
    store: Store,
    name: str,
    *,
    net: Decimal,
    quantity: Decimal = Decimal(1),
    tax_code: str | None = None,
    nominal: str = "4000",
) -> Row:
    """A row of free text: carriage, a discount, a service."""
    code = store.reference.tax_codes[tax_code or store.usual_tax_code]
    each = unit_price(net, quantity)
    return Row(
        id=store.next_id("row"),
        product_id=FREE_TEXT_PRODUCT,
        name=name,
        quantity=quantity,
        net=net,
        tax=tax_of_one(each, code.rate) * quantity,
        tax_code=code.code,
        tax_rate=code.rate,
        unit_price=each,
        nominal_code=nominal,
    )


def part_of_row(store: Store, original: Row, quantity: Decimal) -> Row:
    """A row that takes back so much of another, with its share of the tax."""
    part, whole = (amount or Decimal(1) for amount in (quantity, original.quantity))
    row = text_row(
        store,
        original.name,
        net=rounded(original.net * part / whole, ITEM_PLACES),
        quantity=quantity,
        tax_code=original.tax_code,
        nominal=original.nominal_code,
    )
    own = original.calculator == OWN_TAX
    share = rounded(original.tax * part / whole, ITEM_PLACES if own else 2)
    row.product_id, row.sku = original.product_id, original.sku
    return set_tax(row, share, calculator=original.calculator)


def unit_price(net: Decimal, quantity: Decimal) -> Decimal:
    """The price of one, at the four places that Brightpearl shows."""
    return rounded(net / quantity, ITEM_PLACES) if quantity else ZERO


def add_row(order: Order, row: Row) -> Row:
    """Put a row at the end of an order."""
    row.sequence = 10 * (len(order.rows) + 1)
    order.rows[row.id] = row
    return row


def price_row(store: Store, row: Row, *, net: Decimal, quantity: Decimal | None = None) -> None:
    """Change a row's net, and with it the tax unless that was set by hand."""
    row.quantity = row.quantity if quantity is None else quantity
    row.net = net
    row.unit_price = unit_price(net, row.quantity)
    row.discount_percentage = ZERO
    retax_row(store, row, row.tax_code)


def retax_row(store: Store, row: Row, tax_code: str) -> None:
    """Give a row a tax code, and the tax that follows from it unless that was set by hand."""
    code = store.reference.tax_codes[tax_code]
    row.tax_code = code.code
    row.tax_rate = code.rate
    if row.calculator == OWN_TAX:
        row.tax = tax_of_one(unit_price(row.net, row.quantity), code.rate) * row.quantity


def set_tax(row: Row, tax: Decimal, *, calculator: str = TYPED_TAX) -> Row:
    """Say what the tax of the whole row is, whatever its rate says; from then on it stands."""
    row.tax = tax
    row.calculator = calculator
    return row
