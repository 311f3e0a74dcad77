"""What a record becomes on its way, and what a look-up or a name that is taken changes of it."""

from collections.abc import Sequence
from decimal import Decimal
from types import SimpleNamespace
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import HeldError, UnmappableError
from shared.mapping.fields import How
from shared.mapping.references import Mapped, fingerprint_of
from shared.posting.envelopes import (
    Arrival,
    Envelope,
    Failing,
    Part,
    arrival_or_rest,
    blank_envelope,
    envelope_of,
    instead,
    is_guess,
    is_settled,
    mapped_all,
    readied,
    renewed,
)
from shared.posting.target import Element, Rename, Target
from shared.records.failure import Failure
from shared.records.record import Record
from shared.records.status import Status
from tests.records.builders import AT, a_problem, a_record

Raw = dict[str, Any]


def an_envelope(record: Record, **changes: Any) -> Envelope:
    return Envelope(record=record, **{"source_hash": "s", "payload": {"id": record.id}, "fingerprint": "f", **changes})


def failed(attempts: int) -> Failure:
    return Failure(problem=a_problem(), attempts=attempts, at=AT, settings_version=1)


def test_a_mapped_record_is_an_envelope_with_all_of_both() -> None:
    record = a_record(remote_id="xero-1")
    mapped = Mapped(payload={"a": 1}, total=Decimal("12.00"), tax=Decimal("2.00"), notes=("a note",))

    made = envelope_of(record, mapped)

    assert (made.record, made.source_hash, made.payload) == (record, "source-1", {"a": 1})
    assert (made.total, made.tax, made.remote_id, made.notes) == (
        Decimal("12.00"),
        Decimal("2.00"),
        "xero-1",
        ("a note",),
    )
    assert made.fingerprint == fingerprint_of(mapped)
    assert made.wanted.remote_id == "xero-1"


def test_a_blank_envelope_is_of_its_record_and_says_nothing() -> None:
    record = a_record(remote_id="xero-1")

    made = blank_envelope(record)

    assert (made.record, made.source_hash, made.payload, made.fingerprint) == (record, "source-1", {}, "")
    assert (made.remote_id, made.total, made.tax, made.notes) == ("", None, None, ())


def test_what_is_wanted_is_all_that_an_envelope_says() -> None:
    said: Raw = {
        "total": Decimal(1),
        "tax": Decimal(2),
        "remote_id": "x",
        "fields": {"a": [How.SENT, 1]},
        "base": {"b": 1},
        "amendment": {"c": 1},
        "refused": Element(key=()),
        "is_old": True,
    }

    wanted = an_envelope(a_record(), **said).wanted

    assert {name: getattr(wanted, name) for name in said} == said
    assert (wanted.payload, wanted.contact_name) == ({"id": "2001"}, "Ünal Ltd")
    assert wanted.sent == {"c": 1}
    assert an_envelope(a_record()).wanted.sent == {"id": "2001"}


def test_one_that_rests_goes_along_only_beside_others() -> None:
    resting = a_record("2", status=Status.SENT, due_step=None)
    part = Part(record=resting, source_hash="s", fingerprint="f")

    assert [one.record.id for one in an_envelope(a_record("1"), others=(part,)).active] == ["1"]
    assert [one.record.id for one in an_envelope(resting).active] == ["2"]
    due, waits = (
        replace(part, record=a_record("3", status=Status.SENT)),
        replace(part, record=a_record("4", due_step=None)),
    )
    assert [one.rests for one in (part, due, waits)] == [True, False, False]
    assert an_envelope(a_record("1"), others=(part,)).keys == (a_record("1").key, resting.key)


@pytest.mark.parametrize(("attempts", "alone"), [(1, False), (2, True), (3, True)])
def test_one_that_has_failed_twice_goes_alone(attempts: int, alone: bool) -> None:
    bad = a_record("2", failure=failed(attempts))

    assert an_envelope(bad).alone is alone
    beside = Part(record=bad, source_hash="s", fingerprint="f")
    assert an_envelope(a_record("1"), others=(beside,)).alone is alone
    assert not an_envelope(a_record("1")).alone


@pytest.mark.parametrize(
    ("changes", "same", "settled"),
    [
        ({"remote_id": "x", "posted": "f"}, False, True),
        ({"remote_id": "x", "posted": "g"}, False, False),
        ({"posted": "f"}, False, False),
        ({"remote_id": "x", "posted": "f", "failure": failed(1)}, False, False),
        ({}, True, True),
    ],
    ids=["held there", "another version", "not there", "an Error", "nothing has changed"],
)
def test_a_part_is_settled_where_this_version_is_there(changes: Raw, same: bool, settled: bool) -> None:
    assert is_settled(Part(record=a_record(**changes), source_hash="s", fingerprint="f", same=same)) is settled


def test_an_envelope_is_renewed_with_its_records_as_they_are() -> None:
    first, second = a_record("1"), a_record("2")
    part = Part(record=second, source_hash="s", fingerprint="f")
    now = {one.key: replace(one, remote_id="x") for one in (first, second)}

    made = renewed(an_envelope(first, others=(part,)), now)

    assert [one.record.remote_id for one in made.parts] == ["x", "x"]


def test_what_has_arrived_without_all_of_it_fails_with_what_is_left() -> None:
    element, left = Element(key=(), remote_id="x"), a_problem(message="the rest")
    whole = Arrival(envelope=an_envelope(a_record()), element=element)
    part = replace(whole, envelope=an_envelope(a_record(), left=left))

    rest = arrival_or_rest(part)

    assert arrival_or_rest(whole) is whole
    assert isinstance(rest, Failing)
    assert (rest.envelope, rest.problem, rest.element) == (part.envelope, left, element)
    assert (rest.has_arrived, rest.is_rest) == (True, True)
    assert not replace(rest, problem=a_problem(message="no")).is_rest
    assert not replace(rest, element=replace(element, refusals=("no",))).has_arrived
    assert not Failing(envelope=part.envelope, problem=left).is_rest
    assert (whole.found, replace(whole, note="found").found) == (False, True)


def test_one_that_cannot_be_mapped_holds_up_no_other() -> None:
    records = [a_record(name) for name in ("1", "2", "3")]

    def make(record: Record) -> Envelope:
        if record.id == "2":
            raise UnmappableError("no account", hint="map it")
        if record.id == "3":
            raise HeldError("waits")
        return an_envelope(record)

    made, failing = mapped_all(records, make)

    assert [one.record.id for one in made] == ["1"]
    assert [(one.envelope.record.id, one.problem.message, one.problem.hint) for one in failing] == [
        ("2", "no account", "map it"),
        ("3", "waits", ""),
    ]
    assert failing[0].envelope.payload == {}


@pytest.mark.parametrize(("sent", "came", "guess"), [("", "x", False), ("x", "x", False), ("TEE", "x", True)])
def test_what_was_amended_under_another_id_is_a_guess(sent: str, came: str, guess: bool) -> None:
    arrival = Arrival(envelope=an_envelope(a_record(), remote_id=sent), element=Element(key=(), remote_id=came))

    assert is_guess(arrival) is guess


def a_target(**answers: Any) -> tuple[Target, list[Sequence[object]]]:
    """A target that knows a payload by its id, and what it was asked."""
    asked: list[Sequence[object]] = []

    def ready(payloads: Sequence[Raw]) -> Raw:
        asked.append([payload["id"] for payload in payloads])
        return dict(answers.get("ready", {}))

    target = SimpleNamespace(
        key=lambda payload: (payload["id"],),
        ready=ready,
        amendment=lambda want: {"changed": want.payload["id"]},
    )
    return cast("Target", target), asked


def test_a_batch_goes_with_free_names_and_no_more_than_has_changed() -> None:
    new, taken = an_envelope(a_record("1")), an_envelope(a_record("2"))
    known, narrow = (an_envelope(a_record(name), remote_id="x") for name in ("3", "4"))
    narrow = replace(narrow, amendment={})
    target, asked = a_target(ready={("2",): Rename(payload={"id": "2", "Name": "other"})})

    made = readied(target, [new, taken, known, narrow])

    assert asked == [["1", "2"]]
    assert made[0] is new
    assert made[1].payload == {"id": "2", "Name": "other"}
    assert (made[2].amendment, made[3].amendment) == ({"changed": "3"}, {})


def test_what_a_look_up_gives_takes_the_place_of_what_was_and_its_notes_are_added() -> None:
    envelope = an_envelope(
        a_record(), notes=("ours",), fields={"a": [1]}, left=a_problem(), amendment={"b": 1}, refused=Element(key=())
    )
    left = a_problem(message="the rest")

    same = instead(envelope, Rename())
    other = instead(envelope, Rename(payload={"id": "9"}, notes=("theirs",), fields={"c": [1]}, left=left))

    assert (same.payload, same.notes, same.fields, same.left) == ({"id": "2001"}, ("ours",), {"a": [1]}, envelope.left)
    assert (other.payload, other.notes, other.fields, other.left) == (
        {"id": "9"},
        ("ours", "theirs"),
        {"c": [1]},
        left,
    )
    assert [(one.amendment, one.refused) for one in (same, other)] == [(None, None), (None, None)]
