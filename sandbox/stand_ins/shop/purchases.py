"""Purchase orders and what goes back to suppliers. Bills carry the supplier's own number and often its own SKUs."""

from datetime import date, timedelta
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import ZERO, cents
from sandbox.stand_ins.brightpearl.ordering import text_row
from sandbox.stand_ins.brightpearl.records import Contact, Order, OrderType, Product, Row
from sandbox.stand_ins.shop.catalogue import COST
from sandbox.stand_ins.shop.premises import HISTORY_DAYS, Premises, money
from sandbox.stand_ins.shop.rows import CARRIAGE_IN, PURCHASES, bought, carriage, net_row
from sandbox.stand_ins.shop.selling import (
    BOUGHT_INVOICED,
    BOUGHT_PLACED,
    RETURN_COMPLETE,
    RETURN_NEW,
    Deal,
    invoice,
    open_deal,
)

SHARED_BILL_NUMBER = "INV-7001"
ODD_BILL_NUMBER = "2026/114 & Co"

_RETURNS_IN_100 = 2
_BILLS_IN_100 = 15
_ODD_BILLS = 8
_ON_THE_BILL_BEFORE = 0.06


def buy(shop: Premises, *, orders: int, already: int = 0) -> None:
    """Order from suppliers: the odd cases first, then about fifteen purchase orders for every hundred sales in all."""
    first = _odd_purchases(shop)
    _give_back(shop, first, complete=True)
    _give_back(shop, first, complete=False)
    bought: list[Order] = []
    for _ in range(max(orders * _BILLS_IN_100 // 100 - _ODD_BILLS - already, 0)):
        bought.append(_on_the_bill_before(shop, bought) or _ordinary(shop))
    billed = [order for order in bought if _counts(shop, order)]
    for order in shop.luck.sample(billed, min(len(billed), orders * _RETURNS_IN_100 // 100)):
        _give_back(shop, order, complete=True)


def buy_what_xero_has(shop: Premises) -> Order:
    """A purchase order whose bill the old connector posted: same number, supplier and total are in Xero."""
    rows = [_at_cost(shop, shop.odd_products["plain"], quantity=20, each=money("5.50"))]
    return purchase(
        shop, shop.odd_people["supplier in xero already"], rows, number="PU-20417", day=shop.day(days_ago=30)
    )


def purchase(
    shop: Premises,
    supplier: Contact,
    rows: list[Row],
    *,
    number: str,
    day: date,
    status: int = BOUGHT_INVOICED,
    rate: Decimal | None = None,
) -> Order:
    """A purchase order; with a number it has its bill."""
    deal = Deal(
        type=OrderType.PO,
        contact=supplier,
        status=status,
        placed=shop.some_moment(day - timedelta(days=shop.luck.randint(1, 25))),
        currency=supplier.currency,
        rate=rate or shop.rate(supplier.currency),
    )
    order = open_deal(shop, deal, [bought(shop, row) for row in rows])
    if number:
        invoice(shop, order, tax_date=day, reference=number, status=status)
    return order


def bought_row(shop: Premises, product: Product, *, quantity: int, supplier_sku: bool = True) -> Row:
    """A row at cost, under the SKU by which the supplier knows the product."""
    row = net_row(shop, product, quantity=quantity, each=product.prices[COST][1], nominal=PURCHASES)
    if supplier_sku:
        row.sku = f"S-{product.id}"
        product.supplier_skus[COST] = row.sku
    return row


def _at_cost(shop: Premises, product: Product, *, quantity: int, each: Decimal) -> Row:
    return net_row(shop, product, quantity=quantity, each=each, nominal=PURCHASES)


def _on_the_bill_before(shop: Premises, bought: list[Order]) -> Order | None:
    """Now and then a supplier puts the next order on the same invoice."""
    before = bought[-1] if bought and shop.odds(_ON_THE_BILL_BEFORE) else None
    if before is None or before.invoice.tax_date is None:
        return None
    return purchase(
        shop,
        shop.store.contacts[before.contact_id],
        _goods(shop),
        number=before.invoice.reference,
        day=before.invoice.tax_date,
        rate=before.exchange_rate,
    )


def _goods(shop: Premises) -> list[Row]:
    luck = shop.luck
    products = luck.sample(shop.products, luck.randint(1, 6))
    rows = [bought_row(shop, item, quantity=luck.randint(5, 60), supplier_sku=shop.odds(0.6)) for item in products]
    if shop.odds(0.3):
        rows.append(carriage(shop, money(luck.randint(8, 45)), nominal=CARRIAGE_IN))
    return rows


def _ordinary(shop: Premises) -> Order:
    luck = shop.luck
    supplier = luck.choice(shop.suppliers)
    rows = _goods(shop)
    if shop.odds(0.15):
        return purchase(shop, supplier, rows, number="", day=shop.yesterday, status=BOUGHT_PLACED)
    first = shop.start if shop.odds(0.88) else shop.day(days_ago=HISTORY_DAYS)
    last = shop.yesterday if first == shop.start else shop.start - timedelta(days=1)
    number = f"{luck.choice(('INV', 'SINV', 'R'))}-{shop.store.next_id('batch')}{luck.randint(10, 99)}"
    return purchase(shop, supplier, rows, number=number, day=shop.some_day(first, last))


def _odd_purchases(shop: Premises) -> Order:
    people, odd = shop.odd_people, shop.odd_products
    plain, tea, thirds = odd["plain"], odd["zero rated"], odd["thirds"]
    mugs = [bought_row(shop, plain, quantity=40), bought_row(shop, tea, quantity=24, supplier_sku=False)]
    mugs.append(carriage(shop, money("12.50"), nominal=CARRIAGE_IN))
    day = shop.day(days_ago=21)
    first = purchase(shop, people["supplier, plain"], mugs, number=SHARED_BILL_NUMBER, day=day)
    same_number = [bought_row(shop, thirds, quantity=33)]
    purchase(shop, people["supplier, namesake"], same_number, number=SHARED_BILL_NUMBER, day=day)
    yarn = [bought_row(shop, plain, quantity=12)]
    purchase(shop, people["supplier abroad"], yarn, number=ODD_BILL_NUMBER, day=shop.month_end())
    for number, status, when in (
        ("", BOUGHT_PLACED, shop.yesterday),
        ("", BOUGHT_INVOICED, shop.yesterday),
        ("INV-OLD-1", BOUGHT_INVOICED, shop.start - timedelta(days=1)),
        ("INV-FIRST-1", BOUGHT_INVOICED, shop.start),
    ):
        rows = [bought_row(shop, plain, quantity=6)]
        purchase(shop, people["supplier, plain"], rows, number=number, day=when, status=status)
    return first


def _give_back(shop: Premises, parent: Order, *, complete: bool) -> Order:
    worth = cents(max(parent.net / 10, money("1.00")))
    row = text_row(shop.store, "Allowance for damaged goods", net=worth, nominal=PURCHASES)
    first = parent.invoice.tax_date or shop.start
    day = shop.some_day(max(first, shop.start), shop.yesterday)
    deal = Deal(
        type=OrderType.PC,
        contact=shop.store.contacts[parent.contact_id],
        status=RETURN_NEW,
        placed=shop.some_moment(day),
        currency=parent.currency,
        rate=parent.exchange_rate,
        parent_id=parent.id,
    )
    order = open_deal(shop, deal, [bought(shop, row)])
    if complete:
        number = f"CN-{order.id}"
        invoice(shop, order, tax_date=day, reference=number, closed=order.placed_on, status=RETURN_COMPLETE)
    return order


def _counts(shop: Premises, order: Order) -> bool:
    tax_date = order.invoice.tax_date
    return bool(tax_date and tax_date >= shop.start and order.net > ZERO)
