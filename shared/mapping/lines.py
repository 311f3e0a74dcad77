"""Line items of a Xero document: how a row is described, priced and coded."""

from decimal import Decimal
from typing import Any, Final

from shared.errors import UnmappableError
from shared.kinds import Kind
from shared.mapping import money
from shared.mapping.references import Payload, Ref
from shared.mapping.source import Source, id_at, text_at
from shared.mapping.text import LONGEST_TEXT
from shared.settings import Half, Settings

LONGEST_ITEM_CODE: Final = 30
# Brightpearl keeps the product ids below for itself; 1000 stands on rows of free text and carriage. No page of the vendor
# says so: recorded answers show it, and a public client of the API skips the same ids.
FIRST_REAL_PRODUCT: Final = 1007
_ONE: Final = Decimal("1.0000")


def priced(
    quantity: Decimal, net: Decimal, description: str, *, amount: Decimal | None = None, unit: Decimal = money.CENT
) -> Payload:
    """Describe and price a line so that Xero comes to its amount: what is given, else the net rounded to the unit.

    https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero: Xero keeps four places of a unit amount. One
    that needs more becomes a quantity of one, with the quantity in the description.
    """
    whole = money.rounded(net, unit) if amount is None else amount
    if quantity < 0 < whole:
        quantity = -quantity
    kept = money.unit_amount(quantity)
    prices = (money.unit_amount(value / quantity) for value in (net, whole)) if quantity == kept != 0 else ()
    for price in prices:
        if money.rounded(kept * price, unit) == whole:
            return line(description, kept, price)
    said = f"{_plain(quantity)} x {description}" if quantity else description
    return line(said, _ONE, money.unit_amount(whole))


def line(description: str, quantity: Decimal, price: Decimal) -> Payload:
    return {"Description": description[:LONGEST_TEXT].rstrip(), "Quantity": quantity, "UnitAmount": price}


def _plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def account_of(row: Any, name: str, half: Half, settings: Settings) -> str:
    """Give the account of a row's nominal code. Raises UnmappableError where the settings have none."""
    accounts = settings.accounts.sales if half is Half.SALES else settings.accounts.purchases
    code = text_at(row, "nominalCode")
    account = accounts.by_nominal_code.get(code, accounts.default)
    if account is None:
        raise UnmappableError(
            f"{name}: nominal code {code!r} has no Xero account for {half}",
            hint=f"add {code!r} to accounts.{half}.by_nominal_code in the settings, or set the default beside it",
        )
    return account


def item_of(row: Any, name: str, sku: str, half: Half) -> tuple[Payload, list[str]]:
    """Refer to the row's product. A purchase row may carry the supplier's SKU, so it says nothing of our item code."""
    product_id = id_at(row, "productId")
    if not is_product(product_id):
        return {}, []
    own_sku = half is Half.SALES
    if own_sku and not sku:
        return {}, [f"{name}: the product has no SKU, so the line goes without an item"]
    if own_sku and len(sku) > LONGEST_ITEM_CODE:
        return {}, [
            f"{name}: the SKU is longer than Xero's {LONGEST_ITEM_CODE} characters, so the line goes without an item"
        ]
    return {"ItemCode": Ref(Kind.PRODUCT, product_id, optional=True)}, []


def is_product(product_id: str) -> bool:
    """Free-text rows have a product id too, but no product has it."""
    return product_id.isdecimal() and int(product_id) >= FIRST_REAL_PRODUCT


def tracking_of(order: Source, settings: Settings) -> Payload:
    """Give the tracking option of the order's channel. Raises UnmappableError for a channel that nobody decided about."""
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
