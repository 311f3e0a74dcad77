"""What an intent notes of an envelope, and the envelope that a later invocation makes of that."""

from collections.abc import Mapping

from shared.mapping.references import Payload
from shared.posting.envelopes import Envelope, Part, is_settled
from shared.posting.target import Target
from shared.records.intents import Companion, Entry, Intent
from shared.records.record import Key as RecordKey
from shared.records.record import Record
from shared.records.store import Store


def entry_of(envelope: Envelope, target: Target) -> Entry:
    """Give what the intent notes of it, so that a later invocation can make the envelope again."""
    return Entry(
        kind=envelope.record.kind,
        id=envelope.record.id,
        source_hash=envelope.source_hash,
        fingerprint=envelope.fingerprint,
        key=target.key(envelope.payload),
        total=envelope.total,
        tax=envelope.tax,
        remote_id=envelope.remote_id,
        notes=envelope.notes,
        meant=None if envelope.amendment in (None, envelope.payload) else envelope.payload,
        outdated=envelope.outdated,
        others=tuple(_companion(part) for part in envelope.others),
        fields=envelope.fields,
        left=envelope.left,
    )


def _companion(part: Part) -> Companion:
    return Companion(
        id=part.record.id, source_hash=part.source_hash, fingerprint=part.fingerprint, outdated=part.outdated
    )


def from_entry(entry: Entry, payload: Payload, records: Mapping[RecordKey, Record]) -> Envelope:
    """Make the envelope again with the records as they are now."""
    return Envelope(
        record=records[entry.kind, entry.id],
        source_hash=entry.source_hash,
        payload=payload if entry.meant is None else entry.meant,
        amendment=None if entry.meant is None else payload,
        fingerprint=entry.fingerprint,
        total=entry.total,
        tax=entry.tax,
        remote_id=entry.remote_id,
        notes=entry.notes,
        outdated=entry.outdated,
        others=tuple(
            Part(
                record=records[entry.kind, other.id],
                source_hash=other.source_hash,
                fingerprint=other.fingerprint,
                outdated=other.outdated,
            )
            for other in entry.others
        ),
        fields=entry.fields,
        left=entry.left,
    )


def unsettled(intent: Intent, target: Target, store: Store) -> list[Envelope]:
    """Make the envelopes of an intent again, for those of its records that are not settled yet."""
    records = store.get_many(key for entry in intent.entries for key in entry.keys)
    pairs = zip(intent.entries, target.decode(intent.body), strict=True)
    envelopes = [from_entry(entry, body, records) for entry, body in pairs if records.keys() >= {*entry.keys}]
    return [envelope for envelope in envelopes if not all(is_settled(part) for part in envelope.parts)]
