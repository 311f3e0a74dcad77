"""The poster of a step that posts, and what it leaves behind for the payment steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from shared.handovers import ALLOCATIONS, PAYMENT_FETCHES, SALES_PAYMENTS_FETCH
from shared.outlet import Outlet
from shared.pipeline import Result
from shared.posting import Arrival, Poster
from shared.records.intents import Intents
from shared.sequence import SALES, Kind
from shared.workshop import Workshop

MakePoster = Callable[[Result, Callable[[], bool]], Poster]


def poster_with(workshop: Workshop, outlets: Iterable[Outlet]) -> MakePoster:
    """Make the step's poster once its result and its clock are known; `outlets` are all that its intents may name."""
    return partial(_poster, workshop, {outlet.name: outlet for outlet in outlets})


def _poster(workshop: Workshop, outlets: Mapping[str, Outlet], result: Result, may_start: Callable[[], bool]) -> Poster:
    return Poster(
        step=workshop.step,
        store=workshop.store,
        intents=Intents(connection=workshop.store.connection, run=workshop.run, clock=workshop.clock),
        outlets=outlets,
        tally=result,
        who=workshop.by,
        settings_version=workshop.settings_version,
        clock=workshop.clock,
        may_start=may_start,
        before_arrival=partial(_before_arrival, workshop),
    )


def _before_arrival(workshop: Workshop, arrivals: Sequence[Arrival]) -> None:
    """Leave for the payment steps which documents have come, before anything says that they have."""
    sales = [arrival.draft.record for arrival in arrivals if arrival.draft.record.kind in SALES]
    workshop.progress.hand_over(SALES_PAYMENTS_FETCH, [record.id for record in sales])
    if workshop.settings.allocate_credits:
        credits_ = [record.id for record in sales if record.kind == Kind.SALES_CREDIT]
        workshop.progress.hand_over(ALLOCATIONS, credits_)
    settled = [arrival for arrival in arrivals if arrival.found and _is_settled(arrival)]
    for fetch in dict.fromkeys(PAYMENT_FETCHES.values()):
        adopted = [
            arrival.element.remote_id for arrival in settled if PAYMENT_FETCHES.get(arrival.draft.record.kind) == fetch
        ]
        workshop.progress.hand_over(fetch, adopted)


def _is_settled(arrival: Arrival) -> bool:
    """Whether a document that was found in Xero has been paid, credited or paid back there, in part at least."""
    raw = arrival.element.raw
    spent = _amount(raw, "Total") - _amount(raw, "RemainingCredit") if "RemainingCredit" in raw else Decimal(0)
    return any((spent, _amount(raw, "AmountPaid"), _amount(raw, "AmountCredited")))


def _amount(raw: Mapping[str, Any], name: str) -> Decimal:
    return Decimal(str(raw.get(name) or 0))
