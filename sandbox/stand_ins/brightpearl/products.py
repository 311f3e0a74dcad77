"""Reading products, their prices, and the small lists around them.

https://api-docs.brightpearl.com/product/product/get.html and .../product-price/get.html.
"""

from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import fixed, rounded
from sandbox.stand_ins.brightpearl.orders import present
from sandbox.stand_ins.brightpearl.records import Product
from sandbox.stand_ins.brightpearl.reference import Channel, PriceList
from sandbox.stand_ins.brightpearl.selection import existing, path_ids, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, bad_request, found, not_found

_DIMENSIONS = dict.fromkeys(("length", "height", "width", "volume"), Decimal("0.00"))
_LEVELS = {"2": {"defaultLocationId": 0, "overflowLocationId": 0, "reorderLevel": 0, "reorderQuantity": 0}}
_BRANDS = {71: "House brand", 74: "Guest brand"}


def get_products(account: Account, call: Call, ids: str | None = None) -> Answer:
    """Answer with products."""
    custom = {"customFields", "nullCustomFields"} & call.options()
    chosen = pick(account.store.products, ids, account=account, nothing=not_found("No Product Found"))
    return found([_product(account, product, with_custom=bool(custom)) for product in chosen])


def list_products(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the addresses of the products that exist."""
    return existing(account.store.products.keys(), ids, resource="product")


def get_prices(account: Account, _call: Call, ids: str, lists: str | None = None) -> Answer:
    """Answer with the prices of the products that are on a price list."""
    nothing = not_found("No Product Prices Found")
    wanted = _wanted_lists(account, lists)
    chosen = pick(account.store.products, ids, account=account, nothing=nothing)
    priced = [product for product in chosen if wanted & product.prices.keys()]
    if not priced:
        raise nothing
    return found(
        [{"productId": product.id, "priceLists": _prices(account, product, sorted(wanted))} for product in priced]
    )


def list_prices(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the addresses of the prices that exist."""
    priced = {product.id for product in account.store.products.values() if product.prices}
    return existing(priced, ids, resource="product-price")


def put_prices(account: Account, call: Call, product_id: int) -> Answer:
    """Set prices of one product; the product itself does not count as changed."""
    product = account.store.products.get(product_id)
    if product is None:
        raise not_found("No Product Found")
    for entry in call.mapping().get("priceLists", []):
        if entry.get("priceListId") not in account.store.reference.price_lists:
            raise bad_request("PRDC-030", f"Price list {entry.get('priceListId')} does not exist")
        product.prices[entry["priceListId"]] = {
            int(quantity): rounded(Decimal(price), 4) for quantity, price in entry["quantityPrice"].items()
        }
    return Answer(body={})


def get_price_lists(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the price lists."""
    nothing = not_found("No Price Lists Found")
    chosen = pick(account.store.reference.price_lists, ids, account=account, nothing=nothing)
    return found([_price_list(account, item) for item in chosen])


def get_channels(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the sales channels."""
    nothing = not_found("No Channels Found")
    chosen = pick(account.store.reference.channels, ids, account=account, nothing=nothing)
    return found([_channel(channel) for channel in chosen])


def get_brands(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the brands."""
    brands = {number: {"id": number, "name": name, "description": ""} for number, name in _BRANDS.items()}
    return found(pick(brands, ids, account=account, nothing=not_found("No Brands Found")))


def _wanted_lists(account: Account, lists: str | None) -> set[int]:
    known = account.store.reference.price_lists
    return set(known) if lists is None else {number for number in path_ids(lists) if number in known}


def _prices(account: Account, product: Product, lists: list[int]) -> list[dict[str, Any]]:
    currencies = account.store.reference.currencies
    price_lists = account.store.reference.price_lists
    return [
        present(
            {
                "priceListId": number,
                "currencyCode": price_lists[number].currency,
                "currencyId": currencies[price_lists[number].currency].id,
                "quantityPrice": {
                    str(quantity): fixed(price, 4) for quantity, price in product.prices.get(number, {}).items()
                },
                "sku": product.supplier_skus.get(number),
            }
        )
        for number in lists
    ]


def _product(account: Account, product: Product, *, with_custom: bool) -> dict[str, Any]:
    tax = account.store.reference.tax_codes[product.tax_code]
    return present(
        {
            "id": product.id,
            "brandId": product.brand_id,
            "productTypeId": 1,
            "identity": present({"sku": product.sku, "barcode": product.barcode}),
            "featured": False,
            "stock": {
                "stockTracked": product.stock_tracked,
                "weight": {"magnitude": rounded(product.weight, 4)},
                "dimensions": {
                    name: rounded(product.weight * 0, 2) for name in ("length", "height", "width", "volume")
                },
            },
            "financialDetails": {"taxable": False, "taxCode": {"id": tax.id, "code": tax.code}},
            "salesChannels": [_sales_channel(product)],
            "composition": _composition(product),
            "variations": _variations(product),
            "createdOn": account.time.stamp(product.created_on),
            "updatedOn": account.time.stamp_any(product.updated_on),
            "warehouses": _LEVELS,
            "primarySupplierId": product.primary_supplier_id,
            "nominalCodeStock": product.nominal_stock,
            "nominalCodePurchases": product.nominal_purchases,
            "nominalCodeSales": product.nominal_sales,
            "customFields": (product.custom_fields or None) if with_custom else None,
            "seasonIds": [],
            "reporting": {},
            "status": product.status,
            "salesPopupMessage": "",
            "warehousePopupMessage": "",
            "version": product.version,
        }
    )


def _sales_channel(product: Product) -> dict[str, Any]:
    return {
        "salesChannelName": "Brightpearl",
        "productName": product.name,
        "productCondition": "new",
        "categories": [{"categoryCode": "296"}],
        "description": {"languageCode": "en", "text": product.description, "format": "HTML_FRAGMENT"},
        "shortDescription": {"languageCode": "en", "text": "", "format": "HTML_FRAGMENT"},
    }


def _composition(product: Product) -> dict[str, Any]:
    if not product.components:
        return {"bundle": False}
    parts = [{"productId": number, "productQuantity": quantity} for number, quantity in product.components]
    return {"bundle": True, "bundleComponents": parts}


def _variations(product: Product) -> list[dict[str, Any]] | None:
    return [
        {"optionId": number, "optionName": name, "optionValueId": number + 10, "optionValue": value}
        for number, (name, value) in enumerate(product.options.items(), start=1)
    ] or None


def _price_list(account: Account, item: PriceList) -> dict[str, Any]:
    currency = account.store.reference.currencies[item.currency]
    return {
        "id": item.id,
        "name": {"languageCode": "en", "text": item.name, "format": "PLAINTEXT"},
        "code": item.code,
        "currencyCode": currency.code,
        "currencySymbol": currency.symbol,
        "currencyId": currency.id,
        "priceListTypeCode": item.type,
        "gross": False,
    }


def _channel(channel: Channel) -> dict[str, Any]:
    return {
        "id": channel.id,
        "name": channel.name,
        "channelTypeId": 2,
        "defaultWarehouseId": 2,
        "contactGroupId": 3,
        "defaultPriceListId": 2,
        "channelBrandId": 7,
        "warehouseIds": [2, 3],
    }
