"""The warehouse: stock corrections, goods that moved, what is available.

https://api-docs.brightpearl.com/warehouse/stock-correction/: quantities are signed, values are per item and in the
account's currency; what is removed leaves batch by batch, first in first out, each at its own cost.
"""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO, rounded
from sandbox.stand_ins.brightpearl.orders import present
from sandbox.stand_ins.brightpearl.records import GoodsNote, Movement
from sandbox.stand_ins.brightpearl.reference import Warehouse
from sandbox.stand_ins.brightpearl.selection import one, pick
from sandbox.stand_ins.brightpearl.wire import Answer, Call, bad_request, found, not_found

CORRECTION = "SC"


def get_warehouses(account: Account, _call: Call, ids: str | None = None) -> Answer:
    """Answer with the warehouses."""
    nothing = not_found("No Warehouses Found")
    chosen = pick(account.store.reference.warehouses, ids, account=account, nothing=nothing)
    return found([_warehouse(warehouse) for warehouse in chosen])


def get_default_location(account: Account, _call: Call, warehouse_id: int) -> Answer:
    """Answer with a warehouse's default location."""
    return found(_find_warehouse(account, warehouse_id).location_id)


def get_corrections(account: Account, _call: Call, warehouse_id: int, ids: str | None = None) -> Answer:
    """Answer with a warehouse's stock corrections."""
    _find_warehouse(account, warehouse_id)
    notes = {
        note.id: note
        for note in account.store.goods_notes.values()
        if note.type == CORRECTION and note.warehouse_id == warehouse_id
    }
    nothing = not_found("No Stock Corrections Found")
    return found([_correction(account, note) for note in pick(notes, ids, account=account, nothing=nothing)])


def post_corrections(account: Account, call: Call, warehouse_id: int) -> Answer:
    """Correct the stock of products; answer with the ids of the goods notes."""
    warehouse = _find_warehouse(account, warehouse_id)
    corrections = call.mapping().get("corrections") or []
    if not corrections:
        raise bad_request("WHSC-070", "You must supply corrections")
    return found([_post_correction(account, warehouse, correction).id for correction in corrections])


def get_availability(account: Account, _call: Call, ids: str) -> Answer:
    """Answer with what is in stock of the stock-tracked products."""
    chosen = pick(account.store.products, ids, account=account)
    return found({str(product.id): _availability(account, product.id) for product in chosen if product.stock_tracked})


def correct_stock(
    account: Account, warehouse: Warehouse, *, product_id: int, quantity: int, cost: Decimal, reason: str
) -> GoodsNote:
    """Add stock at a cost, or remove it batch by batch, and make the journal of it."""
    now = account.clock.now()
    note = GoodsNote(
        id=account.store.next_id("goods_note"),
        type=CORRECTION,
        warehouse_id=warehouse.id,
        created_on=now,
        updated_on=now,
        reason=reason,
        journal_id=account.store.next_id("journal"),
    )
    for batch_id, moved, value in _batches(account, product_id, quantity, cost):
        note.movements.append(_movement(account, warehouse, product_id, moved, value, batch_id, now))
    account.store.add_note(note)
    account.store.index(note)
    return note


def _post_correction(account: Account, warehouse: Warehouse, correction: dict[str, Any]) -> GoodsNote:
    product_id, quantity = correction.get("productId"), correction.get("quantity")
    if product_id not in account.store.products or not isinstance(quantity, int) or quantity == 0:
        raise bad_request("WHSC-071", "A correction needs an existing product and a quantity that is not zero")
    cost = (correction.get("cost") or {}).get("value", 0)
    reason = correction.get("reason") or ""
    return correct_stock(
        account, warehouse, product_id=product_id, quantity=quantity, cost=Decimal(cost), reason=reason
    )


def _batches(account: Account, product_id: int, quantity: int, cost: Decimal) -> list[tuple[int, int, Decimal]]:
    if quantity > 0:
        return [(account.store.next_id("batch"), quantity, cost)]
    wanted = -quantity
    taken = []
    for batch_id, (left, value) in _open_batches(account, product_id).items():
        part = min(left, wanted)
        if part > 0:
            taken.append((batch_id, -part, value))
            wanted -= part
    return taken if wanted == 0 else [*taken, (0, -wanted, _usual_cost(account, product_id))]


def _open_batches(account: Account, product_id: int) -> dict[int, tuple[int, Decimal]]:
    batches: dict[int, tuple[int, Decimal]] = {}
    for note in account.store.goods_notes.values():
        for movement in note.movements:
            if movement.product_id == product_id and movement.batch_id:
                left, value = batches.get(movement.batch_id, (0, movement.value))
                batches[movement.batch_id] = (left + movement.quantity, value)
    return batches


def _usual_cost(account: Account, product_id: int) -> Decimal:
    return rounded(account.store.products[product_id].prices.get(1, {}).get(1, ZERO), 2)


def _movement(
    account: Account,
    warehouse: Warehouse,
    product_id: int,
    quantity: int,
    value: Decimal,
    batch_id: int,
    now: datetime,
) -> Movement:
    return Movement(
        id=account.store.next_id("movement"),
        product_id=product_id,
        quantity=quantity,
        value=value,
        created_on=now,
        location_id=warehouse.location_id,
        batch_id=batch_id,
    )


def _find_warehouse(account: Account, warehouse_id: int) -> Warehouse:
    return one(account.store.reference.warehouses, warehouse_id, missing="No Warehouses Found")


def _warehouse(warehouse: Warehouse) -> dict[str, Any]:
    return {
        "id": warehouse.id,
        "name": warehouse.name,
        "typeCode": "IT",
        "typeDescription": "Internal",
        "address": {"addressId": warehouse.address_id},
        "clickAndCollectEnabled": False,
    }


def _correction(account: Account, note: GoodsNote) -> dict[str, Any]:
    return present(
        {
            "goodsNoteId": note.id,
            "warehouseId": note.warehouse_id,
            "orderId": note.order_id,
            "reason": note.reason,
            "goodsMoved": [_moved(account, movement) for movement in note.movements],
        }
    )


def _moved(account: Account, movement: Movement) -> dict[str, Any]:
    return {
        "productId": movement.product_id,
        "quantity": movement.quantity,
        "destinationLocationId": movement.location_id,
        "batchGoodsNoteId": movement.batch_id,
        "productValue": {"currency": account.store.currency, "value": movement.value},
        "createdOn": account.time.stamp(movement.created_on),
        "createdBy": 4,
    }


def _availability(account: Account, product_id: int) -> dict[str, Any]:
    by_warehouse: dict[int, int] = {}
    for note in account.store.goods_notes.values():
        moved = sum(movement.quantity for movement in note.movements if movement.product_id == product_id)
        by_warehouse[note.warehouse_id] = by_warehouse.get(note.warehouse_id, 0) + moved
    return {
        "total": _counts(sum(by_warehouse.values())),
        "warehouses": {str(number): _counts(count) for number, count in by_warehouse.items() if count},
    }


def _counts(count: int) -> dict[str, int]:
    return {"inStock": count, "onHand": count, "allocated": 0, "inTransit": 0}
