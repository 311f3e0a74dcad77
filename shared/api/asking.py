"""What every trigger is made of: the request for a run, for one record or for many, and how its start is answered."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final, Protocol

from shared.api.access import User
from shared.api.problems import ProblemError, fault, not_found, unprocessable
from shared.api.shapes import Accepted, Selection
from shared.api.starting import Request, Started
from shared.kinds import DEPENDENCIES, Kind, System
from shared.records.connections import connection_of
from shared.records.record import Record
from shared.records.store import Store
from shared.sequence import STEPS, Step, Verb, post_of
from shared.steps.change_records import MOVES, Action, BulkChange

POSTS_DEPENDENCIES: Final = post_of(Kind.SALES_INVOICE, System.XERO)  # also a product or a contact alone, if asked to
POSTED: Final = frozenset({Action.REAPPLY, Action.POST_ANEW, Action.CREDIT, Action.LINK, Action.SEPARATE})
WAITS: Final = "Another run is working on this connection: this one begins when that has ended."
BEGINS: Final = "It begins as soon as nobody else works on this connection."
AGAIN: Final = "The same has been asked for already: this is that run."
Users = Callable[[], User]


class Starter(Protocol):
    """Starts what a request asks for, and says which run that is."""

    def start(self, connection: str, request: Request) -> Started: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """`store` gives the records of a connection, `user` whoever calls."""

    starter: Starter
    store: Callable[[str], Store]
    user: Users

    def change_many(
        self, action: Action, connection: str, kind: Kind, chosen: Selection, steps: tuple[str, ...]
    ) -> Accepted:
        bulk, only = bulk_of(action, kind, chosen), {"kind": kind.value}
        return self.start(connection, self.request(action.value, kind, steps=steps, only=only, change=bulk))

    def change_one(self, action: Action, connection: str, kind: Kind, record_id: str) -> Accepted:
        record = self.known(connection, kind, record_id)
        if why_not := MOVES[action].refuses(record):
            raise conflict(record, why_not)
        steps: tuple[str, ...] = ()
        if action == Action.RETRY:
            steps = (*fetches(kind, record.origin), *posts(kind, record.origin))
        elif action in POSTED:
            steps = posts(kind, record.origin)
        bulk = BulkChange(action=action, kind=kind, ids=(record_id,))
        return self.start(connection, self.of_one(action.value, kind, record_id, steps=steps, change=bulk))

    def known(self, connection: str, kind: Kind, record_id: str) -> Record:
        record = self.store(connection).get(kind, record_id)
        if record is None:
            raise not_found("record_id", record_id, "There is no such record here. Fetch it first.")
        return record

    def request(
        self,
        action: str,
        kind: Kind,
        *,
        steps: tuple[str, ...] = (),
        only: dict[str, str] | None = None,
        change: BulkChange | None = None,
    ) -> Request:
        document = change.document() if change else None
        return Request(action=action, by=self.by, kind=kind.value, steps=steps, only=only, change=document)

    def of_one(
        self, action: str, kind: Kind, record_id: str, *, steps: tuple[str, ...], change: BulkChange | None = None
    ) -> Request:
        return Request(
            action=action,
            by=self.by,
            kind=kind.value,
            id=record_id,
            steps=steps,
            only={"kind": kind.value, "id": record_id},
            change=change.document() if change else None,
        )

    @property
    def by(self) -> str:
        return self.user().name

    def start(self, connection: str, request: Request) -> Accepted:
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


def conflict(record: Record, sentence: str) -> ProblemError:
    called = record.called
    return ProblemError(
        HTTPStatus.CONFLICT,
        f"{called[:1].upper()}{called[1:]} is {record.status.value}: {sentence}.",
        fault("status", record.status.value, sentence),
    )


def bulk_of(action: Action, kind: Kind, chosen: Selection) -> BulkChange:
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
