"""Items: the products of the organisation, known by their code."""

from collections.abc import Iterator
from dataclasses import replace

from werkzeug import Response

from sandbox.stand_ins.xero import stock, values
from sandbox.stand_ins.xero.answers import VALIDATION, Saved, respond, save_all
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import TWO_PLACES, Call
from sandbox.stand_ins.xero.coding import account_messages, meant_tax, tax_messages
from sandbox.stand_ins.xero.errors import InvalidError, bad_body, not_found, validation
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.where_terms import Fields, Type

LENGTHS = {"Code": 30, "Name": 50, "Description": 4000, "PurchaseDescription": 4000, "InventoryAssetAccountCode": 10}
MOST = 500
TAKEN = "Price List Item with Code '{code}' already exists"
TRACKED = "The purchases AccountCode cannot be set for an item that is tracked as inventory: use COGSAccountCode"
HAS_STOCK = "The item cannot be deleted while there is stock on hand"
DETAILS = {"SalesDetails": "IsSold", "PurchaseDetails": "IsPurchased"}
FIELDS = Fields(
    "Item",
    {
        "ItemID": Type.GUID,
        "Code": Type.TEXT,
        "Name": Type.TEXT,
        "Description": Type.TEXT,
        "IsSold": Type.FLAG,
        "IsPurchased": Type.FLAG,
        "UpdatedDateUTC": Type.MOMENT,
    },
)


def list_items(books: Books, call: Call) -> Response:
    fields = replace(FIELDS, ignore_case=books.switches["item_code_case"] == "ignored")
    found = listing(books, call, books.items, fields, paged=False)
    return respond(books, found.content("Items", lambda item: shown(item, call)))


def get_item(books: Books, call: Call) -> Response:
    return respond(books, {"Items": [shown(by_key(books, call.key), call)]})


def put_items(books: Books, call: Call) -> Response:
    _check_count(call)
    return save_all(books, call, "Items", "ItemID", lambda element: Saved(shown(create(books, element, call), call)))


def post_items(books: Books, call: Call) -> Response:
    _check_count(call)
    known = by_key(books, call.key) if call.key else None

    def save(element: Record) -> Saved:
        item = known or _match(books, element)
        return Saved(shown(change(books, item, element, call) if item else create(books, element, call), call))

    return save_all(books, call, "Items", "ItemID", save)


def delete_item(books: Books, call: Call) -> Response:
    item = by_key(books, call.key)
    if stock.on_hand(item):
        raise validation(VALIDATION, [{"ItemID": item["ItemID"], "ValidationErrors": [{"Message": HAS_STOCK}]}])
    books.items.remove(item["ItemID"])
    return Response("", status=204)


def create(books: Books, element: Record, call: Call | None = None) -> Record:
    """Add an item whose code is new."""
    item: Record = {"ItemID": books.new_id(), "IsSold": True, "IsPurchased": True} | _read(element, call)
    if _taken(books, item):
        raise InvalidError([TAKEN.format(code=item["Code"])])
    return _store(books, item, item)


def change(books: Books, item: Record, element: Record, call: Call | None = None) -> Record:
    """Change an item. One that is tracked keeps its cost account, and has no other for purchases."""
    read = _read(element, call)
    bought = read.get("PurchaseDetails")
    if stock.is_tracked(item) and bought is not None:
        if bought.get("AccountCode"):
            raise InvalidError([TRACKED])
        read["PurchaseDetails"] = (item.get("PurchaseDetails") or {}) | bought
    return _store(books, item, item | read)


def by_key(books: Books, key: str) -> Record:
    """The item with that id or code."""
    found = books.items.get(key) or by_code(books, key)
    if found is None:
        raise not_found()
    return found


def by_code(books: Books, code: str | None) -> Record | None:
    """The item with that code. Whether upper and lower case matter is a switch."""
    named = books.items.by("Code", code or "")
    alike = named[0] if named and books.switches["item_code_case"] == "ignored" else None
    return next((item for item in named if item["Code"] == code), alike)


def shown(item: Record, call: Call | None = None) -> Record:
    """An item with its prices to as many places as the caller reads."""
    present = {name: value for name, value in item.items() if value not in (None, "")}
    for name, sells in DETAILS.items():
        details = dict(present.get(name) or {}) if item[sells] else {}
        if call and "UnitPrice" in details:
            details["UnitPrice"] = details["UnitPrice"].quantize(call.places)
        present[name] = details
    tracked = {"QuantityOnHand": stock.on_hand(item)} if stock.is_tracked(item) else {}
    return present | {"IsTrackedAsInventory": bool(tracked)} | tracked


def _check_count(call: Call) -> None:
    if len(call.elements("Items")) > MOST:
        raise bad_body(f"A maximum of {MOST} Items can be sent in one request")


def _match(books: Books, element: Record) -> Record | None:
    if item_id := element.get("ItemID"):
        found = books.items.get(str(item_id))
        if found is None:
            raise InvalidError(["An existing Item with the specified ItemID could not be found"])
        return found
    return by_code(books, values.text(element.get("Code")))


def _read(element: Record, call: Call | None) -> Record:
    read: Record = {name: values.text(element[name]) for name in LENGTHS if element.get(name) is not None}
    for name, sells in DETAILS.items():
        if element.get(sells) is not None:
            read[sells] = values.flag(element[sells])
        if element.get(name) is not None:
            read[name] = _read_details(values.nested(element[name], name), call)
    return read


def _read_details(details: Record, call: Call | None) -> Record:
    texts = ("AccountCode", "COGSAccountCode", "TaxType")
    read: Record = {name: values.text(details[name]) for name in texts if details.get(name)}
    price = values.number(details.get("UnitPrice"))
    if price is not None:
        read["UnitPrice"] = price.quantize(call.places if call else TWO_PLACES)
    return read


def _store(books: Books, item: Record, changed: Record) -> Record:
    messages = list(_complaints(books, changed))
    if messages:
        raise InvalidError(messages)
    item.update(changed)
    books.bump(item)
    return books.items.put(item)


def _taken(books: Books, item: Record) -> list[Record]:
    """The items that have the code, or one that counts as the same."""
    named = books.items.by("Code", item.get("Code") or "")
    if books.switches["item_code_case"] == "distinct":
        return [other for other in named if other["Code"] == item["Code"]]
    return named


def _complaints(books: Books, item: Record) -> Iterator[str]:
    if not item.get("Code"):
        yield "Price List Item Code must be specified"
    for name, limit in LENGTHS.items():
        yield from values.too_long(name, item.get(name), limit)
    if any(taken["ItemID"] != item["ItemID"] for taken in _taken(books, item)):
        yield TAKEN.format(code=item["Code"])
    for name in DETAILS:
        details = item.get(name) or {}
        account, complaints = account_messages(books, code=details.get("AccountCode"), account_id=None)
        yield from complaints
        yield from tax_messages(books, meant_tax(books, details.get("TaxType"), account), account)
