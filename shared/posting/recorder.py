"""Writes down what became of envelopes: Sent with id and link, or an Error with its reason. The store decides what holds."""

from collections.abc import Callable, Sequence
from typing import Protocol

from msgspec import Struct

from shared.posting.envelopes import Arrival, Envelope, Failing
from shared.posting.target import Element
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import doubtful, failed, sent, waiting


class Tally(Protocol):
    """What an invocation has done so far. The recorder adds the records that became Sent, and those that became an Error."""

    posted: int
    errors: int


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
        by_key = {arrival.envelope.record.key: arrival for arrival in arrivals}
        self.before_arrival(arrivals)

        def change(record: Record) -> Change:
            envelope, element = by_key[record.key].envelope, by_key[record.key].element
            after = sent(
                record,
                source_hash=envelope.source_hash,
                fingerprint=envelope.fingerprint,
                remote_id=element.remote_id,
                remote_number=element.remote_number,
                notes=(*envelope.notes, *element.warnings),
                at=self.store.clock(),
            )
            detail = {"request": envelope.payload, "answer": element.raw}
            event = Event(what=by_key[record.key].note or "posted", who=self.who, detail=detail)
            return Change(before=record, after=after, event=event, links=_links(element))

        records = [arrival.envelope.record for arrival in arrivals]
        self.tally.posted += len(self.store.revise(records, change))

    def unchanged(self, envelopes: Sequence[Envelope]) -> None:
        """Make each record Sent without sending: the other system holds the same already, or there is nothing to hold."""
        by_key = {envelope.record.key: envelope for envelope in envelopes}
        self.before_arrival(
            [
                Arrival(envelope=envelope, element=Element(key=(), remote_id=envelope.record.remote_id))
                for envelope in envelopes
            ]
        )

        def change(record: Record) -> Change:
            after = sent(
                record,
                source_hash=by_key[record.key].source_hash,
                fingerprint=by_key[record.key].fingerprint,
                remote_id=record.remote_id,
                remote_number=record.remote_number,
                notes=by_key[record.key].notes,
                at=self.store.clock(),
            )
            return Change(before=record, after=after)

        self.store.revise([envelope.record for envelope in envelopes], change)

    def fail(self, failing: Sequence[Failing]) -> None:
        """Make each record an Error with its problem. One that has arrived nevertheless keeps its id and link."""
        by_key = {failure.envelope.record.key: failure for failure in failing}
        records = self._wake([failure.envelope.record for failure in failing])

        def change(record: Record) -> Change | None:
            failure = by_key[record.key]
            element = failure.element
            after = failed(
                record,
                failure.problem,
                settings_version=self.store.settings_version,
                remote_id=element.remote_id,
                remote_number=element.remote_number,
                altered=bool(element.remote_id) and not element.refusals,
                at=self.store.clock(),
            )
            if after is None:
                return None
            detail = {"request": failure.envelope.payload, "answer": element.raw}
            event = Event(what=f"error: {failure.problem.message}", who=self.who, detail=detail)
            return Change(before=record, after=after, event=event, links=_links(element))

        self.tally.errors += len(self.store.revise(records, change))

    def doubt(self, envelopes: Sequence[Envelope]) -> None:
        """Forget what was posted last: a lost update may have replaced it. So it is sent again, even if its source goes back."""

        def change(record: Record) -> Change | None:
            after = doubtful(record, at=self.store.clock())
            return Change(before=record, after=after) if after else None

        self.store.revise([envelope.record for envelope in envelopes], change)

    def _wake(self, records: Sequence[Record]) -> list[Record]:
        """A Sent record cannot fail: one whose source changed on the way becomes Updated first."""
        stale = [record for record in records if record.status == Status.SENT]
        if not stale:
            return list(records)
        self.store.revise(stale, _awake)
        return list(self.store.get_many(record.key for record in records).values())


def _awake(record: Record) -> Change | None:
    return Change(before=record, after=waiting(record)) if record.status == Status.SENT else None


def _links(element: Element) -> tuple[str, ...]:
    return (element.remote_id,) if element.remote_id else ()
