"""The shop's products: believable ones in any number, and the odd ones that every shop has."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import rounded
from sandbox.stand_ins.brightpearl.records import Product
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.shop.premises import HISTORY_DAYS, Premises, money
from sandbox.stand_ins.shop.words import COLOURS, EXEMPT_THINGS, STUFFS, THINGS

MOST_PRODUCTS = 4000
FEWEST_PRODUCTS = 12
COST, RETAIL, TRADE = 1, 2, 3
SHARED_ITEM_CODE = "OLD-ITEM-1"
OTHER_CASE_SKU, TRACKED_SKU = "TAP-BRASS", "DESK-OAK"

_BUNDLE_CHANCE = 0.03
_ENDINGS = ("00", "25", "49", "50", "95", "99")


def stock_catalogue(shop: Premises, *, orders: int) -> None:
    """Put the products on the shelves: the odd ones first, then about one for every three orders."""
    for key, make in _ODD.items():
        shop.odd_products[key] = make(shop)
    _make_odd_bundle(shop)
    wanted = max(FEWEST_PRODUCTS, min(orders // 3, MOST_PRODUCTS))
    for number in range(wanted):
        product = _ordinary(shop, number)
        if len(shop.products) > 2 and shop.odds(_BUNDLE_CHANCE):
            _tie_together(shop, product)
        else:
            shop.products.append(product)


def add_product(
    shop: Premises, *, sku: str | None, name: str, price: Decimal | None, tax: Tax = Tax.STANDARD
) -> Product:
    """A product with its cost and its two selling prices, or with none at all."""
    store = shop.store
    created = shop.some_moment(shop.day(days_ago=shop.luck.randint(70, HISTORY_DAYS)))
    product = Product(
        id=store.next_id("product"),
        sku=sku,
        name=name,
        tax_code=shop.tax_code(tax),
        created_on=created,
        updated_on=created + timedelta(days=shop.luck.randint(1, 60)) if shop.odds(0.7) else None,
        weight=money(shop.luck.randint(50, 4000)),
    )
    if price is not None:
        cost = rounded(price * Decimal(shop.luck.randint(35, 60)) / 100, 4)
        trade = rounded(price * Decimal("0.8"), 4)
        product.prices = {COST: {1: cost}, RETAIL: {1: price}, TRADE: {1: trade, 10: rounded(price * 7 / 10, 4)}}
    store.products[product.id] = product
    return product


def _ordinary(shop: Premises, number: int) -> Product:
    luck = shop.luck
    exempt = shop.odds(0.12)
    thing = luck.choice(EXEMPT_THINGS if exempt else THINGS)
    colour, stuff = luck.choice(COLOURS), luck.choice(STUFFS)
    name = f"{colour} {thing.lower()}" if exempt else f"{colour} {stuff.lower()} {thing.lower()}"
    price = money(f"{luck.randint(2, 140)}.{luck.choice(_ENDINGS)}")
    product = add_product(
        shop,
        sku=f"{thing[:4].upper()}-{colour[:3].upper()}-{number + 1:04}",
        name=name,
        price=price,
        tax=Tax.ZERO if exempt else luck.choices((Tax.STANDARD, Tax.REDUCED, Tax.OUTSIDE), (90, 6, 4))[0],
    )
    product.description = f"<p>{name}, made to last.</p>" if shop.odds(0.5) else ""
    product.options = {"Colour": colour} if shop.odds(0.3) else {}
    return product


def _tie_together(shop: Premises, product: Product) -> None:
    product.name = f"Set: {product.name} and more"
    product.stock_tracked = False
    product.components = [(part.id, shop.luck.randint(1, 3)) for part in shop.luck.sample(shop.products, 2)]
    shop.bundles.append(product)


def _make_odd_bundle(shop: Premises) -> None:
    product = add_product(shop, sku="SET-TEA-2", name="Tea for two", price=money("34.99"))
    product.stock_tracked = False
    product.components = [(shop.odd_products["plain"].id, 2), (shop.odd_products["zero rated"].id, 1)]
    shop.bundles.append(product)


def _rich_description(shop: Premises) -> Product:
    product = add_product(shop, sku="RICH-1", name="Storm lantern", price=money("27.95"))
    product.description = (
        '<div class="intro"><h2>Storm&nbsp;lantern &amp; hook</h2><p>Burns for <b>12&nbsp;hours</b>.</p>'
        "<ul><li>Height: 24&nbsp;cm</li><li>Glass &lt; 3&nbsp;mm</li></ul><script>track('x')</script></div>"
    )
    return product


_ODD: dict[str, Callable[[Premises], Product]] = {
    "plain": lambda shop: add_product(shop, sku="MUG-BLU", name="Blue mug", price=money("12.50")),
    "zero rated": lambda shop: add_product(
        shop, sku="TEA-ENG", name="Breakfast tea", price=money("4.20"), tax=Tax.ZERO
    ),
    "reduced": lambda shop: add_product(
        shop, sku="SEAT-KID", name="Child's seat", price=money("64.00"), tax=Tax.REDUCED
    ),
    "outside": lambda shop: add_product(shop, sku="GIFTCARD", name="Gift card", price=money("25.00"), tax=Tax.OUTSIDE),
    "thirds": lambda shop: add_product(shop, sku="TRIO-10", name="Soap, three for ten", price=money("3.3333")),
    "sku of 31": lambda shop: add_product(
        shop, sku="TABLE-OAK-EXTENDING-8-SEAT-LEFT", name="Oak table, left leaf", price=money("899.00")
    ),
    "sku of 32": lambda shop: add_product(
        shop, sku="TABLE-OAK-EXTENDING-8-SEAT-LEFT2", name="Oak table, second leaf", price=money("199.00")
    ),
    "sku of 30": lambda shop: add_product(
        shop, sku="TABLE-OAK-EXTENDING-8-SEAT-LEF", name="Oak table, no leaf", price=money("749.00")
    ),
    "blank sku": lambda shop: add_product(shop, sku="", name="Remnant of cloth", price=money("6.00")),
    "no sku": lambda shop: add_product(shop, sku=None, name="Box of oddments", price=money("9.00")),
    "long name": lambda shop: add_product(
        shop,
        sku="LONG-1",
        name="Hand-thrown stoneware serving bowl with a salt glaze, large, second quality",
        price=money("38.00"),
    ),
    "rich description": _rich_description,
    "quoted": lambda shop: add_product(
        shop, sku='RULER-12"', name='Ruler 12" "Präzision" & <case>', price=money("3.95")
    ),
    "no prices": lambda shop: add_product(shop, sku="QUOTE-ONLY", name="Shelf to measure", price=None),
    "other case": lambda shop: add_product(shop, sku=OTHER_CASE_SKU, name="Brass tap", price=money("48.00")),
    "tracked in xero": lambda shop: add_product(shop, sku=TRACKED_SKU, name="Oak desk", price=money("349.00")),
    "in xero already": lambda shop: add_product(
        shop, sku=SHARED_ITEM_CODE, name="Brass hook", price=money("2.40")
    ),
}  # fmt: skip
