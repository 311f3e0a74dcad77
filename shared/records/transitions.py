"""Everything that can happen to a record. Pure: each change gives a new record, and the store decides whether it holds."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.records.failure import Failure, retries_by_itself
from shared.records.record import TOGETHER, Fetched, Record
from shared.records.standing import FOUND_ANEW, Standing, is_lasting
from shared.records.status import Status

CHANGED_SINCE: Final = "; it has changed in Brightpearl since, too"


def first_seen(source: Fetched, *, at: datetime) -> Record:
    """Make the record of a source object that is new: Pending, and due unless it is held."""
    return Record(
        kind=source.kind,
        id=source.id,
        origin=source.origin,
        status=Status.PENDING,
        document=source.document,
        source_hash=source.source_hash,
        fingerprint="",
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
    back = record.apart is Standing.WITHDRAWN
    stopped = bool(source.held) and not record.held and record.due_step is not None and not record.in_remote
    if record.source_hash == source.source_hash and not (woken or back or stopped):
        return None
    held = "" if record.in_remote else source.held
    current = replace(
        record,
        document=source.document,
        source_hash=source.source_hash,
        fingerprint=source.fingerprint(source.document),
        summary=source.summary,
        step=source.due_step,
        held=held,
        apart=None if back or record.apart in FOUND_ANEW else record.apart,
        decided=None,
        fetched_at=at,
        changed_at=at,
    )
    return _after_change(record, _compared(record, current, source) if record.agrees else current)


def _compared(agreed: Record, current: Record, source: Fetched) -> Record:
    """Keep what was posted as long as it differs. New rules alone change nothing: then both versions come out the same."""
    if current.fingerprint == agreed.posted:
        return current
    if current.fingerprint and current.fingerprint == source.fingerprint(agreed.document):
        return replace(current, posted=current.fingerprint, outdated=True)
    return replace(current, before=agreed.document)


def _after_change(before: Record, current: Record) -> Record:
    if before.status == Status.ARCHIVE:
        return current
    differs = current.fingerprint != current.posted or not current.fingerprint
    if current.apart is not None:
        if before.status == Status.ERROR:
            return _apart_after_change(before, current)
        current = replace(current, **TOGETHER) if differs else current
    if before.status == Status.PENDING:
        return replace(current, due_step=None if current.held else current.step)
    if before.status == Status.ERROR and current.held:
        return replace(current, status=Status.PENDING, due_step=None, failure=None)
    if before.status == Status.SENT:
        return waiting(current) if differs else current
    if before.status == Status.ERROR and current.fingerprint == before.fingerprint != "":
        return current
    return waiting(current)


def _apart_after_change(before: Record, current: Record) -> Record:
    """What is gone goes anew by itself under a new number; all else still needs a person, who is told of both changes."""
    if current.fingerprint == before.fingerprint or before.failure is None:
        return current
    if current.apart is not Standing.GONE:
        said = before.failure.problem.message.removesuffix(CHANGED_SINCE)
        problem = replace(before.failure.problem, message=f"{said}{CHANGED_SINCE}")
        return replace(current, apart=Standing.BOTH, failure=replace(before.failure, problem=problem))
    is_other = before.summary.number != current.summary.number
    return given_up(current, at=current.changed_at) if is_other else current


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
    fields: Mapping[str, Any] | None = None,
    claim: str = "",
    outdated: bool = False,
    at: datetime,
) -> Record:
    """The other system holds what was made of the source with that hash; a source that has changed meanwhile stays due."""
    known = replace(
        record,
        fingerprint=fingerprint if record.source_hash == source_hash else record.fingerprint,
        posted=fingerprint,
        before=None,
        outdated=outdated,
        remote_id=remote_id or record.remote_id,
        remote_number=remote_number or record.remote_number,
        arrived_at=record.arrived_at or (at if remote_id else None),
        failure=None,
        held="",
        notes=tuple(dict.fromkeys((*filter(is_lasting, record.notes), *notes))),
        **TOGETHER,
        fields=record.fields if fields is None else dict(fields),
        claim=claim or record.claim,
        changed_at=at,
    )
    if record.status == Status.ARCHIVE:
        return replace(known, archived_from=Status.SENT)
    if record.source_hash != source_hash:
        return replace(known, status=Status.SENT, due_step=record.step)
    return replace(known, status=Status.SENT, due_step=None)


def failed(
    record: Record,
    problem: Problem,
    *,
    settings_version: int,
    source_hash: str = "",
    fingerprint: str = "",
    remote_id: str = "",
    remote_number: str = "",
    altered: bool = False,
    posted: str = "",
    fields: Mapping[str, Any] | None = None,
    at: datetime,
) -> Record | None:
    """Note the error; None where the very same one is there already, so that waiting costs no writes.

    `altered` says that the other system holds neither what we posted last nor what we meant to, `posted` what it holds now where
    that is all that could go of it. A Sent record cannot fail: it has to be `waiting` first.
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
        fingerprint=fingerprint if fingerprint and record.source_hash == source_hash else record.fingerprint,
        failure=failure,
        held="",
        posted="" if altered else posted or record.posted,
        fields=record.fields if fields is None else dict(fields),
        remote_id=remote_id or record.remote_id,
        remote_number=remote_number or record.remote_number,
        arrived_at=record.arrived_at or (at if remote_id else None),
        changed_at=at,
    )
    if record.status == Status.ARCHIVE:
        return replace(known, archived_from=Status.ERROR)
    due_step = record.step if retries_by_itself(failure) else None
    return replace(known, status=Status.ERROR, due_step=due_step)


def doubtful(record: Record, *, fields: Mapping[str, Any] | None = None, at: datetime) -> Record | None:
    """An amendment was lost: the other system may hold another version than the one we posted last.

    `fields` is what is known of its fields now; None where nothing is doubtful that was not so before.
    """
    known = record.fields if fields is None else dict(fields)
    if not record.posted and known == record.fields:
        return None
    return replace(record, posted="", fields=known, changed_at=at)


def given_up(record: Record, *, at: datetime) -> Record:
    """What was there is gone, and for good: it is to be made anew, or found under its number."""
    known = replace(record, **TOGETHER, remote_id="", remote_number="", posted="", fields=None)
    unlinked = replace(known, arrived_at=None, changed_at=at)
    return unlinked if record.status == Status.ARCHIVE else waiting(unlinked)


def held(record: Record, reason: str, *, at: datetime) -> Record | None:
    """Keep it Pending with the reason shown; None where that is what it says already."""
    return None if record.held == reason else replace(record, held=reason, changed_at=at)


def postponed(record: Record, reason: str, *, since: datetime) -> Record | None:
    """Keep it due with the reason shown, for the first time `since` then; what was an Error is Pending again."""
    current = waiting(record) if record.status == Status.ERROR else record
    return held(current, reason, at=since)


def archived(record: Record, *, at: datetime) -> Record:
    """Archive it; one that is archived already stays as it is."""
    if record.status == Status.ARCHIVE:
        return record
    return replace(record, status=Status.ARCHIVE, archived_from=record.status, due_step=None, changed_at=at)


def unarchived(record: Record, *, at: datetime) -> Record:
    """Bring it back to the status that it had; what its source did meanwhile counts now."""
    if record.status != Status.ARCHIVE:
        return record
    back = replace(record, status=record.archived_from or Status.PENDING, archived_from=None, changed_at=at)
    if back.status == Status.SENT:
        return back if back.fingerprint == back.posted else waiting(back)
    if back.status == Status.ERROR:
        return replace(back, due_step=back.step if retries_by_itself(back.failure) else None)
    return replace(back, due_step=None if back.held else back.step)


def retried(record: Record, *, at: datetime) -> Record:
    """Retry it, because a person says so. One that is archived has to be brought back first, and stays as it is."""
    if record.status == Status.ARCHIVE:
        return record
    apart = None if record.apart in FOUND_ANEW else record.apart
    return replace(waiting(record), apart=apart, changed_at=at)


def asked_again(record: Record, *, at: datetime) -> Record:
    """Post it once more, because a person says so: what older rules have made counts as unknown, and goes as a whole."""
    return replace(retried(record, at=at), posted="" if record.outdated else record.posted)
