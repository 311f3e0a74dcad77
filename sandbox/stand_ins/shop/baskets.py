"""What is in a basket: how many rows, how many of each, at what price, and who worked the tax out."""

from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.ordering import take_tax_out
from sandbox.stand_ins.brightpearl.records import Product, Row
from sandbox.stand_ins.currency import places_of
from sandbox.stand_ins.shop.catalogue import RETAIL, TRADE
from sandbox.stand_ins.shop.foreign_tax import tax_of_a_channel, tax_of_a_provider, tax_of_the_states
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import WHOLESALE, bundle_rows, carriage, discount, net_row
from sandbox.stand_ins.shop.selling import EXC, INC, MARKET, WEB
from sandbox.stand_ins.shop.selling import TRADE as TRADE_CHANNEL

FEWEST_OF_MANY, MOST_ROWS = 51, 120

_SIZES = (range(1, 6), range(6, 16), range(16, FEWEST_OF_MANY))
_UP_TO_SIZE = (93, 98, 100)  # in a hundred orders
_HUNDREDS = range(100, 601)
_FEW_OR_DOZENS = {True: range(1, 25), False: range(1, 5)}
_HUNDREDS_CHANCE = {True: 0.03, False: 0.002}
_LESS = (ZERO, Decimal(5), Decimal(10), Decimal("12.5"))
_UP_TO_LESS = {True: (76, 84, 92, 100), False: (95, 96, 98, 100)}
_CARRIAGE = {EXC: ("2.95", "3.95", "4.1667", "7.50"), INC: ("2.95", "3.99", "4.99", "8.95")}
_CHANNEL_TAX_CHANCE = {MARKET: 0.2, WEB: 0.04}


def price_mode(shop: Premises, channel: int) -> str:
    """Whether an order's prices have tax in them: those of channels and of the till do, those of the trade do not."""
    if shop.taxes_sales or channel == TRADE_CHANNEL:
        return EXC
    return EXC if channel == WEB and shop.odds(0.1) else INC


def basket(shop: Premises, *, channel: int, currency: str, rate: Decimal, mode: str, many: bool = False) -> list[Row]:
    """What somebody buys, with the tax that this channel brings; `many` are more than 50 rows."""
    rows = _products(shop, channel, currency, rate, many=many)
    rows += _extras(shop, currency, rate, mode=mode, worth=sum((row.net for row in rows), ZERO))
    if mode == INC:
        rows = [take_tax_out(row) for row in rows]
    return _taxed(shop, channel, currency, rows)


def _products(shop: Premises, channel: int, currency: str, rate: Decimal, *, many: bool) -> list[Row]:
    trade = channel == TRADE_CHANNEL
    less = shop.luck.choices(_LESS, cum_weights=_UP_TO_LESS[trade])[0]
    nominal = WHOLESALE if trade else None
    return [
        net_row(
            shop,
            product,
            quantity=_quantity(shop, trade=trade),
            each=in_currency(product.prices[TRADE if trade else RETAIL][1] * rate, currency),
            nominal=nominal,
            less=less,
        )
        for product in _chosen(shop, many=many)
    ]


def _chosen(shop: Premises, *, many: bool) -> list[Product]:
    if many:
        return shop.luck.choices(shop.products, k=shop.luck.randint(FEWEST_OF_MANY, MOST_ROWS))
    size = shop.luck.choice(shop.luck.choices(_SIZES, cum_weights=_UP_TO_SIZE)[0])
    return shop.luck.sample(shop.products, min(size, len(shop.products)))


def _quantity(shop: Premises, *, trade: bool) -> int:
    usual = _HUNDREDS if shop.odds(_HUNDREDS_CHANCE[trade]) else _FEW_OR_DOZENS[trade]
    return shop.luck.choice(usual)


def _extras(shop: Premises, currency: str, rate: Decimal, *, mode: str, worth: Decimal) -> list[Row]:
    rows: list[Row] = []
    if shop.odds(0.06):
        bundle = shop.luck.choice(shop.bundles)
        rows += bundle_rows(shop, bundle, quantity=1, each=in_currency(bundle.prices[RETAIL][1] * rate, currency))
    if shop.odds(0.4):
        price = money(shop.luck.choice(_CARRIAGE[mode]))
        rows.append(carriage(shop, price if places_of(currency) else in_currency(price * rate, currency)))
    off = in_currency(money(shop.luck.choice(("1.00", "2.50", "5.00"))) * rate, currency)
    if shop.odds(0.05) and worth > off * 4:
        rows.append(discount(shop, off))
    return rows


def _taxed(shop: Premises, channel: int, currency: str, rows: list[Row]) -> list[Row]:
    if shop.taxes_sales:
        return {MARKET: tax_of_the_states, WEB: tax_of_a_provider}.get(channel, _own_tax)(shop, rows)
    if shop.odds(_CHANNEL_TAX_CHANCE.get(channel, 0)):
        return tax_of_a_channel(shop, rows, currency)
    return rows


def _own_tax(_shop: Premises, rows: list[Row]) -> list[Row]:
    return rows


def in_currency(amount: Decimal, currency: str) -> Decimal:
    """A price that can be paid in a currency."""
    return rounded(amount, places_of(currency))
