"""Tells what belongs on the list of late changes: what a filed tax period still gets, loses to a later one, or is refused."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.kinds import ORDERS
from shared.mapping.days import MOVED, day_of
from shared.mapping.references import Payload
from shared.mapping.xero_tax import by_tax_type
from shared.posting.envelopes import Arrival, Envelope
from shared.posting.targets.xero import FOUND
from shared.records.late_changes import Late, LateChange

DOCUMENTS: Final = frozenset(order.xero_type for order in ORDERS.values())
Sums = Mapping[str, tuple[Decimal, Decimal]]


class LateNotes(Struct, frozen=True, kw_only=True, eq=False):
    """`tax_rates` are read only where there is something to tell, `note` keeps it."""

    filed_to: date | None
    tax_rates: Callable[[], Mapping[str, Decimal]]
    note: Callable[[Iterable[LateChange]], None]
    clock: Callable[[], datetime]

    def arrived(self, arrivals: Sequence[Arrival]) -> None:
        """Tell of documents that Xero did not hold before. What others have entered there was no change of ours."""
        new = [one.envelope for one in arrivals if one.note != FOUND and not one.envelope.record.posted]
        self._tell([(envelope, what, None) for envelope in new if (what := self._late(envelope))])

    def refused(self, envelopes: Sequence[Envelope]) -> None:
        """Tell of changes that did not go, by how much they would have changed it."""
        self._tell([(envelope, Late.REFUSED, envelope.base) for envelope in envelopes])

    def _late(self, envelope: Envelope) -> Late | None:
        if self.filed_to is None or envelope.payload.get("Type") not in DOCUMENTS:
            return None
        day = day_of(envelope.payload)
        if day is not None and day <= self.filed_to:
            return Late.POSTED
        own = envelope.record.summary.date
        is_moved = MOVED in (envelope.fields or {})
        return Late.MOVED if is_moved and own and date.fromisoformat(own) <= self.filed_to else None

    def _tell(self, told: Sequence[tuple[Envelope, Late, Payload | None]]) -> None:
        if told:
            rates = self.tax_rates()
            self.note([self._change(envelope, what, base, rates) for envelope, what, base in told])

    def _change(self, envelope: Envelope, what: Late, base: Payload | None, rates: Mapping[str, Decimal]) -> LateChange:
        record = envelope.record
        before: Sums = by_tax_type(base, rates) if base else {}
        now = by_tax_type(envelope.payload, rates)
        return LateChange(
            kind=record.kind,
            id=record.id,
            number=record.summary.number,
            contact=record.summary.contact_name,
            day=record.summary.date,
            what=what,
            at=self.clock().isoformat(),
            filed_to=str(self.filed_to),
            currency=str(envelope.payload.get("CurrencyCode") or record.summary.currency),
            tax=_differing(now, before),
        )


def _differing(now: Sums, before: Sums) -> dict[str, dict[str, str]]:
    nothing = (Decimal(), Decimal())
    sums = {
        name: tuple(a - b for a, b in zip(now.get(name, nothing), before.get(name, nothing), strict=True))
        for name in dict.fromkeys((*now, *before))
    }
    return {name: {"net": f"{net:f}", "tax": f"{tax:f}"} for name, (net, tax) in sums.items() if net or tax}
