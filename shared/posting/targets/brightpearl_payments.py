"""Payments in Brightpearl: `transactionRef` carries the Xero payment's id, so a lost one is found by searching its order.

Brightpearl knows no idempotency key, but it takes a `transactionRef` once. Its payments cannot be edited: a change is refused
before it comes here. https://api-docs.brightpearl.com/accounting/customer-payment/post.html
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.payments import MOST_MESSAGES
from shared.codec import from_json, to_json
from shared.errors import ErrorClass, Problem
from shared.kinds import System
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Difference, Element, Key, Refuse, Rename, Resolution, Wanted
from shared.records.schema import brightpearl_link

CUSTOMER_PAYMENTS: Final = "customer_payment"
SUPPLIER_PAYMENTS: Final = "supplier_payment"
CLASH: Final = r"transaction ?ref"  # in the words by which a reference that is taken is refused


class BrightpearlPaymentTarget:
    """Payments of customers, or those to a `supplier`."""

    system = System.BRIGHTPEARL
    batch_size = MOST_MESSAGES
    clash = CLASH
    look_first = False
    window: timedelta | None = None
    unique_field = ""

    def __init__(self, brightpearl: Brightpearl, *, supplier: bool) -> None:
        self.name = SUPPLIER_PAYMENTS if supplier else CUSTOMER_PAYMENTS
        self._brightpearl = brightpearl
        self._supplier = supplier

    def key(self, payload: Mapping[str, Any], /) -> Key:
        return (str(payload["transactionRef"]),)

    def encode(self, wanted: Sequence[Wanted]) -> str:
        return to_json([want.payload for want in wanted])

    def decode(self, body: str) -> list[Payload]:
        return list(from_json(body))

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:  # noqa: ARG002 (the port's)
        payments = self.decode(body)
        outcomes = self._brightpearl.post_payments(payments, supplier=self._supplier)
        return [
            Element(
                key=self.key(payment),
                remote_id=brightpearl_link(outcome.payment_id) if outcome.payment_id else "",
                remote_number=str(outcome.payment_id or ""),
                refusals=(outcome.refusal,) if outcome.refusal else (),
                raw={"payment": outcome.payment_id, "refusal": outcome.refusal},
            )
            for payment, outcome in zip(payments, outcomes, strict=True)
            if outcome.payment_id or outcome.refusal
        ]

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> dict[Key, Resolution]:  # noqa: ARG002 (the port's)
        orders = sorted({int(want.payload["orderId"]) for want in wanted})
        there = self._brightpearl.payments_of_orders(orders, supplier=self._supplier)
        rows = {place(row): row for row in there}
        found = ((want, rows.get(place(want.payload))) for want in wanted)
        return {self.key(want.payload): self._compare(want, row) for want, row in found if row is not None}

    def difference(self, want: Wanted, element: Element) -> Difference | None:  # noqa: ARG002 (the port's)
        """A payment cannot arrive differently from how it was sent."""
        return None

    def amendment(self, want: Wanted) -> Payload:
        return want.payload

    def ready(self, payloads: Sequence[Payload]) -> Mapping[Key, Rename]:  # noqa: ARG002 (the port's)
        return {}

    def _compare(self, want: Wanted, row: Mapping[str, Any]) -> Resolution:
        amount = abs(Decimal(str(row["amountPaid"])))
        if amount == abs(Decimal(str(want.payload["amountPaid"]))):
            element = Element(
                key=self.key(want.payload),
                remote_id=brightpearl_link(row["paymentId"]),
                remote_number=str(row["paymentId"]),
                raw=row,
            )
            return Adopt(element=element, note="found in Brightpearl")
        return Refuse(
            problem=Problem(
                error_class=ErrorClass.DATA,
                message=f"Brightpearl already has payment {row['paymentId']} of {amount} with this reference",
                hint="delete the payment in Brightpearl if it is wrong, then retry",
            )
        )


def place(payment: Mapping[str, Any]) -> tuple[str, int]:
    """The reference and the order of a payment that is there, or that is to be."""
    return str(payment["transactionRef"]), int(payment["orderId"])
