"""What may be started: each trigger says which steps it runs, for what, and what it changes first."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol

from shared.api.access import User
from shared.api.problems import ProblemError, fault, not_found, unprocessable
from shared.api.shapes import Accepted, Selection
from shared.api.starting import Request, Started
from shared.api.words import ConnectionName, EntryId, EntryWhat, KindInPath, RecordId
from shared.kinds import DEPENDENCIES, PAYMENTS, Kind, System
from shared.records.connections import connection_of
from shared.records.findings import Findings
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import LOOKS, STEPS, Step, Verb, post_of
from shared.steps.change_records import MOVES, Action, BulkChange
from shared.steps.mark_entries import MARK, marking

POSTS_DEPENDENCIES: Final = post_of(Kind.SALES_INVOICE, System.XERO)  # also a product or a contact alone, if asked to
WAITS: Final = "Another run is working on this connection: this one begins when that has ended."
BEGINS: Final = "It begins as soon as nobody else works on this connection."
AGAIN: Final = "The same has been asked for already: this is that run."
Users = Callable[[], User]


class Starter(Protocol):
    """Starts what a request asks for, and says which run that is."""

    def start(self, connection: str, request: Request) -> Started: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Triggers:
    """`store` gives the records of a connection, `findings` its entries, `user` whoever calls."""

    starter: Starter
    store: Callable[[str], Store]
    findings: Callable[[str], Findings]
    user: Users

    # the whole connection, or a whole kind

    def sync(self, connection: ConnectionName) -> Accepted:
        """Run a whole cycle now."""
        return self._start(connection, Request(action="sync", by=self._by, steps=tuple(step.name for step in STEPS)))

    def verify(self, connection: ConnectionName) -> Accepted:
        """Look now at what people took back or changed in either system, at all that the look of a night and a month sees."""
        return self._start(connection, Request(action="verify", by=self._by, steps=tuple(look.name for look in LOOKS)))

    def fetch_kind(self, connection: ConnectionName, kind: KindInPath) -> Accepted:
        """Fetch what is new or has changed."""
        return self._start(connection, self._request("fetch", kind.kind, steps=fetches(kind.kind)))

    def post_kind(self, connection: ConnectionName, kind: KindInPath) -> Accepted:
        """Post what waits. Products and contacts go too, without waiting for a document that needs them."""
        return self._start(
            connection, self._request("post", kind.kind, steps=posts(kind.kind), only={"kind": kind.kind.value})
        )

    def mark_entry(self, connection: ConnectionName, what: EntryWhat, entry_id: EntryId) -> Accepted:
        """Say that an entry of Brightpearl is in Xero already: a person has put it there."""
        if not self.findings(connection).knows(what, entry_id):
            raise not_found("entry_id", entry_id, "There is no such entry here. A nightly look lists it.")
        return self._start(connection, Request(action=MARK, by=self._by, id=entry_id, change=marking(what, [entry_id])))

    # one record

    def fetch(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Read just this record from its system, whether it is known here or not."""
        record = self.store(connection).get(kind.kind, record_id)
        if record is None and (kind.kind in PAYMENTS or not record_id.isdigit()):
            raise not_found("record_id", record_id, "There is no such record. Fetch the whole kind to look for it.")
        origin = record.origin if record else System.BRIGHTPEARL
        return self._start(connection, self._of_one("fetch", kind.kind, record_id, steps=fetches(kind.kind, origin)))

    def post(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Post just this record and what it needs."""
        record = self._known(connection, kind.kind, record_id)
        if record.status == Status.ARCHIVE:
            raise _conflict(record, "bring it back before it is posted")
        if record.apart is not None:
            raise _conflict(record, f"it is {record.apart}: choose what is to become of it instead")
        return self._start(
            connection, self._of_one("post", kind.kind, record_id, steps=posts(kind.kind, record.origin))
        )

    def archive(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Put it aside: it is not posted, and fetched changes do not wake it."""
        return self._change_one(Action.ARCHIVE, connection, kind.kind, record_id)

    def unarchive(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Bring it back to what it was."""
        return self._change_one(Action.UNARCHIVE, connection, kind.kind, record_id)

    def retry(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Try it again now: read it from its system once more, then post it with what it needs."""
        return self._change_one(Action.RETRY, connection, kind.kind, record_id)

    def reapply(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Send Brightpearl's version once more over what was changed in Xero."""
        return self._change_one(Action.REAPPLY, connection, kind.kind, record_id)

    def accept(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Take it as it is in Xero. That holds until either side changes again."""
        return self._change_one(Action.ACCEPT, connection, kind.kind, record_id)

    def post_anew(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Post once more what is gone in Xero: under a number of its own where Xero keeps the old one."""
        return self._change_one(Action.POST_ANEW, connection, kind.kind, record_id)

    def leave(self, connection: ConnectionName, kind: KindInPath, record_id: RecordId) -> Accepted:
        """Leave both sides as they are. That holds until either side changes again."""
        return self._change_one(Action.LEAVE, connection, kind.kind, record_id)

    # many records

    def archive_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Put many aside."""
        bulk = _bulk(Action.ARCHIVE, kind.kind, chosen)
        return self._start(connection, self._request("archive", kind.kind, change=bulk))

    def retry_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Try many again. Products and contacts then go with the documents that need them."""
        steps = () if kind.kind in DEPENDENCIES else (*fetches(kind.kind), *posts(kind.kind))
        return self._change_many(Action.RETRY, connection, kind.kind, chosen, steps)

    def reapply_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Send Brightpearl's version of many once more."""
        return self._change_many(Action.REAPPLY, connection, kind.kind, chosen, posts(kind.kind))

    def accept_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Take many as they are in Xero."""
        return self._change_many(Action.ACCEPT, connection, kind.kind, chosen, ())

    def post_many_anew(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Post many once more that are gone in Xero."""
        return self._change_many(Action.POST_ANEW, connection, kind.kind, chosen, posts(kind.kind))

    def leave_many(self, connection: ConnectionName, kind: KindInPath, chosen: Selection) -> Accepted:
        """Leave many as they are on both sides."""
        return self._change_many(Action.LEAVE, connection, kind.kind, chosen, ())

    # parts

    def _change_many(
        self, action: Action, connection: str, kind: Kind, chosen: Selection, steps: tuple[str, ...]
    ) -> Accepted:
        bulk, only = _bulk(action, kind, chosen), {"kind": kind.value}
        return self._start(connection, self._request(action.value, kind, steps=steps, only=only, change=bulk))

    def _change_one(self, action: Action, connection: str, kind: Kind, record_id: str) -> Accepted:
        record = self._known(connection, kind, record_id)
        if why_not := MOVES[action].refuses(record):
            raise _conflict(record, why_not)
        steps: tuple[str, ...] = ()
        if action == Action.RETRY:
            steps = (*fetches(kind, record.origin), *posts(kind, record.origin))
        elif action in (Action.REAPPLY, Action.POST_ANEW):
            steps = posts(kind, record.origin)
        bulk = BulkChange(action=action, kind=kind, ids=(record_id,))
        return self._start(connection, self._of_one(action.value, kind, record_id, steps=steps, change=bulk))

    def _known(self, connection: str, kind: Kind, record_id: str) -> Record:
        record = self.store(connection).get(kind, record_id)
        if record is None:
            raise not_found("record_id", record_id, "There is no such record here. Fetch it first.")
        return record

    def _request(
        self,
        action: str,
        kind: Kind,
        *,
        steps: tuple[str, ...] = (),
        only: dict[str, str] | None = None,
        change: BulkChange | None = None,
    ) -> Request:
        document = change.document() if change else None
        return Request(action=action, by=self._by, kind=kind.value, steps=steps, only=only, change=document)

    def _of_one(
        self, action: str, kind: Kind, record_id: str, *, steps: tuple[str, ...], change: BulkChange | None = None
    ) -> Request:
        return Request(
            action=action,
            by=self._by,
            kind=kind.value,
            id=record_id,
            steps=steps,
            only={"kind": kind.value, "id": record_id},
            change=change.document() if change else None,
        )

    @property
    def _by(self) -> str:
        return self.user().name

    def _start(self, connection: str, request: Request) -> Accepted:
        if connection_of(connection) is None:
            raise not_found("connection", connection, "There is no such connection.")
        started = self.starter.start(connection, request)
        return Accepted(run=started.run, status="WAITING" if started.waits else "STARTED", message=_says(started))


def _says(started: Started) -> str:
    first = AGAIN if started.again else ""
    return " ".join(filter(None, [first, WAITS if started.waits else "" if started.again else BEGINS]))


def fetches(kind: Kind, origin: System | None = None) -> tuple[str, ...]:
    """The steps that fetch a kind; those that read one system where the origin is known."""
    return _steps(lambda step: step.verb == Verb.FETCH and kind in step.kinds and origin in (None, step.system))


def posts(kind: Kind, origin: System | None = None) -> tuple[str, ...]:
    """The steps that post a kind: to the other system than the one that it comes from."""
    if kind in DEPENDENCIES:
        return (POSTS_DEPENDENCIES,)
    return _steps(lambda step: step.verb == Verb.POST and kind in step.kinds and step.system != origin)


def _steps(wanted: Callable[[Step], bool]) -> tuple[str, ...]:
    return tuple(step.name for step in STEPS if wanted(step))


def _conflict(record: Record, sentence: str) -> ProblemError:
    called = record.called
    return ProblemError(
        HTTPStatus.CONFLICT,
        f"{called[:1].upper()}{called[1:]} is {record.status.value}: {sentence}.",
        fault("status", record.status.value, sentence),
    )


def _bulk(action: Action, kind: Kind, chosen: Selection) -> BulkChange:
    if bool(chosen.ids) == (chosen.filter is not None):
        raise unprocessable("ids", f"{len(chosen.ids)} ids", "give either ids or a filter, not both and not neither")
    if chosen.filter is None:
        return BulkChange(action=action, kind=kind, ids=tuple(dict.fromkeys(chosen.ids)))
    wanted = chosen.filter.wanted
    if action == Action.RETRY and wanted.status not in (None, *MOVES[action].allowed):
        sentence = "only what is Error, Pending or Updated can be retried"
        wrong = fault("filter.status", str(wanted.status), sentence)
        raise ProblemError(HTTPStatus.CONFLICT, f"{sentence.capitalize()}.", wrong)
    return BulkChange(action=action, kind=kind, wanted=wanted)
