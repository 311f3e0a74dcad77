"""Add and delete items, and let Xero track their stock or not."""

from typing import Any

from sandbox.stand_ins.xero import items, values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.people.organisation import Organisation
from sandbox.stand_ins.xero.stock import NOTHING
from sandbox.stand_ins.xero.tables import Record

STOCK, COST = "631", "310"


def create_item(xero: Organisation, *, item: dict[str, Any]) -> Record:
    """Add an item, in the API's own words."""
    return items.shown(items.create(xero.books, item))


def delete_item(xero: Organisation, *, code: str) -> Record:
    """Delete an item. Documents keep their lines; no new line may name its code."""
    item = _find_item(xero.books, code)
    xero.books.items.remove(item["ItemID"])
    return items.shown(item)


def track_item(xero: Organisation, *, code: str, quantity: object = 0) -> Record:
    """Let Xero track an item, of which so many are on hand."""
    item = _find_item(xero.books, code)
    bought = {name: value for name, value in (item.get("PurchaseDetails") or {}).items() if name != "AccountCode"}
    return _keep(
        xero.books,
        item,
        InventoryAssetAccountCode=STOCK,
        PurchaseDetails=bought | {"COGSAccountCode": COST},
        QuantityOnHand=values.number(quantity) or NOTHING,
    )


def untrack_item(xero: Organisation, *, code: str) -> Record:
    """Let Xero track an item no longer."""
    item = _find_item(xero.books, code)
    bought = dict(item.get("PurchaseDetails") or {})
    if cost := bought.pop("COGSAccountCode", None):
        bought["AccountCode"] = cost
    return _keep(xero.books, item, InventoryAssetAccountCode=None, PurchaseDetails=bought, QuantityOnHand=None)


def _find_item(books: Books, code: str) -> Record:
    item = items.by_code(books, code)
    if item is None:
        raise ValueError(f"There is no item {code!r}.")
    return item


def _keep(books: Books, item: Record, **changes: Any) -> Record:
    item.update(changes)
    books.bump(item)
    return items.shown(item)
