"""Payments in Brightpearl: `transactionRef` carries the Xero payment's id, so a lost one is found by searching its order."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shared.brightpearl.client import Brightpearl
from shared.codec import from_json, to_json
from shared.errors import ErrorClass, Problem
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Refuse, Resolution, Target, Wanted, agrees, no_correction
from shared.posting.targets.refusals import problem_of

CUSTOMER_PAYMENTS: Final = "customer_payment"
SUPPLIER_PAYMENTS: Final = "supplier_payment"
BATCH: Final = 10  # as many as multi-message takes
_TAKEN: Final = re.compile(r"transaction ?ref", re.IGNORECASE)


def brightpearl_payment_target(brightpearl: Brightpearl, *, supplier: bool) -> Target:
    return Target(
        name=SUPPLIER_PAYMENTS if supplier else CUSTOMER_PAYMENTS,
        batch_size=BATCH,
        key=_key,
        body=to_json,
        elements=_elements,
        send=partial(_send, brightpearl=brightpearl, supplier=supplier),
        resolve=partial(_resolve, brightpearl=brightpearl, supplier=supplier),
        differs=agrees,
        with_id=_with_id,
        correct=no_correction,
        problem=partial(problem_of, system="Brightpearl"),
        clashes=_clashes,
        window=None,
    )


def _key(payment: Mapping[str, Any]) -> Key:
    return (str(payment["transactionRef"]),)


def _elements(text: str) -> list[Payload]:
    return list(from_json(text))


def _clashes(words: Sequence[str]) -> bool:
    return any(_TAKEN.search(word) for word in words)


def _with_id(payload: Payload, remote_id: str) -> Payload:  # noqa: ARG001 (Outlet's shape)
    """Brightpearl's payments cannot be edited: the mapper refuses a change before it comes here."""
    return payload


def _send(text: str, create: bool, key: str, *, brightpearl: Brightpearl, supplier: bool) -> list[Element]:  # noqa: ARG001, FBT001
    payments = _elements(text)
    outcomes = brightpearl.post_payments(payments, supplier=supplier)
    return [
        Element(
            key=_key(payment),
            remote_id=f"brightpearl:{outcome.payment_id}" if outcome.payment_id else "",
            remote_number=str(outcome.payment_id or ""),
            refusals=(outcome.refusal,) if outcome.refusal else (),
            raw={"payment": outcome.payment_id, "refusal": outcome.refusal},
        )
        for payment, outcome in zip(payments, outcomes, strict=True)
        if outcome.payment_id or outcome.refusal
    ]


def _resolve(
    wanted: Sequence[Wanted],
    _since: datetime | None,
    *,
    brightpearl: Brightpearl,
    supplier: bool,
) -> dict[Key, Resolution]:
    orders = sorted({int(want.payload["orderId"]) for want in wanted})
    rows = {str(row["transactionRef"]): row for row in brightpearl.payments_of_orders(orders, supplier=supplier)}
    found = {_key(want.payload): (want, rows.get(str(want.payload["transactionRef"]))) for want in wanted}
    return {key: _compare(want, row) for key, (want, row) in found.items() if row is not None}


def _compare(want: Wanted, row: Mapping[str, Any]) -> Resolution:
    amount = abs(Decimal(str(row["amountPaid"])))
    if amount == abs(Decimal(str(want.payload["amountPaid"]))) and int(row["orderId"]) == int(want.payload["orderId"]):
        element = Element(
            key=_key(want.payload),
            remote_id=f"brightpearl:{row['paymentId']}",
            remote_number=str(row["paymentId"]),
            raw=row,
        )
        return Adopt(element=element, note="found in Brightpearl")
    return Refuse(
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"Brightpearl has payment {row['paymentId']} of {amount} under this reference already",
            hint="delete the payment in Brightpearl if it is wrong, then retry",
        )
    )
