"""A record and everything that can happen to it. Pure: each change gives a new record, the store decides whether it holds."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind, System
from shared.records.status import Status

MAX_TRANSIENT_ATTEMPTS: Final = 10


class Summary(Struct, frozen=True, kw_only=True):
    """What a listing shows of a record; text is "" and amounts None where the source does not say."""

    number: str = ""
    reference: str = ""
    contact_id: str = ""
    contact_name: str = ""
    date: str = ""
    currency: str = ""
    total: Decimal | None = None


class Failure(Struct, frozen=True, kw_only=True):
    """A record's last error; `attempts` counts the attempts that failed in a row."""

    problem: Problem
    attempts: int
    at: datetime
    settings_version: int


class Fetched(Struct, frozen=True, kw_only=True):
    """A source object as a fetch step hands it to the store.

    `fingerprint` is that of the payload that it would be posted as, "" where it cannot be mapped. Where it may
    not be posted yet, `held` is the reason.
    """

    kind: Kind
    id: str
    document: Any
    source_hash: str
    fingerprint: str
    origin: System
    summary: Summary
    due_step: str | None
    held: str = ""


class Record(Struct, frozen=True, kw_only=True):
    """Our row for one object. `version` counts its writes; `due_step` is set while a post step should look at it.

    `arrived_at` is when we knew first that the other system holds it.
    """

    kind: Kind
    id: str
    origin: System
    status: Status
    document: Any
    source_hash: str
    fingerprint: str
    summary: Summary
    fetched_at: datetime
    changed_at: datetime
    version: int = 1
    due_step: str | None = None
    step: str | None = None
    held: str = ""
    posted: str = ""
    remote_id: str = ""
    remote_number: str = ""
    arrived_at: datetime | None = None
    failure: Failure | None = None
    archived_from: Status | None = None
    notes: tuple[str, ...] = field(default=())

    @property
    def key(self) -> tuple[Kind, str]:
        return self.kind, self.id

    @property
    def called(self) -> str:
        """As people know it: `sales invoice SI-1001`. A contact goes by its name."""
        name, number = self.summary.contact_name, self.summary.number
        known = name or number if self.kind == Kind.CONTACT else number or name
        return f"{self.kind.words} {known or self.id}"

    @property
    def in_remote(self) -> bool:
        """Whether the other system holds it, whatever its status."""
        return bool(self.remote_id)


def retries_by_itself(failure: Failure | None) -> bool:
    if failure is None:
        return True
    if failure.problem.error_class == ErrorClass.TRANSIENT:
        return failure.attempts < MAX_TRANSIENT_ATTEMPTS
    return failure.problem.error_class == ErrorClass.DEPENDENCY


def first_seen(source: Fetched, *, at: datetime) -> Record:
    return Record(
        kind=source.kind,
        id=source.id,
        origin=source.origin,
        status=Status.PENDING,
        document=source.document,
        source_hash=source.source_hash,
        fingerprint=source.fingerprint,
        summary=source.summary,
        fetched_at=at,
        changed_at=at,
        due_step=None if source.held else source.due_step,
        step=source.due_step,
        held=source.held,
    )


def refetched(record: Record, source: Fetched, *, at: datetime) -> Record | None:
    """Take over what the source says now; None where nothing that we keep has changed."""
    woken = bool(record.held) and not source.held
    if record.source_hash == source.source_hash and not woken:
        return None
    held = source.held if record.status == Status.PENDING else ""
    current = replace(
        record,
        document=source.document,
        source_hash=source.source_hash,
        fingerprint=source.fingerprint,
        summary=source.summary,
        step=source.due_step,
        held=held,
        fetched_at=at,
        changed_at=at,
    )
    return _after_change(record, current)


def _after_change(before: Record, current: Record) -> Record:
    if before.status == Status.ARCHIVE:
        return current
    differs = current.fingerprint != before.posted or not current.fingerprint
    if before.status == Status.PENDING:
        return replace(current, due_step=None if current.held else current.step)
    if before.status == Status.SENT:
        return waiting(current) if differs else current
    if before.status == Status.ERROR and current.fingerprint == before.fingerprint != "":
        return current
    return waiting(current)


def waiting(record: Record) -> Record:
    """Make it due: Updated where the other system holds it already, or need not hold it, else Pending."""
    settled = record.in_remote or record.status in (Status.SENT, Status.UPDATED)
    status = Status.UPDATED if settled else Status.PENDING
    return replace(record, status=status, due_step=record.step, failure=None, held="")


def sent(
    record: Record,
    *,
    source_hash: str,
    fingerprint: str,
    remote_id: str,
    remote_number: str = "",
    notes: tuple[str, ...] = (),
    at: datetime,
) -> Record:
    """The other system holds what was made of the source with that hash; a source that has changed meanwhile stays due."""
    known = replace(
        record,
        posted=fingerprint,
        remote_id=remote_id or record.remote_id,
        remote_number=remote_number or record.remote_number,
        arrived_at=record.arrived_at or (at if remote_id else None),
        failure=None,
        held="",
        notes=notes,
        changed_at=at,
    )
    if record.status == Status.ARCHIVE:
        return replace(known, archived_from=Status.SENT)
    if record.source_hash != source_hash:
        return replace(known, status=Status.SENT, due_step=record.step)
    return replace(known, status=Status.SENT, fingerprint=fingerprint, due_step=None)


def failed(
    record: Record,
    problem: Problem,
    *,
    settings_version: int,
    remote_id: str = "",
    remote_number: str = "",
    altered: bool = False,
    at: datetime,
) -> Record | None:
    """Note the error; None where the very same one is there already, so that waiting costs no writes.

    `altered` says that the other system holds neither what we posted last nor what we meant to. A Sent record cannot fail:
    it has to be `waiting` first.
    """
    if record.status == Status.SENT:
        return None
    before = record.failure
    again = before is not None and before.problem == problem
    if again and problem.error_class == ErrorClass.DEPENDENCY and not remote_id:
        return None
    attempts = before.attempts + 1 if before is not None else 1
    failure = Failure(problem=problem, attempts=attempts, at=at, settings_version=settings_version)
    known = replace(
        record,
        failure=failure,
        held="",
        posted="" if altered else record.posted,
        remote_id=remote_id or record.remote_id,
        remote_number=remote_number or record.remote_number,
        arrived_at=record.arrived_at or (at if remote_id else None),
        changed_at=at,
    )
    if record.status == Status.ARCHIVE:
        return replace(known, archived_from=Status.ERROR)
    due_step = record.step if retries_by_itself(failure) else None
    return replace(known, status=Status.ERROR, due_step=due_step)


def doubtful(record: Record, *, at: datetime) -> Record | None:
    """An amendment was lost: the other system may hold another version than the one we posted last."""
    return replace(record, posted="", changed_at=at) if record.posted else None


def held(record: Record, reason: str, *, at: datetime) -> Record | None:
    """Keep it Pending with the reason shown; None where that is what it says already."""
    if record.held == reason:
        return None
    return replace(record, held=reason, changed_at=at)


def archived(record: Record, *, at: datetime) -> Record:
    """Put it aside; one that is aside already stays as it is."""
    if record.status == Status.ARCHIVE:
        return record
    return replace(record, status=Status.ARCHIVE, archived_from=record.status, due_step=None, changed_at=at)


def unarchived(record: Record, *, at: datetime) -> Record:
    """Back to what it was; what its source did meanwhile counts now."""
    if record.status != Status.ARCHIVE:
        return record
    back = replace(record, status=record.archived_from or Status.PENDING, archived_from=None, changed_at=at)
    if back.status == Status.SENT:
        return back if back.fingerprint == back.posted else waiting(back)
    if back.status == Status.ERROR:
        return replace(back, due_step=back.step if retries_by_itself(back.failure) else None)
    return replace(back, due_step=None if back.held else back.step)


def retried(record: Record, *, at: datetime) -> Record:
    """A person says: try again. What was put aside is not tried, it has to be taken back first."""
    if record.status == Status.ARCHIVE:
        return record
    return replace(waiting(record), changed_at=at)
