"""The records of a connection and what belongs to them: the only way a status, a link, a count or a history changes."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem, TransientError
from shared.kinds import Kind
from shared.records import transitions
from shared.records.commits import Transactions
from shared.records.fetched_again import fetched_again
from shared.records.items import fits, key_of, linked_keys, to_record
from shared.records.lines import lines_of
from shared.records.model import CountItem, EventItem
from shared.records.model.wire import READ_AT_ONCE, Range, query, read_many
from shared.records.patience import PATIENT, Patience
from shared.records.record import Fetched, Key, Line, Record
from shared.records.schema import (
    BY_KIND,
    BY_STATUS,
    DUE,
    HIGHEST,
    SORT_KEY,
    UNKNOWN_DAY,
    Area,
    area,
    claim_key,
    due_partition,
    event_partition,
    kind_counted,
    partition,
    searchable,
    status_partition,
)
from shared.records.search import beginning_with, id_found, needle_of
from shared.records.status import Status
from shared.records.transactions import Change, Writes, told

MOST_REVISIONS: Final = 6
DUE_PAGE: Final = 200  # records: orders have some kilobytes, and a step holds one page of them


class Seen(Struct, frozen=True, kw_only=True):
    """The records of a document of the other system, and what that said of it last (mapping/versions.py)."""

    keys: tuple[Key, ...]
    said: str


class Store:
    """The records of one connection."""

    def __init__(
        self,
        *,
        connection: str,
        clock: Callable[[], datetime],
        settings_version: int = 0,
        patience: Patience = PATIENT,
    ) -> None:
        self.connection = connection
        self.clock = clock
        self.settings_version = settings_version
        self.patience = patience
        self._absent: set[Key] = set()

    # reading

    def get(self, kind: Kind, record_id: str) -> Record | None:
        """Read the newest version; None where there is no such record."""
        return self.get_many([(kind, record_id)]).get((kind, record_id))

    def get_many(self, keys: Iterable[Key]) -> dict[Key, Record]:
        """Read the newest version of each; those that do not exist are left out."""
        asked = set(keys)
        wanted = [(partition(self.connection, kind), record_id) for kind, record_id in sorted(asked)]
        found = {(one := to_record(item)).key: one for item in read_many(wanted, patience=self.patience)}
        self._absent.update(asked.difference(found))
        return found

    def due(self, step: str, *, together: int) -> Iterator[list[Record]]:
        """Read what a post step should look at, oldest document first: many keys at a time, but few whole records."""
        keys = map(key_of, query(Range.of(DUE, due_partition(self.connection, step))))
        while wanted := list(islice(keys, together)):
            found = self.get_many(wanted)
            if records := [found[key] for key in wanted if key in found and found[key].due_step == step]:
                yield records

    def by_status(self, kind: Kind, status: Status) -> Iterator[Record]:
        """Read all of one status in full; for commands, not for the cycle."""
        keys = map(key_of, query(Range.of(BY_STATUS, status_partition(self.connection, kind, status))))
        while chunk := list(islice(keys, READ_AT_ONCE)):
            yield from (record for record in self.get_many(chunk).values() if record.status == status)

    def linked(self, remote_ids: Iterable[str]) -> dict[str, Key]:
        """Which record each of these ids of the other system leads to, the first of several; unknown ids are left out."""
        return {remote_id: keys[0] for remote_id, keys in self.links(remote_ids).items()}

    def links(self, remote_ids: Iterable[str]) -> dict[str, tuple[Key, ...]]:
        """All records that each of these ids leads to: several where they are one document there. Unknown ids are left out."""
        links = area(self.connection, Area.LINK)
        found = read_many(((links, remote_id) for remote_id in remote_ids if remote_id), patience=self.patience)
        return {item[SORT_KEY]["S"]: linked_keys(item) for item in found}

    def ids(self, kind: Kind, status: Status, *, first: str) -> Iterator[str]:
        """The ids of what has a status and a date from a day on, as the index shows them: records themselves are not read."""
        within = status_partition(self.connection, kind, status)
        found = query(Range.of(BY_STATUS, within, first=first or UNKNOWN_DAY, last=HIGHEST))
        return (record_id for _, record_id in map(key_of, found))

    def seen(self, remote_ids: Iterable[str], *, consistent: bool) -> dict[str, Seen]:
        """What these ids of the other system lead to, and what it said of them last; those without such words are left out."""
        links = area(self.connection, Area.LINK)
        wanted = ((links, remote_id) for remote_id in remote_ids if remote_id)
        found = read_many(wanted, patience=self.patience, consistent=consistent)
        return {
            item[SORT_KEY]["S"]: Seen(keys=linked_keys(item), said=item["seen"]["S"])
            for item in found
            if "seen" in item
        }

    def numbered(self, kind: Kind, number: str) -> list[Line]:
        """What a listing shows of the records that have this number, in any case of its letters."""
        needle = searchable(number)
        found = self._lines((kind, record_id) for record_id in self.found(kind, number))
        return [line for line in found if searchable(line.summary.number) == needle]

    def dated(self, kind: Kind, first: str, last: str) -> list[Line]:
        """The same of those with a date from the first to the last of these days. The index may lag by a moment."""
        days = Range.of(BY_KIND, partition(self.connection, kind), first=first, last=last + HIGHEST)
        return [line for line in self._lines(map(key_of, query(days))) if first <= line.summary.date <= last]

    def called(self, kind: Kind, name: str) -> list[Record]:
        """Read the records whose contact has this name, in any case; "" is nobody's."""
        needle = searchable(name)
        found = self.get_many((kind, record_id) for record_id in self.found(kind, name)) if needle else {}
        return [record for record in found.values() if searchable(record.summary.contact_name) == needle]

    def found(self, kind: Kind, text: str) -> list[str]:
        """The ids of those that have, or had, this as their number, reference or name."""
        exactly = beginning_with(self.connection, kind, f"{needle_of(text)}#")
        return [id_found(item) for item in query(exactly, consistent=True)]

    def _lines(self, keys: Iterable[Key]) -> list[Line]:
        return list(lines_of(self.connection, keys, patience=self.patience).values())

    def claims(self, names: Iterable[str]) -> dict[str, str]:
        """Which of these names records of ours have in the other system, and their ids. A hint: people may have renamed them."""
        keys = {claim_key(name): name for name in names if name}
        within = area(self.connection, Area.CLAIM)
        found = read_many(((within, key) for key in keys), consistent=False, patience=self.patience)
        return {keys[item[SORT_KEY]["S"]]: item["id"]["S"] for item in found}

    def counts(self) -> dict[Kind, dict[Status, int]]:
        """Read how many records each status has, by kind; kinds without records may be missing."""
        counts: dict[Kind, dict[Status, int]] = {}
        for item in CountItem.query(area(self.connection, Area.COUNT)):
            of_kind = counts.setdefault(kind_counted(item.sk), dict.fromkeys(Status, 0))
            for status in Status:
                of_kind[status] += int(getattr(item, status.value) or 0)
        return counts

    def history(self, kind: Kind, record_id: str) -> list[EventItem]:
        """Read all of it, oldest first; for pages of it see history.py."""
        return list(EventItem.query(event_partition(self.connection, kind, record_id)))

    # writing

    def take(self, fetched: Sequence[Fetched]) -> list[Change]:
        """Store what a fetch step read; answers with the changes that were worth a write.

        What was not there when it was last looked for is written as new: where it is there by now, that comes too late.
        """
        keys = {(source.kind, source.id) for source in fetched}
        known = self.get_many(keys - self._absent)
        self._absent -= keys
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
        after = fetched_again(known, source, settings_version=self.settings_version, at=at)
        if after is None:
            return None
        if after.before is not None and not fits([after.document, after.before]):
            after = replace(after, before=None)
        return Change(before=known, after=after, event=told(known, after, source))

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
        for _ in range(MOST_REVISIONS):
            wanted = [wish for record in current if (wish := change(record)) is not None]
            lost = self.apply(wanted)
            applied += [wish for wish in wanted if wish not in lost]
            if not lost:
                return applied
            current = list(self.get_many(wish.after.key for wish in lost).values())
        raise TransientError(
            f"{current[0].called} was changed by somebody else at the same time, {MOST_REVISIONS} times in a row"
        )

    def apply(self, wanted: Sequence[Change]) -> list[Change]:
        """Write the changes in as few transactions as they fit; answers with those that came too late."""
        writes = Writes(connection=self.connection, clock=self.clock, settings_version=self.settings_version)
        transactions = Transactions(connection=self.connection, writes=writes, patience=self.patience)
        return transactions.write(wanted)
