"""Payments in Xero: known by their document and by our reference, which carries Brightpearl's payment id.

A payment that was made before its document keeps its day, unless Xero refuses that; then it takes the document's day.
https://developer.xero.com/documentation/api/accounting/payments
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final

from shared.mapping.payments import paid_document
from shared.posting.target import Difference, Element, Key, Rename, Resolution, Wanted, says
from shared.posting.targets.refusals import EXCEEDS
from shared.posting.targets.xero import Raw, XeroTarget
from shared.xero.client import Xero
from shared.xero.resources import PAYMENTS

NAME: Final = "payment"
EARLY: Final = r"payment date .*before the .*date"


class PaymentTarget(XeroTarget):
    """`days_of` gives the day of each document, as ISO text, by its id in Xero, and `parts` what to do about too much."""

    name = NAME
    resource = PAYMENTS
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
        return paid_document(payload), str(payload.get("Reference") or "")

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Give a payment that was refused as too much what is open, and one that was refused as too early its document's day."""
        if since is not None:
            return self.left_since(wanted, since)
        exceeding = [want for want in wanted if want.refused and says(EXCEEDS, want.refused.refusals)]
        parts = {self.key(want.payload): part for want, part in zip(exceeding, self._parts(exceeding), strict=True)}
        return {**self._later([want for want in wanted if want not in exceeding]), **parts}

    def _later(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        days = self._days_of(paid_document(want.payload) for want in wanted)
        return {self.key(want.payload): _redated(want, days) for want in wanted if _is_early(want, days)}

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        ours, theirs = want.payload["Amount"], Decimal(str(element.raw.get("Amount")))
        return None if ours == theirs else Difference(says=f"the amount is {theirs} in Xero and {ours} in Brightpearl")

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") != "DELETED"


def _is_early(want: Wanted, days: Mapping[str, str]) -> bool:
    return str(want.payload["Date"]) < days.get(paid_document(want.payload), "")


def _redated(want: Wanted, days: Mapping[str, str]) -> Rename:
    return Rename(payload={**want.payload, "Date": days[paid_document(want.payload)]})
