"""What the poster looks at before an update, what it fills a batch with, and what it notes for others."""

from datetime import date
from typing import Any, cast

from msgspec.structs import replace

from shared.kinds import System
from shared.mapping.versions import Version
from shared.posting.envelopes import Arrival, Envelope
from shared.posting.periods import Closed
from shared.posting.target import Adopt, Amend, Element, Looks, Refuse, Rename, Resolution, TakeOver, Target
from shared.records.status import Status
from tests.posting.memory import Memory
from tests.posting.place import RECORDS, Desk, Place, Raw, an_envelope, clashing, made, some
from tests.records.builders import a_problem

KNOWN = [replace(one, status=Status.UPDATED, remote_id=f"x-{one.id}") for one in RECORDS]


def an_update(number: int, **changes: Any) -> Envelope:
    """Of what was posted before, which its target compares."""
    given = {"record": KNOWN[number - 1], "remote_id": f"x-{number}", "base": {"name": "before"}, **changes}
    return replace(an_envelope(number), **given)


def updated(**agreed: str) -> Memory:
    """A store where all of the records are in the other system, which said this of them."""
    said = {f"x-{number}": Version(status="AUTHORISED") for number in (1, 2)}
    return Memory({one.key: one for one in KNOWN}, said=said)


def test_updates_are_compared_with_what_was_said_of_them_last_and_go_as_that_says() -> None:
    theirs: dict[str, Resolution] = {
        "x-1": Refuse(problem=a_problem(message="they have changed it")),
        "x-2": Amend(payload={"name": "part"}),
    }
    desk = Desk(Place(theirs=theirs), memory=updated())
    agreed = an_update(3, record=replace(KNOWN[2], agreed="as it was"))

    desk.post(
        an_update(1), an_update(2), agreed, an_envelope(4, remote_id="x-4"), an_update(5, amendment={"name": "n5"})
    )

    said = Version(status="AUTHORISED").written()
    assert desk.place.compared == [(["x-1", "x-2", "x-3"], {"x-1": said, "x-2": said, "x-3": "as it was"})]
    assert desk.memory.looked == [(["x-1", "x-2", "x-3"], True)]
    assert desk.place.sent == [["n3", "n4", "n5"], ["n2"]]
    assert desk.says(1).message == "they have changed it"
    assert desk.status(2, 3, 4, 5) == [Status.SENT] * 4


def test_of_whole_updates_nothing_is_compared() -> None:
    desk = Desk(Place(), memory=updated())

    desk.post(an_envelope(1, remote_id="x-1"), an_update(2, amendment={"name": "n2"}))

    assert (desk.place.compared, desk.memory.looked) == ([], [])
    assert desk.place.sent == [["n1", "n2"]]


def test_what_was_agreed_counts_for_more_than_what_was_said_last() -> None:
    desk = Desk(Place(), memory=updated())

    desk.post(an_update(1, record=replace(KNOWN[0], agreed="as it was")))

    assert desk.place.compared == [(["x-1"], {"x-1": "as it was"})]


def test_what_has_clashed_never_goes_with_updates() -> None:
    there: dict[str, Resolution] = {"n1": Rename(payload={"name": "other"})}
    desk = Desk(Place(lambda one: clashing(one) if one["name"] in there else made(one), there))

    left = desk.poster.post(cast("Target", desk.place), [an_envelope(1), an_envelope(7, remote_id="x-7")])

    assert desk.place.sent == [["n1"], ["n7"], ["other"]]
    assert [create for create, _ in desk.place.hows] == [True, False, True]
    assert left == []


def test_what_clashes_in_any_batch_is_looked_for_together_before_the_last_one() -> None:
    there: dict[str, Resolution] = {name: Rename(payload={"name": f"o{name}"}) for name in ("n1", "n4")}
    desk = Desk(Place(lambda one: clashing(one) if one["name"] in there else made(one), there))

    desk.post(*some(1, 2, 3, 4, 5, 6, 7))

    assert desk.place.looked == [(["n1", "n4"], None)]
    assert desk.place.sent == [["n1", "n2", "n3"], ["n4", "n5", "n6"], ["n7", "on1", "on4"]]


def test_what_another_one_is_about_to_take_is_not_taken_twice() -> None:
    """It is asked for again once the first has it."""
    there: dict[str, Resolution] = {"n1": TakeOver(remote_id="x-1")}

    def answer(payload: Raw) -> Element:
        there["n2"] = TakeOver(remote_id="x-1")
        return clashing(payload) if payload["name"] == "n2" and "id" not in payload else made(payload)

    desk = Desk(Place(answer, there, looks=Looks.ALWAYS))

    desk.post(*some(1, 2))

    assert desk.place.sent == [["n2"], ["n1"], ["n2"]]
    assert desk.memory.records[RECORDS[0].key].remote_id == "x-1"


def test_what_others_have_found_or_need_not_send_is_noted() -> None:
    desk = Desk(Place())
    arrival = Arrival(envelope=an_envelope(1), element=Element(key=(), remote_id="x-1"), note="found")

    desk.poster.found([arrival])
    desk.poster.unchanged([an_envelope(2)])

    assert desk.status(1, 2) == [Status.SENT] * 2
    assert [one.event.what for one in desk.memory.changes if one.event] == ["found"]
    assert desk.place.sent == []


def test_it_tells_who_posts_what_is_counted_and_which_days_are_locked() -> None:
    desk = Desk(Place(), closed=Closed(until=date(2026, 10, 31)))
    poster = desk.poster

    assert (poster.who, poster.tally) == ("me", desk.tally)
    assert poster.first_open_day(date(2026, 10, 1), System.XERO) == date(2026, 11, 1)
    assert poster.why_locked(date(2026, 11, 1), System.XERO) is None
    assert str(poster.why_locked(date(2026, 10, 1), System.XERO)).startswith("its day 1 October 2026 is locked")


def test_what_is_the_same_there_is_adopted_instead_of_sent() -> None:
    theirs: dict[str, Resolution] = {"x-1": Adopt(element=Element(key=(), remote_id="x-1"), note="as it should be")}
    desk = Desk(Place(theirs=theirs), memory=updated())

    assert desk.poster.compared(cast("Target", desk.place), [an_update(1)]) == []
    assert (desk.place.sent, desk.status(1)) == ([], [Status.SENT])
