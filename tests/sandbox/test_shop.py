"""The generated shop: the same for the same seed, of any size, with every oddity, and everything fit to be posted."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from sandbox.stand_ins.brightpearl.records import (
    FREE_TEXT_PRODUCT,
    Order,
    OrderType,
    PaymentStatus,
    PaymentType,
)
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop import fill, odd_taxes
from sandbox.stand_ins.shop.odd_sales import CASES, PENDING_REFERENCE
from sandbox.stand_ins.shop.purchases import SHARED_BILL_NUMBER
from sandbox.stand_ins.shop.selling import COUNTER
from tests.sandbox.shops import TODAY, Shop, a_shop

LONDON = ZoneInfo("Europe/London")
SIZES_AND_SEEDS = [(20, 1), (20, 2), (60, 3), (400, 4)]
SALES_NOMINALS = {"4000", "4010", "4300", "4310"}
PURCHASE_NOMINALS = {"5000", "5100"}


@pytest.fixture(scope="module", params=SIZES_AND_SEEDS, ids=lambda pair: f"{pair[0]} orders, seed {pair[1]}")
def shop(request: pytest.FixtureRequest) -> Shop:
    orders, seed = request.param
    return a_shop(orders=orders, seed=seed)


def state(*, seed: int, now: datetime = TODAY, country: Country = Country.GB) -> dict[str, object]:
    vendor = Brightpearl(clock=ManualClock(now), country=country)
    fill(vendor, None, orders=40, seed=seed)
    return vendor.state()


@pytest.mark.parametrize("country", Country)
def test_the_same_day_seed_and_country_make_the_same_shop(country: Country) -> None:
    assert state(seed=5, country=country) == state(seed=5, now=TODAY + timedelta(hours=2), country=country)


def test_another_seed_makes_another_shop() -> None:
    assert state(seed=5) != state(seed=6)


def test_no_orders_make_no_shop() -> None:
    assert a_shop(orders=0).store.orders == {}


def test_the_shop_has_as_many_sales_orders_as_asked_for(shop: Shop) -> None:
    assert len(shop.of(OrderType.SO)) == shop.orders


def test_the_rest_is_in_proportion() -> None:
    shop = a_shop(orders=400)

    assert len(shop.of(OrderType.PO)) == 60
    assert 16 <= len(shop.of(OrderType.SC)) <= 24
    assert 130 <= len(shop.store.products) <= 160
    assert 240 <= len(shop.store.contacts) <= 300
    assert 40 <= sum(note.type == "SC" for note in shop.store.goods_notes.values()) <= 44


@pytest.mark.parametrize(
    "now",
    [datetime(2027, 3, 28, 3, tzinfo=UTC), datetime(2028, 2, 29, 23, 59, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)],
    ids=["the clocks go forward", "a leap day", "a new year"],
)
def test_a_shop_can_be_made_on_any_day(now: datetime) -> None:
    shop = a_shop(orders=60, now=now)

    assert len(shop.due()) > 40
    assert {order.invoice.tax_date == shop.start for order in shop.due()} == {True, False}


def test_nothing_is_later_than_yesterday(shop: Shop) -> None:
    today = datetime.combine(shop.today, datetime.min.time(), tzinfo=shop.store.time.zone)

    moments = [
        moment
        for order in shop.store.orders.values()
        for moment in (order.created_on, order.updated_on, order.closed_on)
        if moment
    ]
    moments += [payment.created_on for payment in shop.store.payments.values()]
    moments += [note.updated_on for note in shop.store.goods_notes.values()]
    moments += [contact.updated_on or contact.created_on for contact in shop.store.contacts.values()]

    assert max(moments) < today


def test_what_is_due_was_created_or_updated_since_the_start(shop: Shop) -> None:
    late = [order.id for order in shop.due() if shop.store.time.day(order.updated_on or order.created_on) < shop.start]

    assert late == []


def test_an_order_is_placed_before_it_is_closed_and_updated(shop: Shop) -> None:
    for order in shop.store.orders.values():
        later = [moment for moment in (order.closed_on, order.updated_on) if moment]
        assert [order.created_on, *later] == sorted([order.created_on, *later])


def test_what_is_due_is_worth_something_and_every_code_is_known(shop: Shop) -> None:
    known_tax = {"T20", "T5", "T0", "T9"}

    for order in shop.due():
        nominals = SALES_NOMINALS if order.type in (OrderType.SO, OrderType.SC) else PURCHASE_NOMINALS
        assert order.total > 0 or order.channel_id == COUNTER
        assert {row.tax_code for row in order.rows.values()} <= known_tax
        assert {row.nominal_code for row in order.rows.values()} <= nominals
        assert order.currency in {"GBP", "EUR", "USD", "JPY"}
        assert order.channel_id in ({1, 2, 3, 4} if nominals is SALES_NOMINALS else {0})


def test_sales_numbers_are_unique_and_ascii(shop: Shop) -> None:
    numbers = [order.invoice.reference for order in shop.due() if order.type in (OrderType.SO, OrderType.SC)]

    assert len(numbers) == len(set(numbers))
    assert all(number.isascii() and number.isprintable() for number in numbers)


def test_two_suppliers_share_a_number_but_what_is_on_one_bill_shares_everything(shop: Shop) -> None:
    bills: defaultdict[tuple[int, str], list[Order]] = defaultdict(list)
    for order in shop.due():
        if order.type is OrderType.PO:
            bills[order.contact_id, order.invoice.reference].append(order)

    assert sum(number == SHARED_BILL_NUMBER for _, number in bills) == 2
    assert max(len(orders) for orders in bills.values()) == 3
    for orders in bills.values():
        assert len({(one.invoice.tax_date, one.currency, one.exchange_rate) for one in orders}) == 1


def test_nobody_pays_more_than_the_order_is_worth_either_way(shop: Shop) -> None:
    for order in shop.store.orders.values():
        paid = shop.store.paid(order)
        assert min(order.total, Decimal(0)) <= paid <= max(order.total, Decimal(0))
        assert {payment.currency for payment in shop.money(order)} <= {order.currency}


def test_refunds_are_on_complete_credits_whose_orders_were_paid(shop: Shop) -> None:
    refunded = [order for order in shop.of(OrderType.SC) if shop.money(order)]

    assert refunded
    for credit in refunded:
        assert {payment.type for payment in shop.money(credit)} == {PaymentType.PAYMENT}
        assert shop.is_due(credit)
        assert shop.store.orders[credit.parent_id].payment_status is PaymentStatus.PAID


def test_a_credit_is_never_worth_more_than_its_order(shop: Shop) -> None:
    for credit in shop.of(OrderType.SC):
        parent = shop.store.orders.get(credit.parent_id)
        assert parent is None or parent.currency != credit.currency or credit.total <= parent.total


def test_stock_corrections_are_worth_something_and_named(shop: Shop) -> None:
    corrections = [note for note in shop.store.goods_notes.values() if note.type == "SC"]

    assert {note.warehouse_id for note in corrections} == {2, 3}
    for note in corrections:
        assert note.reason
        assert all(movement.value >= Decimal("0.01") and movement.quantity for movement in note.movements)


def has(orders: list[Order], case: str) -> bool:
    return bool([order for order in orders if ODDITIES[case](order)])


ODDITIES: dict[str, Callable[[Any], bool]] = {
    "a price that four places cannot carry": lambda order: any(
        row.quantity == 3 and row.net == Decimal("9.9999") for row in order.rows.values()
    ),
    "priced with tax": lambda order: order.price_mode == "INC",
    "free text": lambda order: any(
        row.product_id == FREE_TEXT_PRODUCT and row.sku is None for row in order.rows.values()
    ),
    "a negative row": lambda order: any(row.net < 0 for row in order.rows.values()),
    "a row of nothing": lambda order: any(row.net == 0 and not row.parent_row_id for row in order.rows.values()),
    "a bundle": lambda order: any(row.parent_row_id and row.net == 0 for row in order.rows.values()),
    "31 and 32 characters": lambda order: {31, 32} <= {len(row.sku or "") for row in order.rows.values()},
    "blank SKU": lambda order: any(row.product_id != FREE_TEXT_PRODUCT and not row.sku for row in order.rows.values()),
    "a long name": lambda order: any(len(row.name) > 50 for row in order.rows.values()),
    "euros": lambda order: order.currency == "EUR",
    "dollars": lambda order: order.currency == "USD",
    "month's end": lambda order: (order.invoice.tax_date + timedelta(days=1)).day == 1,
    "moved on to shipped": lambda order: order.status_id == 22,
    "moved on to completed": lambda order: order.status_id == 23,
    "never updated": lambda order: order.updated_on is None,
    "placed in winter": lambda order: order.placed_on.astimezone(LONDON).utcoffset() == timedelta(0),
    "placed in summer": lambda order: order.placed_on.astimezone(LONDON).utcoffset() == timedelta(hours=1),
    "closed in a day's last second": lambda order: order.closed_on.astimezone(LONDON).hour == 23,
    "closed in a day's first second": lambda order: order.closed_on.astimezone(LONDON).hour == 0,
    "part paid": lambda order: order.payment_status is PaymentStatus.PARTIALLY_PAID,
    "only authorised": lambda order: order.payment_status is PaymentStatus.AUTHORIZED,
    "unpaid": lambda order: order.payment_status is PaymentStatus.UNPAID,
}


@pytest.mark.parametrize("case", ODDITIES)
def test_every_shop_posts_an_order_with(shop: Shop, case: str) -> None:
    assert has([order for order in shop.due() if order.type is OrderType.SO], case)


def test_every_shop_has_orders_that_must_not_go(shop: Shop) -> None:
    kept_back = [order for order in shop.of(OrderType.SO) if not shop.is_due(order)]

    assert {1, 2, 5} <= {order.status_id for order in kept_back}
    references = {order.invoice.reference for order in kept_back if order.status_id == 4}
    assert {"", PENDING_REFERENCE} <= references
    assert any(order.total == 0 and order.status_id == 4 for order in kept_back)
    assert any(order.invoice.tax_date == shop.start - timedelta(days=1) for order in kept_back)
    assert any(shop.money(order) for order in kept_back if not order.invoice.reference)


def test_every_shop_pays_by_card_paypal_and_bank_before_and_after_invoicing(shop: Shop) -> None:
    payments = [(order, payment) for order in shop.due() for payment in shop.money(order)]

    assert {payment.method for _, payment in payments} == {"CARD", "PAYPAL", "BANK"}
    assert {payment.created_on < (order.closed_on or payment.created_on) for order, payment in payments} == {
        True,
        False,
    }
    assert {payment.type for _, payment in payments} == {PaymentType.RECEIPT, PaymentType.CAPTURE, PaymentType.PAYMENT}


def test_every_shop_has_a_payment_older_than_the_start_on_an_order_that_goes(shop: Shop) -> None:
    assert any(
        shop.store.time.day(payment.created_on) < shop.start for order in shop.due() for payment in shop.money(order)
    )


def test_every_shop_has_awkward_people(shop: Shop) -> None:
    customers = [contact for contact in shop.store.contacts.values() if not contact.is_supplier]
    companies = Counter(contact.company for contact in customers if contact.company and contact.is_primary)
    names = {contact.company or f"{contact.first_name} {contact.last_name}" for contact in customers}

    assert companies["Acme Supplies Ltd"] == 2
    assert any("  " in name for name in names)
    emails = {email for contact in customers for email in contact.emails.values()}
    assert {"arthur@dunn..com", "olga@winter.com.", "isaac@exa_mple.com"} <= emails
    assert {"O'Neill & Søn's", "<script>alert(1)</script> Ltd", "Müller & Größmann GmbH", "Happy 🐝 Honey"} <= names
    colleagues = Counter(contact.organisation_id for contact in customers if not contact.is_primary)
    assert max(colleagues.values()) > 5
    assert any(not contact.company for contact in customers)
    assert any(not contact.emails for contact in customers)


def test_every_shop_has_a_product_without_prices_and_one_with_markup(shop: Shop) -> None:
    products = shop.store.products.values()

    assert any(not product.prices for product in products)
    assert any("<li>" in product.description for product in products)
    assert any(product.components for product in products)


def test_suppliers_know_products_by_skus_of_their_own(shop: Shop) -> None:
    products = shop.store.products
    rows = [row for order in shop.of(OrderType.PO) for row in order.rows.values() if row.product_id in products]

    assert any(row.sku != products[row.product_id].sku for row in rows)


def test_credits_are_refunded_or_open_or_abroad_or_without_an_order(shop: Shop) -> None:
    credits = [order for order in shop.of(OrderType.SC) if shop.is_due(order)]
    parents = {credit.id: shop.store.orders.get(credit.parent_id) for credit in credits}

    assert any(shop.money(credit) for credit in credits)
    assert any(parent and parent.payment_status is PaymentStatus.UNPAID for parent in parents.values())
    assert any(parent and parent.currency != credit.currency for credit in credits for parent in [parents[credit.id]])
    assert any(parent is None for parent in parents.values())
    assert any(parent and not shop.is_due(parent) for parent in parents.values())


def test_removed_stock_leaves_in_several_batches(shop: Shop) -> None:
    removals = [
        [movement for movement in movements if movement.quantity < 0]
        for note in shop.store.goods_notes.values()
        for _, movements in groupby(note.movements, key=lambda movement: movement.product_id)
    ]

    assert max(len(removal) for removal in removals) >= 3


def test_a_company_orders_through_several_contacts() -> None:
    shop = a_shop(orders=60)

    ordering = defaultdict(set)
    for order in shop.due():
        ordering[shop.store.contacts[order.contact_id].organisation_id].add(order.contact_id)
    assert max(len(contacts) for contacts in ordering.values()) == 3


def test_every_odd_order_says_what_is_odd_about_it() -> None:
    assert all(case.__doc__ for case in (*CASES, *odd_taxes.CASES))
    assert len(CASES) <= 20


def test_us_sales_tax_comes_only_when_asked_for() -> None:
    vendor = Brightpearl(clock=ManualClock(TODAY))

    fill(vendor, None, orders=20, seed=1, us_sales_tax=True)

    taxed = [order for order in vendor.store.orders.values() for row in order.rows.values() if row.tax_code == "-"]
    assert [order.total for order in taxed] == [Decimal("32.48")]
    assert "-" not in a_shop().store.reference.tax_codes
