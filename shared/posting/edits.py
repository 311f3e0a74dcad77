"""What is sent of a contact or a product: at first all that it has, later the fields that have changed since.

An edit does not touch what people have typed in Xero. Where Xero takes some fields only together, it is read first, and what has
changed is written over what it has.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.contact_fields import CONTACT, too_many_persons
from shared.mapping.fields import Fields, How, Known, Shape, alike, all_sent, changed, known_after, left_out, notes_of
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
    ours = shape.fields(mapped.payload)
    known = _known(record, shape, store) if record.in_remote else {}
    changes = changed(ours, known)
    after = known_after(ours, known, changes)
    made = replace(
        envelope_of(record, mapped),
        changes=changes,
        fields=after,
        notes=(*mapped.notes, *notes_of(after, shape.words)),
    )
    return written(made, {}) if changes or not record.in_remote else replace(made, payload={})


def over_theirs(envelopes: Sequence[Envelope], read: Callable[[Iterable[str]], Mapping[str, Raw]]) -> list[Envelope]:
    """Write edits over what Xero has, where they need that; `read` gives it by ids."""
    needing = {envelope.remote_id for envelope in envelopes if _needs_theirs(envelope)}
    theirs = read(needing) if needing else {}
    return [
        _with_room(envelope, theirs[envelope.remote_id]) if envelope.remote_id in theirs else envelope
        for envelope in envelopes
    ]


def written(envelope: Envelope, theirs: Raw) -> Envelope:
    """Write the changes of an envelope as a payload over what Xero has."""
    shape, record = SHAPES[envelope.record.kind], envelope.record
    number = str(envelope.payload[shape.identity])
    spelled = record.remote_number if alike(record.remote_number, number) else number
    return replace(envelope, payload={**shape.payload(envelope.changes, theirs), shape.identity: spelled})


def _needs_theirs(envelope: Envelope) -> bool:
    return bool(envelope.remote_id) and SHAPES[envelope.record.kind].needs_theirs(envelope.changes)


def _with_room(envelope: Envelope, theirs: Raw) -> Envelope:
    crowd = too_many_persons(envelope.changes, theirs)
    changes = {path: value for path, value in envelope.changes.items() if path not in crowd}
    known = left_out(envelope.fields or {}, crowd, How.NO_ROOM)
    fresh = {path: entry for path, entry in known.items() if path in crowd}
    notes = (*envelope.notes, *notes_of(fresh, SHAPES[envelope.record.kind].words))
    return written(replace(envelope, changes=changes, fields=known, notes=notes), theirs)


def _known(record: Record, shape: Shape, store: Store) -> Known:
    """What Xero has of it. Before that was kept with the record, only its history told what had been sent."""
    return record.fields if record.fields is not None else all_sent(_last_sent(record, shape, store))


def _last_sent(record: Record, shape: Shape, store: Store) -> Fields:
    details = (event.detail for event in reversed(store.history(*record.key)) if not event.what.startswith("error"))
    requests = (detail.get("request") for detail in details if isinstance(detail, dict))
    return next((shape.fields(request) for request in requests if request and request.get(shape.identity)), {})
