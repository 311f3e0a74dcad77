"""Orders whose tax or price trips connectors up: tax within prices, tax that somebody typed, tax that is collected elsewhere."""

from datetime import datetime
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.ordering import set_tax
from sandbox.stand_ins.brightpearl.records import Order, Product, Row
from sandbox.stand_ins.shop.baskets import FEWEST_OF_MANY, MOST_ROWS, in_currency
from sandbox.stand_ins.shop.catalogue import RETAIL
from sandbox.stand_ins.shop.exchanges import exchange, pay_out, receive_less_than_nothing
from sandbox.stand_ins.shop.foreign_tax import tax_of_a_channel, tax_of_the_states
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.shop.odd_sales import Case, invoiced, priced, sold
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import net_row, typed_row
from sandbox.stand_ins.shop.selling import INC, MARKET, TRADE, take_payment

YEN = "JPY"


def many_rows_with_tax_in_the_prices(shop: Premises) -> Order:
    """More than fifty articles, priced with their tax."""
    chosen = shop.luck.choices(shop.products, k=shop.luck.randint(FEWEST_OF_MANY, MOST_ROWS))
    rows = [
        net_row(shop, product, quantity=shop.luck.randint(1, 9), each=product.prices[RETAIL][1]) for product in chosen
    ]
    order = sold(shop, "private", rows, placed=shop.at(shop.day(days_ago=13), "12:00"), mode=INC)
    return invoiced(shop, order, shop.day(days_ago=12))


def seven_at_a_price_that_lines_cannot_keep(shop: Premises) -> Order:
    """Seven rows of 1.95 with tax, gift-wrapped; line by line they would come to more."""
    rows = [_plain(shop, "1.95") for _ in range(7)]
    order = sold(shop, "first of a name", rows, placed=shop.at(shop.day(days_ago=24), "12:00"), mode=INC)
    order.custom_fields["PCF_GIFT"] = True
    take_payment(shop, order, order.total, paid=order.placed_on)
    return invoiced(shop, order, shop.day(days_ago=23))


def a_thousand_of_a_trifle(shop: Premises) -> Order:
    """A thousand at 0.28 with tax."""
    order = sold(shop, "script", [_plain(shop, "0.28", quantity=1000)], placed=_morning(shop, 22), mode=INC)
    return invoiced(shop, order, shop.day(days_ago=21))


def an_eighth_off_prices_without_tax(shop: Premises) -> Order:
    """Discounts by the row that leave nets of four places."""
    products = _some(shop, 8)
    rows = [
        net_row(shop, product, quantity=3, each=product.prices[RETAIL][1], less=Decimal("12.5")) for product in products
    ]
    order = sold(shop, "spaces", rows, placed=_morning(shop, 20), channel=TRADE)
    return invoiced(shop, order, shop.day(days_ago=19))


def a_discount_that_took_its_tax_off_another_row(shop: Premises) -> Order:
    """100.00 taxed with 18.00, and 10.00 off under a code without tax, as a web shop's module enters them."""
    rows = [
        typed_row(shop, "Stoneware set", net=money("100.00"), tax=money("18.00")),
        typed_row(shop, "Discount", net=money("-10.00"), tax=ZERO, under=Tax.OUTSIDE),
    ]
    order = sold(shop, "private", rows, placed=_morning(shop, 19))
    take_payment(shop, order, order.total, paid=order.placed_on, method="PAYPAL")
    return invoiced(shop, order, shop.day(days_ago=18))


def two_rows_taxed_at_rates_of_their_own(shop: Premises) -> Order:
    """100.00 taxed with 25.00 and 50.00 with 5.00: together what the rate says, alone not."""
    rows = [
        typed_row(shop, "Stoneware set", net=money("100.00"), tax=money("25.00")),
        typed_row(shop, "Storm lantern", net=money("50.00"), tax=money("5.00")),
    ]
    order = sold(shop, "apostrophe", rows, placed=_morning(shop, 17))
    return invoiced(shop, order, shop.day(days_ago=16))


def a_channel_that_rounds_in_its_own_way(shop: Premises) -> Order:
    """Twelve rows of a marketplace; some of their taxes are a cent off."""
    rows = [net_row(shop, product, quantity=2, each=product.prices[RETAIL][1]) for product in _some(shop, 12)]
    order = sold(shop, "first of a name", rows, placed=_morning(shop, 15), channel=MARKET, mode=INC)
    rows = list(order.rows.values())
    tax_of_the_states(shop, rows) if shop.taxes_sales else tax_of_a_channel(shop, rows, order.currency)
    take_payment(shop, order, order.total, paid=order.placed_on, method="PAYPAL")
    return invoiced(shop, order, shop.day(days_ago=14))


def taxed_by_the_marketplace(shop: Premises) -> Order:
    """Sold abroad; the marketplace keeps the tax, so that a rated code comes with none."""
    rows = [set_tax(priced(shop, key, quantity=2), ZERO) for key in ("plain", "rich description")]
    order = sold(shop, "umlaut", rows, placed=_morning(shop, 11), channel=MARKET)
    take_payment(shop, order, order.total, paid=order.placed_on, method="PAYPAL")
    return invoiced(shop, order, shop.day(days_ago=10))


def exchanged_for_something_cheaper(shop: Premises) -> Order:
    """An exchange at the till: the order is below nought, and money goes out."""
    order = exchange(shop, shop.odd_people["private"], day=shop.day(days_ago=9))
    pay_out(shop, order)
    return order


def exchanged_and_paid_back_with_a_receipt_below_nought(shop: Premises) -> Order:
    """The same, with the money entered the other way."""
    order = exchange(shop, shop.odd_people["private"], day=shop.day(days_ago=6))
    receive_less_than_nothing(shop, order)
    return order


def abroad_at_a_rate_of_one(shop: Premises) -> Order:
    """In a foreign currency whose rate nobody entered."""
    order = sold(shop, "umlaut", [priced(shop, "plain", quantity=4)], placed=_morning(shop, 8), rate=Decimal(1))
    return invoiced(shop, order, shop.day(days_ago=7))


def in_yen(shop: Premises) -> Order:
    """In a currency without cents."""
    rate = shop.rate(YEN)
    rows = [
        net_row(shop, product, quantity=3, each=in_currency(product.prices[RETAIL][1] * rate, YEN))
        for product in _some(shop, 3)
    ]
    order = sold(shop, "emoji", rows, placed=_morning(shop, 6), mode=INC, currency=YEN, rate=rate)
    return invoiced(shop, order, shop.day(days_ago=5))


CASES: tuple[Case, ...] = (
    many_rows_with_tax_in_the_prices,
    seven_at_a_price_that_lines_cannot_keep,
    a_thousand_of_a_trifle,
    an_eighth_off_prices_without_tax,
    a_discount_that_took_its_tax_off_another_row,
    two_rows_taxed_at_rates_of_their_own,
    a_channel_that_rounds_in_its_own_way,
    taxed_by_the_marketplace,
    exchanged_for_something_cheaper,
    exchanged_and_paid_back_with_a_receipt_below_nought,
    abroad_at_a_rate_of_one,
    in_yen,
)


def _plain(shop: Premises, each: str, *, quantity: int = 1) -> Row:
    return net_row(shop, shop.odd_products["plain"], quantity=quantity, each=money(each))


def _some(shop: Premises, count: int) -> list[Product]:
    return shop.luck.sample(shop.products, min(count, len(shop.products)))


def _morning(shop: Premises, days_ago: int) -> datetime:
    return shop.at(shop.day(days_ago=days_ago), "11:00")
