"""Payments in Brightpearl: `transactionRef` carries the Xero payment's id, so a lost one is found by searching its order."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from shared.errors import ErrorClass, Problem
from shared.posting.target import Adopt, Element, Key, Refuse, Resolution, Wanted
from shared.posting.targets.brightpearl import BrightpearlTarget
from shared.records.schema import brightpearl_link

CUSTOMER_PAYMENTS: Final = "customer_payment"
SUPPLIER_PAYMENTS: Final = "supplier_payment"


class BrightpearlPaymentTarget(BrightpearlTarget):
    """Payments of customers, or those to a `supplier`."""

    names = (CUSTOMER_PAYMENTS, SUPPLIER_PAYMENTS)

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
