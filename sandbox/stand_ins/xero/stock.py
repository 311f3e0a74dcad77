"""What tracked items have on hand: what is sold takes from it, what is bought or comes back adds to it.

https://developer.xero.com/documentation/guides/how-to-guides/tracked-inventory-in-xero/
"""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.tables import Record

APPROVED = {"AUTHORISED", "PAID"}
DIRECTIONS = {"ACCREC": -1, "ACCRECCREDIT": 1, "ACCPAY": 1, "ACCPAYCREDIT": -1}
NOTHING = Decimal(0)


def is_tracked(item: Record) -> bool:
    return bool(item.get("InventoryAssetAccountCode"))


def on_hand(item: Record) -> Decimal:
    quantity: Decimal = item.get("QuantityOnHand") or NOTHING
    return quantity


def complaints(books: Books, old: Record | None, new: Record) -> Iterator[str]:
    """Refuse to sell what is not there."""
    for item, quantity in _changes(books, old, new):
        if quantity < 0 and on_hand(item) + quantity < 0:
            yield f"{item.get('Name') or item['Code']}: No items available to sell"


def move(books: Books, old: Record | None, new: Record) -> None:
    """Take from stock, or add to it, what the document comes to now beside what it came to before."""
    for item, quantity in _changes(books, old, new):
        item["QuantityOnHand"] = on_hand(item) + quantity
        books.bump(item)


def _changes(books: Books, old: Record | None, new: Record) -> Iterator[tuple[Record, Decimal]]:
    """The tracked items of which more or less moves than before."""
    before, after = _quantities(books, old) if old else {}, _quantities(books, new)
    for item_id in before | after:
        item = books.items.get(item_id)
        quantity = after.get(item_id, NOTHING) - before.get(item_id, NOTHING)
        if item and quantity:
            yield item, quantity


def _quantities(books: Books, document: Record) -> dict[str, Decimal]:
    """What an approved document moves of each tracked item, by its id."""
    moved: dict[str, Decimal] = {}
    if document["Status"] not in APPROVED:
        return moved
    for line in document["LineItems"]:
        item = books.items.get(line["Item"]["ItemID"]) if line.get("Item") else None
        if item and is_tracked(item):
            quantity = DIRECTIONS[document["Type"]] * line.get("Quantity", NOTHING)
            moved[item["ItemID"]] = moved.get(item["ItemID"], NOTHING) + quantity
    return moved
