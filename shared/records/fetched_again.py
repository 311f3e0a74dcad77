"""What becomes of a record when its source is read once more: as it is now, withdrawn, deleted, or come back. Pure."""

from datetime import datetime

from msgspec.structs import replace

from shared.records.apart import gone_on_both_sides, is_to_go, parted, put_away, withdrawn
from shared.records.credited import goes_anew
from shared.records.record import Fetched, Record
from shared.records.standing import Standing
from shared.records.status import Status
from shared.records.transitions import refetched


def fetched_again(record: Record, source: Fetched, *, settings_version: int, at: datetime) -> Record | None:
    """Take over what the source says now, also that it was withdrawn or has come back; None where nothing has changed."""
    if source.withdrawn and not record.in_remote:
        return deleted_unsent(record, source, at=at)
    if source.withdrawn:
        return taken_back(record, source, settings_version=settings_version, at=at)
    if source.document.get("deleted") and is_to_go(record):
        return None
    if record.apart is Standing.WITHDRAWN and source.document.get("deleted"):
        return gone_on_both_sides(record, at=at)
    if record.is_credited and not source.held:
        return invoiced_again(record, source, at=at) if _is_put_right(record) else known_later(record, source, at=at)
    return refetched(record, source, at=at)


def taken_back(record: Record, source: Fetched, *, settings_version: int, at: datetime) -> Record | None:
    """Take over a source that was withdrawn, and keep what was posted; None where nothing has changed."""
    if record.source_hash == source.source_hash:
        return None
    credits_nothing = record.apart is Standing.GONE and record.current_opposites
    if record.is_credited or credits_nothing:
        return replace(record, document=source.document, source_hash=source.source_hash, fetched_at=at)
    current = replace(
        record,
        document=source.document,
        before=record.document if record.agrees else record.before,
        source_hash=source.source_hash,
        fingerprint="",
        fetched_at=at,
        changed_at=at,
    )
    is_gone = record.apart is Standing.GONE or record.document.get("deleted")
    if is_gone and not source.beside:
        return gone_on_both_sides(current, at=at)
    how = withdrawn(current, source.withdrawn, beside=source.beside)
    return parted(current, how, settings_version=settings_version, at=at) or current


def _is_put_right(record: Record) -> bool:
    """Whether what credits it is there to the cent: until then it is no more than on its way."""
    return record.due_step is None and record.failure is None


def known_later(record: Record, source: Fetched, *, at: datetime) -> Record | None:
    """Take over a source that has come back while it is being credited: it goes anew once that is done."""
    if record.source_hash == source.source_hash:
        return None
    known = replace(record, document=source.document, source_hash=source.source_hash, summary=source.summary)
    due_step = None if record.status is Status.ARCHIVE else source.due_step
    return replace(known, fingerprint="", due_step=due_step, fetched_at=at, changed_at=at)


def invoiced_again(record: Record, source: Fetched, *, at: datetime) -> Record:
    """What was credited in the other system stays there: it goes anew, under the next number."""
    unlinked = goes_anew(record, source.summary.number, at=at)
    return refetched(unlinked, source, at=at) or unlinked


def deleted_unsent(record: Record, source: Fetched, *, at: datetime) -> Record | None:
    """What is not in the other system was deleted for good; None where that is known."""
    if record.source_hash == source.source_hash:
        return None
    known = replace(record, document=source.document, source_hash=source.source_hash, fingerprint="", fetched_at=at)
    return put_away(known, source.withdrawn, at=at)
