"""Records and source objects, valid by default."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import Kind, System
from shared.records.record import Fetched, Record, Summary
from shared.records.transitions import first_seen

AT = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
STEP = "post_xero_sales"


def a_source(record_id: str = "2001", *, fingerprint: str = "payload-1", **changes: Any) -> Fetched:
    """Of another version of its document the fingerprint is not known."""
    document = changes.pop("document", {"id": record_id, "total": Decimal("12.00")})
    source = Fetched(
        kind=Kind.SALES_INVOICE,
        id=record_id,
        document=document,
        source_hash="source-1",
        fingerprint=lambda asked: fingerprint if asked == document else "",
        origin=System.BRIGHTPEARL,
        summary=Summary(number=f"SI-{record_id}", date="2026-11-20", total=Decimal("12.00"), contact_name="Ünal Ltd"),
        due_step=STEP,
    )
    return replace(source, **changes)


def a_record(record_id: str = "2001", **changes: Any) -> Record:
    return replace(first_seen(a_source(record_id), at=AT), **changes)


def a_problem(error_class: ErrorClass = ErrorClass.DATA, message: str = "no", hint: str = "do something") -> Problem:
    return Problem(error_class=error_class, message=message, hint=hint)
