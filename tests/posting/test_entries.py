"""What an intent notes of an envelope is enough to make it again, once its process is gone."""

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from shared.mapping.fields import How
from shared.posting.entries import entry_of, from_entry
from shared.posting.envelopes import Envelope, Part
from shared.posting.targets.xero_journals import JournalTarget
from shared.records.record import Record
from tests.posting.memory import silent_xero
from tests.records.builders import a_problem, a_record

RECORD, OTHER = a_record("1"), a_record("2")
PAYLOAD = {"Narration": "Stock correction 1", "JournalLines": []}
ENVELOPE = Envelope(
    record=RECORD,
    source_hash="source-1",
    payload=PAYLOAD,
    fingerprint="payload-1",
    total=Decimal("12.00"),
    tax=Decimal("2.00"),
    remote_id="xero-1",
    notes=("a note",),
    fields={"a": [How.SENT, 1]},
    outdated=True,
    others=(Part(record=OTHER, source_hash="source-2", fingerprint="payload-2", outdated=True),),
    left=a_problem(),
)


def again(envelope: Envelope, body: dict[str, Any], *records: Record) -> Envelope:
    entry = entry_of(envelope, JournalTarget(silent_xero()))
    known = {record.key: record for record in (records or (RECORD, OTHER))}
    return from_entry(entry, body, known)


def told(envelope: Envelope) -> object:
    return msgspec.to_builtins(replace(envelope, others=()), enc_hook=str), [
        (one.record.key, one.source_hash, one.fingerprint, one.outdated) for one in envelope.others
    ]


@pytest.mark.parametrize(
    "envelope",
    [ENVELOPE, replace(ENVELOPE, outdated=False, others=(replace(ENVELOPE.others[0], outdated=False),), left=None)],
    ids=["with all", "with less"],
)
def test_an_envelope_is_made_again_as_it_was(envelope: Envelope) -> None:
    assert told(again(envelope, PAYLOAD)) == told(envelope)


def test_where_only_a_part_is_sent_the_whole_is_noted_too() -> None:
    part = {"Narration": "Stock correction 1"}

    assert told(again(replace(ENVELOPE, amendment=part), part)) == told(replace(ENVELOPE, amendment=part))
    assert again(replace(ENVELOPE, amendment=PAYLOAD), PAYLOAD).amendment is None


def test_its_records_are_as_they_are_now() -> None:
    now = replace(RECORD, source_hash="source-9")

    made = again(ENVELOPE, PAYLOAD, now, OTHER)

    assert (made.record, made.source_hash) == (now, "source-1")


def test_an_entry_is_found_by_the_natural_key_of_its_payload() -> None:
    entry = entry_of(ENVELOPE, JournalTarget(silent_xero()))

    assert entry.key == ("Stock correction 1",)
    assert entry.keys == (RECORD.key, OTHER.key)
