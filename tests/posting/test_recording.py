"""What is written down of envelopes that arrived, need not go, failed or may have arrived: record, link and history."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Final

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.mapping.fields import GONE, How
from shared.mapping.versions import version_of
from shared.posting.envelopes import Arrival, Envelope, Failing, Part
from shared.posting.recorder import Recorder
from shared.posting.target import Element
from shared.records.apart import Parted
from shared.records.record import Record
from shared.records.standing import Standing
from shared.records.status import Status
from shared.records.transitions import sent
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, STEP, a_problem, a_record

ORDER: Final[dict[str, Any]] = {"kind": Kind.PURCHASE_INVOICE}


@dataclass
class Desk:
    """A recorder over a store in memory, and what it has counted and said before."""

    memory: Memory
    tally: Any = field(default_factory=lambda: SimpleNamespace(posted=0, errors=0, left_out={}))
    before: list[Arrival] = field(default_factory=list)

    @property
    def recorder(self) -> Recorder:
        return Recorder(store=as_store(self.memory), tally=self.tally, who="ada", before_arrival=self.before.extend)

    def now(self, record: Record) -> Record:
        return self.memory.records[record.key]

    @property
    def happened(self) -> list[tuple[str, str]]:
        return [(one.event.who, one.event.what) for one in self.memory.changes if one.event]


def a_desk(*records: Record) -> Desk:
    return Desk(a_memory(*records))


def an_envelope(record: Record, *others: Record, **changes: Any) -> Envelope:
    given = {"payload": {"Total": 1}, "fingerprint": "payload-2", "source_hash": "source-1", **changes}
    parts = tuple(Part(record=one, source_hash="source-1", fingerprint="payload-3", outdated=True) for one in others)
    return Envelope(record=record, others=parts, **given)


def posted(record: Record, **changes: Any) -> Record:
    done = sent(record, source_hash="source-1", fingerprint="payload-1", remote_id="xero-1", remote_number="7", at=AT)
    return replace(done, **changes)


ELEMENT: Final = Element(
    key=(), remote_id="xero-1", remote_number="SI-1", also=("xero-2",), warnings=("odd",), raw={"id": 1}, claim="name"
)


def test_what_has_arrived_is_sent_with_its_ids_and_what_was_said_on_both_sides() -> None:
    record = a_record()
    desk = a_desk(record)
    arrival = Arrival(envelope=an_envelope(record, notes=("ours",), fields={"a": [How.SENT, 1]}), element=ELEMENT)

    desk.recorder.arrive([arrival])

    now, (change,) = desk.now(record), desk.memory.changes
    assert (now.status, now.remote_id, now.remote_number, now.posted) == (Status.SENT, "xero-1", "SI-1", "payload-2")
    assert (now.notes, now.fields, now.claim, now.changed_at) == (("ours", "odd"), {"a": [How.SENT, 1]}, "name", AT)
    assert (change.before, change.links, change.together, change.seen) == (record, ("xero-1", "xero-2"), (), "")
    assert now.due_step is None
    assert change.event is not None
    assert change.event.detail == {"request": {"Total": 1}, "answer": {"id": 1}}
    assert desk.happened == [("ada", "posted")]
    assert desk.tally.posted == 1
    assert desk.before == [arrival]


def test_what_was_found_says_where() -> None:
    record = a_record()
    desk = a_desk(record)

    desk.recorder.arrive([Arrival(envelope=an_envelope(record), element=ELEMENT, note="found in Xero")])

    assert desk.happened == [("ada", "found in Xero")]


@pytest.mark.parametrize(
    ("changes", "again"),
    [
        ({}, False),
        ({"remote_id": "xero-9"}, True),
        ({"posted": "payload-1"}, True),
        ({"status": Status.UPDATED}, True),
        ({"due_step": STEP}, True),
    ],
    ids=["noted", "another id", "another payload", "changed since", "due again"],
)
def test_what_is_found_is_left_as_the_run_that_sent_it_has_noted_it(changes: dict[str, Any], again: bool) -> None:
    noted = {"status": Status.SENT, "posted": "payload-2", "notes": ("its rate is of today",), "due_step": None}
    record = posted(a_record(), **{**noted, **changes})
    desk, own = a_desk(record), a_desk(record)

    desk.recorder.arrive([Arrival(envelope=an_envelope(record), element=ELEMENT, note="found in Xero")])
    own.recorder.arrive([Arrival(envelope=an_envelope(record), element=ELEMENT)])

    assert bool(desk.memory.changes) is again
    assert desk.now(record).source_hash == "source-1"
    assert (desk.now(record).notes == record.notes) is not again
    assert own.now(record).notes == ("odd",)


def test_orders_of_one_bill_arrive_together_and_one_that_rests_is_not_counted() -> None:
    first, second, resting = (a_record(one, **ORDER) for one in ("1", "2", "3"))
    resting = posted(resting)
    desk = a_desk(first, second, resting)

    desk.recorder.arrive([Arrival(envelope=an_envelope(first, second, resting), element=ELEMENT)])

    assert [desk.now(one).posted for one in (first, second, resting)] == ["payload-2", "payload-3", "payload-3"]
    assert [desk.now(one).outdated for one in (first, second)] == [False, True]
    assert {change.together for change in desk.memory.changes} == {("1", "2", "3")}
    assert [what for _, what in desk.happened] == [
        "posted, together with order 2, 3",
        "posted, together with order 1, 3",
        "posted, together with order 1, 2",
    ]
    assert desk.tally.posted == 2


def test_what_stands_beside_a_records_own_element_is_named_in_its_fields() -> None:
    new, known = a_record("1"), posted(a_record("2"))
    desk = a_desk(new, known)
    beside = replace(ELEMENT, remote_id="over-1", part="overpayment")

    desk.recorder.arrive(
        [Arrival(envelope=an_envelope(one, fields={"paid": "1"}), element=beside) for one in (new, known)]
    )

    assert [desk.now(one).remote_id for one in (new, known)] == ["over-1", "xero-1"]
    assert desk.now(known).fields == {"paid": "1", "overpayment": "over-1"}
    assert [desk.now(one).remote_number for one in (new, known)] == ["", "7"]


def test_what_need_not_go_is_sent_without_a_word_in_its_history() -> None:
    record = replace(posted(a_record()), status=Status.UPDATED, due_step=STEP, fields={"b": 1}, arrived_at=None)
    desk = a_desk(record)

    desk.recorder.unchanged([an_envelope(record, notes=("same",), fields={"a": 1}, outdated=True)])

    now = desk.now(record)
    assert (now.status, now.remote_id, now.remote_number, now.posted) == (Status.SENT, "xero-1", "7", "payload-2")
    assert (now.notes, now.fields, now.outdated, now.changed_at) == (("same",), {"a": 1}, True, AT)
    assert (now.due_step, now.arrived_at) == (None, AT)
    assert desk.happened == []
    assert desk.tally.posted == 0
    assert [(one.element.remote_id, one.envelope.record) for one in desk.before] == [("xero-1", record)]
    assert desk.memory.changes[0].before == record


def test_what_has_failed_is_an_error_with_what_was_sent_and_answered() -> None:
    record = a_record()
    desk = a_desk(record)
    refused = Element(key=(), refusals=("no",), raw={"said": "no"})

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem(message="wrong"), element=refused)])

    now, (change,) = desk.now(record), desk.memory.changes
    assert now.failure is not None
    assert (now.status, now.failure.problem.message, now.failure.settings_version) == (Status.ERROR, "wrong", 1)
    assert (now.remote_id, now.fingerprint, now.posted, now.changed_at) == ("", "payload-2", "", AT)
    assert change.event is not None
    assert change.event.detail == {"request": {"Total": 1}, "answer": {"said": "no"}}
    assert change.links == ()
    assert desk.happened == [("ada", "error: wrong")]
    assert desk.tally.errors == 1


def test_what_stands_apart_says_how_with_both_versions_and_keeps_its_id() -> None:
    record = replace(posted(a_record()), status=Status.UPDATED)
    apart = Parted(standing=Standing.BOTH, message="both", hint="decide", theirs="theirs", agreed="agreed")
    desk = a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=apart)])

    now, (change,) = desk.now(record), desk.memory.changes
    assert (now.status, now.apart, now.theirs, now.agreed, now.remote_id) == (
        Status.ERROR,
        Standing.BOTH,
        "theirs",
        "agreed",
        "xero-1",
    )
    assert now.failure is not None
    assert (now.failure.settings_version, now.failure.at, now.failure.problem.message) == (1, AT, "both")
    assert change.before == record


@pytest.mark.parametrize(("source_hash", "known"), [("source-1", "payload-2"), ("source-0", "payload-1")])
def test_what_stands_apart_keeps_what_would_be_posted_of_the_source_that_is_known(source_hash: str, known: str) -> None:
    record = posted(a_record(), status=Status.UPDATED)
    apart = Parted(standing=Standing.BOTH, message="both", hint="decide")
    desk = a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record, source_hash=source_hash), problem=apart)])

    assert desk.now(record).fingerprint == known


INVOICE: Final[dict[str, Any]] = {"InvoiceID": "xero-1", "Status": "AUTHORISED", "Total": 12}


@pytest.mark.parametrize(
    ("refusals", "raw", "seen"),
    [((), INVOICE, True), (("no",), INVOICE, False), ((), {"InvoiceID": "xero-9"}, False), ((), {}, False)],
    ids=["as it is there", "refused", "another one", "nothing"],
)
def test_what_xero_says_of_a_document_it_holds_is_kept(
    refusals: tuple[str, ...], raw: dict[str, Any], seen: bool
) -> None:
    record = a_record()
    desk = a_desk(record)
    element = replace(ELEMENT, refusals=refusals, raw=raw)

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem(), element=element)])

    (change,) = desk.memory.changes
    assert change.seen == (version_of(INVOICE).written() if seen else "")
    assert change.links == ("xero-1", "xero-2")


def test_what_xero_says_of_a_document_that_arrives_is_kept() -> None:
    record = a_record()
    desk = a_desk(record)

    desk.recorder.arrive([Arrival(envelope=an_envelope(record), element=replace(ELEMENT, raw=INVOICE))])

    assert desk.memory.changes[0].seen == version_of(INVOICE).written()


def test_a_refusal_tells_no_ids_that_are_known_already() -> None:
    record = posted(a_record(), status=Status.UPDATED)
    refused, again = (replace(ELEMENT, remote_id=name, refusals=("no",)) for name in ("xero-1", "xero-9"))
    desk, other = a_desk(record), a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem(), element=refused)])
    other.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem(), element=again)])

    assert [one.memory.changes[0].links for one in (desk, other)] == [(), ("xero-9", "xero-2")]


def test_what_was_deleted_in_brightpearl_before_it_arrived_stands_apart_from_then_on() -> None:
    record = a_record(kind=Kind.SALES_PAYMENT, document={"withdrawn": "it was deleted"})
    desk = a_desk(record)

    desk.recorder.arrive([Arrival(envelope=an_envelope(record), element=ELEMENT)])

    now = desk.now(record)
    assert (now.status, now.apart) == (Status.ERROR, Standing.WITHDRAWN)
    assert now.failure is not None
    assert (now.failure.at, now.failure.settings_version) == (AT, 1)


def test_a_run_that_took_over_has_settled_what_did_not_arrive() -> None:
    begun, settled = a_record(), posted(a_record())
    missing, there = a_desk(settled), a_desk(replace(settled, status=Status.UPDATED))

    missing.recorder.fail([Failing(envelope=an_envelope(begun), problem=a_problem())])
    there.recorder.fail([Failing(envelope=an_envelope(begun), problem=a_problem(), element=ELEMENT)])

    assert missing.memory.changes == []
    assert there.now(begun).status == Status.ERROR


def test_what_has_arrived_otherwise_than_meant_keeps_its_id_and_is_amended_again() -> None:
    record = replace(posted(a_record()), status=Status.UPDATED, due_step=STEP, remote_number="")
    desk = a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem(), element=ELEMENT)])

    now, (change,) = desk.now(record), desk.memory.changes
    assert (now.remote_id, now.remote_number, now.posted) == ("xero-1", "SI-1", "")
    assert change.links == ("xero-1", "xero-2")


def test_what_has_arrived_but_for_a_rest_holds_what_was_posted() -> None:
    record, left = a_record(), a_problem(message="the rest is held")
    desk = a_desk(record)
    envelope = an_envelope(record, left=left, fields={"paid": "1"})

    desk.recorder.fail([Failing(envelope=envelope, problem=left, element=ELEMENT)])

    now = desk.now(record)
    assert (now.posted, now.fields) == ("payload-2", {"paid": "1"})


def test_what_did_not_arrive_changes_nothing_of_what_a_record_notes_of_itself() -> None:
    record = replace(a_record(), fields={"moved_to": "2026-11-23"})
    desk = a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record, fields={"moved_to": "2026-11-24"}), problem=a_problem())])

    assert (desk.now(record).status, desk.now(record).fields) == (Status.ERROR, {"moved_to": "2026-11-23"})


def test_a_sent_record_becomes_due_before_it_fails() -> None:
    record = posted(a_record())
    desk = a_desk(record)

    desk.recorder.fail([Failing(envelope=an_envelope(record), problem=a_problem())])

    assert desk.now(record).status == Status.ERROR
    assert desk.tally.errors == 1


def test_the_same_dependency_again_is_not_written_or_counted() -> None:
    record = a_record()
    desk = a_desk(record)
    failing = Failing(envelope=an_envelope(record), problem=a_problem(ErrorClass.DEPENDENCY))

    desk.recorder.fail([failing])
    desk.recorder.fail([replace(failing, envelope=an_envelope(desk.now(record)))])

    assert desk.tally.errors == 1


def test_a_refused_change_of_a_shared_bill_gives_no_order_its_id() -> None:
    first, second = (a_record(one, **ORDER) for one in ("1", "2"))
    desk = a_desk(first, second)
    refused = replace(ELEMENT, refusals=("no",))

    desk.recorder.fail([Failing(envelope=an_envelope(first, second), problem=a_problem(), element=refused)])

    assert [desk.now(one).remote_id for one in (first, second)] == ["", ""]
    assert {change.together for change in desk.memory.changes} == {("1", "2")}


def test_what_a_lost_update_may_have_changed_is_sent_again_whatever_its_source_says() -> None:
    record = replace(
        posted(a_record(kind=Kind.CONTACT)),
        status=Status.UPDATED,
        due_step=STEP,
        fields={"a": [How.SENT, 1], "b": [How.SENT, 2]},
    )
    desk = a_desk(record)

    desk.recorder.doubt([an_envelope(record, fields={"a": [How.SENT, 1], "b": [How.SENT, 3]})])

    now = desk.now(record)
    assert [change.before for change in desk.memory.changes] == [record]
    assert (now.posted, now.status, now.changed_at) == ("", Status.UPDATED, AT)
    assert now.fields == {"a": [How.SENT, 1], "b": [How.SENT, GONE]}


def test_what_a_document_notes_of_itself_is_as_true_as_before() -> None:
    record = replace(posted(a_record()), fields={"moved_to": "2026-11-23"})
    desk = a_desk(record)

    desk.recorder.doubt([an_envelope(record, fields={"moved_to": "2026-11-24"})])

    assert (desk.now(record).posted, desk.now(record).fields) == ("", {"moved_to": "2026-11-23"})


def test_of_what_has_no_fields_none_is_in_doubt() -> None:
    record = replace(posted(a_record()), fields={"a": [How.SENT, 1]})
    desk = a_desk(record)

    desk.recorder.doubt([an_envelope(record)])

    assert desk.now(record).fields == {"a": [How.SENT, 1]}


def test_an_order_that_rested_beside_a_lost_update_is_woken_and_one_in_the_archive_is_not() -> None:
    due, resting, archived = (posted(a_record(one, **ORDER)) for one in ("1", "2", "3"))
    due = replace(due, status=Status.UPDATED, due_step=STEP)
    archived = replace(archived, status=Status.ARCHIVE)
    desk = a_desk(due, resting, archived)

    desk.recorder.doubt([an_envelope(due, resting, archived)])

    assert [desk.now(one).status for one in (due, resting, archived)] == [
        Status.UPDATED,
        Status.UPDATED,
        Status.ARCHIVE,
    ]
    assert [desk.now(one).posted for one in (due, resting, archived)] == ["", "", ""]


def test_what_was_in_doubt_before_is_not_written_again() -> None:
    record = replace(posted(a_record()), posted="", status=Status.UPDATED, due_step=STEP)
    desk = a_desk(record)

    desk.recorder.doubt([an_envelope(record)])

    assert desk.memory.changes == []


@pytest.mark.parametrize(("refusals", "noted"), [((), {"credited": "SI-1", "beside": "xero-1"}), (("no",), {"a": 1})])
def test_what_was_refused_beside_a_document_notes_nothing(refusals: tuple[str, ...], noted: dict[str, Any]) -> None:
    record = posted(a_record(fields={"a": 1}), status=Status.UPDATED)
    desk = a_desk(record)
    envelope = an_envelope(record, fields={"credited": "SI-1"})
    element = replace(ELEMENT, part="beside", refusals=refusals)

    desk.recorder.fail([Failing(envelope=envelope, problem=a_problem(), element=element)])

    assert desk.memory.records[record.key].fields == noted


@pytest.mark.parametrize("fails", [False, True], ids=["arrived", "not right yet"])
def test_an_opposite_document_of_what_was_there_before_is_only_kept_in_mind(fails: bool) -> None:
    record = a_record(status=Status.PENDING, remote_number="SI-1-2")
    desk = a_desk(record)
    envelope = an_envelope(record, fields={"credited": "SI-1-CR"})
    element = replace(ELEMENT, part="opposite SI-1-CR")

    if fails:
        desk.recorder.fail([Failing(envelope=envelope, problem=a_problem(), element=element)])
    else:
        desk.recorder.arrive([Arrival(envelope=envelope, element=element)])

    now, (change,) = desk.now(record), desk.memory.changes
    assert now == replace(record, fields={"opposite SI-1-CR": "xero-1"}, changed_at=AT)
    assert change.links == ("xero-1", "xero-2")


@pytest.mark.parametrize(("number", "kept"), [("SI-1", "xero-1"), ("SI-1-CR", ""), ("SI-1-DR2", ""), ("SI-1-CR-2", "")])
def test_what_was_found_to_be_ours_and_may_not_be_changed_keeps_its_id_unless_it_puts_another_right(
    number: str, kept: str
) -> None:
    record = a_record(status=Status.PENDING)
    desk = a_desk(record)
    field = "CreditNoteNumber" if "CR" in number else "InvoiceNumber"
    envelope = an_envelope(record, payload={field: number}, remote_id="xero-1")

    desk.recorder.fail([Failing(envelope=envelope, problem=a_problem())])

    now = desk.now(record)
    assert (now.remote_id, now.remote_number) == (kept, number if kept else "")
