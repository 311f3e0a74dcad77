"""What is looked for in the other system before it is created, and what is not."""

from datetime import datetime, timedelta
from typing import Any, cast

import pytest

from shared.posting.envelopes import Envelope, Part
from shared.posting.looking import look, look_first
from shared.posting.target import Adopt, Element, Looks, Target
from tests.posting.place import Place
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
FOUND = Adopt(element=Element(key=()), note="found")
ERA = {"old": AT - timedelta(seconds=1), "new": AT}


def an_envelope(name: str, *, age: str = "new", **changes: Any) -> Envelope:
    record = a_record(name, document={"createdOn": ERA[age].isoformat()})
    return Envelope(record=record, source_hash="s", payload={"name": name}, fingerprint="f", **changes)


def names(envelopes: list[Envelope]) -> list[str]:
    return [one.record.id for one in envelopes]


class Clock:
    """Says since when the table knows what was posted, and how often it was asked."""

    asked = 0

    def __call__(self) -> datetime:
        self.asked += 1
        return AT


def test_what_is_there_is_told_from_what_is_free() -> None:
    one, two = an_envelope("1"), an_envelope("2")
    place = Place(there={"2": FOUND})

    assert look(cast("Target", place), [one, two], since=AT) == ([two], [one], {("2",): FOUND})
    assert place.looked == [(["1", "2"], AT)]


@pytest.mark.parametrize(
    ("looks", "asked"), [(Looks.ALWAYS, [["1", "2"]]), (Looks.OLD, [["1"]]), (Looks.LATER, [])], ids=str
)
def test_a_target_says_what_is_looked_for(looks: Looks, asked: list[list[str]]) -> None:
    place = Place(looks=looks, there={"1": FOUND, "2": FOUND})

    there, absent, found = look_first(
        cast("Target", place), [an_envelope("1", age="old"), an_envelope("2")], table_since=Clock()
    )

    assert place.looked == [(one, None) for one in asked]
    assert names(there) == [name for some in asked for name in some]
    assert sorted([*names(there), *names(absent)]) == ["1", "2"]
    assert set(found) == {(name,) for name in names(there)}


def test_what_is_old_is_known_to_be_so_whether_it_is_there_or_not() -> None:
    place = Place(looks=Looks.ALWAYS, there={"1": FOUND})
    envelopes = [an_envelope("1", age="old"), an_envelope("2", age="old"), an_envelope("3")]

    there, absent, _ = look_first(cast("Target", place), envelopes, table_since=Clock())

    assert {one.record.id: one.is_old for one in (*there, *absent)} == {"1": True, "2": True, "3": False}
    assert there[0].wanted.is_old


def test_it_is_as_old_as_the_oldest_of_its_parts() -> None:
    older = a_record("9", document={"createdOn": ERA["old"].isoformat()})
    place = Place(looks=Looks.OLD)

    look_first(
        cast("Target", place),
        [an_envelope("1", others=(Part(record=older, source_hash="s", fingerprint="f"),)), an_envelope("2")],
        table_since=Clock(),
    )

    assert place.looked == [(["1"], None)]


def test_what_a_look_up_has_decided_is_not_looked_for_again() -> None:
    place = Place(looks=Looks.ALWAYS, there={"1": FOUND, "2": FOUND})
    envelopes = [an_envelope("1", age="old", decided=True), an_envelope("2", age="old")]

    there, absent, _ = look_first(cast("Target", place), envelopes, table_since=Clock())

    assert (names(there), names(absent), place.looked) == (["2"], ["1"], [(["2"], None)])


def test_where_nothing_is_old_nobody_is_asked() -> None:
    place = Place(looks=Looks.OLD)

    _, absent, found = look_first(cast("Target", place), [an_envelope("1")], table_since=Clock())

    assert (names(absent), found, place.looked) == (["1"], {}, [])


@pytest.mark.parametrize(("looks", "count"), [(Looks.LATER, 1), (Looks.OLD, 0), (Looks.ALWAYS, 0)])
def test_without_need_nobody_asks_which_table_it_is(looks: Looks, count: int) -> None:
    clock = Clock()
    envelopes = [an_envelope("1", age="old")] * count

    assert look_first(cast("Target", Place(looks=looks)), envelopes, table_since=clock) == ([], envelopes, {})
    assert clock.asked == 0
