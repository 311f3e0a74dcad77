"""Records and what belongs to them: the only way a status, a link, a count or a history changes, together or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace
from pynamodb.exceptions import TransactWriteError
from pynamodb.models import Model
from pynamodb.transactions import TransactWrite

from shared.errors import ErrorClass, Problem, TransientError
from shared.kinds import Kind
from shared.records import record as changes
from shared.records.items import due_partition, fits, partition, status_partition, to_item, to_record
from shared.records.model import CountItem, EventItem, LinkItem, RecordItem, is_condition, table_connection
from shared.records.record import Fetched, Record
from shared.records.status import Status, may_become

MAX_WRITES: Final = 96  # DynamoDB takes 100 in a transaction; the rest is for the counts
MAX_TRIES: Final = 6
KEYS: Final = 1000
DUE_PAGE: Final = 200  # records: orders have some kilobytes, and a step holds one page of them
TOO_BIG: Final = "too big to be kept here"
Key = tuple[Kind, str]


class Event(Struct, frozen=True, kw_only=True):
    """A line in a record's history; `detail` holds request and answer without secrets."""

    what: str
    who: str = "connector"
    detail: Any = None


class Change(Struct, frozen=True, kw_only=True, eq=False):
    """One record's next version, with the remote ids that lead to it from now on."""

    before: Record | None
    after: Record
    event: Event | None = None
    links: tuple[str, ...] = ()

    @property
    def writes(self) -> int:
        return 1 + (self.event is not None) + len(self.links)


class Store:
    """The records of one connection."""

    def __init__(self, *, connection: str, clock: Callable[[], datetime], settings_version: int = 0) -> None:
        self.connection = connection
        self.clock = clock
        self.settings_version = settings_version

    # reading

    def get(self, kind: Kind, record_id: str) -> Record | None:
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
        """Which records these ids of the other system lead to; unknown ids are left out."""
        wanted = [(self._link_partition, remote_id) for remote_id in dict.fromkeys(remote_ids) if remote_id]
        return {item.sk: (Kind(item.kind), item.id) for item in LinkItem.batch_get(wanted, consistent_read=True)}

    def counts(self) -> dict[Kind, dict[Status, int]]:
        return {
            Kind(item.sk): {status: int(getattr(item, status.value) or 0) for status in Status}
            for item in CountItem.query(f"{self.connection}#count")
        }

    def history(self, kind: Kind, record_id: str) -> list[EventItem]:
        return list(EventItem.query(f"{self.connection}#{kind}#{record_id}"))

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
            return Change(before=None, after=changes.first_seen(source, at=at))
        after = changes.refetched(known, source, at=at)
        if after is None:
            return None
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
        small = replace(source, document={}, fingerprint="")
        base = changes.first_seen(small, at=self.clock()) if known is None else known
        after = changes.failed(base, problem, settings_version=self.settings_version, at=self.clock())
        return None if after is None else Change(before=known, after=replace(after, source_hash=source.source_hash))

    def revise(self, records: Iterable[Record], change: Callable[[Record], Change | None]) -> list[Change]:
        """Apply `change` to each record; one that somebody else wrote meanwhile is read again and tried again."""
        applied: list[Change] = []
        current = list(records)
        for _ in range(MAX_TRIES):
            wanted = [wish for record in current if (wish := change(record)) is not None]
            lost = self.apply(wanted)
            applied += [wish for wish in wanted if wish not in lost]
            if not lost:
                return applied
            current = list(self.get_many(wish.after.key for wish in lost).values())
        raise TransientError(f"{current[0].kind} {current[0].id} is being changed by somebody else all the time")

    def apply(self, wanted: Sequence[Change]) -> list[Change]:
        """Write the changes in as few transactions as they fit; answers with those that came too late."""
        lost: list[Change] = []
        for batch in _batches(wanted):
            lost += self._apply_batch(batch)
        return lost

    def _apply_batch(self, batch: list[Change]) -> list[Change]:
        lost: list[Change] = []
        for _ in range(MAX_TRIES):
            if not batch:
                return lost
            operations = [operation for change in batch for operation in self._operations(change)]
            try:
                self._commit(operations, batch)
            except TransactWriteError as refusal:
                if not refusal.cancellation_reasons and len(batch) > 1:  # over the 4 MB that a transaction may weigh
                    middle = len(batch) // 2
                    return lost + self._apply_batch(batch[:middle]) + self._apply_batch(batch[middle:])
                late = _late(refusal, operations)
                lost += late
                batch = [change for change in batch if change not in late]
            else:
                return lost
        raise TransientError("the table did not take a write after several attempts")

    def _commit(self, operations: "list[_Operation]", batch: list[Change]) -> None:
        with TransactWrite(connection=table_connection()) as transaction:
            for operation in operations:
                transaction.save(operation.item, condition=operation.condition)
            for kind, delta in _count_deltas(batch).items():
                counts = CountItem(f"{self.connection}#count", kind.value)
                transaction.update(counts, [getattr(CountItem, name.value).add(n) for name, n in delta.items()])

    def _operations(self, change: Change) -> "Iterator[_Operation]":
        before, after = change.before, change.after
        if before is not None and not may_become(before.status, after.status):
            raise ValueError(f"{after.kind} {after.id} cannot go from {before.status} to {after.status}")
        after = replace(after, version=before.version + 1 if before else 1)
        expected = RecordItem.pk.does_not_exist() if before is None else RecordItem.version == before.version
        yield _Operation(change, to_item(after, self.connection), expected)
        for remote_id in change.links:
            link = LinkItem(self._link_partition, remote_id, kind=after.kind.value, id=after.id)
            mine = (LinkItem.kind == link.kind) & (LinkItem.id == link.id)
            yield _Operation(change, link, LinkItem.pk.does_not_exist() | mine)
        if change.event is not None:
            yield _Operation(change, self._event_item(after, change.event), None)

    def _event_item(self, record: Record, event: Event) -> EventItem:
        return EventItem(
            f"{self.connection}#{record.kind}#{record.id}",
            f"{self.clock().isoformat()}#{record.version:06d}",
            what=event.what,
            who=event.who,
            detail=event.detail if fits(event.detail) else TOO_BIG,
            settings_version=self.settings_version,
        )

    @property
    def _link_partition(self) -> str:
        return f"{self.connection}#link"


class _Operation(Struct, frozen=True, eq=False):
    """One item of a transaction, and whose it is."""

    change: Change
    item: Model
    condition: Any


def _batches(wanted: Sequence[Change]) -> Iterator[list[Change]]:
    batch: list[Change] = []
    room = MAX_WRITES
    for change in wanted:
        if change.writes > room:
            yield batch
            batch, room = [], MAX_WRITES
        batch.append(change)
        room -= change.writes
    if batch:
        yield batch


def _late(refusal: TransactWriteError, operations: list[_Operation]) -> list[Change]:
    """The changes whose own condition failed; none where the table was merely busy."""
    reasons = refusal.cancellation_reasons
    failed = [
        op.change for op, reason in zip(operations, reasons, strict=False) if reason and is_condition(reason.code)
    ]
    busy = [reason for reason in reasons if reason and not is_condition(reason.code)]
    if not failed and not busy:
        raise refusal
    return list({change.after.key: change for change in failed}.values())


def _count_deltas(batch: Iterable[Change]) -> dict[Kind, dict[Status, int]]:
    deltas: dict[Kind, Counter[Status]] = {}
    for change in batch:
        counter = deltas.setdefault(change.after.kind, Counter())
        counter[change.after.status] += 1
        if change.before is not None:
            counter[change.before.status] -= 1
    found = {kind: {status: n for status, n in counter.items() if n} for kind, counter in deltas.items()}
    return {kind: delta for kind, delta in found.items() if delta}
