"""What becomes of the records of a payment that was entered in both systems: one has the link, and the other one rests."""

from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.kinds import Kind, System
from shared.mapping.payments import payment_fingerprint
from shared.mapping.source import source_hash
from shared.posting.adopting import adopt, let_rest
from shared.posting.envelopes import Envelope
from shared.posting.found_payments import Same
from shared.posting.making import resting
from shared.posting.target import Adopt, Element
from shared.records.apart import likely_twin, parted
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.records.standing import STAYS
from shared.records.status import Status
from tests.posting.paying import Desk, Target, a_desk, a_paid, carried
from tests.records.builders import AT

OURS = a_paid("9001")
THEIRS = a_paid("x-9", origin=System.XERO, told={"kind": "payment"})
IN_XERO = Element(key=(), remote_id="x-9")
IN_BRIGHTPEARL = Element(key=(), remote_id=brightpearl_link("9001"), remote_number="9001")
DIFFERS = f"both are one, {STAYS}"


def going(record: Record) -> Envelope:
    return replace(resting(record), payload={"Reference": record.id, "transactionRef": record.id})


def adopted(desk: Desk, record: Record, same: Same, system: System) -> None:
    adopt(cast("Any", desk), cast("Any", Target("payments", system)), [(going(record), same)])


def of(desk: Desk, record: Record) -> Record:
    return desk.store.records[record.key]


def is_asked(record: Record) -> Record:
    return parted(record, likely_twin("one", "other", twin="9001"), settings_version=1, at=AT) or record


def test_what_is_found_in_xero_is_adopted_and_its_own_record_rests() -> None:
    desk = a_desk(OURS, is_asked(THEIRS))

    adopted(desk, OURS, Same(element=IN_XERO, differs=DIFFERS), System.XERO)

    resolution = cast("Adopt", desk.adopted["9001",])
    assert (resolution.element, resolution.note, resolution.notes) == (IN_XERO, "found in Xero", (DIFFERS,))
    rests = of(desk, THEIRS)
    assert (rests.status, rests.apart, rests.remote_id, rests.due_step) == (Status.SENT, None, "", None)
    assert rests.changed_at == AT
    assert rests.notes == ("it is the same payment as Brightpearl's sales payment SI-9001",)
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.event.what, change.event.who) == (rests.notes[0], "tester")


def test_of_two_that_are_equal_nothing_is_noted() -> None:
    desk = a_desk(OURS)

    adopted(desk, OURS, Same(element=IN_XERO), System.XERO)

    assert cast("Adopt", desk.adopted["9001",]).notes == ()
    assert desk.store.changes == []


def test_whose_copy_is_gone_in_brightpearl_lets_go_of_its_payment() -> None:
    holder = replace(carried(name="9000"), remote_id="x-9")
    desk = a_desk(OURS, holder)

    adopted(desk, OURS, Same(element=IN_XERO, holder=holder), System.XERO)

    assert (of(desk, holder).status, of(desk, holder).remote_id) == (Status.SENT, "")
    assert desk.done == [("adopted payments", ["9001"])]


def test_what_is_found_in_brightpearl_gets_the_link_and_that_of_xero_rests() -> None:
    ours = is_asked(OURS)
    desk = a_desk(ours, THEIRS)

    adopted(desk, THEIRS, Same(element=IN_BRIGHTPEARL, differs=DIFFERS), System.BRIGHTPEARL)

    now = of(desk, OURS)
    assert (now.status, now.remote_id, now.apart, now.notes) == (Status.SENT, "x-9", None, (DIFFERS,))
    assert (now.posted, now.arrived_at) == (payment_fingerprint(OURS.document), AT)
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.links, change.event.what, change.event.who) == (("x-9",), "found in Xero", "tester")
    (arrival,) = desk.arrived
    assert (arrival.envelope.record, arrival.element.remote_id) == (THEIRS, "")
    assert arrival.note == "it is the same payment as Brightpearl's sales payment SI-9001"
    assert desk.adopted == {}


def test_a_copy_that_was_deleted_in_xero_and_entered_again_is_there_again() -> None:
    known = {**OURS.document, "deleted": True}
    gone = replace(OURS, document=known, source_hash="deleted", remote_id="x-1", status=Status.ERROR)
    desk = a_desk(gone, THEIRS)

    adopted(desk, THEIRS, Same(element=IN_BRIGHTPEARL, holder=gone), System.BRIGHTPEARL)

    now = of(desk, OURS)
    assert (now.status, now.remote_id, now.document) == (Status.SENT, "x-9", OURS.document)
    assert (now.source_hash, now.due_step) == (source_hash(OURS.document), None)
    assert [change.event.what for change in desk.store.changes if change.event] == ["entered again in Xero"]


def test_what_has_no_record_of_its_own_is_adopted_by_xero_s() -> None:
    bill = replace(THEIRS, kind=Kind.PURCHASE_PAYMENT)
    desk = a_desk(bill)

    adopted(desk, bill, Same(element=IN_BRIGHTPEARL), System.BRIGHTPEARL)

    assert desk.done == [("adopted payments", ["x-9"])]
    assert [cast("Adopt", one).note for one in desk.adopted.values()] == ["found in Brightpearl"]


def test_nothing_is_begun_when_the_time_is_over() -> None:
    desk = a_desk(OURS, THEIRS, late=True)

    adopted(desk, OURS, Same(element=IN_XERO), System.XERO)

    assert (desk.done, desk.store.changes) == ([], [])


def test_a_question_is_an_error_that_names_both_and_nothing_is_sent() -> None:
    asked = likely_twin("ours", "theirs", twin="x-9")
    desk = a_desk(asked={"1": asked})

    desk.go([a_paid("1"), a_paid("2")])

    assert desk.done[1:] == [("failed", ["1"]), ("posted payments", ["2"])]
    assert [one.problem for one in desk.failed] == [asked]


def test_what_another_run_has_carried_over_meanwhile_keeps_its_payment() -> None:
    """It was free when it was looked at. The next look sees how it is now."""
    sent_since = replace(carried(name="x-9"), origin=System.XERO, remote_id=brightpearl_link("9002"))
    desk = a_desk(OURS, sent_since)

    adopted(desk, OURS, Same(element=IN_XERO), System.XERO)

    assert (desk.done, desk.store.changes) == ([], [])
    assert of(desk, sent_since) == sent_since


def test_what_another_run_has_sent_meanwhile_gets_no_other_link() -> None:
    sent_since = replace(carried(name="9001"), remote_id="x-1")
    desk = a_desk(sent_since, THEIRS)

    adopted(desk, THEIRS, Same(element=IN_BRIGHTPEARL), System.BRIGHTPEARL)

    assert (desk.done, desk.store.changes) == ([], [])
    assert of(desk, sent_since) == sent_since


NOTHING = Element(key=())


def test_what_has_nothing_on_the_other_side_rests_with_what_is_said_of_it() -> None:
    desk = a_desk(OURS, THEIRS)

    adopted(desk, OURS, Same(element=NOTHING, differs="it is a copy"), System.XERO)

    assert desk.done == [("rests", ["9001"])]
    assert desk.rested["9001"].notes == ("it is a copy",)
    assert (desk.adopted, desk.store.changes) == ({}, [])


def test_beside_it_the_others_are_adopted() -> None:
    other = a_paid("9002")
    desk = a_desk(OURS, other)

    pairs = [(going(OURS), Same(element=NOTHING)), (going(other), Same(element=IN_XERO))]
    adopt(cast("Any", desk), cast("Any", Target("payments", System.XERO)), pairs)

    assert desk.done == [("rests", ["9001"]), ("adopted payments", ["9002"])]


ALLOCATED = a_paid("a-1", origin=System.XERO, told={"kind": "credit_note"})


def test_what_a_credit_has_settled_is_adopted_and_the_record_of_its_copy_rests() -> None:
    desk = a_desk(is_asked(OURS), ALLOCATED)

    adopted(desk, ALLOCATED, Same(element=IN_BRIGHTPEARL), System.BRIGHTPEARL)

    rests = of(desk, OURS)
    assert (rests.status, rests.remote_id, rests.due_step) == (Status.SENT, "", None)
    assert rests.notes == ("it is the same payment as Xero's sales payment SI-a-1",)
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.event.what, change.event.who, change.links) == (rests.notes[0], "tester", ())
    assert desk.done == [("adopted payments", ["a-1"])]
    assert cast("Adopt", desk.adopted["a-1",]).element == IN_BRIGHTPEARL


def test_the_copy_that_another_run_has_posted_meanwhile_stays_as_it_is() -> None:
    sent_since = replace(carried(name="9001"), remote_id="x-1")
    desk = a_desk(sent_since, ALLOCATED)

    adopted(desk, ALLOCATED, Same(element=IN_BRIGHTPEARL), System.BRIGHTPEARL)

    assert of(desk, sent_since) == sent_since


def rested(record: Record) -> tuple[Record, Desk]:
    desk = a_desk(record)
    let_rest(cast("Any", desk.store), {"x-9": carried(name="9001")}, who="ada")
    return of(desk, record), desk


def test_what_was_read_from_xero_before_it_was_known_to_be_ours_rests() -> None:
    now, desk = rested(is_asked(THEIRS))

    assert (now.status, now.apart, now.due_step) == (Status.SENT, None, None)
    assert now.notes == ("it is the same payment as Brightpearl's sales payment SI-9001",)
    (change,) = desk.store.changes
    assert change.event is not None
    assert (change.event.what, change.event.who) == (now.notes[0], "ada")


@pytest.mark.parametrize(
    "record",
    [
        replace(THEIRS, remote_id=brightpearl_link("9001")),
        replace(THEIRS, origin=System.BRIGHTPEARL),
        replace(THEIRS, status=Status.SENT),
        replace(THEIRS, status=Status.ARCHIVE),
        replace(THEIRS, id="x-8"),
    ],
    ids=["in Brightpearl", "of Brightpearl", "it rests", "in the archive", "another one"],
)
def test_what_is_no_record_of_it_stays_as_it_is(record: Record) -> None:
    now, desk = rested(record)

    assert (now, desk.store.changes) == (record, [])


def test_without_owners_nothing_is_read() -> None:
    let_rest(cast("Any", None), {}, who="ada")
