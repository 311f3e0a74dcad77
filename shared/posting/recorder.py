"""Writes down what became of envelopes: Sent with id and link, or an Error with its reason. The store decides what holds."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import DEPENDENCIES
from shared.mapping.fields import Known, doubted
from shared.posting.answered import kept, links_in, seen_in, tells_of_fields, there_of, with_part
from shared.posting.envelopes import Arrival, Envelope, Failing, Part
from shared.posting.pairs import came_back, puts_right_another
from shared.posting.problems import problem_of_part
from shared.posting.target import Element
from shared.records.apart import Parted, arrived_deleted, parted
from shared.records.credited import goes_anew
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import doubtful, failed, sent, waiting


class Tally(Protocol):
    """What an invocation has done so far. The recorder adds the records that became Sent, and those that became an Error.

    `left_out` sums up by account what was too little to be posted, `locked_days` is the longest wait for a day to be open.
    """

    posted: int
    errors: int
    left_out: dict[str, str]
    locked_days: int


class Recorder(Struct, frozen=True, kw_only=True, eq=False):
    """Writes for one step, in the name of `who`, and counts what it has written.

    `before_arrival` is called before records become Sent. It notes what must not be forgotten once they are.
    """

    store: Store
    tally: Tally
    who: str
    before_arrival: Callable[[Sequence[Arrival]], None]

    def arrive(self, arrivals: Sequence[Arrival]) -> None:
        """Make each record Sent, with its remote id, its link and what was said on both sides."""
        by_key = {part.record.key: (arrival, part) for arrival in arrivals for part in arrival.envelope.parts}
        self.before_arrival(arrivals)

        def change(record: Record) -> Change | None:
            arrival, part = by_key[record.key]
            envelope, element = arrival.envelope, arrival.element
            if arrival.found and _is_noted(record, part, element):
                return None  # by the run that sent it, which knows more of it
            after = self._arrived(record, arrival, part)
            detail = {"request": envelope.wanted.sent, "answer": element.raw}
            event = Event(what=f"{arrival.note or 'posted'}{_with(envelope, record)}", who=self.who, detail=detail)
            links, seen = links_in(element), seen_in(element)
            return Change(before=record, after=after, event=event, links=links, together=_together(envelope), seen=seen)

        changes = self.store.revise([part.record for _, part in by_key.values()], change)
        active = {part.record.key for arrival in arrivals for part in arrival.envelope.active}
        self.tally.posted += sum(done.after.key in active for done in changes)

    def _arrived(self, record: Record, arrival: Arrival, part: Part) -> Record:
        """It is Sent. Where that was what credits it, and its order was invoiced again meanwhile, it goes anew."""
        envelope, element, at = arrival.envelope, arrival.element, self.store.clock()
        if puts_right_another(record, element.part):
            return with_part(record, element, at=at)
        remote_id, fields = kept(record, envelope, element)
        known = sent(
            record,
            source_hash=part.source_hash,
            fingerprint=part.fingerprint,
            remote_id=remote_id,
            remote_number="" if element.part else element.remote_number,
            notes=(*envelope.notes, *element.warnings),
            fields=fields,
            claim=element.claim,
            outdated=part.outdated,
            at=at,
        )
        if came_back(known):
            return goes_anew(known, known.summary.number, at=at)
        return arrived_deleted(known, settings_version=self.store.settings_version, at=at)

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        """Make each record Sent without sending: the other system holds the same already, or there is nothing to hold."""
        by_key = {part.record.key: (envelope, part) for envelope in envelopes for part in envelope.active}
        self.before_arrival(
            [
                Arrival(envelope=envelope, element=Element(key=(), remote_id=envelope.record.remote_id))
                for envelope in envelopes
            ]
        )

        def change(record: Record) -> Change:
            envelope, part = by_key[record.key]
            after = sent(
                record,
                source_hash=part.source_hash,
                fingerprint=part.fingerprint,
                remote_id=record.remote_id,
                notes=envelope.notes,
                fields=envelope.fields,
                outdated=part.outdated,
                at=self.store.clock(),
            )
            return Change(before=record, after=after)

        self.store.revise([part.record for _, part in by_key.values()], change)

    def fail(self, failing: Sequence[Failing]) -> None:
        """Make each record an Error with its problem. One that has arrived nevertheless keeps its id and link.

        What did not arrive says nothing of a record that has its id from another run by now.
        """
        by_key = {part.record.key: (one, part) for one in failing for part in one.envelope.active}
        records = self._wake([part.record for _, part in by_key.values()])

        def change(record: Record) -> Change | None:
            failure, part = by_key[record.key]
            if record.in_remote and not part.record.in_remote and not failure.has_arrived:
                return None  # a run that took over has settled it since
            element, problem = there_of(failure, record), problem_of_part(failure, part)
            if failure.has_arrived and puts_right_another(record, element.part):
                return Change(
                    before=record, after=with_part(record, element, at=self.store.clock()), links=links_in(element)
                )
            remote_id, fields = kept(record, failure.envelope, element)
            after = failed(
                record,
                problem.plain if isinstance(problem, Parted) else problem,
                settings_version=self.store.settings_version,
                source_hash=part.source_hash,
                fingerprint=part.fingerprint,
                remote_id=remote_id,
                remote_number="" if element.part else element.remote_number,
                altered=failure.has_arrived and not failure.is_rest,
                posted=part.fingerprint if failure.is_rest else "",
                fields=fields if tells_of_fields(failure) else None,
                at=self.store.clock(),
            )
            if isinstance(problem, Parted):
                arrived = after if failure.has_arrived else None
                known = arrived or _as_mapped(record, part)
                now, version = self.store.clock(), self.store.settings_version
                after = parted(known, problem, settings_version=version, at=now) or arrived
            if after is None:
                return None
            detail = {"request": failure.envelope.wanted.sent, "answer": failure.element.raw}
            event = Event(what=f"error: {problem.message}", who=self.who, detail=detail)
            together, seen = _together(failure.envelope), seen_in(element)
            is_told = not element.refusals or element.remote_id != record.remote_id
            links = links_in(element) if is_told else ()
            return Change(before=record, after=after, event=event, links=links, together=together, seen=seen)

        self.tally.errors += len(self.store.revise(records, change))

    def doubt(self, envelopes: Sequence[Envelope]) -> None:
        """Forget what was posted last: a lost update may have replaced it. So it is sent again, even if its source goes back.

        A record that rested is woken: those that went with it may no longer be there to send it again.
        """
        parts = {part.record.key: (envelope, part) for envelope in envelopes for part in envelope.parts}
        resting = parts.keys() - {part.record.key for envelope in envelopes for part in envelope.active}

        def change(record: Record) -> Change | None:
            meant = parts[record.key][0].fields
            after = doubtful(record, fields=_doubted(record, meant), at=self.store.clock())
            if after is not None and record.key in resting and record.status == Status.SENT:
                after = waiting(after)
            return Change(before=record, after=after) if after else None

        self.store.revise([part.record for _, part in parts.values()], change)

    def _wake(self, records: Sequence[Record]) -> list[Record]:
        """A Sent record cannot fail: one whose source changed on the way becomes Updated first."""
        stale = [record for record in records if record.status == Status.SENT]
        if not stale:
            return list(records)
        self.store.revise(stale, _awake)
        return list(self.store.get_many(record.key for record in records).values())


def _as_mapped(record: Record, part: Part) -> Record:
    """With the fingerprint of what would be posted, if it was made of the source that is known now."""
    is_now = bool(part.fingerprint) and record.source_hash == part.source_hash
    return replace(record, fingerprint=part.fingerprint) if is_now else record


def _is_noted(record: Record, part: Part, element: Element) -> bool:
    same = record.remote_id == element.remote_id and record.posted == part.fingerprint
    return same and record.status == Status.SENT and record.due_step is None


def _awake(record: Record) -> Change | None:
    return Change(before=record, after=waiting(record)) if record.status == Status.SENT else None


def _together(envelope: Envelope) -> tuple[str, ...]:
    return tuple(part.record.id for part in envelope.parts) if envelope.others else ()


def _with(envelope: Envelope, record: Record) -> str:
    others = [part.record.id for part in envelope.parts if part.record.id != record.id]
    return f", together with order {', '.join(others)}" if others else ""


def _doubted(record: Record, meant: Known | None) -> Known | None:
    """Only contacts and products go field by field: what else a record notes of itself is as true as before."""
    return doubted(record.fields or {}, meant) if meant is not None and record.kind in DEPENDENCIES else None
