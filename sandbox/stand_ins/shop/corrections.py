"""Stock that was found, lost or broken: added at one cost, removed batch by batch; and goods that just went out."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from sandbox.stand_ins.brightpearl.amounts import cents
from sandbox.stand_ins.brightpearl.records import GoodsNote, Movement, OrderType, Product
from sandbox.stand_ins.brightpearl.stock import CORRECTION
from sandbox.stand_ins.shop.catalogue import COST
from sandbox.stand_ins.shop.premises import Premises
from sandbox.stand_ins.shop.selling import SHIPPED
from sandbox.stand_ins.shop.words import REASONS

FEWEST = 6
GOODS_OUT = "GO"
_IN_100 = 10

Moved = tuple[Product, int, Decimal]


def correct(shop: Premises, *, orders: int) -> None:
    """Count the stock: the odd cases first, then about ten corrections for every hundred orders."""
    plain, tea = shop.odd_products["plain"], shop.odd_products["zero rated"]
    first, last = shop.start, shop.yesterday
    _note(shop, [*_found(shop, plain, 12)], day=first)
    _note(shop, [*_lost(shop, plain, (5, 3, 1))], day=last)
    _note(shop, [*_found(shop, tea, 4), *_lost(shop, plain, (2,))], day=last, warehouse=3)
    _note(shop, [*_found(shop, tea, 9)], day=shop.day(days_ago=100))
    for _ in range(max(FEWEST, orders * _IN_100 // 100) - 4):
        _ordinary(shop)
    _send_goods(shop)


def _ordinary(shop: Premises) -> None:
    luck = shop.luck
    product = luck.choice(shop.products)
    if shop.odds(0.45):
        moved = _found(shop, product, luck.randint(1, 20))
    else:
        moved = _lost(shop, product, [luck.randint(1, 6) for _ in range(luck.randint(1, 3))])
    _note(shop, moved, day=shop.some_day(shop.start, shop.yesterday), warehouse=luck.choice((2, 2, 3)))


def _found(shop: Premises, product: Product, quantity: int) -> list[Moved]:
    return [(product, quantity, _cost(shop, product))]


def _lost(shop: Premises, product: Product, batches: Iterable[int]) -> list[Moved]:
    return [(product, -quantity, _cost(shop, product)) for quantity in batches]


def _cost(shop: Premises, product: Product) -> Decimal:
    usual = product.prices[COST][1]
    return max(cents(usual * Decimal(shop.luck.randint(90, 110)) / 100), Decimal("0.01"))


def _note(shop: Premises, moved: list[Moved], *, day: date, warehouse: int = 2, kind: str = CORRECTION) -> GoodsNote:
    store = shop.store
    now = shop.some_moment(day)
    note = GoodsNote(
        id=store.next_id("goods_note"),
        type=kind,
        warehouse_id=warehouse,
        created_on=now,
        updated_on=now,
        reason=shop.luck.choice(REASONS) if kind == CORRECTION else "",
        journal_id=store.next_id("journal") if kind == CORRECTION else None,
    )
    for product, quantity, value in moved:
        movement = Movement(
            id=store.next_id("movement"),
            product_id=product.id,
            quantity=quantity,
            value=value,
            created_on=now,
            location_id=store.reference.warehouses[warehouse].location_id,
            batch_id=store.next_id("batch"),
        )
        note.movements.append(movement)
    store.add_note(note)
    return note


def _send_goods(shop: Premises) -> None:
    shipped = [
        order for order in shop.store.orders.values() if order.type is OrderType.SO and order.status_id == SHIPPED
    ]
    for order in shipped:
        row = next(iter(order.rows.values()))
        product = shop.store.products.get(row.product_id)
        if product is None or not product.stock_tracked or not product.prices:
            continue
        day = (order.closed_on or order.placed_on).date()
        note = _note(shop, _lost(shop, product, (int(row.quantity),)), day=day, kind=GOODS_OUT)
        note.order_id = note.movements[0].order_id = order.id
        note.movements[0].order_row_id = row.id
