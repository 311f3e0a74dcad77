"""Payments that were taken back on their own order: which payment a reversal belongs to, and what becomes of the two. Pure.

Brightpearl reverses a payment by money out, or by a receipt below nought, on the same order: a refund without a sales credit.
https://help.brightpearl.com/hc/en-us/articles/360027503532
"""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct

from shared.errors import ErrorClass, InvalidDataError, Problem
from shared.mapping.copies import GONE, why_kept
from shared.mapping.payments_to_xero import rate_of
from shared.mapping.references import Payload
from shared.mapping.source import Source, id_at, text_at
from shared.mapping.text import one_line

TAKEN_BACK: Final = (
    "taken_back"  # field of a reversed payment: the id of the copy in Xero that goes, "" where there was none
)

AS_OVERPAYMENT: Final = (
    "in Xero take the payment off the invoice, enter {amount} as an overpayment of the customer on the day it came, and refund"
    " that on the day it went back; then archive this record"
)
BOTH_BY_HAND: Final = (
    "map the method to a bank account in Xero and retry, or delete the payment in Xero and enter by hand that {amount} came and"
    " went back; then archive this record"
)


class Moved(Struct, frozen=True, kw_only=True):
    """Money on an order: a payment's id, method, day as ISO text, and amount, below nought where it went out."""

    id: str
    method: str
    day: str
    money: Decimal


def pairs(moves: Iterable[Moved]) -> dict[str, Moved | None]:
    """Give by reversal the newest payment before it of the same method and amount that is not reversed yet, or None."""
    receipts: list[Moved] = []
    found: dict[str, Moved | None] = {}
    for move in sorted(moves, key=lambda one: int(one.id)):
        if move.money > 0:
            receipts.append(move)
        elif move.money < 0:
            same = (one for one in reversed(receipts) if (one.method, one.money) == (move.method, -move.money))
            found[move.id] = next(same, None)
            receipts = [one for one in receipts if one is not found[move.id]]
    return found


def to_refund(back: Source, overpayment_id: str, paying: Payload, *, day: str, amount: Decimal) -> Payload:
    """Pay an overpayment back from the account that it came to. `paying` is the payment that was reversed, as Xero takes it."""
    return {
        "Overpayment": {"OverpaymentID": overpayment_id},
        "Account": paying["Account"],
        "Date": day,
        "Amount": amount,
        **rate_of(paying),
        "Reference": one_line(f"BP {id_at(back, 'paymentId')} {text_at(back, 'paymentMethodCode')}"),
    }


def check_copy(copy: Mapping[str, Any] | None, payment_id: str, back: Source) -> None:
    """Raise InvalidDataError where the copy in Xero must not be taken away: a person entered it, or reconciled it."""
    if copy is None or copy.get("Status") == GONE:
        return
    if why := why_kept(copy, payment_id):
        raise by_hand(f"payment {payment_id}, which it takes back, {why}", back)


def by_hand(why: str, back: Source, *, steps: str = AS_OVERPAYMENT) -> InvalidDataError:
    """Say what a person has to do in Xero; `steps` may name the `amount`."""
    amount = text_at(back, "amountPaid").lstrip("-")
    return InvalidDataError(
        f"{amount} went back on the order, and is not in Xero: {why}", hint=steps.format(amount=amount)
    )


def begun(receipt: str) -> Problem:
    """What a reversal says between the overpayment and its refund."""
    return Problem(
        error_class=ErrorClass.TRANSIENT,
        message=f"payment {receipt} is an overpayment in Xero by now, which is not refunded yet",
        hint="it goes on by itself",
    )


def not_sent(other: str) -> str:
    return f"it and payment {other} are of one day and take each other back: neither was sent"


def mistaken(receipt: str) -> str:
    return f"it takes back payment {receipt} of the same day, whose copy in Xero was deleted"


def excess_refunded(receipt: Moved, day: str) -> str:
    return f"it pays back what payment {receipt.id} brought too much: an overpayment in Xero, refunded on {day}"


def refunded(receipt: Moved, called: str, day: str) -> str:
    return (
        f"it refunds payment {receipt.id} of {receipt.day} without a sales credit: that is an overpayment in Xero, refunded on"
        f" {day}, and {called} is open again"
    )
