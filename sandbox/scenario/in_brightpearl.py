"""What Brightpearl holds in the end: its documents and the money on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.proof.books.entries import TYPES, ZERO, in_places
from sandbox.proof.books.money import MONEY, day_of, settled

Raw = Mapping[str, Any]


def brightpearl_report(state: Raw, *, time_zone: str) -> dict[str, list[dict[str, str]]]:
    """Give its documents and payments in order of creation; days are those of the account."""
    zone = ZoneInfo(time_zone)
    money: dict[str, list[Raw]] = defaultdict(list)
    for payment in state["payments"].values():
        if payment["type"] in MONEY:
            money[str(payment["order_id"])].append(payment)
    return {
        "documents": [_document(order, money[str(order["id"])]) for order in state["orders"].values()],
        "payments": [
            _payment(payment, state["orders"][str(payment["order_id"])], zone)
            for payment in state["payments"].values()
            if payment["type"] in MONEY
        ],
    }


def _document(order: Raw, payments: Iterable[Raw]) -> dict[str, str]:
    """What is paid has the sign of the total."""
    currency = order["currency"]
    sign = -1 if Decimal(order["total"]) < 0 else 1
    paid = sign * sum((settled(payment, order) for payment in payments), ZERO)
    return {
        "kind": TYPES[order["type"]][0].value,
        "id": str(order["id"]),
        "number": order["invoice"]["reference"],
        **{amount: str(in_places(order[amount], currency)) for amount in ("net", "tax", "total")},
        "paid": str(in_places(paid, currency)),
    }


def _payment(payment: Raw, order: Raw, zone: ZoneInfo) -> dict[str, str]:
    return {
        "id": str(payment["id"]),
        "order": str(payment["order_id"]),
        "amount": str(in_places(settled(payment, order), payment["currency"])),
        "day": day_of(payment["payment_date"], zone).isoformat(),
        "method": payment["method"],
        "reference": payment["transaction_ref"] or "",
        **({"rate": f"{rate:.6f}"} if (rate := Decimal(payment["exchange_rate"])) != 1 else {}),
    }
