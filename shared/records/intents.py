"""Intents: what a post step is about to send, written down first, and only by a run that holds the lock.

docs/exactly-once.md says why.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from uuid import uuid4

from msgspec import Struct
from msgspec.structs import asdict
from pynamodb.exceptions import TransactWriteError

from shared.errors import ErrorClass, InvalidDataError, LockLostError, Problem, StepError, TransientError
from shared.kinds import Kind
from shared.records.apart import Parted
from shared.records.items import fits
from shared.records.model import IntentItem, is_condition
from shared.records.model.packing import pack
from shared.records.model.wire import is_busy, key, transact
from shared.records.patience import PATIENT, Patience
from shared.records.record import Key
from shared.records.schema import LOCK, Area, area
from shared.records.standing import Standing


class Companion(Struct, frozen=True, kw_only=True):
    """Another record of the same kind in the same element: its id, and what its part was made of."""

    id: str
    source_hash: str
    fingerprint: str
    outdated: bool = False


class Entry(Struct, frozen=True, kw_only=True):
    """One element of a batch: whose it is, what it was made of, and the natural key that finds it on the other side.

    `meant` is the whole payload where less than that is sent, `left` what of the record it does not carry. `outdated` is what
    becomes of the record's once it has arrived.
    """

    kind: Kind
    id: str
    source_hash: str
    fingerprint: str
    key: tuple[str, ...]
    total: Decimal | None
    tax: Decimal | None = None
    remote_id: str = ""
    notes: tuple[str, ...] = ()
    meant: Any = None
    outdated: bool = False
    others: tuple[Companion, ...] = ()
    left: Problem | None = None

    @property
    def keys(self) -> tuple[Key, ...]:
        """The keys of all its records."""
        return tuple((self.kind, record_id) for record_id in (self.id, *(other.id for other in self.others)))

    fields: Mapping[str, Any] | None = None


class Intent(Struct, frozen=True, kw_only=True):
    """`body` is the exact text that is sent; it has one element for each of `entries`, in their order."""

    step: str
    at: datetime
    target: str
    create: bool
    idempotency_key: str
    body: str
    entries: tuple[Entry, ...]

    @property
    def id(self) -> str:
        return f"{self.step}#{self.at.isoformat()}"


class Intents:
    """The open intents of one connection, for one run: it may write one only while it holds the connection's lock."""

    def __init__(
        self, *, connection: str, run: str, clock: Callable[[], datetime], patience: Patience = PATIENT
    ) -> None:
        self._connection = connection
        self._run = run
        self._partition = area(connection, Area.INTENT)
        self._clock = clock
        self._patience = patience
        self._last = datetime.min.replace(tzinfo=UTC)

    def now(self) -> datetime:
        """A time for a new intent: later than that of any this object has given before."""
        at = self._clock()
        if at <= self._last:
            at = self._last + datetime.resolution
        self._last = at
        return at

    def open(self, intent: Intent) -> None:
        """Write it down, before its body is sent.

        Raises LockLostError where another run has the lock by now, and TransientError where the table did not take it.
        """
        item = {**key(self._partition, intent.id), "body": {"B": pack(_document(intent))}}
        self._while_locked({"Put": {"Item": item, "ConditionExpression": "attribute_not_exists(pk)"}})

    def retract(self, intent: Intent) -> None:
        """Forget one of which nothing was done. Raises as `open` does: then a run that took over may have sent it."""
        self._while_locked({"Delete": {"Key": key(self._partition, intent.id)}})

    def _while_locked(self, write: dict[str, Any]) -> None:
        writes, token = (*self._fence(), write), str(uuid4())
        for _ in self._patience.tries():
            try:
                return transact(writes, token=token)
            except TransactWriteError as refusal:
                if not is_busy(refusal):
                    raise _refusal(refusal) from refusal
        raise _not_taken()

    def _fence(self) -> Iterable[dict[str, Any]]:
        """The lock is still ours."""
        condition = {
            "Key": key(area(self._connection, Area.LOCK), LOCK),
            "ConditionExpression": "#run = :run",
            "ExpressionAttributeNames": {"#run": "run"},
            "ExpressionAttributeValues": {":run": {"S": self._run}},
        }
        return ({"ConditionCheck": condition},)

    def close(self, intent: Intent) -> None:
        """Forget it: everything in it is settled."""
        IntentItem(self._partition, intent.id).delete()

    def still_open(self, step: str) -> list[Intent]:
        """Read those of a step that nobody has closed, oldest first."""
        items = IntentItem.query(self._partition, IntentItem.sk.startswith(f"{step}#"), consistent_read=True)
        return [_intent(item.body) for item in items]


def check_size(intent: Intent) -> None:
    """Refuse what would not fit the table, for then it must not be sent. Raises InvalidDataError."""
    if not fits(_document(intent)):
        raise InvalidDataError(
            "it is too big to be noted down before it is sent", hint="split the document in Brightpearl, then retry"
        )


def _refusal(refusal: TransactWriteError) -> StepError:
    lock = next(iter(refusal.cancellation_reasons), None)
    if lock is not None and is_condition(lock.code):
        return LockLostError(
            "this run no longer holds the connection's lock, so it posts nothing more",
            hint="look for the run that took over; it goes on where this one was stopped",
        )
    return _not_taken()


def _not_taken() -> TransientError:
    return TransientError(
        "the table did not take note of a request, so it goes no further", hint="the next cycle goes on"
    )


def _document(intent: Intent) -> dict[str, Any]:
    return {**asdict(intent), "at": intent.at.isoformat(), "entries": [_written(entry) for entry in intent.entries]}


def _written(entry: Entry) -> dict[str, Any]:
    left = None if entry.left is None else asdict(entry.left)
    return {**asdict(entry), "others": [asdict(other) for other in entry.others], "left": left}


def _intent(document: dict[str, Any]) -> Intent:
    entries = tuple(_entry(entry) for entry in document["entries"])
    return Intent(**{**document, "at": datetime.fromisoformat(document["at"]), "entries": entries})


def _entry(document: dict[str, Any]) -> Entry:
    amounts = {name: document.get(name) for name in ("total", "tax")}
    return Entry(
        **{
            **document,
            "kind": Kind(document["kind"]),
            "key": tuple(document["key"]),
            "notes": tuple(document["notes"]),
            **{name: None if amount is None else Decimal(amount) for name, amount in amounts.items()},
            "others": tuple(Companion(**other) for other in document.get("others", ())),
            "left": _problem(document.get("left")),
        }
    )


def _problem(document: dict[str, Any] | None) -> Problem | None:
    if document is None:
        return None
    values = {**document, "error_class": ErrorClass(document["error_class"])}
    if "standing" in document:
        return Parted(**{**values, "standing": Standing(document["standing"])})
    return Problem(**values)
