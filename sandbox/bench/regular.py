"""A shop of equal orders: no odd cases, so that a client without the connector's care can post all of it."""

from decimal import Decimal
from typing import Any, Final

from sandbox.stand_ins.world import Sandbox

CITIES: Final = ("Leeds", "Bristol", "Cardiff", "York", "Derby")


def open_regular_shop(sandbox: Sandbox, *, orders: int, contacts: int, products: int, lines: int) -> None:
    """Fill an empty Brightpearl: each order invoiced and paid in full; every contact and product is needed."""
    people = [_contact(sandbox, number) for number in range(contacts)]
    goods = [_product(sandbox, number) for number in range(products)]
    for number in range(orders):
        rows = [_row(goods[(number * lines + line) % products], number + line) for line in range(lines)]
        _sell(sandbox, contact=people[number % contacts], rows=rows)


def sell_more(sandbox: Sandbox, *, orders: int) -> None:
    """So many more orders of a contact and of products that were sold before."""
    state = sandbox.brightpearl.vendor.state()
    sold = next(order for order in state["orders"].values() if _is_plain(order))
    products = [row["product_id"] for row in sold["rows"].values() if row["product_id"]]
    for number in range(orders):
        _sell(sandbox, contact=sold["contact_id"], rows=[_row(product, number) for product in products])


def _is_plain(order: dict[str, Any]) -> bool:
    rows = order["rows"].values()
    return order["type"] == "SO" and bool(order["invoice"]["reference"]) and any(row["product_id"] for row in rows)


def _do(sandbox: Sandbox, action: str, **fields: Any) -> dict[str, Any]:
    return sandbox.brightpearl.vendor.do({"action": action, **fields})


def _contact(sandbox: Sandbox, number: int) -> int:
    done = _do(
        sandbox,
        "create_contact",
        first_name=f"Robin{number}",
        last_name=f"Miller{number}",
        email=f"robin{number}@example.com",
        company=f"Miller {CITIES[number % len(CITIES)]} {number} Ltd",
    )
    return int(done["contact"])


def _product(sandbox: Sandbox, number: int) -> int:
    price, cost = Decimal(1000 + 17 * number) / 100, Decimal(500 + 7 * number) / 100
    done = _do(
        sandbox, "create_product", sku=f"SKU-{number:05}", name=f"Product {number}", price=str(price), cost=str(cost)
    )
    return int(done["product"])


def _row(product: int, number: int) -> dict[str, Any]:
    return {"product": product, "quantity": 1 + number % 4, "price": str(Decimal(1000 + 5 * (number % 400)) / 100)}


def _sell(sandbox: Sandbox, *, contact: int, rows: list[dict[str, Any]]) -> None:
    order = _do(sandbox, "create_order", contact=contact, rows=rows)["order"]
    _do(sandbox, "invoice_order", order=order)
    _do(sandbox, "pay_order", order=order)
