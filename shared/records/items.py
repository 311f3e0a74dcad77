"""Between a Record and its item in the table. Pure, but for PynamoDB's classes."""

import zlib
from datetime import datetime
from decimal import Decimal
from typing import Final

from shared.codec import to_bytes
from shared.errors import ErrorClass, Problem
from shared.kinds import Kind, System
from shared.records.model import ErrorMap, RecordItem
from shared.records.record import Failure, Record, Summary
from shared.records.status import Status

MAX_DOCUMENT_BYTES: Final = 360_000
OLDEST_FIRST_UNKNOWN: Final = "0000-00-00"
ID_WIDTH: Final = 12
LONGEST_SEARCHED: Final = 200


def partition(connection: str, kind: Kind) -> str:
    return f"{connection}#{kind}"


def due_partition(connection: str, step: str) -> str:
    return f"{connection}#due#{step}"


def due_order(record: Record) -> str:
    return f"{record.summary.date or OLDEST_FIRST_UNKNOWN}#{record.kind}#{record.id}"


def status_partition(connection: str, kind: Kind, status: Status) -> str:
    return f"{connection}#{kind}#{status}"


def listed(record: Record) -> str:
    """The place in a listing: by the document's date, then by number, so that it stays where it is when a status changes."""
    return f"{record.summary.date or OLDEST_FIRST_UNKNOWN}#{record.id.zfill(ID_WIDTH)}"


def searchable(text: str) -> str:
    """As it is kept for searching, and as what is searched for is compared: DynamoDB takes keys of up to 1,024 bytes."""
    return text.casefold()[:LONGEST_SEARCHED]


def fits(document: object) -> bool:
    return len(zlib.compress(to_bytes(document), 6)) <= MAX_DOCUMENT_BYTES


def to_item(record: Record, connection: str) -> RecordItem:
    summary = record.summary
    return RecordItem(
        pk=partition(connection, record.kind),
        sk=record.id,
        id=record.id,
        kind=record.kind.value,
        origin=record.origin.value,
        status=record.status.value,
        document=record.document,
        source_hash=record.source_hash,
        fingerprint=record.fingerprint,
        version=record.version,
        fetched_at=record.fetched_at.isoformat(),
        updated_at=record.changed_at.isoformat(),
        step=record.step,
        held=record.held or None,
        posted=record.posted or None,
        remote_id=record.remote_id or None,
        remote_number=record.remote_number or None,
        arrived_at=record.arrived_at.isoformat() if record.arrived_at else None,
        error=_error_map(record.failure),
        archived_from=record.archived_from.value if record.archived_from else None,
        notes=list(record.notes) or None,
        number=summary.number or None,
        reference=summary.reference or None,
        contact_id=summary.contact_id or None,
        contact_name=summary.contact_name or None,
        contact_search=searchable(summary.contact_name) or None,
        date=summary.date or None,
        currency=summary.currency or None,
        total=None if summary.total is None else format(summary.total, "f"),
        number_search=searchable(summary.number) or None,
        reference_search=searchable(summary.reference) or None,
        kind_key=partition(connection, record.kind),
        status_key=status_partition(connection, record.kind, record.status),
        listed=listed(record),
        due_key=due_partition(connection, record.due_step) if record.due_step else None,
        due_order=due_order(record) if record.due_step else None,
    )


def _error_map(failure: Failure | None) -> ErrorMap | None:
    if failure is None:
        return None
    return ErrorMap(
        error_class=failure.problem.error_class.value,
        message=failure.problem.message,
        hint=failure.problem.hint,
        attempts=failure.attempts,
        at=failure.at.isoformat(),
        settings_version=failure.settings_version,
    )


def to_record(item: RecordItem) -> Record:
    return Record(
        kind=Kind(item.kind),
        id=item.id,
        origin=System(item.origin),
        status=Status(item.status),
        document=item.document,
        source_hash=item.source_hash,
        fingerprint=item.fingerprint,
        summary=_summary(item),
        fetched_at=datetime.fromisoformat(item.fetched_at),
        changed_at=datetime.fromisoformat(item.updated_at),
        version=int(item.version),
        due_step=item.due_key.rsplit("#", 1)[1] if item.due_key else None,
        step=item.step,
        held=item.held or "",
        posted=item.posted or "",
        remote_id=item.remote_id or "",
        remote_number=item.remote_number or "",
        arrived_at=datetime.fromisoformat(item.arrived_at) if item.arrived_at else None,
        failure=_failure(item.error),
        archived_from=Status(item.archived_from) if item.archived_from else None,
        notes=tuple(item.notes or ()),
    )


def _summary(item: RecordItem) -> Summary:
    return Summary(
        number=item.number or "",
        reference=item.reference or "",
        contact_id=item.contact_id or "",
        contact_name=item.contact_name or "",
        date=item.date or "",
        currency=item.currency or "",
        total=None if item.total is None else Decimal(item.total),
    )


def _failure(error: ErrorMap | None) -> Failure | None:
    if error is None:
        return None
    return Failure(
        problem=Problem(error_class=ErrorClass(error.error_class), message=error.message, hint=error.hint),
        attempts=int(error.attempts),
        at=datetime.fromisoformat(error.at),
        settings_version=int(error.settings_version),
    )
