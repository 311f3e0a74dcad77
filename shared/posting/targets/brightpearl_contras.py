"""Contras in Brightpearl: two payments that are made both or neither, for an allocation of a credit of ours in Xero.

What is there already of a contra is looked for before anything is sent, so a half whose answer was lost is not made again. Where
one is refused, the other is deleted; Brightpearl deletes a payment of a customer without a journal, and none of a supplier.
https://api-docs.brightpearl.com/accounting/customer-payment/delete.html
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct, field

from shared.errors import StepError
from shared.mapping.contra import HALVES
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Resolution, Wanted, says
from shared.posting.targets.brightpearl import BrightpearlTarget
from shared.posting.targets.brightpearl_payments import place
from shared.records.schema import brightpearl_link

CUSTOMER_CONTRAS: Final = "customer_contra"
SUPPLIER_CONTRAS: Final = "supplier_contra"


class _Contra(Struct, eq=False):
    """A contra on its way: which halves are there, by their place among the two, and why one is not."""

    payload: Payload
    ids: dict[int, int] = field(default_factory=dict)
    refusal: str = ""

    @property
    def halves(self) -> Sequence[Payload]:
        halves: Sequence[Payload] = self.payload[HALVES]
        return halves

    def lacks(self, number: int) -> bool:
        """Whether a half has still to be made: the one before it is there."""
        return not self.refusal and number not in self.ids and len(self.ids) >= number


class BrightpearlContraTarget(BrightpearlTarget):
    """Contras of customers' orders, or those of a `supplier`."""

    names = (CUSTOMER_CONTRAS, SUPPLIER_CONTRAS)

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:  # noqa: ARG002 (the port's)
        contras = self._found(self.decode(body))
        for number in (0, 1):
            self._post(number, [contra for contra in contras if contra.lacks(number)])
        for contra in contras:
            self._undo(contra)
        return [self._element(contra) for contra in contras if contra.refusal or len(contra.ids) == len(contra.halves)]

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> dict[Key, Resolution]:  # noqa: ARG002 (the port's)
        found = self._found([want.payload for want in wanted])
        whole = [contra for contra in found if len(contra.ids) == len(contra.halves)]
        return {
            self.key(contra.payload): Adopt(element=self._element(contra), note="found in Brightpearl")
            for contra in whole
        }

    def _found(self, payloads: Iterable[Payload]) -> list[_Contra]:
        """Say of each contra which halves are there."""
        contras = [_Contra(payload=payload) for payload in payloads]
        orders = sorted({int(half["orderId"]) for contra in contras for half in contra.halves})
        rows = {place(row): int(row["paymentId"]) for row in self._rows(orders)}
        for contra in contras:
            there = ((number, rows.get(place(half))) for number, half in enumerate(contra.halves))
            contra.ids = {number: payment for number, payment in there if payment is not None}
        return contras

    def _rows(self, orders: Sequence[int]) -> Sequence[Mapping[str, Any]]:
        return self._brightpearl.payments_of_orders(orders, supplier=self._supplier)

    def _post(self, number: int, contras: Sequence[_Contra]) -> None:
        """Make one half of each. One that is uncertain stays open."""
        halves = [contra.halves[number] for contra in contras]
        outcomes = self._brightpearl.post_payments(halves, supplier=self._supplier) if halves else []
        for contra, outcome in zip(contras, outcomes, strict=True):
            contra.refusal = outcome.refusal
            if outcome.payment_id:
                contra.ids[number] = outcome.payment_id

    def _undo(self, contra: _Contra) -> None:
        """Take back the half of a contra whose other half was refused, or say that it stands."""
        if not contra.refusal or says(self.clash, [contra.refusal]):
            return
        for number, payment in contra.ids.items():
            if why := self._why_it_stands(payment):
                contra.refusal += f"; {_half(contra.halves[number], payment)} stands and was not deleted: {why}"

    def _why_it_stands(self, payment: int) -> str:
        if self._supplier:
            return "Brightpearl lets nobody delete a supplier's payment by its API"
        try:
            self._brightpearl.delete_customer_payment(payment)
        except StepError as cause:
            return cause.message
        return ""

    def _element(self, contra: _Contra) -> Element:
        made = [contra.ids[number] for number in sorted(contra.ids)] if not contra.refusal else []
        links = tuple(map(brightpearl_link, made))
        return Element(
            key=self.key(contra.payload),
            remote_id=links[0] if links else "",
            remote_number=" and ".join(map(str, made)),
            also=links[1:],
            refusals=(contra.refusal,) if contra.refusal else (),
            raw={"payments": made, "refusal": contra.refusal},
        )


def _half(payment: Payload, payment_id: int) -> str:
    return f"payment {payment_id} of {payment['amountPaid']:f} on order {payment['orderId']}"
