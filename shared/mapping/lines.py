"""Order rows to the line items of a Xero document."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import UnmappableError
from shared.kinds import Kind
from shared.mapping import money
from shared.mapping.references import Payload, Ref
from shared.mapping.source import Source, amount_at, entries, id_at, is_set, text_at
from shared.mapping.text import LONGEST_TEXT, one_line, paragraphs
from shared.settings import CHANNEL_TAX_CODE, AccountMap, Settings

LONGEST_ITEM_CODE: Final = 30
# Brightpearl keeps the product ids below for itself; 1000 stands on rows of free text and carriage. No page of the vendor
# says so: recorded answers show it, and a public client of the API skips the same ids.
FIRST_REAL_PRODUCT: Final = 1007
_ONE: Final = Decimal("1.0000")


class Side(Struct, frozen=True, kw_only=True, eq=False):
    """The half of the settings that a document uses; `name` is its key there. `own_sku`: its rows carry our own SKU."""

    name: str
    accounts: AccountMap
    tax_types: Mapping[str, str]
    own_sku: bool


def sales_side(settings: Settings) -> Side:
    return Side(name="sales", accounts=settings.accounts.sales, tax_types=settings.tax_types.sales, own_sku=True)


def purchases_side(settings: Settings) -> Side:
    """A purchase row may carry the supplier's SKU, so it says nothing of our item code."""
    accounts, tax_types = settings.accounts.purchases, settings.tax_types.purchases
    return Side(name="purchases", accounts=accounts, tax_types=tax_types, own_sku=False)


def to_lines(order: Source, side: Side, settings: Settings) -> tuple[list[Payload], list[str]]:
    """Give the line items in the sequence of the rows, and notes for the record's history.

    Raises UnmappableError for a nominal code, tax code or channel that the settings do not map.
    """
    tracking = _tracking(order, settings)
    lines: list[Payload] = []
    notes: list[str] = []
    rows = [(row_id, row) for row_id, row in _in_sequence(order) if not _is_valueless_child(row)]
    for row_id, row in rows:
        line, said = _to_line(row_id, row, side, settings)
        lines.append(line | tracking)
        notes.extend(said)
    return lines + [line | tracking for line in _channel_tax(rows, settings)], notes


def priced(quantity: Decimal, net: Decimal, description: str) -> Payload:
    """Describe and price a line so that Xero comes to its net amount. Xero keeps four places of a unit amount.

    https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero: a unit amount that needs more places
    becomes a quantity of one, with the quantity in the description.
    """
    if quantity < 0 < net:
        quantity = -quantity
    kept = money.unit_amount(quantity)
    if quantity == kept != 0:
        unit = money.unit_amount(net / quantity)
        if money.line_amount(quantity, unit) == money.cents(net):
            return _line(description, kept, unit)
    said = f"{_plain(quantity)} x {description}" if quantity else description
    return _line(said, _ONE, money.unit_amount(money.cents(net)))


def _line(description: str, quantity: Decimal, unit: Decimal) -> Payload:
    return {"Description": description[:LONGEST_TEXT].rstrip(), "Quantity": quantity, "UnitAmount": unit}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _in_sequence(order: Source) -> list[tuple[str, Any]]:
    return sorted(entries(order, "orderRows"), key=lambda entry: (*_position(entry[1]), len(entry[0]), entry[0]))


def _position(row: Any) -> tuple[int, int]:
    """Give where the row stands. Rows that do not say come last."""
    text = text_at(row, "orderRowSequence")
    return (0, int(text)) if text.isdecimal() else (1, 0)


def _net(row: Any) -> Decimal:
    return amount_at(row, "rowValue", "rowNet", "value")


def _tax(row: Any) -> Decimal:
    return amount_at(row, "rowValue", "rowTax", "value")


def _is_valueless_child(row: Any) -> bool:
    """A part of a bundle without a price: the bundle's own row has it, so the part is left out."""
    return is_set(row, "composition", "bundleChild") and _net(row) == 0 and _tax(row) == 0


def _to_line(row_id: str, row: Any, side: Side, settings: Settings) -> tuple[Payload, list[str]]:
    sku = one_line(text_at(row, "productSku"))
    description = paragraphs(text_at(row, "productName")) or sku or f"Order row {row_id}"
    name = f"row {row_id} ({sku or one_line(description, longest=60)})"
    quantity = amount_at(row, "quantity", "magnitude")
    line = priced(quantity, _net(row), description)
    coding = {"AccountCode": _account(row, name, side), "TaxType": _tax_type(row, name, side, settings)}
    item, notes = _item(row, name, sku, side)
    return line | coding | item, notes


def _account(row: Any, name: str, side: Side) -> str:
    code = text_at(row, "nominalCode")
    account = side.accounts.by_nominal_code.get(code, side.accounts.default)
    if account is None:
        raise UnmappableError(
            f"{name}: nominal code {code!r} has no Xero account for {side.name}",
            hint=f"add {code!r} to accounts.{side.name}.by_nominal_code in the settings, or set the default beside it",
        )
    return account


def _tax_type(row: Any, name: str, side: Side, settings: Settings) -> str:
    code = text_at(row, "rowValue", "taxCode")
    if code == CHANNEL_TAX_CODE:
        return side.tax_types.get(code, settings.rounding_tax_type)
    if code not in side.tax_types:
        raise UnmappableError(
            f"{name}: tax code {code!r} has no Xero tax rate for {side.name}",
            hint=f"add {code!r} to tax_types.{side.name} in the settings",
        )
    return side.tax_types[code]


def _item(row: Any, name: str, sku: str, side: Side) -> tuple[Payload, list[str]]:
    product_id = id_at(row, "productId")
    if not is_product(product_id):
        return {}, []
    if side.own_sku and not sku:
        return {}, [f"{name}: the product has no SKU, so the line goes without an item"]
    if side.own_sku and len(sku) > LONGEST_ITEM_CODE:
        return {}, [
            f"{name}: the SKU is longer than Xero's {LONGEST_ITEM_CODE} characters, so the line goes without an item"
        ]
    return {"ItemCode": Ref(Kind.PRODUCT, product_id, optional=True)}, []


def is_product(product_id: str) -> bool:
    """Free-text rows have a product id too, but no product has it."""
    return product_id.isdecimal() and int(product_id) >= FIRST_REAL_PRODUCT


def _tracking(order: Source, settings: Settings) -> Payload:
    channel = id_at(order, "assignment", "current", "channelId")
    if settings.tracking is None or not channel:
        return {}
    options = settings.tracking.options
    number = int(channel) if channel.isdecimal() else 0
    if number not in options:
        raise UnmappableError(
            f"channel {channel} has no option of the tracking category {settings.tracking.category!r}",
            hint=f"add {channel!r} to tracking.options in the settings; null is for a channel without an option",
        )
    option = options[number]
    return {"Tracking": [{"Name": settings.tracking.category, "Option": option}]} if option else {}


def _channel_tax(rows: list[tuple[str, Any]], settings: Settings) -> Iterator[Payload]:
    """US sales tax: the channel worked it out, so its amount goes as a line of its own, not as a rate."""
    taxed = [_tax(row) for _, row in rows if text_at(row, "rowValue", "taxCode") == CHANNEL_TAX_CODE]
    tax = sum(taxed, money.ZERO)
    if tax == 0:
        return
    if settings.sales_tax_account is None:
        raise UnmappableError(
            f"the order has {tax} of sales tax under the tax code {CHANNEL_TAX_CODE!r}, which has no Xero account",
            hint="set sales_tax_account in the settings",
        )
    coding = {"AccountCode": settings.sales_tax_account, "TaxType": settings.rounding_tax_type}
    yield _line("Sales tax", _ONE, money.unit_amount(tax)) | coding
