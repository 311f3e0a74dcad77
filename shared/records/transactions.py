"""Changes as transactions of the table: a record, its links, its history and the counts change together or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace
from pynamodb.exceptions import TransactWriteError
from pynamodb.transactions import TransactWrite

from shared.errors import TransientError
from shared.kinds import Kind
from shared.records.items import fits, to_item
from shared.records.model import CountItem, EventItem, LinkItem, RecordItem, is_condition, table_connection
from shared.records.model.table import Item
from shared.records.record import Record
from shared.records.schema import Area, area, claim_key, event_partition
from shared.records.status import Status, may_become

MAX_WRITES: Final = 96  # DynamoDB takes 100 in a transaction; the rest is for the counts
MAX_TRIES: Final = 6
MOST_IN_A_CONDITION: Final = 100  # values that DynamoDB compares one with
TOO_BIG: Final = "too big to be kept here"


class Event(Struct, frozen=True, kw_only=True):
    """A line in a record's history; `detail` holds request and answer without secrets."""

    what: str
    who: str = "connector"
    detail: Any = None


class Change(Struct, frozen=True, kw_only=True, eq=False):
    """`before` is None for a record that is new; `links` are ids of the other system.

    `together` are the ids of all records, first one first, that the links lead to; () where it is this one alone.
    """

    before: Record | None
    after: Record
    event: Event | None = None
    links: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    @property
    def writes(self) -> int:
        """How many items it writes, without the counts."""
        return 1 + (self.event is not None) + len(self.links) + len(self.claims)

    @property
    def claims(self) -> tuple[tuple[str, bool], ...]:
        """The names that change hands, and whether each is claimed or let go."""
        before, now = self.before.claim if self.before else "", self.after.claim
        return () if now == before else tuple((name, name == now) for name in (now, before) if name)


class _Operation(Struct, frozen=True, eq=False):
    """One item of a transaction, and whose it is."""

    change: Change
    item: Item
    condition: Any = None
    claims: bool = False
    removes: bool = False


class Transactions(Struct, frozen=True, kw_only=True, eq=False):
    """Writes changes of one connection's records."""

    connection: str
    clock: Callable[[], datetime]
    settings_version: int

    def write(self, wanted: Sequence[Change]) -> list[Change]:
        """Write the changes in as few transactions as they fit; answers with those that came too late."""
        return [late for batch in _batches(wanted) for late in self._write_batch(batch)]

    def _write_batch(self, batch: list[Change]) -> list[Change]:
        lost: list[Change] = []
        for _ in range(MAX_TRIES):
            if not batch:
                return lost
            operations = _once(operation for change in batch for operation in self._operations(change))
            try:
                self._commit(operations, batch)
            except TransactWriteError as refusal:
                if not refusal.cancellation_reasons and len(batch) > 1:  # over the 4 MB that a transaction may weigh
                    return lost + self._write_halves(batch)
                late = _late(refusal, operations)
                lost += late
                batch = [change for change in batch if change not in late]
            else:
                return lost
        raise TransientError("the table did not take a write after several attempts")

    def _write_halves(self, batch: list[Change]) -> list[Change]:
        middle = len(batch) // 2
        return self._write_batch(batch[:middle]) + self._write_batch(batch[middle:])

    def _commit(self, operations: list[_Operation], batch: list[Change]) -> None:
        with TransactWrite(connection=table_connection()) as transaction:
            for operation in operations:
                if operation.removes:
                    transaction.delete(operation.item)
                else:
                    transaction.save(operation.item, condition=operation.condition)
            for kind, delta in _count_deltas(batch).items():
                counts = CountItem(area(self.connection, Area.COUNT), kind.value)
                transaction.update(counts, [getattr(CountItem, name.value).add(n) for name, n in delta.items()])

    def _operations(self, change: Change) -> Iterator[_Operation]:
        before, after = change.before, change.after
        if before is not None and not may_become(before.status, after.status):
            raise ValueError(f"{after.called} cannot go from {before.status} to {after.status}")
        after = replace(after, version=before.version + 1 if before else 1)
        expected = RecordItem.pk.does_not_exist() if before is None else RecordItem.version == before.version
        yield _Operation(change, to_item(after, self.connection), expected)
        yield from (self._link(change, remote_id) for remote_id in change.links)
        for name, is_ours in change.claims:
            claim = LinkItem(area(self.connection, Area.CLAIM), claim_key(name), kind=after.kind.value, id=after.id)
            yield _Operation(change, claim, claims=True, removes=not is_ours)
        if change.event is not None:
            yield _Operation(change, self._event_item(after, change.event))

    def _link(self, change: Change, remote_id: str) -> _Operation:
        """A link is never stolen: it may only be the first one, or lead to one of the same records already."""
        kind, ids = change.after.kind.value, change.together or (change.after.id,)
        several = list(ids) if len(ids) > 1 else None
        link = LinkItem(area(self.connection, Area.LINK), remote_id, kind=kind, id=ids[0], together=several)
        ours = (LinkItem.kind == kind) & LinkItem.id.is_in(*ids[:MOST_IN_A_CONDITION])
        return _Operation(change, link, LinkItem.pk.does_not_exist() | ours)

    def _event_item(self, record: Record, event: Event) -> EventItem:
        return EventItem(
            event_partition(self.connection, record.kind, record.id),
            f"{self.clock().isoformat()}#{record.version:06d}",
            what=event.what,
            who=event.who,
            detail=event.detail if fits(event.detail) else TOO_BIG,
            settings_version=self.settings_version,
        )


def _once(operations: Iterable[_Operation]) -> list[_Operation]:
    """Leave out what another change of the transaction writes too: records that are one document there share their link.

    A name that one lets go and another claims is claimed.
    """
    in_turn = sorted(operations, key=lambda operation: operation.removes)
    kept: dict[tuple[str, ...], _Operation] = {}
    for number, operation in enumerate(in_turn):
        kept.setdefault(_place(operation, number), operation)
    return list(kept.values())


def _place(operation: _Operation, number: int) -> tuple[str, ...]:
    """What may be written once: a name, and a link to one record. Two that want one link are for the table to decide."""
    item = operation.item
    if not isinstance(item, LinkItem):
        return (str(number),)
    return (item.pk, item.sk) if operation.claims else (item.pk, item.sk, item.id)


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
