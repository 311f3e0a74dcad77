"""What becomes of a batch once its answer is here: each envelope by its natural key, or by its id where it was there before."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import UncertainError
from shared.kinds import Kind, System
from shared.posting.envelopes import Arrival, Envelope, Failing
from shared.posting.recorder import Recorder
from shared.posting.settler import Settler
from shared.posting.target import (
    NEVER,
    Adopt,
    Difference,
    Element,
    Refuse,
    Rename,
    Resolution,
    TakeOver,
    Target,
    Wanted,
)
from shared.records.intents import Intent, Intents
from shared.records.record import Record
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import a_problem, a_record

ONE, TWO = a_record("1"), a_record("2")


@dataclass
class Place:
    """A target that knows a payload by its name, and takes a total that is a cent off for one to be corrected."""

    note: str = ""
    stands_beside: bool = False
    clash = NEVER
    system = System.XERO

    def key(self, payload: dict[str, Any]) -> tuple[str, ...]:
        return (payload["name"],)

    def part(self, payload: dict[str, Any]) -> str:
        return f"beside {payload['name']}" if self.stands_beside else ""

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        if element.total == want.total:
            return None
        return Difference(says="a cent off", correction={**want.payload, "corrected": True}, note=self.note)


@dataclass
class Desk:
    """A settler whose recorder and intents note what they are told."""

    memory: Memory = field(default_factory=lambda: a_memory(ONE, TWO))
    arrived: list[Arrival] = field(default_factory=list)
    failed: list[Failing] = field(default_factory=list)
    closed: list[object] = field(default_factory=list)
    place: Place = field(default_factory=Place)

    def arrive(self, some: Sequence[Arrival]) -> None:
        self.arrived += some

    def fail(self, some: Sequence[Failing]) -> None:
        self.failed += some

    def close(self, intent: object) -> None:
        self.closed.append(intent)

    @property
    def settler(self) -> Settler:
        store = as_store(self.memory)
        return Settler(store=store, intents=cast("Intents", self), recorder=cast("Recorder", self))

    def settle(self, batch: Sequence[Envelope], *elements: Element) -> list[Envelope]:
        intent = cast("Intent", "intent")
        return self.settler.settle(intent, cast("Target", self.place), batch, elements).redo

    def carry_out(self, batch: Sequence[Envelope], *found: Resolution, claimed: Sequence[str] = ()) -> list[Envelope]:
        keys = [self.place.key(envelope.payload) for envelope in batch]
        resolutions = dict(zip(keys, found, strict=True))
        return self.settler.carry_out(cast("Target", self.place), batch, resolutions, claimed=claimed)


def an_envelope(record: Record, **changes: Any) -> Envelope:
    given = {"payload": {"name": record.id}, "total": Decimal(1), "source_hash": "s", "fingerprint": "f", **changes}
    return Envelope(record=record, **given)


def an_element(name: str, remote_id: str, **changes: Any) -> Element:
    return Element(key=(name,), remote_id=remote_id, **{"total": Decimal(1), **changes})


def test_elements_are_told_apart_by_their_keys_and_the_intent_is_closed() -> None:
    desk = Desk()

    desk.settle([an_envelope(ONE), an_envelope(TWO)], an_element("2", "x-2"), an_element("1", "x-1"))

    assert [(one.envelope.record.id, one.element.remote_id) for one in desk.arrived] == [("1", "x-1"), ("2", "x-2")]
    assert desk.closed == ["intent"]


def test_what_was_there_before_is_known_by_its_id_though_its_name_was_changed() -> None:
    desk = Desk()

    desk.settle([an_envelope(ONE, remote_id="x-1")], an_element("renamed", "x-1"))

    assert [one.envelope.record.id for one in desk.arrived] == ["1"]


def test_an_answer_that_leaves_some_out_keeps_the_intent_and_what_it_tells() -> None:
    desk = Desk()

    with pytest.raises(UncertainError) as raised:
        desk.settle([an_envelope(ONE), an_envelope(TWO)], an_element("1", "x-1"), an_element("other", ""))

    assert raised.value.message == "the answer leaves out 1 of 2 elements"
    assert raised.value.hint == "the next cycle looks whether they have arrived"
    assert [one.envelope.record.id for one in desk.arrived] == ["1"]
    assert desk.closed == []


def test_what_arrived_otherwise_keeps_its_id_and_is_amended() -> None:
    desk = Desk()
    envelope = an_envelope(ONE, base={"a": 1}, amendment={"b": 1}, corrected=1)

    (redo,) = desk.settle([envelope], an_element("1", "x-1", total=Decimal(2)))

    (failing,) = desk.failed
    assert (failing.element.remote_id, failing.problem.message) == (
        "x-1",
        "it has arrived, but it is not right: a cent off",
    )
    assert failing.problem.error_class == "transient"
    assert (redo.payload, redo.base, redo.amendment) == ({"name": "1", "corrected": True}, None, None)
    assert (redo.remote_id, redo.corrected) == ("x-1", 2)


@pytest.mark.parametrize("note", ["", "a line of -0.01 makes it equal"])
def test_a_correction_keeps_the_notes_but_that_of_the_correction_before(note: str) -> None:
    desk = Desk(place=Place(note=note))
    envelope = an_envelope(ONE, notes=("its rate is of today", "Xero added it up to 1.02; a rounding line", "last"))

    (redo,) = desk.settle([envelope], an_element("1", "x-1", total=Decimal(2)))

    assert redo.notes == tuple(filter(None, ("its rate is of today", "last", note)))


def test_an_item_that_was_taken_over_by_its_code_may_turn_out_to_be_anothers() -> None:
    desk = Desk()
    desk.memory.links["x-9"] = (Kind.SALES_INVOICE, "2")

    desk.settle([an_envelope(ONE, remote_id="TEE")], an_element("1", "x-9"))

    (failing,) = desk.failed
    assert desk.arrived == []
    assert failing.problem.message == "it is there already, and belongs to sales invoice SI-2 (Brightpearl id 2)"
    assert (failing.envelope.record, failing.element.remote_id) == (ONE, "")


def test_one_that_arrived_differently_and_is_anothers_fails_without_its_id() -> None:
    desk = Desk()
    desk.memory.links["x-9"] = (Kind.SALES_INVOICE, "2")
    refused = Element(key=("1",), remote_id="x-9", refusals=("no",))

    desk.settle([an_envelope(ONE, remote_id="TEE")], refused)

    (failing,) = desk.failed
    assert (failing.envelope.record, failing.element.remote_id) == (ONE, "")
    assert "no" in failing.problem.message


def test_one_that_was_taken_over_by_its_code_and_is_nobodys_or_its_own_arrives() -> None:
    desk = Desk()
    desk.memory.links["x-1"] = (Kind.SALES_INVOICE, "1")
    envelopes = [an_envelope(one, remote_id=f"CODE-{one.id}") for one in (ONE, TWO)]

    desk.settle(envelopes, an_element("1", "x-1"), an_element("2", "x-2"))

    assert [one.element.remote_id for one in desk.arrived] == ["x-1", "x-2"]
    assert desk.failed == []


def adopt(remote_id: str) -> Adopt:
    return Adopt(element=an_element("1", remote_id), note="found")


def test_a_look_up_is_carried_out_for_each() -> None:
    desk = Desk()

    redo = desk.carry_out([an_envelope(ONE), an_envelope(TWO)], adopt("x-1"), TakeOver(remote_id="x-2"))

    assert [(one.envelope.record.id, one.note) for one in desk.arrived] == [("1", "found")]
    assert [(one.record.id, one.remote_id) for one in redo] == [("2", "x-2")]


def test_what_two_would_take_goes_to_the_first_and_the_other_asks_again() -> None:
    desk = Desk()

    redo = desk.carry_out([an_envelope(ONE), an_envelope(TWO)], adopt("x-1"), TakeOver(remote_id="x-1"))

    assert [one.envelope.record.id for one in desk.arrived] == ["1"]
    assert [(one.record.id, one.remote_id) for one in redo] == [("2", "")]


def test_what_is_promised_to_another_is_not_taken_and_what_has_no_id_is_nobodys() -> None:
    desk = Desk()

    redo = desk.carry_out([an_envelope(ONE)], adopt("x-1"), claimed=["x-1", ""])
    renamed = desk.carry_out([an_envelope(ONE), an_envelope(TWO)], *[Rename(payload={"name": "3"})] * 2, claimed=[""])

    assert [one.remote_id for one in redo] == [""]
    assert [one.payload["name"] for one in renamed] == ["3", "3"]
    assert desk.arrived == []


def test_a_refusal_promises_nothing() -> None:
    desk = Desk()
    refuse = Refuse(problem=a_problem(), remote_id="x-1")

    desk.carry_out([an_envelope(ONE), an_envelope(TWO)], refuse, adopt("x-1"))

    assert [one.envelope.record.id for one in desk.failed] == ["1"]
    assert [one.envelope.record.id for one in desk.arrived] == ["2"]


def test_what_belongs_to_another_record_is_refused_and_ones_own_is_amended() -> None:
    desk = Desk()
    desk.memory.links |= {"x-1": (Kind.SALES_INVOICE, "1"), "x-2": (Kind.SALES_INVOICE, "1")}
    refuse = Refuse(problem=a_problem(), remote_id="x-1")

    redo = desk.carry_out([an_envelope(ONE), an_envelope(TWO)], refuse, adopt("x-2"))

    assert [(one.record.id, one.remote_id) for one in redo] == [("1", "x-1")]
    assert [one.envelope.record.id for one in desk.failed] == ["2"]
    assert "belongs to sales invoice SI-1" in desk.failed[0].problem.message


def test_a_record_that_the_ledger_names_and_nobody_can_read_is_no_stranger() -> None:
    desk = Desk()
    desk.memory.links["x-1"] = (Kind.SALES_INVOICE, "9")

    with pytest.raises(KeyError):
        desk.carry_out([an_envelope(ONE)], adopt("x-1"))


@pytest.mark.parametrize(("stands_beside", "part"), [(False, ""), (True, "beside 1")])
def test_what_a_lost_request_has_left_beside_a_document_does_not_take_its_place(
    *, stands_beside: bool, part: str
) -> None:
    desk = Desk(place=Place(stands_beside=stands_beside))
    payload = {"name": "1", "InvoiceNumber": "SI-1"}
    envelopes = [an_envelope(ONE, remote_id="x-1", payload=payload), an_envelope(TWO)]

    going = desk.settler.claim(cast("Target", desk.place), envelopes)

    told = [(one.element.remote_id, one.element.remote_number, one.element.part) for one in desk.failed]
    assert told == [("x-1", "SI-1", part)]
    assert sorted(one.record.id for one in going) == ["1", "2"]
