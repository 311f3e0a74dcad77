"""Payments in Xero: known by their document and by our reference, which carries Brightpearl's payment id."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shared.mapping.payments import paid_document
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Resolution, Target, Wanted
from shared.posting.targets.xero import Raw, element_of, left_since, xero_target
from shared.xero.client import Xero
from shared.xero.resources import PAYMENTS

NAME: Final = "payment"


def payment_target(xero: Xero) -> Target:
    return xero_target(xero, PAYMENTS, name=NAME, key=_key, resolve=partial(_resolve, xero=xero), differs=_differs)


def _key(payment: Mapping[str, Any]) -> Key:
    return paid_document(payment), str(payment.get("Reference") or "")


def _differs(payload: Payload, element: Element, _total: Decimal | None) -> str:
    ours, theirs = payload["Amount"], Decimal(str(element.raw.get("Amount")))
    return "" if ours == theirs else f"the amount is {theirs} in Xero and {ours} in Brightpearl"


def _resolve(wanted: Sequence[Wanted], since: datetime | None, *, xero: Xero) -> dict[Key, Resolution]:
    if since is None:
        return {}
    keys = {_key(want.payload) for want in wanted}
    elements = (element_of(raw, resource=PAYMENTS, key=_key) for raw in _alive(left_since(xero, PAYMENTS, since)))
    note = "found in Xero after its answer was lost"
    return {element.key: Adopt(element=element, note=note) for element in elements if element.key in keys}


def _alive(payments: Iterable[Raw]) -> Iterable[Raw]:
    return (payment for payment in payments if payment.get("Status") != "DELETED")
