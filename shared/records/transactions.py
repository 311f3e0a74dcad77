"""What a change of a record writes: the record, its links, its claims, a line of its history, and the counts."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any, Final
from zlib import crc32

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind
from shared.records.items import MAX_DOCUMENT_BYTES, to_item
from shared.records.model.packing import pack
from shared.records.model.wire import Raw, key
from shared.records.record import Fetched, Record
from shared.records.schema import Area, area, claim_key, count_key, event_partition
from shared.records.status import Status, may_become

PARTS: Final = 16  # of the counts of a kind
MOST_IN_A_CONDITION: Final = 100  # values that DynamoDB compares one with
TOO_BIG: Final = "too big to be kept here"


class Event(Struct, frozen=True, kw_only=True):
    """A line in a record's history; `detail` holds request and answer without secrets."""

    what: str
    who: str = "connector"
    detail: Any = None


def told(before: Record, after: Record, source: Fetched) -> Event | None:
    """What a record's history says of a change in its source; nothing of one that does not matter."""
    if after.failure is not None and after.apart is not before.apart:
        return Event(what=f"error: {after.failure.problem.message}")
    if after.status is Status.ARCHIVE and before.status is not Status.ARCHIVE:
        return Event(what=f"archived: {after.held}")
    if after.status != before.status:
        return Event(what=f"changed in {source.origin.title()}")
    return Event(what=source.note) if source.note and after.in_remote else None


class Change(Struct, frozen=True, kw_only=True, eq=False):
    """`before` is None for a record that is new; `links` are ids of the other system.

    `together` are the ids of all records, first one first, that the links lead to; () where it is this one alone. `seen` is what
    the other system says of the document that the first link leads from.
    """

    before: Record | None
    after: Record
    event: Event | None = None
    links: tuple[str, ...] = ()
    together: tuple[str, ...] = ()
    seen: str = ""

    @property
    def writes(self) -> int:
        """How many items it writes, without the counts."""
        return 1 + (self.event is not None) + len(self.links) + len(self.claims)

    @property
    def claims(self) -> tuple[tuple[str, bool], ...]:
        """The names that change hands, and whether each is claimed or let go."""
        before, now = self.before.claim if self.before else "", self.after.claim
        return () if now == before else tuple((name, name == now) for name in (now, before) if name)


class Write(Struct, frozen=True, eq=False):
    """One item of a transaction, and whose it is. What is told by the same `once` is written once, () is for itself."""

    change: Change
    written: dict[str, Any]
    once: tuple[str, ...] = ()

    @property
    def removes(self) -> bool:
        return "Delete" in self.written


class Writes(Struct, frozen=True, kw_only=True, eq=False):
    """What changes of one connection's records write."""

    connection: str
    clock: Callable[[], datetime]
    settings_version: int

    def of(self, changes: Iterable[Change]) -> list[Write]:
        """Leave out what another change writes too: records that are one document there share their link.

        A name that one lets go and another claims is claimed.
        """
        writes = (write for change in changes for write in self._of(change))
        kept: dict[object, Write] = {}
        for number, write in enumerate(sorted(writes, key=lambda write: write.removes)):
            kept.setdefault(write.once or number, write)
        return list(kept.values())

    def counts(self, batch: Sequence[Change]) -> Iterator[dict[str, Any]]:
        """One of several parts for each transaction: two at once would often want the same one, were there one alone."""
        part = crc32(batch[0].after.id.encode()) % PARTS
        for kind, delta in _count_deltas(batch).items():
            yield {
                "Update": {
                    "Key": key(area(self.connection, Area.COUNT), count_key(kind, part)),
                    "UpdateExpression": "ADD " + ",".join(f"#{name} :{name}" for name in delta),
                    "ExpressionAttributeNames": {f"#{name}": name.value for name in delta},
                    "ExpressionAttributeValues": {f":{name}": {"N": str(n)} for name, n in delta.items()},
                }
            }

    def _of(self, change: Change) -> Iterator[Write]:
        before, after = change.before, change.after
        if before is not None and not may_become(before.status, after.status):
            raise ValueError(f"{after.called} cannot go from {before.status} to {after.status}")
        after = replace(after, version=before.version + 1 if before else 1)
        yield _put(change, to_item(after, self.connection), **_unchanged_since(before))
        yield from (self._link(change, remote_id) for remote_id in change.links)
        yield from (self._claim(change, name, is_ours=is_ours) for name, is_ours in change.claims)
        if change.event is not None:
            yield _put(change, self._event(after, change.event))

    def _link(self, change: Change, remote_id: str) -> Write:
        """A link is never stolen: it may only be the first one, or lead to one of the same records already."""
        kind, ids = change.after.kind.value, change.together or (change.after.id,)
        link = {**key(area(self.connection, Area.LINK), remote_id), "kind": {"S": kind}, "id": {"S": ids[0]}}
        if change.seen and remote_id == change.links[0]:
            link["seen"] = {"S": change.seen}
        if len(ids) > 1:
            link["together"] = {"L": [{"S": one} for one in ids]}
        ours = {f":{number}": {"S": one} for number, one in enumerate(ids[:MOST_IN_A_CONDITION])}
        return _put(
            change,
            link,
            once=("link", remote_id, ids[0]),  # two that want one link are for the table to decide
            ConditionExpression=f"attribute_not_exists(pk) OR (#kind = :kind AND #id IN ({','.join(ours)}))",
            ExpressionAttributeNames={"#kind": "kind", "#id": "id"},
            ExpressionAttributeValues={":kind": {"S": kind}, **ours},
        )

    def _claim(self, change: Change, name: str, *, is_ours: bool) -> Write:
        place, record, once = key(area(self.connection, Area.CLAIM), claim_key(name)), change.after, ("claim", name)
        if is_ours:
            return _put(change, {**place, "kind": {"S": record.kind.value}, "id": {"S": record.id}}, once=once)
        return Write(change, {"Delete": {"Key": place}}, once)

    def _event(self, record: Record, event: Event) -> Raw:
        place = key(
            event_partition(self.connection, record.kind, record.id),
            f"{self.clock().isoformat()}#{record.version:06d}",
        )
        told = {} if event.detail is None else {"detail": {"B": _packed(event.detail)}}
        version = {"N": str(self.settings_version)}
        return {**place, "what": {"S": event.what}, "who": {"S": event.who}, "settings_version": version, **told}


def _put(change: Change, item: Raw, *, once: tuple[str, ...] = (), **condition: Any) -> Write:
    return Write(change, {"Put": {"Item": item, **condition}}, once)


def _packed(detail: Any) -> bytes:
    packed = pack(detail)
    return packed if len(packed) <= MAX_DOCUMENT_BYTES else pack(TOO_BIG)


def _unchanged_since(before: Record | None) -> dict[str, Any]:
    if before is None:
        return {"ConditionExpression": "attribute_not_exists(pk)"}
    return {
        "ConditionExpression": "#version = :version",
        "ExpressionAttributeNames": {"#version": "version"},
        "ExpressionAttributeValues": {":version": {"N": str(before.version)}},
    }


def _count_deltas(batch: Iterable[Change]) -> dict[Kind, dict[Status, int]]:
    deltas: dict[Kind, Counter[Status]] = {}
    for change in batch:
        counter = deltas.setdefault(change.after.kind, Counter())
        counter[change.after.status] += 1
        if change.before is not None:
            counter[change.before.status] -= 1
    found = {kind: {status: n for status, n in counter.items() if n} for kind, counter in deltas.items()}
    return {kind: delta for kind, delta in found.items() if delta}
