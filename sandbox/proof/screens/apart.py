"""Orders of the pictures' shop that people take back or change after they were sent, so that the console shows how they stand."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from sandbox.cloud.connection import NAME
from sandbox.cloud.stand_ins import StandIns
from shared.kinds import Kind
from shared.records.store import Store
from shared.steps.change_records import Action, BulkChange, carry_out

# What is shown of each, and the customer's reference that it is found by.
REFERENCES: Final = {name: f"PO-{name}" for name in ("withdrawn", "credited", "changed", "gone")}


@dataclass(frozen=True, kw_only=True)
class Sold:
    """An order and the number of its invoice."""

    order: int
    number: str


def sell(systems: StandIns) -> dict[str, Sold]:
    """Invoice one order for each."""
    buyer = systems.in_brightpearl("create_contact", first_name="Jo", last_name="Baker", company="Harbour Books Ltd")
    sold = {}
    for name, reference in REFERENCES.items():
        rows = [{"name": "Reading lamp", "price": "40.00"}, {"name": "Shade", "quantity": 2, "price": "12.50"}]
        order = systems.in_brightpearl("create_order", contact=buyer["contact"], reference=reference, rows=rows)[
            "order"
        ]
        number = systems.in_brightpearl("invoice_order", order=order)["reference"]
        sold[name] = Sold(order=order, number=number)
    return sold


def part(systems: StandIns, sold: dict[str, Sold]) -> None:
    """Take back or change each of them."""
    for name in ("withdrawn", "credited"):
        systems.in_brightpearl("uninvoice_order", order=sold[name].order)
    systems.in_xero("edit_line", document=sold["changed"].number, price="99.00")
    systems.in_xero("void", document=sold["gone"].number)


def credit(order: int) -> None:
    """Decide to credit a withdrawn one; the next cycle does it."""
    store = Store(connection=NAME, clock=lambda: datetime.now(UTC))
    chosen = BulkChange(action=Action.CREDIT, kind=Kind.SALES_INVOICE, ids=(str(order),))
    carry_out(chosen, store=store, by="ada", clock=store.clock, so_far={}, may_continue=lambda: True)
