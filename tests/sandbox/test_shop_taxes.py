"""The prices and taxes of a generated shop, and the orders that are planted to wait."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.amounts import cents
from sandbox.stand_ins.brightpearl.records import OrderType, PaymentStatus, Row
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop import fill
from sandbox.stand_ins.shop.selling import MARKET, WEB
from tests.sandbox.shops import TODAY, a_shop

CENT = Decimal("0.01")
SEVEN_OF_1_95 = (Decimal("13.65"), Decimal("2.28"))
THOUSAND_OF_0_28 = (Decimal("280.00"), Decimal("46.70"))

ODDITIES_OF_TAX: dict[str, Callable[[Any], bool]] = {
    "more than fifty rows": lambda order: 50 < len(order.rows) <= 120,
    "hundreds of something": lambda order: any(row.quantity >= 100 for row in order.rows.values()),
    "12.5 % off, at nets of four places": lambda order: any(
        row.discount_percentage == Decimal("12.5") and row.net != cents(row.net) for row in order.rows.values()
    ),
    "13.65 for seven": lambda order: len(order.rows) == 7 and (order.total, order.tax) == SEVEN_OF_1_95,
    "a thousand at 0.28": lambda order: (order.total, order.tax) == THOUSAND_OF_0_28,
    "a channel's tax a cent off": lambda order: (
        order.channel_id == MARKET and any(abs(off(row)) >= CENT / 2 for row in order.rows.values() if row.tax)
    ),
    "a discount without its tax": lambda order: (order.total, order.tax) == (Decimal("108.00"), Decimal("18.00")),
    "two rows taxed otherwise": lambda order: [row.tax for row in order.rows.values()] == [25, 5],
    "tax that the marketplace keeps": lambda order: order.tax == 0 and all(row.tax_rate for row in order.rows.values()),
    "money out below nought": lambda order: order.total < 0 and order.payment_status is PaymentStatus.PAID,
    "a foreign currency at a rate of one": lambda order: order.currency == "EUR" and order.exchange_rate == 1,
    "yen": lambda order: order.currency == "JPY" and order.total == order.total.to_integral_value(),
    "custom fields": lambda order: bool(order.custom_fields),
}


def off(row: Row) -> Decimal:
    """By how much a row's tax differs from what its rate says."""
    return row.tax - row.net * row.tax_rate / 100


@pytest.mark.parametrize("case", ODDITIES_OF_TAX)
def test_a_shop_of_sixty_orders_posts_one_with(case: str) -> None:
    shop = a_shop(orders=60, seed=3)

    assert [order for order in shop.due() if order.type is OrderType.SO and ODDITIES_OF_TAX[case](order)]


def test_one_order_in_a_hundred_has_more_than_fifty_rows() -> None:
    shop = a_shop(orders=400)

    assert sum(len(order.rows) > 50 for order in shop.of(OrderType.SO)) >= 4


def test_most_orders_of_channels_have_prices_with_tax_in_them() -> None:
    orders = [order for order in a_shop(orders=400).of(OrderType.SO) if order.channel_id in (WEB, MARKET)]

    assert sum(order.price_mode == "INC" for order in orders) > len(orders) * 3 / 4


def test_what_customers_see_is_a_price_in_whole_cents() -> None:
    shop = a_shop(orders=400)

    for order in shop.of(OrderType.SO):
        for row in order.rows.values():
            if order.price_mode == "INC" and not row.discount_percentage:
                assert cents(row.net + row.tax) == row.net + row.tax


def test_a_shop_in_the_states_has_sales_tax_of_providers_and_of_channels() -> None:
    shop = a_shop(orders=200, country=Country.US)

    rows = [row for order in shop.of(OrderType.SO) for row in order.rows.values()]
    assert {row.calculator for row in rows if row.tax_rate} == {"brightpearl", "manual", "avalara"}
    assert any(row.tax_code == "-" and row.tax for row in rows)
    assert {order.price_mode for order in shop.of(OrderType.SO)} == {"EXC"}


@pytest.mark.parametrize(
    ("name", "net", "tax"),
    [("Import tax", "0", "68.00"), ("Import tax laid out", "0", "50.00"), ("Blue mug", "100.00", "19.97")],
)
def test_every_shop_has_a_bill_whose_tax_is_no_rates(name: str, net: str, tax: str) -> None:
    rows = [row for order in a_shop().due() if order.type is OrderType.PO for row in order.rows.values()]

    assert any((row.name, row.net, row.tax) == (name, Decimal(net), Decimal(tax)) for row in rows)


@pytest.mark.parametrize(("orders", "planted"), [(60, 0), (150, 1), (300, 2)])
def test_what_cannot_go_is_planted_and_less_than_one_document_in_a_hundred(orders: int, planted: int) -> None:
    shop = a_shop(orders=orders)

    assert len(shop.store.planted) == planted
    assert planted < len(shop.due()) / 100
    for one in shop.store.planted:
        order = shop.store.orders[one.id]
        assert shop.is_due(order)
        assert (one.kind, one.number) == ("sales_invoice", order.invoice.reference)
        assert not [credit for credit in shop.of(OrderType.SC) if credit.parent_id == one.id]


def test_the_state_says_what_is_planted_and_why() -> None:
    vendor = Brightpearl(clock=ManualClock(TODAY))
    fill(vendor, None, orders=150, seed=1)

    [planted] = vendor.state()["planted"]

    assert planted["kind"] == "sales_invoice"
    assert planted["why"] == "Xero counts the item's stock and has none"
