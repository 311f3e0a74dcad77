"""What a listing shows of a record, read from an index that carries just this."""

from dataclasses import dataclass
from typing import Final

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.model import RecordItem
from shared.records.record import MAX_TRANSIENT_ATTEMPTS
from shared.records.status import Status

LONGEST_CAUSE: Final = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """A record's last error."""

    error_class: str
    message: str
    hint: str
    attempts: int
    at: str

    @property
    def cause(self) -> str:
        """What one thing would cure: the hint tells it, for messages carry names and amounts of their own records."""
        return (self.hint or self.message)[:LONGEST_CAUSE]

    @property
    def needs_person(self) -> bool:
        """Whether nothing happens before somebody does something: it is not tried again by itself."""
        if self.error_class == ErrorClass.TRANSIENT:
            return self.attempts >= MAX_TRANSIENT_ATTEMPTS
        return self.error_class != ErrorClass.DEPENDENCY


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What a listing shows of a record; what is not known is an empty text."""

    kind: Kind
    id: str
    status: Status
    number: str
    reference: str
    contact_name: str
    date: str
    currency: str
    total: str
    remote_id: str
    remote_number: str
    held: str
    origin: str
    changed_at: str
    error: Trouble | None


def to_line(item: RecordItem) -> Line:
    error = item.error
    return Line(
        kind=Kind(item.kind),
        id=item.id,
        status=Status(item.status),
        number=item.number or "",
        reference=item.reference or "",
        contact_name=item.contact_name or "",
        date=item.date or "",
        currency=item.currency or "",
        total=item.total or "",
        remote_id=item.remote_id or "",
        remote_number=item.remote_number or "",
        held=item.held or "",
        origin=item.origin,
        changed_at=item.updated_at,
        error=Trouble(
            error_class=error.error_class,
            message=error.message,
            hint=error.hint,
            attempts=int(error.attempts),
            at=error.at,
        )
        if error is not None
        else None,
    )
