"""What became of drafts, written down: Sent with id and link, or an Error with its reason. The store decides what holds."""

from collections.abc import Callable, Sequence
from datetime import datetime

from msgspec import Struct

from shared.drafts import Arrival, Draft, Failing, Tally
from shared.outlet import Element
from shared.records.record import Record, doubtful, failed, sent, waiting
from shared.records.status import Status
from shared.records.store import Change, Event, Store


class Clerk(Struct, frozen=True, kw_only=True, eq=False):
    """Writes for one step and counts what it has written."""

    store: Store
    tally: Tally
    who: str
    settings_version: int
    clock: Callable[[], datetime]
    before_arrival: Callable[[Sequence[Arrival]], None]

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

    def doubt(self, drafts: Sequence[Draft]) -> None:
        """Forget what was posted last: it may have been replaced, even where the source says the same again."""

        def change(record: Record) -> Change | None:
            after = doubtful(record, at=self.clock())
            return Change(before=record, after=after) if after else None

        self.store.revise([draft.record for draft in drafts], change)

    def _wake(self, records: Sequence[Record]) -> list[Record]:
        """One that was sent while its source changed is Updated before it can fail."""
        stale = [record for record in records if record.status == Status.SENT]
        if not stale:
            return list(records)
        self.store.revise(stale, _awake)
        return list(self.store.get_many(record.key for record in records).values())


def _awake(record: Record) -> Change | None:
    return Change(before=record, after=waiting(record)) if record.status == Status.SENT else None


def _links(element: Element) -> tuple[str, ...]:
    return (element.remote_id,) if element.remote_id else ()
