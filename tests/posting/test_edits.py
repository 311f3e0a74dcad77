"""What is sent of a contact or product that is in Xero already: what has changed since, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, cast

import pytest

from shared.kinds import Kind
from shared.mapping.fields import How
from shared.mapping.references import Mapped
from shared.posting.edits import edited, over_theirs
from shared.posting.envelopes import Envelope
from shared.records.record import Record, Summary
from shared.records.store import Store
from tests.records.builders import a_record

Raw = dict[str, Any]
ITEM: Raw = {"Code": "TEE", "Name": "Tee", "Description": "Soft tee"}
CONTACT: Raw = {"ContactNumber": "202", "Name": "Harbour Ltd", "EmailAddress": "a@harbour.example"}


@dataclass
class History:
    """A store that knows the history of one record."""

    events: list[Any] = field(default_factory=list)
    asked: list[object] = field(default_factory=list)

    def history(self, *key: object) -> list[Any]:
        self.asked.append(key)
        return self.events


def event(what: str, request: Raw | None) -> Any:
    return SimpleNamespace(what=what, detail=None if request is None else {"request": request})


def sent(payload: Raw) -> dict[str, list[Any]]:
    return {name: [How.SENT, value] for name, value in payload.items()}


def a_thing(kind: Kind = Kind.PRODUCT, **changes: Any) -> Record:
    return a_record("202", kind=kind, summary=Summary(number="TEE"), **changes)


def edit(record: Record, payload: Raw, *events: Any, notes: tuple[str, ...] = ()) -> tuple[Envelope, History]:
    history = History(list(events))
    return edited(record, Mapped(payload=payload, notes=notes), cast("Store", history)), history


def test_what_is_new_goes_as_a_whole() -> None:
    envelope, history = edit(a_thing(), ITEM, notes=("a note",))

    assert envelope.payload == ITEM
    assert (envelope.remote_id, envelope.notes) == ("", ("a note",))
    assert envelope.fields is not None
    assert set(envelope.fields) >= {"Name", "Description"}
    assert history.asked == []


def test_of_what_is_there_only_what_has_changed_goes() -> None:
    record = a_thing(remote_id="x-1", remote_number="TEE", fields=sent(ITEM))

    envelope, history = edit(record, {**ITEM, "Name": "Red tee"})

    assert envelope.payload == {"Code": "TEE", "Name": "Red tee"}
    assert (envelope.remote_id, envelope.changes) == ("x-1", {"Name": "Red tee"})
    assert history.asked == []


def test_where_xero_has_been_told_all_of_it_nothing_goes() -> None:
    envelope, _ = edit(a_thing(remote_id="x-1", fields=sent(ITEM)), ITEM)

    assert (envelope.payload, envelope.changes) == ({}, {})
    assert envelope.fields == sent(ITEM)


@pytest.mark.parametrize(("theirs", "goes"), [("tee", "tee"), ("CAP", "TEE"), ("", "TEE")])
def test_a_code_goes_as_xero_spells_it(theirs: str, goes: str) -> None:
    record = a_thing(remote_id="x-1", remote_number=theirs, fields=sent(ITEM))

    assert edit(record, {**ITEM, "Name": "Red tee"})[0].payload["Code"] == goes


@pytest.mark.parametrize(
    "events",
    [
        [event("posted", {**ITEM, "Name": "Older"}), event("posted", ITEM)],
        [event("posted", ITEM), event("error: no", {**ITEM, "Name": "Newer"})],
        [event("posted", ITEM), event("edited", None), event("edited", {}), event("edited", {"Name": "Other"})],
    ],
    ids=["the newest", "no errors", "no other requests"],
)
def test_before_that_was_kept_the_history_told_what_had_been_sent(events: list[Any]) -> None:
    envelope, history = edit(a_thing(remote_id="x-1"), {**ITEM, "Name": "Red tee"}, *events)

    assert envelope.changes == {"Name": "Red tee"}
    assert history.asked == [(Kind.PRODUCT, "202")]


def test_without_any_history_all_of_it_goes() -> None:
    assert edit(a_thing(remote_id="x-1"), ITEM)[0].payload == ITEM


def test_a_note_that_says_what_is_left_out_stands_once() -> None:
    kept = {**sent(CONTACT), "EmailAddress": [How.REFUSED, "a@harbour.example"]}
    record = a_thing(Kind.CONTACT, remote_id="c-1", fields=kept)

    envelope, _ = edit(record, {**CONTACT, "Name": "Harbour Books Ltd"})
    (note,) = envelope.notes
    again, _ = edit(record, {**CONTACT, "Name": "Harbour Books Ltd"}, notes=(note,))

    assert note.startswith("Xero does not take these, so they were left out: ")
    assert "mail" in note
    assert again.notes == (note,)


def over(envelope: Envelope, theirs: Mapping[str, Raw]) -> tuple[Envelope, list[set[str]]]:
    asked: list[set[str]] = []

    def read(ids: Iterable[str]) -> Mapping[str, Raw]:
        asked.append(set(ids))
        return theirs

    (made,) = over_theirs([envelope], read)
    return made, asked


def test_what_needs_nothing_of_theirs_is_not_read() -> None:
    record = a_thing(remote_id="x-1", remote_number="TEE", fields=sent(ITEM))
    envelope, _ = edit(record, {**ITEM, "Name": "Red tee"})

    made, asked = over(envelope, {})

    assert made is envelope
    assert asked == []


def test_a_price_is_written_over_what_xero_has_of_it() -> None:
    record = a_thing(remote_id="x-1", remote_number="TEE", fields=sent(ITEM))
    envelope, _ = edit(record, {**ITEM, "SalesDetails": {"UnitPrice": 26}})
    theirs = {"ItemID": "x-1", "Code": "TEE", "SalesDetails": {"UnitPrice": 25, "TaxType": "OUTPUT2"}}

    made, asked = over(envelope, {"x-1": theirs})
    gone, _ = over(envelope, {})

    assert asked == [{"x-1"}]
    assert made.payload == {"Code": "TEE", "SalesDetails": {"UnitPrice": 26, "TaxType": "OUTPUT2"}}
    assert gone is envelope
