"""The poster of a step that posts, and the queues that it fills for the payment steps."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from functools import partial

from shared.kinds import SALES, Kind
from shared.posting.envelopes import Arrival
from shared.posting.late import LateNotes
from shared.posting.pairs import OPPOSITES, pairs_of
from shared.posting.poster import Poster
from shared.posting.recorder import Recorder
from shared.posting.target import Element, Target
from shared.records.intents import Intents
from shared.records.late_changes import LateChanges
from shared.records.queues import ALLOCATIONS, DRAFTS, PAYMENT_FETCHES, SALES_PAYMENTS_FETCH, UNAPPROVED
from shared.steps.context import StepContext
from shared.steps.result import Result
from shared.xero.answers import amount_of

MakePoster = Callable[[Result, Callable[[], bool]], Poster]


def poster_with(context: StepContext, targets: Iterable[Target]) -> MakePoster:
    """Make the step's poster once its result and its clock are known; `targets` are all that its intents may name."""
    return partial(_poster, context, {target.name: target for target in targets})


def _poster(
    context: StepContext, targets: Mapping[str, Target], result: Result, may_start: Callable[[], bool]
) -> Poster:
    recorder = Recorder(
        store=context.store, tally=result, who=context.by, before_arrival=partial(_before_arrival, context)
    )
    return Poster(
        step=context.step,
        intents=Intents(
            connection=context.store.connection, run=context.run, clock=context.clock, patience=context.store.patience
        ),
        targets=targets,
        recorder=recorder,
        periods=context.periods,
        table_since=lambda: context.table_since,
        may_start=may_start,
    )


def late_notes(context: StepContext) -> LateNotes:
    """Make what notes down late changes."""
    return LateNotes(
        filed_to=context.settings.tax_filed_to,
        tax_rates=context.tax_rates,
        note=LateChanges(connection=context.store.connection).note,
        clock=context.clock,
    )


def _before_arrival(context: StepContext, arrivals: Sequence[Arrival]) -> None:
    """Note what is late, and put the documents into the queues of the payment steps, before any record says Sent."""
    late_notes(context).arrived(arrivals)
    context.progress.queues.enqueue(OPPOSITES, [pair.text for pair in pairs_of(arrivals)])
    own = [arrival for arrival in arrivals if not arrival.element.part]
    sales = [arrival.envelope.record for arrival in own if arrival.envelope.record.kind in SALES]
    context.progress.queues.enqueue(SALES_PAYMENTS_FETCH, [record.id for record in sales])
    _watch_drafts(context, [arrival.element for arrival in own if arrival.envelope.record.kind in SALES])
    if context.settings.allocate_credits:
        credits_ = [record.id for record in sales if record.kind == Kind.SALES_CREDIT]
        context.progress.queues.enqueue(ALLOCATIONS, credits_)
    settled = [arrival for arrival in arrivals if arrival.found and _is_settled(arrival)]
    for fetch in dict.fromkeys(PAYMENT_FETCHES.values()):
        adopted = [
            arrival.element.remote_id
            for arrival in settled
            if PAYMENT_FETCHES.get(arrival.envelope.record.kind) == fetch
        ]
        context.progress.queues.enqueue(fetch, adopted)


def _watch_drafts(context: StepContext, elements: Sequence[Element]) -> None:
    """Note what has still to be approved in Xero: until then it takes neither payments nor allocations."""
    drafts = [element for element in elements if element.raw.get("Status") in UNAPPROVED]
    for id_field, queue in DRAFTS.items():
        found = [element.remote_id for element in drafts if id_field in element.raw]
        context.progress.queues.enqueue(queue, found)


def _is_settled(arrival: Arrival) -> bool:
    """Whether a document that was found in Xero has been paid, credited or paid back there, in part at least."""
    raw = arrival.element.raw
    spent = amount_of(raw, "Total") - amount_of(raw, "RemainingCredit") if "RemainingCredit" in raw else Decimal(0)
    return any((spent, amount_of(raw, "AmountPaid"), amount_of(raw, "AmountCredited")))
