"""The posting protocol: how a thing is posted once. docs/exactly-once.md walks through it.

Per batch: write the intent, send, settle every element by its natural key, close the intent. An intent that is still open when
a step begins is settled first: with the same bytes and key while the other system remembers them, by looking after that.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from shared.errors import (
    ErrorClass,
    Problem,
    RecordError,
    RequestRefusedError,
    StepError,
    TransientError,
    UncertainError,
)
from shared.outlet import Adopt, Element, Key, Outlet, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.payload import Payload
from shared.records.intents import Entry, Intent, Intents, check_size
from shared.records.record import Record, doubtful, failed, sent, waiting
from shared.records.status import Status
from shared.records.store import Change, Event, Store
from shared.sequence import Kind

NOTHING: Final = Element(key=())
MAX_ROUNDS: Final = 4
SEND_WITHIN: Final = timedelta(minutes=2)  # of the intent; long before anybody else would take it for lost
ALONE_AFTER: Final = 2  # failed attempts after which a record is sent by itself, so that it cannot hold up others


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record's payload, ready to be sent: references resolved. `remote_id` makes it an update."""

    record: Record
    source_hash: str
    payload: Payload
    fingerprint: str
    total: Decimal | None = None
    remote_id: str = ""
    notes: tuple[str, ...] = ()
    corrected: bool = False

    @property
    def alone(self) -> bool:
        return self.record.failure is not None and self.record.failure.attempts >= ALONE_AFTER


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """A draft that the other system holds as it was meant; `found` when it had been there before."""

    draft: Draft
    element: Element
    note: str = ""

    @property
    def found(self) -> bool:
        return bool(self.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class Failing:
    draft: Draft
    problem: Problem
    element: Element = NOTHING


@dataclass(slots=True)
class Outcome:
    """What became of a batch."""

    arrived: list[Arrival] = field(default_factory=list)
    failing: list[Failing] = field(default_factory=list)
    clashed: list[Draft] = field(default_factory=list)
    missing: list[Draft] = field(default_factory=list)
    corrections: list[tuple[Draft, Payload, Element, str]] = field(default_factory=list)
    redo: list[Draft] = field(default_factory=list)


@dataclass(slots=True)
class Tally:
    """What an invocation has posted so far; `cut_short` once there was no time for a batch that was ready."""

    posted: int = 0
    errors: int = 0
    cut_short: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """Posts drafts for one step. `may_start` says whether there is time for another batch."""

    step: str
    store: Store
    intents: Intents
    outlets: Mapping[str, Outlet]
    tally: Tally
    who: str
    settings_version: int
    clock: Callable[[], datetime]
    may_start: Callable[[], bool]
    before_arrival: Callable[[Sequence[Arrival]], None]

    # what an earlier invocation has left open

    def recover(self) -> None:
        for intent in self.intents.still_open(self.step):
            outlet = self.outlets[intent.outlet]
            drafts = self._unsettled(intent, outlet)
            if not drafts:
                self.intents.close(intent)
                continue
            remembered = outlet.window is not None and self.clock() - intent.at < outlet.window
            recover = self._send_again if remembered else self._look_after
            self.post(outlet, recover(intent, outlet, drafts))

    def _unsettled(self, intent: Intent, outlet: Outlet) -> list[Draft]:
        """What the intent wanted, for those records on which it is not settled yet."""
        records = self.store.get_many((entry.kind, entry.id) for entry in intent.entries)
        pairs = zip(intent.entries, outlet.elements(intent.body), strict=True)
        return [
            Draft(
                record=record,
                source_hash=entry.source_hash,
                payload=payload,
                fingerprint=entry.fingerprint,
                total=entry.total,
                remote_id=entry.remote_id,
                notes=entry.notes,
            )
            for entry, payload in pairs
            if (record := records.get((entry.kind, entry.id)))
            and not (record.in_remote and record.posted == entry.fingerprint)
        ]

    def _send_again(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        try:
            elements = outlet.send(intent.body, intent.create, intent.idempotency_key)
        except RequestRefusedError:
            return self._look_after(intent, outlet, drafts)
        outcome = self._settle(intent, outlet, drafts, elements)
        return outcome.redo + self._resolve_clashes(outlet, outcome.clashed)

    def _look_after(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        """Adopt what has arrived. An update is simply done again: its records are still due."""
        redo = self._find(intent, outlet, drafts) if intent.create else self._doubt(drafts)
        self.intents.close(intent)
        return redo

    def _find(self, intent: Intent, outlet: Outlet, drafts: list[Draft]) -> list[Draft]:
        there, absent, found = _look(outlet, drafts, since=intent.at)
        self.fail([Failing(draft=draft, problem=_LOST) for draft in absent])
        return self._claim(self._carry_out(outlet, there, found))

    def _doubt(self, drafts: list[Draft]) -> list[Draft]:
        """Forget what was posted last: it may have been replaced, even where the source says the same again."""

        def change(record: Record) -> Change | None:
            after = doubtful(record, at=self.clock())
            return Change(before=record, after=after) if after else None

        self.store.revise([draft.record for draft in drafts], change)
        return []

    def _claim(self, drafts: Sequence[Draft]) -> list[Draft]:
        """What our lost request has left there is ours: keep its id before amending it."""
        ours = [draft for draft in drafts if draft.remote_id]
        elements = [Element(key=(), remote_id=draft.remote_id) for draft in ours]
        self.fail(
            [
                Failing(draft=draft, problem=_UNFINISHED, element=element)
                for draft, element in zip(ours, elements, strict=True)
            ]
        )
        return [*(draft for draft in drafts if not draft.remote_id), *self._current(ours)]

    def _current(self, drafts: Sequence[Draft]) -> list[Draft]:
        """The same drafts with their records as they are by now."""
        records = self.store.get_many(draft.record.key for draft in drafts)
        return [replace(draft, record=records[draft.record.key]) for draft in drafts]

    # posting

    def post(self, outlet: Outlet, drafts: Sequence[Draft]) -> None:
        """Bring the drafts to the other side, in full batches; a StepError leaves the rest due."""
        todo = self._without_twins(outlet, drafts)
        for _ in range(MAX_ROUNDS):
            if not todo:
                return
            todo = self._round(outlet, todo)
        self.fail([Failing(draft=draft, problem=_UNSETTLED) for draft in todo])

    def _round(self, outlet: Outlet, todo: list[Draft]) -> list[Draft]:
        """One pass over the drafts; answers with those that have to be sent again, changed or as an update."""
        fresh = [draft for draft in todo if not draft.remote_id]
        amended = [draft for draft in todo if draft.remote_id]
        redo: list[Draft] = []
        clashed: list[Draft] = []
        if outlet.look_first and fresh:
            there, fresh, found = _look(outlet, fresh, since=None)
            redo += self._carry_out(outlet, there, found)
        for batch in (*_batches(fresh, outlet.batch_size), *_batches(amended, outlet.batch_size)):
            if not self.may_start():
                self.tally.cut_short = True
                return []
            outcome = self._send(outlet, batch)
            redo += outcome.redo
            clashed += outcome.clashed
        return redo + self._resolve_clashes(outlet, clashed)

    def _resolve_clashes(self, outlet: Outlet, clashed: list[Draft]) -> list[Draft]:
        if not clashed:
            return []
        there, absent, found = _look(outlet, clashed, since=None)
        self.fail([Failing(draft=draft, problem=_PHANTOM) for draft in absent])
        return self._carry_out(outlet, there, found)

    def _without_twins(self, outlet: Outlet, drafts: Sequence[Draft]) -> list[Draft]:
        """Two drafts with one natural key cannot be told apart afterwards: the second one is an Error."""
        first: dict[Key, Draft] = {}
        for draft in drafts:
            first.setdefault(outlet.key(draft.payload), draft)
        twins = [draft for draft in drafts if first[outlet.key(draft.payload)] is not draft]
        self.fail(
            [Failing(draft=twin, problem=_twin(first[outlet.key(twin.payload)].record)) for twin in twins],
        )
        return list(first.values())

    def _send(self, outlet: Outlet, batch: Sequence[Draft]) -> Outcome:
        try:
            intent = self._intent(outlet, batch)
        except RecordError as too_big:
            return self._send_halves(outlet, batch, Problem.of(too_big))
        self.intents.open(intent)
        try:
            elements = self._elements(intent, outlet)
        except UncertainError:
            raise
        except RequestRefusedError as refusal:
            self.intents.close(intent)
            return self._send_halves(outlet, batch, outlet.problem([refusal.message]))
        except StepError:
            self.intents.close(intent)  # it never got beyond the door: certainly not done
            raise
        return self._settle(intent, outlet, batch, elements)

    def _elements(self, intent: Intent, outlet: Outlet) -> list[Element]:
        """Where the answer is lost and a key protects us, ask once more at once: the very same request."""
        try:
            return self._hurry(intent, outlet)
        except UncertainError:
            if outlet.window is None:
                raise
        try:
            return self._hurry(intent, outlet)
        except UncertainError:
            raise
        except StepError as cause:  # says nothing about the first attempt
            raise UncertainError(
                "the answer to a batch was lost, and asking again was refused", hint=cause.hint
            ) from cause

    def _hurry(self, intent: Intent, outlet: Outlet) -> list[Element]:
        """A process that was held up since it wrote the intent sends nothing: others may have looked, and sent it anew."""
        if self.clock() - intent.at > SEND_WITHIN:
            raise TransientError("the connector was held up before it could send", hint="the next cycle goes on")
        return outlet.send(intent.body, intent.create, intent.idempotency_key)

    def _send_halves(self, outlet: Outlet, batch: Sequence[Draft], problem: Problem) -> Outcome:
        """A request that is refused as a whole, or too long for one, was not done: find the element that is to blame."""
        if len(batch) == 1:
            self.fail([Failing(draft=batch[0], problem=problem)])
            return Outcome()
        middle = len(batch) // 2
        first, second = self._send(outlet, batch[:middle]), self._send(outlet, batch[middle:])
        return Outcome(redo=first.redo + second.redo, clashed=first.clashed + second.clashed)

    def _intent(self, outlet: Outlet, batch: Sequence[Draft]) -> Intent:
        at = self.intents.now()
        body = outlet.body([_with_id(outlet, draft) for draft in batch])
        digest = hashlib.sha256(body.encode()).hexdigest()[:24]
        intent = Intent(
            step=self.step,
            at=at,
            outlet=outlet.name,
            create=not batch[0].remote_id,
            idempotency_key=f"{self.store.connection[:40]}-{self.step[:36]}-{at:%Y%m%d%H%M%S%f}-{digest}",
            body=body,
            entries=tuple(_entry(draft, outlet) for draft in batch),
        )
        check_size(intent)
        return intent

    # settling

    def _settle(self, intent: Intent, outlet: Outlet, batch: Sequence[Draft], elements: Iterable[Element]) -> Outcome:
        """Note what became of each draft; what clashed was refused for certain, so the intent need not wait for it."""
        answered = {element.key: element for element in elements}
        outcome = Outcome()
        for draft in batch:
            _judge(outcome, outlet, draft, answered.get(outlet.key(draft.payload)))
        self.arrive(outcome.arrived)
        self.fail(outcome.failing)
        outcome.redo += self._begin_corrections(outcome.corrections)
        if outcome.missing:
            raise UncertainError(f"{len(outcome.missing)} of {len(batch)} elements came back without an answer")
        self.intents.close(intent)
        return outcome

    def _begin_corrections(self, corrections: Sequence[tuple[Draft, Payload, Element, str]]) -> list[Draft]:
        """Keep the ids of what arrived differently before amending it: whatever happens, it is never created again."""
        self.fail(
            [
                Failing(draft=draft, problem=_different(difference, element, ErrorClass.TRANSIENT), element=element)
                for draft, _, element, difference in corrections
            ]
        )
        return self._current(
            [
                replace(draft, payload=payload, remote_id=element.remote_id, corrected=True)
                for draft, payload, element, _ in corrections
            ]
        )

    def _carry_out(self, outlet: Outlet, drafts: Sequence[Draft], found: Mapping[Key, Resolution]) -> list[Draft]:
        """Do what a look-up says about each draft; answers with those that have to be sent after all."""
        resolutions = [(draft, found[outlet.key(draft.payload)]) for draft in drafts]
        owners = self.store.linked(_remote_id(resolution) for _, resolution in resolutions)
        outcome = Outcome()
        claimed: set[str] = set()
        for draft, resolution in resolutions:
            remote_id = _remote_id(resolution)
            if remote_id in claimed:
                outcome.redo.append(draft)  # another draft is about to have it: ask again when it does
            else:
                _follow(outcome, draft, _unless_taken(resolution, draft, owners.get(remote_id)))
            claimed |= {remote_id} - {""}
        self.arrive(outcome.arrived)
        self.fail(outcome.failing)
        return outcome.redo

    def arrive(self, arrivals: Sequence[Arrival]) -> None:
        """Make each record Sent, with its remote id, its link and what was said on both sides."""
        by_key = {arrival.draft.record.key: arrival for arrival in arrivals}
        self.before_arrival(arrivals)

        def change(record: Record) -> Change:
            draft, element = by_key[record.key].draft, by_key[record.key].element
            after = sent(
                record,
                source_hash=draft.source_hash,
                fingerprint=draft.fingerprint,
                remote_id=element.remote_id,
                remote_number=element.remote_number,
                notes=(*draft.notes, *element.warnings),
                at=self.clock(),
            )
            detail = {"request": draft.payload, "answer": element.raw}
            event = Event(what=by_key[record.key].note or "posted", who=self.who, detail=detail)
            return Change(before=record, after=after, event=event, links=_links(element))

        records = [arrival.draft.record for arrival in arrivals]
        self.tally.posted += len(self.store.revise(records, change))

    def unchanged(self, drafts: Sequence[Draft]) -> None:
        """Nothing has to be sent: the other system holds the same already, or there is nothing to hold."""
        by_key = {draft.record.key: draft for draft in drafts}
        self.before_arrival(
            [Arrival(draft=draft, element=Element(key=(), remote_id=draft.record.remote_id)) for draft in drafts]
        )

        def change(record: Record) -> Change:
            after = sent(
                record,
                source_hash=by_key[record.key].source_hash,
                fingerprint=by_key[record.key].fingerprint,
                remote_id=record.remote_id,
                remote_number=record.remote_number,
                notes=by_key[record.key].notes,
                at=self.clock(),
            )
            return Change(before=record, after=after)

        self.store.revise([draft.record for draft in drafts], change)

    def fail(self, failing: Sequence[Failing]) -> None:
        """Make each record an Error with its problem; one that arrived all the same keeps its id and link."""
        by_key = {failure.draft.record.key: failure for failure in failing}
        records = self._wake([failure.draft.record for failure in failing])

        def change(record: Record) -> Change | None:
            failure = by_key[record.key]
            element = failure.element
            after = failed(
                record,
                failure.problem,
                settings_version=self.settings_version,
                remote_id=element.remote_id,
                remote_number=element.remote_number,
                altered=bool(element.remote_id) and not element.refusals,
                at=self.clock(),
            )
            if after is None:
                return None
            detail = {"request": failure.draft.payload, "answer": element.raw}
            event = Event(what=f"error: {failure.problem.message}", who=self.who, detail=detail)
            return Change(before=record, after=after, event=event, links=_links(element))

        self.tally.errors += len(self.store.revise(records, change))

    def _wake(self, records: Sequence[Record]) -> list[Record]:
        """One that was sent while its source changed is Updated before it can fail."""
        stale = [record for record in records if record.status == Status.SENT]
        if not stale:
            return list(records)
        self.store.revise(stale, _awake)
        return list(self.store.get_many(record.key for record in records).values())


def _awake(record: Record) -> Change | None:
    return Change(before=record, after=waiting(record)) if record.status == Status.SENT else None


def _judge(outcome: Outcome, outlet: Outlet, draft: Draft, element: Element | None) -> None:
    """Is what came back what we meant? Sort the draft accordingly."""
    if element is None:
        outcome.missing.append(draft)
    elif element.refusals and outlet.clashes(element.refusals):
        outcome.clashed.append(draft)
    elif element.refusals:
        outcome.failing.append(Failing(draft=draft, problem=outlet.problem(element.refusals), element=element))
    elif not element.remote_id:
        outcome.missing.append(draft)
    elif difference := outlet.differs(draft.payload, element, draft.total):
        correction = None if draft.corrected else outlet.correct(draft.payload, element, draft.total)
        if correction is None:
            problem = _different(difference, element, ErrorClass.DATA)
            outcome.failing.append(Failing(draft=draft, problem=problem, element=element))
        else:
            outcome.corrections.append((draft, correction, element, difference))
    else:
        outcome.arrived.append(Arrival(draft=draft, element=element))


def _unless_taken(resolution: Resolution, draft: Draft, owner: tuple[Kind, str] | None) -> Resolution:
    if owner is None or owner == draft.record.key:
        return resolution
    return Refuse(problem=_taken(f"{owner[0].replace('_', ' ')} {owner[1]}"))


def _follow(outcome: Outcome, draft: Draft, resolution: Resolution) -> None:
    if isinstance(resolution, Adopt):
        outcome.arrived.append(Arrival(draft=draft, element=resolution.element, note=resolution.note))
    elif isinstance(resolution, TakeOver):
        outcome.redo.append(replace(draft, remote_id=resolution.remote_id))
    elif isinstance(resolution, Rename):
        outcome.redo.append(replace(draft, payload=resolution.payload))
    else:
        outcome.failing.append(Failing(draft=draft, problem=resolution.problem))


def _look(
    outlet: Outlet, drafts: Sequence[Draft], *, since: datetime | None
) -> tuple[list[Draft], list[Draft], Mapping[Key, Resolution]]:
    """Sort drafts into those whose natural key is there already and those whose key is free."""
    wanted = [Wanted(payload=draft.payload, total=draft.total, remote_id=draft.remote_id) for draft in drafts]
    found = outlet.resolve(wanted, since)
    there = [draft for draft in drafts if outlet.key(draft.payload) in found]
    absent = [draft for draft in drafts if outlet.key(draft.payload) not in found]
    return there, absent, found


def _links(element: Element) -> tuple[str, ...]:
    return (element.remote_id,) if element.remote_id else ()


def _with_id(outlet: Outlet, draft: Draft) -> Payload:
    return outlet.with_id(draft.payload, draft.remote_id) if draft.remote_id else draft.payload


def _entry(draft: Draft, outlet: Outlet) -> Entry:
    return Entry(
        kind=draft.record.kind,
        id=draft.record.id,
        source_hash=draft.source_hash,
        fingerprint=draft.fingerprint,
        key=outlet.key(draft.payload),
        total=draft.total,
        remote_id=draft.remote_id,
        notes=draft.notes,
    )


def _batches(drafts: Sequence[Draft], size: int) -> Iterator[Sequence[Draft]]:
    together = [draft for draft in drafts if not draft.alone]
    yield from (together[start : start + size] for start in range(0, len(together), size))
    yield from ([draft] for draft in drafts if draft.alone)


def _remote_id(resolution: Any) -> str:
    if isinstance(resolution, Adopt):
        return resolution.element.remote_id
    return resolution.remote_id if isinstance(resolution, TakeOver) else ""


def _different(difference: str, element: Element, error_class: ErrorClass) -> Problem:
    said = f" ({'; '.join(element.warnings)})" if element.warnings else ""
    return Problem(
        error_class=error_class,
        message=f"it has arrived, but not as it was meant: {difference}{said}",
        hint="correct it in Brightpearl or in Xero, then retry: it is amended, never created a second time",
    )


def _twin(other: Record) -> Problem:
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"same number and contact as {other.kind.replace('_', ' ')} {other.id}: they could not be told apart",
        hint="give one of them another invoice reference in Brightpearl",
    )


def _taken(owner: str) -> Problem:
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"what is there under this number belongs to {owner} already",
        hint="give one of the two another number in Brightpearl, or archive the one that was entered twice",
    )


_LOST: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="the answer was lost on the way and nothing has arrived",
    hint="it is tried again by itself; if it keeps failing, look at the document for anything unusual",
)
_UNFINISHED: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="it has arrived, its answer was lost, and its total has still to be put right",
    hint="it is amended by itself, never created a second time",
)
_PHANTOM: Final = Problem(
    error_class=ErrorClass.TRANSIENT,
    message="the other system says that it exists already, but it cannot be found there",
    hint="it is tried again by itself; if it stays, look there for a voided or archived one with the same number",
)
_UNSETTLED: Final = Problem(
    error_class=ErrorClass.DATA,
    message="it could not be brought into agreement with what is there already",
    hint="look at its history for what was tried",
)
