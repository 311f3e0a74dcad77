"""The records of a connection and what belongs to them: the only way a status, a link, a count or a history changes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem, TransientError
from shared.kinds import Kind
from shared.records import transitions
from shared.records.items import fits, to_line, to_record
from shared.records.model import CountItem, EventItem, LinkItem, RecordItem
from shared.records.record import Fetched, Key, Line, Record
from shared.records.schema import (
    Area,
    area,
    claim_key,
    due_partition,
    event_partition,
    partition,
    searchable,
    status_partition,
)
from shared.records.status import Status
from shared.records.transactions import MAX_TRIES, Change, Event, Transactions

KEYS: Final = 1000
DUE_PAGE: Final = 200  # records: orders have some kilobytes, and a step holds one page of them


class Store:
    """The records of one connection."""

    def __init__(self, *, connection: str, clock: Callable[[], datetime], settings_version: int = 0) -> None:
        self.connection = connection
        self.clock = clock
        self.settings_version = settings_version

    # reading

    def get(self, kind: Kind, record_id: str) -> Record | None:
        """Read the newest version; None where there is no such record."""
        return self.get_many([(kind, record_id)]).get((kind, record_id))

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Record]:
        """Read the newest version of each; those that do not exist are left out."""
        wanted = [(partition(self.connection, kind), record_id) for kind, record_id in dict.fromkeys(keys)]
        found = (to_record(item) for item in RecordItem.batch_get(wanted, consistent_read=True))
        return {record.key: record for record in found}

    def due(self, step: str, *, together: int) -> Iterator[list[Record]]:
        """Read what a post step should look at, oldest document first: many keys at a time, but few whole records."""
        keys = RecordItem.due.query(due_partition(self.connection, step), page_size=KEYS)
        while wanted := [(Kind(item.pk.rsplit("#", 1)[1]), item.sk) for item in islice(keys, together)]:
            found = self.get_many(wanted)
            if records := [found[key] for key in wanted if key in found and found[key].due_step == step]:
                yield records

    def by_status(self, kind: Kind, status: Status) -> Iterator[Record]:
        """Read all of one status in full; for commands, not for the cycle."""
        keys = RecordItem.by_status.query(status_partition(self.connection, kind, status))
        while chunk := [(kind, item.sk) for item in islice(keys, 100)]:
            yield from self.get_many(chunk).values()

    def linked(self, remote_ids: Iterable[str]) -> dict[str, Key]:
        """Which record each of these ids of the other system leads to, the first of several; unknown ids are left out."""
        return {remote_id: keys[0] for remote_id, keys in self.links(remote_ids).items()}

    def links(self, remote_ids: Iterable[str]) -> dict[str, tuple[Key, ...]]:
        """All records that each of these ids leads to: several where they are one document there. Unknown ids are left out."""
        links = area(self.connection, Area.LINK)
        wanted = [(links, remote_id) for remote_id in dict.fromkeys(remote_ids) if remote_id]
        items = LinkItem.batch_get(wanted, consistent_read=True)
        return {item.sk: tuple((Kind(item.kind), one) for one in item.together or (item.id,)) for item in items}

    def numbered(self, kind: Kind, number: str) -> list[Line]:
        """The records that have this number, in any case of its letters, as the index shows them: it may lag by a moment."""
        within, needle = partition(self.connection, kind), searchable(number)
        return [to_line(item) for item in RecordItem.by_number.query(within, RecordItem.number_search == needle)]

    def dated(self, kind: Kind, first: str, last: str) -> list[Line]:
        """The records with a date from the first to the last of these days, as the index shows them."""
        days = RecordItem.listed.between(f"{first}#", f"{last}#~")
        return [to_line(item) for item in RecordItem.by_kind.query(partition(self.connection, kind), days)]

    def called(self, kind: Kind, name: str) -> list[Record]:
        """Read the records whose contact has this name, in any case; "" is nobody's. The index may lag by a moment."""
        within, needle = partition(self.connection, kind), searchable(name)
        found = RecordItem.by_contact.query(within, RecordItem.contact_search == needle) if needle else ()
        return list(self.get_many((kind, item.sk) for item in found).values())

    def claims(self, names: Iterable[str]) -> dict[str, str]:
        """Which of these names records of ours have in the other system, and their ids. A hint: people may have renamed them."""
        keys = {claim_key(name): name for name in names if name}
        within = area(self.connection, Area.CLAIM)
        return {keys[item.sk]: item.id for item in LinkItem.batch_get([(within, key) for key in keys])}

    def counts(self) -> dict[Kind, dict[Status, int]]:
        """Read how many records each status has, by kind; kinds without records may be missing."""
        return {
            Kind(item.sk): {status: int(getattr(item, status.value) or 0) for status in Status}
            for item in CountItem.query(area(self.connection, Area.COUNT))
        }

    def history(self, kind: Kind, record_id: str) -> list[EventItem]:
        """Read all of it, oldest first; for pages of it see history.py."""
        return list(EventItem.query(event_partition(self.connection, kind, record_id)))

    # writing

    def take(self, fetched: Sequence[Fetched]) -> list[Change]:
        """Store what a fetch step read; answers with the changes that were worth a write."""
        known = self.get_many((source.kind, source.id) for source in fetched)
        wanted = [
            change for source in fetched if (change := self._arrival(known.get((source.kind, source.id)), source))
        ]
        lost = self.apply(wanted)
        if lost:
            again = {change.after.key for change in lost}
            return [c for c in wanted if c not in lost] + self.take([f for f in fetched if (f.kind, f.id) in again])
        return wanted

    def _arrival(self, known: Record | None, source: Fetched) -> Change | None:
        at = self.clock()
        if not fits(source.document):
            return self._too_big(known, source)
        if known is None:
            return Change(before=None, after=transitions.first_seen(source, at=at))
        after = transitions.refetched(known, source, at=at)
        if after is None:
            return None
        if after.before is not None and not fits([after.document, after.before]):
            after = replace(after, before=None)
        event = Event(what=f"changed in {source.origin.title()}") if after.status != known.status else None
        return Change(before=known, after=after, event=event)

    def _too_big(self, known: Record | None, source: Fetched) -> Change | None:
        if known is not None and known.source_hash == source.source_hash:
            return None
        problem = Problem(
            error_class=ErrorClass.DATA,
            message=f"{source.summary.number or source.id} is too big to be stored, even compressed",
            hint="split the document in Brightpearl",
        )
        at = self.clock()
        base = known or transitions.first_seen(replace(source, document={}), at=at)
        after = transitions.failed(base, problem, settings_version=self.settings_version, at=at)
        return None if after is None else Change(before=known, after=replace(after, source_hash=source.source_hash))

    def revise(self, records: Iterable[Record], change: Callable[[Record], Change | None]) -> list[Change]:
        """Apply `change` to each record; one that somebody else wrote meanwhile is read again and tried again.

        Raises TransientError where somebody else is always quicker.
        """
        applied: list[Change] = []
        current = list(records)
        for _ in range(MAX_TRIES):
            wanted = [wish for record in current if (wish := change(record)) is not None]
            lost = self.apply(wanted)
            applied += [wish for wish in wanted if wish not in lost]
            if not lost:
                return applied
            current = list(self.get_many(wish.after.key for wish in lost).values())
        raise TransientError(
            f"{current[0].called} was changed by somebody else at the same time, {MAX_TRIES} times in a row"
        )

    def apply(self, wanted: Sequence[Change]) -> list[Change]:
        """Write the changes in as few transactions as they fit; answers with those that came too late."""
        transactions = Transactions(
            connection=self.connection, clock=self.clock, settings_version=self.settings_version
        )
        return transactions.write(wanted)
