"""What an answer tells of a record: its ids, what stands beside its own document, and what Xero says of it now. Pure."""

from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shared.kinds import ORDERS
from shared.mapping.fields import Known
from shared.mapping.opposites import is_opposite
from shared.mapping.versions import version_of
from shared.posting.envelopes import NOTHING, Envelope, Failing
from shared.posting.target import Element
from shared.records.record import Record
from shared.xero.resources import CREDIT_NOTES, INVOICES, MANUAL_JOURNALS

NUMBERS: Final = tuple(dict.fromkeys(order.number_field for order in ORDERS.values()))


def there_of(failure: Failing, record: Record) -> Element:
    """Give what is known of it there. A refused change of a shared bill says nothing of orders that were to be added.

    What was found there to be ours, and may not be changed, is there all the same.
    """
    envelope, element = failure.envelope, failure.element
    if envelope.others and not failure.has_arrived:
        return NOTHING
    is_found = envelope.record.kind in ORDERS and not record.in_remote and not element.remote_id
    number = number_in(envelope)
    if not is_found or not envelope.remote_id or is_opposite(number):
        return element
    return replace(element, remote_id=envelope.remote_id, remote_number=number)


def kept(record: Record, envelope: Envelope, element: Element) -> tuple[str, Known | None]:
    """Give what becomes of a record's id and fields. What stands beside its own element is named in the fields."""
    if not element.part:
        return element.remote_id, envelope.fields
    fields = {**(envelope.fields or {}), element.part: element.remote_id}
    return "" if record.in_remote else element.remote_id, fields


def tells_of_fields(failure: Failing) -> bool:
    """What is there as it was sent, of a document or beside it. What was refused notes nothing."""
    of_document = failure.envelope.record.kind in ORDERS or bool(failure.element.part)
    return failure.is_rest or (of_document and failure.has_arrived)


def with_part(record: Record, element: Element, *, at: datetime) -> Record:
    return replace(record, fields={**(record.fields or {}), element.part: element.remote_id}, changed_at=at)


def links_in(element: Element) -> tuple[str, ...]:
    return (element.remote_id, *element.also) if element.remote_id else ()


def seen_in(element: Element) -> str:
    """What Xero's answer says of a document that it holds; "" of anything else, and where it refused what we sent."""
    raw = element.raw
    told = element.remote_id in {raw.get(resource.id_field) for resource in (INVOICES, CREDIT_NOTES, MANUAL_JOURNALS)}
    return version_of(raw).written() if told and not element.refusals else ""


def number_in(envelope: Envelope) -> str:
    """The number under which a document is there, whichever kind it is in Xero; "" of other kinds."""
    if envelope.record.kind not in ORDERS:
        return ""
    return next((str(envelope.payload[name]) for name in NUMBERS if envelope.payload.get(name)), "")
