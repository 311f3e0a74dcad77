"""Payments in Xero: known by their document and by our reference, which carries Brightpearl's payment id.

A payment that was made before its document keeps its day, unless Xero refuses that; then it takes the document's day.
https://developer.xero.com/documentation/api/accounting/payments
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from shared.errors import ErrorClass, Problem
from shared.mapping.copies import GONE
from shared.mapping.days import without_day
from shared.mapping.payments import paid_document
from shared.posting.target import Adopt, Anew, Difference, Element, Gone, Key, Looks, Rename, Resolution, Wanted, says
from shared.posting.targets.refusals import EXCEEDS
from shared.posting.targets.xero import CLOCKS, FOUND, FOUND_LATER, Raw, XeroTarget
from shared.xero.client import Xero
from shared.xero.conditions import since as from_day
from shared.xero.resources import PAYMENTS

NAME: Final = "payment"
PAID_BACK: Final = "AROVERPAYMENTPAYMENT"  # the type of what pays back an overpayment of a customer's
_DELETED: Final = Problem(
    error_class=ErrorClass.DATA,
    message="the payment was deleted in Xero before this table was first used; in Brightpearl it is still there",
    hint="delete it in Brightpearl too, or enter it in Xero again with the same date, amount and account",
)
EARLY: Final = r"payment date .*before the .*date"


class PaymentTarget(XeroTarget):
    """`days_of` gives the day of each document, as ISO text, by its id in Xero, and `parts` what to do about too much."""

    name = NAME
    resource = PAYMENTS
    looks = Looks.OLD
    clash = rf"{EARLY}|{EXCEEDS}"

    def __init__(
        self,
        xero: Xero,
        *,
        days_of: Callable[[Iterable[str]], Mapping[str, str]],
        parts: Callable[[Sequence[Wanted]], Sequence[Resolution]],
    ) -> None:
        super().__init__(xero)
        self._days_of = days_of
        self._parts = parts

    def key(self, payload: Raw, /) -> Key:
        """On another day than its own, its reference names that."""
        return paid_document(payload), without_day(str(payload.get("Reference") or ""))

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Give a payment that was refused as too much what is open, and one that was refused as too early its document's day.

        Of those that are looked for before they are created, say which somebody has deleted there.
        """
        if since is not None:
            return self.left_since(wanted, since)
        sought = [want for want in wanted if want.refused is None and want.is_old]
        refused = [want for want in wanted if want.refused is not None]
        return {**self._deleted(sought), **self._paid_back(sought), **self._refused(refused)}

    def left_since(self, wanted: Sequence[Wanted], since: datetime) -> dict[Key, Resolution]:
        """Leave out another amount: it is a part that went later, which a table that was put back does not know of."""
        meant = {self.key(want.payload): Decimal(str(want.payload["Amount"])) for want in wanted}
        elements = [
            self.element(raw)
            for raw in self.xero.modified(self.resource, since - CLOCKS)
            if self.is_alive(raw) and meant.get(self.key(raw)) == Decimal(str(raw.get("Amount")))
        ]
        return {one.key: Adopt(element=one, note=FOUND_LATER, lost=True) for one in elements}

    def _refused(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        exceeding = [want for want in wanted if want.refused and says(EXCEEDS, want.refused.refusals)]
        parts = {self.key(want.payload): part for want, part in zip(exceeding, self._parts(exceeding), strict=True)}
        return {**self._later([want for want in wanted if want not in exceeding]), **parts}

    def _later(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        days = self._days_of(paid_document(want.payload) for want in wanted)
        return {self.key(want.payload): _redated(want, days) for want in wanted if _is_early(want, days)}

    def _paid_back(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        """Find what has paid back overpayments: it is not among the payments of any invoice or credit note."""
        back = [want for want in wanted if "Overpayment" in want.payload]
        there = self._since(back, f'PaymentType=="{PAID_BACK}"') if back else []
        alive = (element for element in map(self.element, there) if self.is_alive(element.raw))
        keys = {self.key(want.payload) for want in back}
        return {one.key: Adopt(element=one, note=FOUND, ours=True) for one in alive if one.key in keys}

    def _since(self, wanted: Sequence[Wanted], condition: str) -> Sequence[Raw]:
        first = min(date.fromisoformat(want.own_day or want.payload["Date"]) for want in wanted)
        return self.xero.where(self.resource, f"{condition} AND {from_day(first)}")

    def _deleted(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        """What is alive was found before (posting/found_in_xero.py). Nobody documents that Xero lists deleted payments."""
        if not wanted:
            return {}
        keys = {self.key(want.payload) for want in wanted}
        there = self._since(wanted, f'Status=="{GONE}"')
        elements = [element for element in map(self.element, there) if element.key in keys]
        return {one.key: Gone(element=one, problem=_DELETED, again=Anew()) for one in elements}

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        ours, theirs = want.payload["Amount"], Decimal(str(element.raw.get("Amount")))
        return None if ours == theirs else Difference(says=f"the amount is {theirs} in Xero and {ours} in Brightpearl")

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") != "DELETED"


def _is_early(want: Wanted, days: Mapping[str, str]) -> bool:
    return str(want.payload["Date"]) < days.get(paid_document(want.payload), "")


def _redated(want: Wanted, days: Mapping[str, str]) -> Rename:
    return Rename(payload={**want.payload, "Date": days[paid_document(want.payload)]})
