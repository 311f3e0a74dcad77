"""Nothing goes to Brightpearl beyond what is outstanding on its order: Brightpearl itself takes any amount.

https://api-docs.brightpearl.com/accounting/sale-payment-total/get.html and .../purchase-payment-total/get.html
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import SALES
from shared.mapping.contra import first_half
from shared.mapping.payments import MONEY_IN
from shared.mapping.references import Payload
from shared.mapping.source import amount_at
from shared.posting.envelopes import Envelope, Failing
from shared.records.record import Record

HINT: Final = (
    "look which payment was entered twice and delete it in Brightpearl or in Xero, then retry; or archive this record"
)
Paying = tuple[Envelope, Record]  # a payment to be, and the order that it pays


class Outstanding(Struct, frozen=True, kw_only=True, eq=False):
    """`paid` reads what has been paid of some orders, by order: of sales what came in, of purchases what went out.

    `shown` is that as the search has shown it, and `references` are those of the payments that it showed: what is there under its
    own reference has lost its answer, and goes on. Up to `tolerance` more is left out of a payment, and noted.
    """

    paid: Callable[[Iterable[int]], Mapping[int, Decimal]]
    shown: Mapping[int, Decimal]
    references: Collection[str]
    tolerance: Decimal

    def split(self, paying: Sequence[Paying]) -> tuple[list[Envelope], list[Failing]]:
        """Give the payments that may go, and those that are too much; of one order first come, first served."""
        paid = self.paid(sorted({_order(envelope) for envelope, _ in paying})) if paying else {}
        left: dict[int, Decimal] = {}
        going: list[Envelope] = []
        failing: list[Failing] = []
        for envelope, document in paying:
            order, payload = _order(envelope), first_half(envelope.payload)
            due = left.setdefault(order, _due(payload, document, paid.get(order, Decimal())))
            amount = Decimal(payload["amountPaid"])
            if payload["transactionRef"] in self.references:
                going.append(envelope)
                continue
            if amount - due > (self.tolerance if due > 0 and payload is envelope.payload else 0):
                is_behind = self.shown.get(order) != paid.get(order, Decimal())
                problem = _not_shown(document) if is_behind else _too_much(amount, due, document)
                failing.append(Failing(envelope=envelope, problem=problem))
                continue
            left[order] -= min(amount, due)
            going.append(envelope if amount <= due else _only(envelope, due))
        return going, failing


def _order(envelope: Envelope) -> int:
    return int(first_half(envelope.payload)["orderId"])


def _due(payload: Payload, document: Record, paid: Decimal) -> Decimal:
    """What is outstanding on an order or a credit. Of what is settled by money that goes back, that counts as below nought."""
    counts = (payload["paymentType"] in MONEY_IN) is (document.kind in SALES)
    return abs(amount_at(document.document, "totalValue", "total")) - (paid if counts else -paid)


def _only(envelope: Envelope, due: Decimal) -> Envelope:
    """Leave out the cents that are too much."""
    over = Decimal(envelope.payload["amountPaid"]) - due
    note = f"{over:f} was more than was outstanding in Brightpearl and was left out, within the tolerance"
    return replace(envelope, payload={**envelope.payload, "amountPaid": due}, total=due, notes=(*envelope.notes, note))


def _not_shown(document: Record) -> Problem:
    """It may be our own that is not shown: its answer was lost."""
    return Problem(
        error_class=ErrorClass.TRANSIENT,
        message=f"Brightpearl's search does not show all payments of {document.called} yet",
        hint="it is tried again by itself",
    )


def _too_much(amount: Decimal, due: Decimal, document: Record) -> Problem:
    left = f"only {due:f} is outstanding" if due > 0 else "nothing is outstanding"
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"{amount:f} was paid in Xero, and {left} on {document.called} in Brightpearl",
        hint=HINT,
    )
