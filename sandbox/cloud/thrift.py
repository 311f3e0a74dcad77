"""How many calls a first cycle needs at least, were every batch full: to hold against the calls it made."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Final

State = Mapping[str, Any]

PAGE, GET, MULTI_MESSAGE = 500, 200, 10
XERO_BATCH: Final = 50
# one search can ask for orders and credits together, but what was changed and what was made are two searches
SIDES: Final = (("SO", "SC"), ("PO", "PC"))
SEARCHES_PER_SIDE: Final = 2
# the tax rates, one look at what is new for each side's payments, and one for each document whose number is not unique
XERO_LOOKS: Final = 1 + 2 + 3


def brightpearl_calls(state: State, *, start: str, carried_back: int) -> int:
    """Searches of 500 rows, reads of 200 records, payments posted in tens; of orders, those invoiced since the start."""
    products, contacts = len(state["products"]), len(state["contacts"])
    invoiced = {order["id"]: order for order in state["orders"].values() if _is_invoiced(order, start)}
    orders = sum(_side_calls(invoiced.values(), side) for side in SIDES)
    payments = _batches(sum(payment["order_id"] in invoiced for payment in state["payments"].values()), PAGE)
    searched = _batches(products, PAGE) + _batches(contacts, PAGE)
    read = 2 * _batches(products, GET) + _batches(contacts, GET)
    return searched + read + orders + payments + _correction_calls(state) + _batches(carried_back, MULTI_MESSAGE)


def xero_calls(before: State, after: State) -> int:
    """Batches of 50 of each new thing; an allocation has a call of its own."""
    documents = (*_by_type("Invoices", before, after), *_by_type("CreditNotes", before, after))
    others = (len(after[name]) - len(before[name]) for name in ("Contacts", "Items", "Payments", "ManualJournals"))
    allocations = sum(len(note["Allocations"]) for note in after["CreditNotes"])
    return sum(_batches(count, XERO_BATCH) for count in (*documents, *others)) + allocations + XERO_LOOKS


def _is_invoiced(order: State, start: str) -> bool:
    return bool(order["invoice"]["reference"]) and (order["invoice"]["tax_date"] or "") >= start


def _side_calls(invoiced: Iterable[State], side: tuple[str, str]) -> int:
    orders = sum(order["type"] in side for order in invoiced)
    return SEARCHES_PER_SIDE * _batches(orders, PAGE) + _batches(orders, GET)


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
