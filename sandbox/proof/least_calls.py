"""How many calls a first cycle needs at least, were every batch full: to hold against the calls it made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, Final

State = Mapping[str, Any]

PAGE, GET, MULTI_MESSAGE = 500, 200, 10
XERO_BATCH: Final = 50
XERO_PAGE: Final = 1_000
XERO_LIST: Final = 50  # ids to an address
XERO_ADDRESS: Final = 1_850  # characters of an address that are free for numbers
CONDITION: Final = len("CreditNoteNumber%3D%3D%22SC-100001%22%20OR%20")  # of these, for a credit
# one search can ask for orders and credits together
SIDES: Final = (("SO", "SC"), ("PO", "PC"))
TIMES: Final = ("created_on", "updated_on")
BEFORE_START: Final = timedelta(days=31)


def brightpearl_calls(state: State, *, start: str, carried_back: int) -> int:
    """Searches of 500 rows, reads of 200 records or journals, payments posted in tens.

    Every order that was changed since a month before the start is read by id: a search does not tell whether it is invoiced.
    Payments are read of those invoiced since the start, and of those that are not invoiced.
    """
    products, contacts = len(state["products"]), len(state["contacts"])
    began = (date.fromisoformat(start) - BEFORE_START).isoformat()
    orders = sum(_side_calls(state["orders"].values(), side, began) for side in SIDES)
    invoiced = {order["id"]: order for order in state["orders"].values() if _is_invoiced(order, start)}
    ahead = {order["id"] for order in state["orders"].values() if not order["invoice"]["reference"]}
    read_of = [one for one in state["payments"].values() if one["order_id"] in invoiced or one["order_id"] in ahead]
    journals = _batches(sum(payment["journal_id"] is not None for payment in read_of), GET)
    deposits = _batches(len({payment["order_id"] for payment in read_of} & ahead), GET)
    payments = _batches(len(read_of), PAGE) + journals + deposits
    searched = _batches(products, PAGE) + _batches(contacts, PAGE)
    read = 2 * _batches(products, GET) + _batches(contacts, GET)
    return searched + read + orders + payments + _correction_calls(state) + _batches(carried_back, MULTI_MESSAGE)


def xero_calls(before: State, after: State) -> int:
    """Batches of 50 of each new thing; an allocation has a call of its own; and what has to be looked at."""
    documents = (*_by_type("Invoices", before, after), *_by_type("CreditNotes", before, after))
    others = (len(after[name]) - len(before[name]) for name in ("Contacts", "Items", "Payments", "ManualJournals"))
    allocations = sum(len(note["Allocations"]) for note in after["CreditNotes"])
    written = sum(_batches(count, XERO_BATCH) for count in (*documents, *others)) + allocations
    return written + _looks(after) + _looks_at_allocated(allocations)


def _looks(after: State) -> int:
    """Once: the tax rates. For each side: what is new of payments, and of credits, which no payment shows; both in pages.

    Before they are created: bills and either kind of credits by their numbers, as many as an address holds, for Xero would take a
    second one. At the time of the purchases' look hardly any payment is in Xero.
    """
    bills = [document for document in after["Invoices"] if document["Type"] == "ACCPAY"]
    sales = len(after["Invoices"]) - len(bills)
    payments = 1 + _pages(len(after["Payments"]))
    numbers = sum(len(str(bill.get("InvoiceNumber", ""))) + len(",") for bill in bills)
    kinds = Counter(note["Type"] for note in after["CreditNotes"])
    notes = sum(max(1, _batches(kinds[kind] * CONDITION, XERO_ADDRESS)) for kind in ("ACCRECCREDIT", "ACCPAYCREDIT"))
    return 1 + payments + _pages(len(bills)) + _pages(sales) + max(1, _batches(numbers, XERO_ADDRESS)) + notes


def _looks_at_allocated(allocations: int) -> int:
    """What is open on the credit notes, a page by their dates, and on their invoices, by their ids."""
    return 1 + _batches(allocations, XERO_LIST) if allocations else 0


def _pages(count: int) -> int:
    return max(1, _batches(count, XERO_PAGE))


def _is_invoiced(order: State, start: str) -> bool:
    return bool(order["invoice"]["reference"]) and (order["invoice"]["tax_date"] or "") >= start


def _side_calls(orders: Iterable[State], side: tuple[str, str], began: str) -> int:
    """What was made and what was changed are two searches of their own; each order is read once."""
    lists = [
        {order["id"] for order in orders if order["type"] in side and (order[field] or "") >= began} for field in TIMES
    ]
    return sum(_batches(len(ids), PAGE) for ids in lists) + _batches(len(set().union(*lists)), GET)


def _correction_calls(state: State) -> int:
    """Corrections are searched by movement and read by warehouse."""
    notes = [note for note in state["goods_notes"].values() if note["type"] == "SC"]
    movements = sum(len(note["movements"]) for note in notes)
    by_warehouse = Counter(note["warehouse_id"] for note in notes)
    return _batches(movements, PAGE) + sum(_batches(count, GET) for count in by_warehouse.values())


def _by_type(plural: str, before: State, after: State) -> list[int]:
    made, old = (Counter(document["Type"] for document in state[plural]) for state in (after, before))
    return [made[kind] - old[kind] for kind in made]


def _batches(count: int, size: int) -> int:
    return -(-count // size)
