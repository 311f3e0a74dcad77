"""What may be started: each trigger says which steps it runs, for what, and what it changes first."""

from collections.abc import Callable
from dataclasses import dataclass

from shared.api.asking import Asking, bulk_of, conflict, fetches, posts
from shared.api.problems import not_found
from shared.api.shapes import Accepted, Selection
from shared.api.starting import Request
from shared.api.words import ConnectionName, EntryId, EntryWhat, KindInPath, RecordId
from shared.kinds import DEPENDENCIES, PAYMENTS, System
from shared.records.findings import Findings
from shared.records.status import Status
from shared.sequence import LOOKS, STEPS
from shared.steps.change_records import Action
from shared.steps.mark_entries import MARK, marking


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers(Asking):
    """`findings` gives the entries of a connection."""

    findings: Callable[[str], Findings]

    # the whole connection, or a whole kind

    def sync(self, connection: ConnectionName) -> Accepted:
        """Run a whole cycle now."""
        return self.start(connection, Request(action="sync", by=self.by, steps=tuple(step.name for step in STEPS)))

    def verify(self, connection: ConnectionName) -> Accepted:
        """Look now at what people took back or changed in either system, at all that the look of a night and a month sees."""
        return self.start(connection, Request(action="verify", by=self.by, steps=tuple(look.name for look in LOOKS)))

    def fetch_kind(self, connection: ConnectionName, kind: KindInPath) -> Accepted:
        """Fetch what is new or has changed."""
        return self.start(connection, self.request("fetch", kind.kind, steps=fetches(kind.kind)))

    def post_kind(self, connection: ConnectionName, kind: KindInPath) -> Accepted:
        """Post what waits. Products and contacts go too, without waiting for a document that needs them."""
        return self.start(
            connection, self.request("post", kind.kind, steps=posts(kind.kind), only={"kind": kind.kind.value})
        )

    def mark_entry(self, connection: ConnectionName, what: EntryWhat, entry_id: EntryId) -> Accepted:
        """Say that an entry of Brightpearl is in Xero already: a person has put it there."""
        if not self.findings(connection).knows(what, entry_id):
            raise not_found("entry_id", entry_id, "There is no such entry here. A nightly look lists it.")
        return self.start(connection, Request(action=MARK, by=self.by, id=entry_id, change=marking(what, [entry_id])))

    # one record

    def fetch(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Read just this record from its system, whether it is known here or not."""
        record = self.store(connection).get(kind.kind, record_id)
        if record is None and (kind.kind in PAYMENTS or not record_id.isdigit()):
            raise not_found("record_id", record_id, "There is no such record. Fetch the whole kind to look for it.")
        origin = record.origin if record else System.BRIGHTPEARL
        return self.start(connection, self.of_one("fetch", kind.kind, record_id, steps=fetches(kind.kind, origin)))

    def post(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Post just this record and what it needs."""
        record = self.known(connection, kind.kind, record_id)
        if record.status == Status.ARCHIVE:
            raise conflict(record, "bring it back before it is posted")
        if record.is_credited:
            raise conflict(record, "it is credited in Xero, and goes by itself when its order is invoiced again")
        if record.apart is not None:
            raise conflict(record, f"it is {record.apart}: choose what is to become of it instead")
        return self.start(connection, self.of_one("post", kind.kind, record_id, steps=posts(kind.kind, record.origin)))

    def archive(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Put it aside: it is not posted, and fetched changes do not wake it."""
        return self.change_one(Action.ARCHIVE, connection, kind.kind, record_id)

    def unarchive(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Bring it back to what it was."""
        return self.change_one(Action.UNARCHIVE, connection, kind.kind, record_id)

    def retry(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Try it again now: read it from its system once more, then post it with what it needs."""
        return self.change_one(Action.RETRY, connection, kind.kind, record_id)

    # many records

    def archive_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Put many aside."""
        bulk = bulk_of(Action.ARCHIVE, kind.kind, chosen)
        return self.start(connection, self.request("archive", kind.kind, change=bulk))

    def retry_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Try many again. Products and contacts then go with the documents that need them."""
        steps = () if kind.kind in DEPENDENCIES else (*fetches(kind.kind), *posts(kind.kind))
        return self.change_many(Action.RETRY, connection, kind.kind, chosen, steps)
