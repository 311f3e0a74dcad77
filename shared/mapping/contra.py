"""A credit or money on account of one order that settles another: two payments in Brightpearl that come to nothing. Pure.

One is on each order: the same amount, by one contra method that is no bank. Brightpearl's API has no allocation.
"""

from typing import Any

from msgspec import Struct

from shared.mapping.payments import PaidDocument, to_brightpearl_payment
from shared.mapping.references import Mapped, Payload
from shared.mapping.source import Source, text_at
from shared.mapping.splits import part_id, whole_id
from shared.settings import Settings, SettledBy

HALVES = "halves"
_OPPOSITE = {"RECEIPT": "PAYMENT", "PAYMENT": "RECEIPT"}


class Contra(Struct, frozen=True, kw_only=True):
    """The order that is settled, and the one that it is settled from."""

    settled: PaidDocument
    source: PaidDocument


def to_contra(payment: Source, orders: Contra, settings: Settings, *, time_zone: str) -> Mapped:
    """Map an allocation of ours that somebody made in Xero. Raises as `to_brightpearl_payment` does."""
    named: dict[str, Any] = {**payment, "kind": SettledBy.CREDIT_NOTE.value}
    record_id, settled, source = text_at(payment, "id"), orders.settled, orders.source
    of_one_order = whole_id(record_id) == record_id
    first_id = part_id(record_id, settled.order_id) if of_one_order else record_id
    first = to_brightpearl_payment({**named, "id": first_id}, settled, settings, time_zone=time_zone)
    second = to_brightpearl_payment(
        {**named, "id": part_id(record_id, source.order_id)}, source, settings, time_zone=time_zone
    )
    back: Payload = {**second.payload, "paymentType": _OPPOSITE[first.payload["paymentType"]]}
    return Mapped(payload={"transactionRef": record_id, HALVES: [first.payload, back]}, total=first.total)


def first_half(payload: Payload) -> Payload:
    """Give what settles the order: of a contra one half, of a payment all of it."""
    half: Payload = payload[HALVES][0] if HALVES in payload else payload
    return half
