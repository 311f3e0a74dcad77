"""Copies of payments that are taken away in Xero, and what may go once the money is open again."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from msgspec.structs import replace

from shared.errors import RequestRefusedError
from shared.mapping.copies import GONE
from shared.mapping.overpayments import PAID, has_overpayment
from shared.posting.targets.xero import xero_problem
from shared.records.record import Record
from shared.records.standing import Way
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import retried
from shared.xero.client import Xero
from shared.xero.resources import PAYMENTS


def is_gone(copy: Mapping[str, Any] | None) -> bool:
    return copy is None or copy.get("Status") == GONE


def delete_copy(xero: Xero, copy: str) -> None:
    """Delete a payment, which is as good as done where another run was quicker. Raises RecordError in Xero's words."""
    try:
        xero.delete_payment(copy)
    except RequestRefusedError as refusal:
        if not is_gone(xero.one(PAYMENTS, copy)):
            raise xero_problem([refusal.words]).as_error() from refusal


def wake(store: Store, payments: Iterable[Record], *, order: object) -> None:
    """Try those once more that found their document paid: it is open again. What stands apart still needs a person."""
    at = store.clock()

    def change(payment: Record) -> Change | None:
        is_stuck = payment.status == Status.ERROR and payment.apart is None
        return Change(before=payment, after=_freed(payment, at=at)) if is_stuck else None

    store.revise([payment for payment in payments if payment.document.get("orderId") == order], change)


def _freed(payment: Record, *, at: datetime) -> Record:
    """What has paid with a part of its money goes as a whole now: that part is taken back before."""
    fields = payment.fields or {}
    is_part = payment.in_remote and PAID in fields and not has_overpayment(fields)
    freed = retried(payment, at=at)
    return replace(freed, decided=Way.REAPPLY) if is_part else freed
