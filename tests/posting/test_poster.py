"""The posting protocol with one target in memory: what is left open, what clashes, and what goes in which batch."""

from datetime import date, timedelta
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import ErrorClass, RequestRefusedError, TransientError
from shared.mapping.versions import Version
from shared.posting.envelopes import Envelope
from shared.posting.periods import Closed
from shared.posting.problems import LOST, LOST_CHANGE, PHANTOM, UNFINISHED, UNSETTLED, same_as
from shared.posting.target import Adopt, Anew, Element, Gone, Looks, Rename, Resolution, TakeOver, Target
from shared.records.record import Record
from shared.records.status import Status
from shared.records.transitions import failed
from tests.posting.memory import Memory
from tests.posting.place import RECORDS, WINDOW, Desk, Place, an_envelope, clashing, made, some
from tests.records.builders import AT, STEP, a_problem, a_record


def test_all_go_in_full_batches_creates_before_updates() -> None:
    desk = Desk(Place())

    desk.post(an_envelope(7, remote_id="x-n7"), *some(1, 2, 3, 4))

    assert desk.place.sent == [["n1", "n2", "n3"], ["n4"], ["n7"]]
    assert desk.status(1, 4, 7) == [Status.SENT] * 3
    assert desk.tally.posted == 5
    assert desk.drawer.closed == desk.drawer.opened


def test_the_end_of_the_time_leaves_the_rest_due() -> None:
    desk = Desk(Place(), batches=2)

    desk.post(*some(1, 2, 3, 4, 5, 6, 7))

    assert desk.place.sent == [["n1", "n2", "n3"], ["n4", "n5", "n6"]]
    assert desk.status(7) == [Status.PENDING]
    assert Desk(Place(), batches=0).post(*some(1)) == []
    assert desk.post() == []


def test_two_of_one_name_cannot_be_told_apart() -> None:
    desk = Desk(Place())

    desk.post(an_envelope(1, "same"), an_envelope(2, "same"))

    assert desk.place.sent == [["same"]]
    assert desk.says(2) == same_as(RECORDS[0])


def test_what_clashes_is_looked_for_and_adopted_or_sent_as_the_look_up_says() -> None:
    adopt = Adopt(element=Element(key=("n1",), remote_id="x-1"), note="found")
    there: dict[str, Resolution] = {
        "n1": adopt,
        "n2": Rename(payload={"name": "other"}),
        "n3": TakeOver(remote_id="x-3"),
    }
    desk = Desk(Place(lambda one: clashing(one) if one["name"] in there and "id" not in one else made(one), there))

    desk.post(*some(1, 2, 3))

    assert desk.place.looked == [(["n1", "n2", "n3"], None)]
    assert desk.place.sent == [["n1", "n2", "n3"], ["other"], ["n3"]]
    assert desk.status(1, 2, 3) == [Status.SENT] * 3


def test_what_clashes_and_is_not_to_be_found_is_an_error() -> None:
    desk = Desk(Place(clashing))

    desk.post(*some(1))

    assert desk.says(1) == PHANTOM
    assert desk.place.sent == [["n1"]]


def test_what_never_comes_right_is_an_error_after_four_attempts() -> None:
    desk = Desk(Place(clashing, {"n1": Rename(payload={"name": "n1"})}))

    desk.post(*some(1))

    assert desk.says(1) == UNSETTLED
    assert len(desk.place.sent) == 4


def test_with_hold_what_has_to_go_under_another_name_is_given_back() -> None:
    there: dict[str, Resolution] = {"n1": Rename(payload={"name": "other"}), "n2": TakeOver(remote_id="x-2")}
    desk = Desk(Place(lambda one: clashing(one) if one["name"] in there and "id" not in one else made(one), there))

    held = desk.post(*some(1, 2, 3), hold=True)

    assert [envelope.payload["name"] for envelope in held] == ["other"]
    assert desk.place.sent == [["n1", "n2", "n3"], ["n2"]]


def test_the_last_batch_takes_with_it_what_has_clashed_so_far() -> None:
    there: dict[str, Resolution] = {
        "n1": Rename(payload={"name": "o1"}),
        "n2": Rename(payload={"name": "o2"}),
        "n3": Rename(payload={"name": "o3"}),
    }
    desk = Desk(Place(lambda one: clashing(one) if one["name"] in there else made(one), there))

    desk.post(*some(1, 2, 3, 4))

    assert desk.place.sent == [["n1", "n2", "n3"], ["n4", "o1", "o2"], ["o3"]]
    assert desk.status(1, 2, 3, 4) == [Status.SENT] * 4


def test_where_a_look_up_comes_first_only_what_is_not_there_is_sent() -> None:
    adopt = Adopt(element=Element(key=("n1",), remote_id="x-1"), note="found")
    desk = Desk(Place(there={"n1": adopt, "n2": TakeOver(remote_id="x-2")}, looks=Looks.ALWAYS))

    desk.post(*some(1, 2, 3), an_envelope(4, remote_id="x-4"))

    assert desk.place.looked == [(["n1", "n2", "n3"], None)]
    assert desk.place.sent == [["n3"], ["n4"], ["n2"]]


VOIDED = Gone(element=Element(key=("n1",), remote_id="x-1"), problem=a_problem(message="it was voided"), again=Anew())


@pytest.mark.parametrize("looks", [Looks.OLD, Looks.ALWAYS])
def test_what_was_voided_there_is_an_error_that_keeps_its_id_and_is_not_sent(looks: Looks) -> None:
    desk = Desk(Place(there={"n1": VOIDED}, looks=looks))

    desk.post(*some(1, 2))

    assert (desk.place.sent, desk.says(1)) == ([["n2"]], VOIDED.problem)
    assert desk.memory.records[RECORDS[0].key].remote_id == "x-1"


def test_what_was_voided_there_and_is_in_the_ledger_goes_anew_and_is_not_looked_for_again() -> None:
    """A person has decided that already."""
    desk = Desk(Place(there={"n1": VOIDED}, looks=Looks.ALWAYS))
    desk.memory.links["x-1"] = RECORDS[0].key

    desk.post(*some(1))

    assert (desk.place.looked, desk.place.sent) == ([(["n1"], None)], [["n1"]])
    assert (desk.status(1), desk.memory.records[RECORDS[0].key].remote_id) == ([Status.SENT], "x-n1")


@pytest.mark.parametrize(("days", "old"), [(1, True), (0, False)], ids=["older than its table", "as old as its table"])
def test_what_would_wait_for_its_day_is_looked_for_as_old_as_it_is(days: int, old: bool) -> None:
    day = date(2026, 11, 20)
    place = Place(there={"n1": VOIDED}, looks=Looks.ALWAYS)
    desk = Desk(place, closed=Closed(until=day), since=AT + timedelta(days=days))
    record = replace(RECORDS[0], document={"createdOn": AT.isoformat()})

    desk.post(replace(an_envelope(1, payload={"name": "n1", "Date": day.isoformat()}), record=record))

    assert (desk.status(1), desk.place.sent, desk.says(1)) == ([Status.ERROR], [], VOIDED.problem)
    assert [want.is_old for want in place.wanted] == [old]


@pytest.mark.parametrize(("days", "looked"), [(1, True), (-1, False)], ids=["newer", "older"])
def test_what_is_old_is_what_is_older_than_its_table(days: int, looked: bool) -> None:
    desk = Desk(Place(looks=Looks.OLD), since=AT + timedelta(days=days))
    record = replace(RECORDS[0], document={"createdOn": AT.isoformat()})

    desk.post(replace(an_envelope(1), record=record))

    assert bool(desk.place.looked) is looked
    assert desk.place.sent == [["n1"]]


def test_what_was_found_is_adopted_without_a_call() -> None:
    desk = Desk(Place())
    found: dict[tuple[str, ...], Resolution] = {
        ("n1",): Adopt(element=Element(key=("n1",), remote_id="x-1"), note="found")
    }
    twins = [an_envelope(1), an_envelope(2, "n1")]

    desk.poster.adopt(cast("Target", desk.place), twins, found)

    assert (desk.place.sent, desk.status(1)) == ([], [Status.SENT])
    assert desk.says(2) == same_as(RECORDS[0])
    idle = Desk(Place(), batches=0)
    idle.poster.adopt(cast("Target", idle.place), twins, found)
    assert idle.status(1) == [Status.PENDING]


@pytest.mark.parametrize(
    ("minutes", "window", "sent", "looked"),
    [(1.9, WINDOW, True, False), (8, WINDOW, False, True), (0, None, False, True)],
    ids=["the key is known", "it cannot arrive any more", "no key"],
)
def test_an_open_intent_is_sent_again_or_looked_for(
    minutes: float, window: timedelta | None, sent: bool, looked: bool
) -> None:
    desk = Desk(Place(there={"n1": Adopt(element=made({"name": "n1"}), note="found")}, window=window))
    desk.left_open(an_envelope(1), minutes=minutes)

    desk.poster.recover()

    assert desk.place.sent == ([["n1"]] if sent else [])
    assert desk.place.hows == ([(True, "key-1")] if sent else [])
    assert desk.place.looked == ([(["n1"], desk.drawer.opened[0].at)] if looked else [])
    assert desk.status(1) == [Status.SENT]
    assert desk.drawer.closed == desk.drawer.opened


@pytest.mark.parametrize("minutes", [2, 7.9])
def test_one_that_may_still_arrive_is_left_alone(minutes: float) -> None:
    desk = Desk(Place())
    desk.left_open(an_envelope(1), minutes=minutes)

    with pytest.raises(TransientError) as raised:
        desk.poster.recover()

    assert raised.value.message == "a request of a few minutes ago has no answer yet and may still be on its way"
    assert raised.value.hint == "you need not do anything: the next cycle looks whether it has arrived"
    assert desk.drawer.closed == []


def test_what_a_lost_request_has_not_left_is_lost_and_what_it_has_is_kept_before_it_is_amended() -> None:
    desk = Desk(Place(there={"n2": TakeOver(remote_id="x-2")}))
    desk.left_open(*some(1, 2), minutes=9)

    desk.poster.recover()

    assert desk.says(1) == LOST
    errors = [one.after for one in desk.memory.changes if one.after.failure and one.after.id == "2"]
    assert [(one.failure and one.failure.problem, one.remote_id) for one in errors] == [(UNFINISHED, "x-2")]
    assert desk.place.sent == [["n2"]]
    assert (desk.status(2), desk.memory.records[RECORDS[1].key].remote_id) == ([Status.SENT], "x-2")


def test_a_request_that_is_refused_the_second_time_may_still_be_on_its_way_the_first() -> None:
    desk = Desk(Place(refuses=RequestRefusedError("no", words="no", status=400)))
    desk.left_open(an_envelope(1), minutes=1)

    with pytest.raises(TransientError, match="may still be on its way"):
        desk.poster.recover()

    assert (desk.place.looked, desk.drawer.closed) == ([], [])


def without_answer(record: Record) -> Record:
    """A record whose answer was lost, and of which nothing has arrived."""
    lost = failed(record, LOST, settings_version=1, at=AT)
    assert lost is not None
    return lost


def test_what_went_alone_without_an_answer_is_sent_by_no_one_else_before_it_was_looked_for() -> None:
    lost = without_answer(RECORDS[0])
    desk = Desk(Place(answer=lambda payload: None if payload["name"] == "n1" else made(payload)))
    desk.memory.records[lost.key] = lost
    poster, place = desk.poster, cast("Target", desk.place)

    poster.post(place, [replace(an_envelope(1), record=lost), *some(2, 3)])
    poster.post(place, [replace(an_envelope(1), record=lost), an_envelope(4)])

    assert desk.place.sent == [["n2", "n3"], ["n1"], ["n4"]]
    assert [intent.body for intent in desk.drawer.opened if intent not in desk.drawer.closed] == ["n1="]


def test_what_was_sent_with_others_and_has_no_answer_stops_the_step() -> None:
    desk = Desk(Place(answer=lambda payload: None if payload["name"] == "n1" else made(payload)))

    with pytest.raises(TransientError, match="leaves out 1 of 3"):
        desk.post(*some(1, 2, 3, 4))


def test_three_in_a_row_without_an_answer_stop_the_step() -> None:
    lost = [without_answer(record) for record in RECORDS[:5]]
    desk = Desk(Place(answer=lambda _payload: None))
    desk.memory.records |= {one.key: one for one in lost}

    with pytest.raises(TransientError):
        desk.post(*(replace(an_envelope(number + 1), record=one) for number, one in enumerate(lost)))

    assert desk.place.sent == [["n1"], ["n2"], ["n3"]]


def test_of_those_that_go_alone_what_has_failed_most_often_comes_last() -> None:
    once = without_answer(RECORDS[1])
    twice = without_answer(without_answer(RECORDS[0]))
    desk = Desk(Place())
    desk.memory.records |= {one.key: one for one in (once, twice)}

    desk.post(replace(an_envelope(1), record=twice), replace(an_envelope(2), record=once), an_envelope(3))

    assert desk.place.sent == [["n3"], ["n2"], ["n1"]]


def test_a_lost_update_is_in_doubt_and_is_sent_by_the_run_itself() -> None:
    desk = Desk(Place())
    known = a_record("1", remote_id="x-1", posted="old", status=Status.UPDATED)
    desk.memory.records[known.key] = known
    desk.left_open(an_envelope(1, remote_id="x-1"), minutes=9)

    desk.poster.recover()

    assert (desk.place.sent, desk.place.looked) == ([], [])
    assert desk.memory.records[known.key].posted == ""
    assert desk.says(1) == LOST_CHANGE
    assert desk.drawer.closed == desk.drawer.opened


@pytest.mark.parametrize(("remote_id", "looked"), [("", 1), ("x-1", 0)], ids=["a create", "an update"])
def test_of_an_update_that_clashes_the_second_time_nothing_follows(remote_id: str, looked: int) -> None:
    desk = Desk(Place(clashing))
    desk.left_open(an_envelope(1, remote_id=remote_id), minutes=1)

    desk.poster.recover()

    assert len(desk.place.looked) == looked


def test_an_intent_whose_records_are_settled_or_gone_is_closed() -> None:
    desk = Desk(Place())
    settled = a_record("1", remote_id="x-1", posted="f")
    desk.memory.records[settled.key] = settled
    del desk.memory.records[RECORDS[1].key]
    desk.left_open(*some(1, 2), minutes=9)

    desk.poster.recover()

    assert (desk.place.sent, desk.place.looked) == ([], [])
    assert desk.drawer.closed == desk.drawer.opened


def test_every_open_intent_is_settled() -> None:
    desk = Desk(Place())
    desk.memory.records[RECORDS[0].key] = a_record("1", remote_id="x-1", posted="f")
    desk.left_open(an_envelope(1), minutes=1)
    desk.left_open(an_envelope(2), minutes=1)

    desk.poster.recover()

    assert desk.place.sent == [["n2"]]
    assert desk.drawer.closed == desk.drawer.opened


def on(number: int, day: str = "2026-10-31", **changes: Any) -> Envelope:
    return an_envelope(number, payload={"name": f"n{number}", "Date": day}, **changes)


def test_what_lies_on_a_closed_day_waits_and_the_rest_goes() -> None:
    desk = Desk(Place(), closed=Closed(until=date(2026, 10, 31)))

    desk.post(on(1), on(2, "2026-11-01"), *some(3))

    assert desk.place.sent == [["n2", "n3"]]
    assert (desk.status(1), desk.tally.errors) == ([Status.PENDING], 0)
    assert desk.memory.records[RECORDS[0].key].held.startswith("its day 31 October 2026 is locked in Xero until")
    assert desk.memory.records[RECORDS[0].key].due_step == STEP


def test_before_something_waits_for_the_first_time_it_is_looked_for() -> None:
    adopt = Adopt(element=Element(key=("n1",), remote_id="x-1"), note="found")
    desk = Desk(Place(there={"n1": adopt, "n2": Rename()}), closed=Closed(until=date(2026, 10, 31)))

    desk.post(on(1), on(2))
    again = desk.memory.records[RECORDS[1].key]
    desk.post(replace(on(2), record=again))

    assert desk.place.looked == [(["n1", "n2"], None)]
    assert (desk.place.sent, desk.status(1, 2)) == ([], [Status.SENT, Status.PENDING])


def test_what_is_there_and_an_error_of_before_wait_as_what_they_are() -> None:
    there = replace(RECORDS[0], status=Status.UPDATED, remote_id="x-n1")
    cured = failed(RECORDS[1], a_problem(), settings_version=1, at=AT)
    assert cured is not None
    memory = Memory({one.key: one for one in (there, cured)})
    desk = Desk(Place(), memory=memory, closed=Closed(until=date(2026, 10, 31)))

    desk.post(replace(on(1), record=there, remote_id="x-n1"), replace(on(2), record=cured))

    problem = desk.says(1)
    assert (problem.error_class, problem.message.startswith("its day 31 October 2026")) == (ErrorClass.DEPENDENCY, True)
    assert (desk.status(1, 2), desk.says(2)) == ([Status.ERROR, Status.PENDING], None)


def test_a_draft_that_is_there_is_changed_whatever_is_locked_as_long_as_it_stays_one() -> None:
    """One that was a draft last and is approved by now waits, and so does one that would be approved."""
    records = [replace(record, status=Status.UPDATED, remote_id=f"x-n{n}") for n, record in enumerate(RECORDS[:4], 1)]
    said = {
        f"x-n{n}": Version(status=status) for n, status in enumerate(("DRAFT", "SUBMITTED", "AUTHORISED", "DRAFT"), 1)
    }
    memory = Memory({one.key: one for one in records}, said=said)
    desk = Desk(Place(unapproved={"x-n1", "x-n4"}), memory=memory, closed=Closed(until=date(2026, 10, 31)))
    meant = ("DRAFT", "SUBMITTED", "DRAFT", "AUTHORISED")

    desk.post(
        *(
            replace(
                an_envelope(n, payload={"name": f"n{n}", "Date": "2026-10-31", "Status": status}),
                record=records[n - 1],
                remote_id=f"x-n{n}",
            )
            for n, status in enumerate(meant, 1)
        )
    )

    assert desk.memory.looked == [(["x-n1", "x-n2", "x-n3"], False)]
    assert desk.place.asked == ["x-n1", "x-n2"]
    assert desk.place.sent == [["n1"]]
    assert desk.status(1, 2, 3, 4) == [Status.SENT, Status.ERROR, Status.ERROR, Status.ERROR]


def test_the_longest_wait_for_a_day_is_told_in_days_and_a_later_lock_begins_no_new_one() -> None:
    record = replace(
        RECORDS[0],
        held="its day 31 October 2026 is locked in Xero until 31 October 2026",
        changed_at=AT - timedelta(hours=80),
    )
    desk = Desk(Place(), memory=Memory({record.key: record}), closed=Closed(until=date(2026, 11, 30)))

    desk.post(replace(on(1), record=record), on(2))

    now = desk.memory.records[record.key]
    assert desk.tally.locked_days == 3
    assert ("until 30 November 2026" in now.held, now.changed_at) == (True, record.changed_at)
    assert desk.place.looked == [(["n2"], None)]
