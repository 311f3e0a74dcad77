"""The orders that every shop has and that trip connectors up. All are in every shop, however small."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, cents
from sandbox.stand_ins.brightpearl.ordering import take_tax_out
from sandbox.stand_ins.brightpearl.records import Order, OrderType, PaymentType, Row
from sandbox.stand_ins.shop.catalogue import RETAIL
from sandbox.stand_ins.shop.home import Tax
from sandbox.stand_ins.shop.premises import Premises, money
from sandbox.stand_ins.shop.rows import WHOLESALE, bundle_rows, carriage, discount, net_row
from sandbox.stand_ins.shop.selling import (
    CANCELLED,
    COMPLETED,
    COUNTER,
    EXC,
    INC,
    INVOICED,
    MARKET,
    NEW,
    QUOTE,
    SHIPPED,
    TRADE,
    WEB,
    Deal,
    invoice,
    next_reference,
    open_deal,
    take_payment,
)

Case = Callable[[Premises], Order]

PENDING_REFERENCE = "pending"


@dataclass(slots=True, kw_only=True)
class OddOrders:
    """The odd orders that others refer to."""

    euro: Order
    unpaid: Order
    paid_bundle: Order
    before_start: Order
    adopted: Order


def sell_oddly(shop: Premises) -> OddOrders:
    """Enter the odd orders; each case says in its name what is odd about it."""
    orders = {case.__name__: case(shop) for case in CASES}
    return OddOrders(
        euro=orders["euro_order_invoiced_at_month_end"],
        unpaid=orders["prices_with_tax_a_discount_and_a_row_of_nothing"],
        paid_bundle=orders["bundle_paid_after_invoicing"],
        before_start=orders["invoiced_the_day_before_the_start"],
        adopted=orders["in_xero_already"],
    )


def back_order_of_the_other_season_in_thirds(shop: Premises) -> Order:
    """Three for 10.00, placed and paid half a year ago under the other clock, invoiced only now."""
    rows = [net_row(shop, shop.odd_products["thirds"], quantity=3, each=Decimal(10) / 3)]
    order = sold(shop, "private", rows, placed=shop.at(shop.other_season(), "23:30"))
    take_payment(shop, order, order.total, paid=order.placed_on)
    return invoiced(shop, order, shop.day(days_ago=3))


def pennies_that_do_not_add_up(shop: Premises) -> Order:
    """Three rows of 33.3333: the rounded rows make a penny less than the total. Part paid, before and after."""
    product = shop.odd_products["outside"]
    rows = [net_row(shop, product, quantity=1, each=money("33.3333")) for _ in range(3)]
    order = sold(shop, "script", rows, placed=shop.at(shop.day(days_ago=30), "09:15"), channel=COUNTER)
    take_payment(shop, order, money("25.00"), paid=order.placed_on)
    invoiced(shop, order, shop.day(days_ago=20))
    take_payment(shop, order, money("40.01"), paid=shop.at(shop.day(days_ago=2), "16:00"), method="BANK")
    return order


def prices_with_tax_a_discount_and_a_row_of_nothing(shop: Premises) -> Order:
    """Priced with tax, with carriage, a discount and a free sample; nobody paid it."""
    odd = shop.odd_products
    rows = [
        net_row(shop, odd["plain"], quantity=2, each=money("10.00")),
        net_row(shop, odd["reduced"], quantity=1, each=money("67.20")),
        carriage(shop, money("4.95")),
        discount(shop, money("5.00")),
        net_row(shop, odd["zero rated"], quantity=1, each=ZERO),
    ]
    order = sold(shop, "apostrophe", rows, placed=shop.at(shop.day(days_ago=18), "11:00"), mode=INC)
    return invoiced(shop, order, shop.day(days_ago=17))


def bundle_paid_after_invoicing(shop: Premises) -> Order:
    """A bundle, its parts worth nothing, for the first of two customers of one name."""
    rows = bundle_rows(shop, shop.bundles[0], quantity=2, each=money("34.99"))
    order = sold(shop, "first of a name", rows, placed=shop.at(shop.day(days_ago=14), "10:00"))
    invoiced(shop, order, shop.day(days_ago=13))
    take_payment(shop, order, order.total, paid=shop.at(shop.day(days_ago=9), "12:30"), method="PAYPAL")
    return order


def unlikely_products(shop: Premises) -> Order:
    """SKUs too long, blank and absent, long names, HTML, for the second of two customers of one name."""
    keys = (
        "sku of 30",
        "sku of 31",
        "sku of 32",
        "blank sku",
        "no sku",
        "long name",
        "rich description",
        "quoted",
    )
    rows = [priced(shop, key) for key in keys]
    order = sold(shop, "second of a name", rows, placed=shop.at(shop.day(days_ago=12), "10:00"), channel=TRADE)
    invoiced(shop, order, shop.day(days_ago=11))
    take_payment(shop, order, order.total, paid=shop.at(shop.day(days_ago=4), "10:00"), method="BANK")
    return order


def euro_order_invoiced_at_month_end(shop: Premises) -> Order:
    """In euros, on the last day of a month."""
    rows = [priced(shop, "plain", quantity=7), carriage(shop, money("9.90"), tax=Tax.ZERO)]
    day = shop.month_end()
    order = sold(shop, "umlaut", rows, placed=shop.at(day - timedelta(days=6), "13:00"), channel=MARKET)
    invoiced(shop, order, day)
    take_payment(shop, order, order.total, paid=shop.at(day, "18:00"), method="PAYPAL")
    return order


def dollar_order_closed_before_midnight(shop: Premises) -> Order:
    """In dollars, invoiced in the last second of a day, with an authorisation only."""
    rows = [priced(shop, "reduced"), priced(shop, "zero rated", quantity=5)]
    day = shop.day(days_ago=8)
    order = sold(shop, "emoji", rows, placed=shop.at(day, "20:00"))
    invoiced(shop, order, day, closed=shop.at(day, "23:59:59"))
    take_payment(shop, order, order.total, paid=order.placed_on, kind=PaymentType.AUTH)
    return order


def shipped_and_captured_just_after_midnight(shop: Premises) -> Order:
    """Moved on to Shipped, invoiced in the first second of a day; authorised, then captured."""
    rows = [priced(shop, "plain", quantity=3)]
    day = shop.day(days_ago=7)
    order = sold(shop, "many colleagues", rows, placed=shop.at(shop.day(days_ago=8), "21:00"))
    invoiced(shop, order, day, closed=shop.at(day, "00:00:01"), status=SHIPPED)
    take_payment(shop, order, order.total, paid=order.placed_on, kind=PaymentType.AUTH)
    take_payment(shop, order, order.total, paid=shop.at(day, "00:00:01"), kind=PaymentType.CAPTURE)
    return order


def never_updated_and_completed_on_the_first_day(shop: Premises) -> Order:
    """Imported as it is: no updatedOn, at Completed, dated on the very first day that counts."""
    rows = [priced(shop, "zero rated", quantity=6)]
    order = sold(shop, "no e-mail", rows, placed=shop.at(shop.start, "08:00"), channel=COUNTER)
    invoiced(shop, order, shop.start, closed=shop.at(shop.start, "08:01"), status=COMPLETED)
    order.updated_on = None
    order.version = 1
    take_payment(shop, order, order.total, paid=order.placed_on)
    return order


def invoiced_without_a_reference(shop: Premises) -> Order:
    """At Invoiced, but there is no invoice."""
    return sold(
        shop, "private", [priced(shop, "plain")], placed=shop.at(shop.day(days_ago=6), "10:00"), status=INVOICED
    )


def invoicing_still_pending(shop: Premises) -> Order:
    """At Invoiced while Brightpearl is still working on the invoice."""
    order = sold(shop, "private", [priced(shop, "plain")], placed=shop.at(shop.yesterday, "10:00"), status=INVOICED)
    order.invoice.reference = PENDING_REFERENCE
    order.updated_on = shop.at(shop.yesterday, "10:05")
    return order


def invoiced_for_nothing(shop: Premises) -> Order:
    """At Invoiced with a total of 0.00, which Brightpearl never invoices."""
    rows = [net_row(shop, shop.odd_products["plain"], quantity=1, each=ZERO)]
    return sold(shop, "private", rows, placed=shop.at(shop.day(days_ago=5), "10:00"), status=INVOICED)


def quote_with_the_unpriced_product(shop: Premises) -> Order:
    """A quote for a product that is on no price list."""
    rows = [net_row(shop, shop.odd_products["no prices"], quantity=1, each=money("120.00"))]
    return sold(shop, "spaces", rows, placed=shop.at(shop.day(days_ago=5), "15:00"), status=QUOTE)


def cancelled(shop: Premises) -> Order:
    """Cancelled before it was invoiced."""
    order = sold(
        shop, "spaces", [priced(shop, "plain")], placed=shop.at(shop.day(days_ago=9), "15:00"), status=CANCELLED
    )
    order.updated_on = shop.at(shop.day(days_ago=8), "09:00")
    return order


def invoiced_the_day_before_the_start(shop: Premises) -> Order:
    """Dated a day too early, though it was changed only yesterday."""
    day = shop.start - timedelta(days=1)
    order = sold(shop, "spaces", [priced(shop, "plain", quantity=2)], placed=shop.at(day, "09:00"))
    invoiced(shop, order, day)
    take_payment(shop, order, order.total, paid=shop.at(day, "09:30"))
    order.updated_on = shop.at(shop.yesterday, "17:00")
    return order


def paid_before_it_is_invoiced(shop: Premises) -> Order:
    """Paid, but not invoiced yet: its payment has to wait."""
    order = sold(shop, "spaces", [priced(shop, "plain")], placed=shop.at(shop.day(days_ago=4), "19:00"))
    take_payment(shop, order, order.total, paid=order.placed_on, method="PAYPAL")
    return order


def in_xero_already(shop: Premises) -> Order:
    """The old connector posted this one: same number, customer and total are in Xero."""
    rows = [_plain(shop, 4)]
    order = sold(shop, "in xero already", rows, placed=shop.at(shop.day(days_ago=26), "10:00"), channel=TRADE)
    invoiced(shop, order, shop.day(days_ago=25))
    take_payment(shop, order, order.total, paid=shop.at(shop.day(days_ago=5), "10:00"), method="BANK")
    return order


def for_the_customer_whose_name_is_taken(shop: Premises) -> Order:
    """Every tax code, the product without a price, an item that Xero has, for a name that Xero has."""
    odd = shop.odd_products
    rows = [
        priced(shop, "reduced"),
        priced(shop, "outside"),
        priced(shop, "zero rated", quantity=3),
        priced(shop, "in xero already", quantity=10),
        net_row(shop, odd["no prices"], quantity=1, each=money("140.00"), nominal=WHOLESALE),
    ]
    order = sold(shop, "clashes in xero", rows, placed=shop.at(shop.day(days_ago=16), "10:00"), channel=TRADE)
    invoiced(shop, order, shop.day(days_ago=15))
    take_payment(shop, order, order.total, paid=shop.at(shop.day(days_ago=1), "10:00"), method="BANK")
    return order


CASES: tuple[Case, ...] = (
    back_order_of_the_other_season_in_thirds,
    pennies_that_do_not_add_up,
    prices_with_tax_a_discount_and_a_row_of_nothing,
    bundle_paid_after_invoicing,
    unlikely_products,
    euro_order_invoiced_at_month_end,
    dollar_order_closed_before_midnight,
    shipped_and_captured_just_after_midnight,
    never_updated_and_completed_on_the_first_day,
    invoiced_without_a_reference,
    invoicing_still_pending,
    invoiced_for_nothing,
    quote_with_the_unpriced_product,
    cancelled,
    invoiced_the_day_before_the_start,
    paid_before_it_is_invoiced,
    in_xero_already,
    for_the_customer_whose_name_is_taken,
)


def sold(
    shop: Premises,
    person: str,
    rows: list[Row],
    *,
    placed: datetime,
    status: int = NEW,
    channel: int = WEB,
    mode: str = EXC,
    currency: str | None = None,
    rate: Decimal | None = None,
) -> Order:
    """An order of one of the odd people; under INC the rows' prices are taken to have the tax in them."""
    customer = shop.odd_people[person]
    own_currency = currency or customer.currency
    within = mode == INC and not shop.taxes_sales
    deal = Deal(
        type=OrderType.SO,
        contact=customer,
        status=status,
        placed=placed,
        channel=channel,
        currency=own_currency,
        rate=rate or shop.rate(own_currency),
        price_mode=INC if within else EXC,
        reference=f"ODD-{shop.luck.randint(100, 999)}",
    )
    return open_deal(shop, deal, [take_tax_out(row) for row in rows] if within else rows)


def invoiced(
    shop: Premises, order: Order, day: date, *, closed: datetime | None = None, status: int = INVOICED
) -> Order:
    """The same order, invoiced with the next number."""
    return invoice(shop, order, tax_date=day, reference=next_reference(shop, order), closed=closed, status=status)


def priced(shop: Premises, key: str, *, quantity: int = 1) -> Row:
    """A row of one of the odd products at its price in the shop."""
    product = shop.odd_products[key]
    return net_row(shop, product, quantity=quantity, each=cents(product.prices[RETAIL][1]))


def _plain(shop: Premises, quantity: int) -> Row:
    return net_row(shop, shop.odd_products["plain"], quantity=quantity, each=money("12.50"))
