"""Products of Brightpearl to items of Xero, linked by SKU. https://developer.xero.com/documentation/api/accounting/items"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.lines import LONGEST_ITEM_CODE
from shared.mapping.references import Mapped, Payload
from shared.mapping.source import Source, at, entries, text_at
from shared.mapping.text import one_line, paragraphs, without_html
from shared.settings import Settings

_LONGEST_ITEM_NAME: Final = 50
_CONSEQUENCE: Final = "give it a SKU of at most 30 characters; until then its document lines go without an item"


def to_item(product: Source, settings: Settings) -> Mapped:
    """Map `{"product": the product, "prices": its price lists}`. Raises InvalidDataError for a SKU that Xero cannot take."""
    identity = at(product, "product")
    name = one_line(at(identity, "salesChannels", 0, "productName"), longest=4 * LONGEST_ITEM_CODE)
    code = _code(identity)
    description = without_html(at(identity, "salesChannels", 0, "description", "text")) or paragraphs(name) or code
    sold, sold_notes = _price(product, settings.price_lists.sell, settings)
    bought, bought_notes = _price(product, settings.price_lists.cost, settings)
    payload: Payload = {
        "Code": code,
        "Name": (name or code)[:_LONGEST_ITEM_NAME].rstrip(),
        "Description": description,
        "PurchaseDescription": description,
        **_details("SalesDetails", sold, settings.item_accounts.sales),
        **_details("PurchaseDetails", bought, settings.item_accounts.purchases),
    }
    return Mapped(payload=payload, notes=(*_name_notes(name), *sold_notes, *bought_notes))


def _code(identity: Any) -> str:
    """The SKU is what links a product and an item, so it is never cut."""
    sku = text_at(identity, "identity", "sku")
    if not sku:
        raise InvalidDataError("the product has no SKU, and Xero needs an item code", hint=_CONSEQUENCE)
    if len(sku) > LONGEST_ITEM_CODE:
        raise InvalidDataError(
            f"the SKU {sku!r} is longer than Xero's {LONGEST_ITEM_CODE} characters", hint=_CONSEQUENCE
        )
    if one_line(sku) != sku:
        raise InvalidDataError(f"the SKU {sku!r} has control characters or repeated spaces", hint=_CONSEQUENCE)
    return sku


def _name_notes(name: str) -> list[str]:
    return [f"the name was cut to Xero's {_LONGEST_ITEM_NAME} characters"] if len(name) > _LONGEST_ITEM_NAME else []


def _details(key: str, price: Decimal | None, account: str | None) -> Payload:
    details = {"UnitPrice": price, "AccountCode": account}
    given = {name: value for name, value in details.items() if value is not None}
    return {key: given} if given else {}


def _price(product: Source, price_list: int | None, settings: Settings) -> tuple[Decimal | None, list[str]]:
    """Give the price of one, else of the smallest quantity. Xero keeps prices in the organisation's currency."""
    found = (entry for _, entry in entries(product, "prices") if text_at(entry, "priceListId") == str(price_list))
    entry = next(found, None)
    breaks = at(entry, "quantityPrice")
    if not isinstance(breaks, Mapping) or not breaks:
        return None, []
    currency = text_at(entry, "currencyCode")
    if currency != settings.base_currency:
        return None, [f"the price of price list {price_list} is in {currency}, so the item goes without it"]
    smallest = min(breaks, key=money.amount)
    return money.unit_amount(money.amount(breaks[smallest])), []
