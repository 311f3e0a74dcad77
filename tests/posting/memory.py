"""A store in memory, and a transport that is never used: for what is tried without a local cloud."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from shared.mapping.versions import Version
from shared.records.record import Fetched, Key, Record
from shared.records.store import Seen, Store
from shared.records.transactions import Change
from shared.records.transitions import first_seen
from shared.xero.client import Xero
from tests.records.builders import AT


@dataclass
class Memory:
    """Keeps records and the changes made to them; `links` are ids of the other system and whose they are.

    `said` is what it said of them last, and `looked` who was asked for, and whether by a consistent read.
    """

    records: dict[Key, Record] = field(default_factory=dict)
    links: dict[str, Key] = field(default_factory=dict)
    said: dict[str, Version] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    looked: list[tuple[list[str], bool]] = field(default_factory=list)
    settings_version: int = 1
    connection: str = "shop-1"

    def clock(self) -> datetime:
        return AT

    def get(self, kind: Any, record_id: str) -> Record | None:
        return self.records.get((kind, record_id))

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Record]:
        return {key: self.records[key] for key in dict.fromkeys(keys) if key in self.records}

    def ids(self, kind: Any, status: Any, *, first: str) -> list[str]:
        found = (one for one in self.records.values() if (one.kind, one.status) == (kind, status))
        return [one.id for one in found if one.summary.date >= first]

    def linked(self, ids: Iterable[str]) -> dict[str, Key]:
        return {one: self.links[one] for one in ids if one in self.links}

    def numbered(self, kind: Any, number: str) -> list[Record]:
        return [one for one in self.records.values() if one.kind is kind and one.summary.number == number]

    def seen(self, ids: Iterable[str], *, consistent: bool) -> dict[str, Seen]:
        wanted = [*ids]
        self.looked.append((wanted, consistent))
        return {one: Seen(keys=(), said=self.said[one].written()) for one in wanted if one in self.said}

    def take(self, fetched: Sequence[Fetched]) -> list[Change]:
        taken = [Change(before=None, after=first_seen(source, at=AT)) for source in fetched]
        self.records |= {one.after.key: one.after for one in taken}
        return taken

    def revise(self, records: Iterable[Record], change: Callable[[Record], Change | None]) -> list[Change]:
        done = [made for record in records if (made := change(self.records.get(record.key, record)))]
        self.records |= {one.after.key: one.after for one in done}
        self.changes += done
        return done


def a_memory(*records: Record) -> Memory:
    return Memory({record.key: record for record in records})


def as_store(memory: Memory) -> Store:
    return cast("Store", memory)


class NoTransport:
    """For what never calls."""


def silent_xero() -> Xero:
    return Xero(cast("Any", NoTransport()), "tenant")
