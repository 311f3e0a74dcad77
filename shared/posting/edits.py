"""What is sent of a contact or a product: at first all that it has, later the fields that have changed since.

An edit does not touch what people have typed in Xero. Where Xero takes some fields only together, it is read first, and what has
changed is written over what it has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.contact_fields import CONTACT
from shared.mapping.fields import Edit, Fields, Known, Shape, alike, all_sent, edit, notes_of, within
from shared.mapping.item_fields import ITEM
from shared.mapping.references import Mapped
from shared.posting.envelopes import Envelope, envelope_of
from shared.records.record import Record
from shared.records.store import Store

SHAPES: Final[Mapping[Kind, Shape]] = {Kind.CONTACT: CONTACT, Kind.PRODUCT: ITEM}
Raw = Mapping[str, Any]


def edited(record: Record, mapped: Mapped, store: Store) -> Envelope:
    """Make the envelope of a contact or product. Its payload is empty where Xero has been told all of it."""
    shape = SHAPES[record.kind]
    made = edit(shape.fields(mapped.payload), _known(record, shape, store) if record.in_remote else {})
    envelope = _with(envelope_of(record, mapped), made)
    return _written(envelope, {}) if made.changes or not record.in_remote else replace(envelope, payload={})


def over_theirs(envelopes: Sequence[Envelope], read: Callable[[Iterable[str]], Mapping[str, Raw]]) -> list[Envelope]:
    """Write edits over what Xero has, where they need that; `read` gives it by ids."""
    needing = {envelope.remote_id for envelope in envelopes if _needs_theirs(envelope)}
    theirs = read(needing) if needing else {}
    return [
        _over(envelope, theirs[envelope.remote_id]) if envelope.remote_id in theirs else envelope
        for envelope in envelopes
    ]


def _with(envelope: Envelope, made: Edit) -> Envelope:
    """Note the edit that an envelope is made of, and say what it leaves out."""
    said = notes_of(made.known, SHAPES[envelope.record.kind].words)
    notes = (*envelope.notes, *(note for note in said if note not in envelope.notes))
    return replace(envelope, changes=made.changes, fields=made.known, notes=notes)


def _written(envelope: Envelope, theirs: Raw) -> Envelope:
    """Write the changes of an envelope as a payload over what Xero has."""
    shape, record = SHAPES[envelope.record.kind], envelope.record
    number = str(envelope.payload[shape.identity])
    keeps = shape.stays and bool(record.remote_number)
    spelled = record.remote_number if keeps or alike(record.remote_number, number) else number
    return replace(envelope, payload={**shape.payload(envelope.changes, theirs), shape.identity: spelled})


def _needs_theirs(envelope: Envelope) -> bool:
    return bool(envelope.remote_id) and SHAPES[envelope.record.kind].needs_theirs(envelope.changes)


def _over(envelope: Envelope, theirs: Raw) -> Envelope:
    made = Edit(changes=envelope.changes, known=envelope.fields or {})
    return _written(_with(envelope, within(made, SHAPES[envelope.record.kind], theirs)), theirs)


def _known(record: Record, shape: Shape, store: Store) -> Known:
    """What Xero has of it. Before that was kept with the record, only its history told what had been sent."""
    return record.fields if record.fields is not None else all_sent(_last_sent(record, shape, store))


def _last_sent(record: Record, shape: Shape, store: Store) -> Fields:
    details = (event.detail for event in reversed(store.history(*record.key)) if not event.what.startswith("error"))
    requests = (detail.get("request") for detail in details if isinstance(detail, dict))
    return next((shape.fields(request) for request in requests if request and request.get(shape.identity)), {})
