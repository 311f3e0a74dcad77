"""Items whose code is in Xero already become ours, and keep what people have typed; what is gone is made anew as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

import pytest

from shared.mapping.fields import How
from shared.posting.target import Adopt, Anew, Element, Resolution, TakeOver, Wanted
from shared.posting.targets.xero_items import ItemTarget
from shared.xero.client import Xero

Raw = dict[str, Any]
MEANT: Raw = {"Code": "TEE", "Name": "Tee", "Description": "Soft tee"}


@dataclass
class Books:
    """A Xero that finds these items by their code, and those when all are looked at."""

    exact: Sequence[Raw] = ()
    whole: Sequence[Raw] = ()
    asked: list[object] = field(default_factory=list)

    def where_any(self, _resource: object, conditions: Sequence[str]) -> Sequence[Raw]:
        self.asked.append(list(conditions))
        return self.exact

    def where(self, _resource: object, condition: str) -> Sequence[Raw]:
        self.asked.append(condition)
        return self.whole


def found(books: Books, want: Wanted | None = None, *, since: datetime | None = None) -> Resolution | None:
    target = ItemTarget(cast("Xero", books))
    return target.look_up([want or Wanted(payload=MEANT)], since=since).get(("TEE",))


def test_one_that_has_all_is_ours_without_a_call() -> None:
    there = {**MEANT, "ItemID": "x-1", "Code": "tee", "Name": "Theirs"}

    resolution = found(Books([there]))

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note) == ("x-1", "found in Xero")
    assert resolution.fields is not None
    assert resolution.fields["Name"][0] == How.KEPT
    assert len(resolution.notes) == 1
    assert "differ, so they stay there" in resolution.notes[0]


def test_one_gets_what_it_has_blank_and_keeps_the_spelling_of_its_code() -> None:
    resolution = found(Books([{"ItemID": "x-1", "Code": "tee", "Name": "Tee", "Description": ""}]))

    assert isinstance(resolution, TakeOver)
    assert resolution.remote_id == "x-1"
    assert resolution.payload == {"Code": "tee", "Description": "Soft tee"}
    assert resolution.fields is not None
    assert set(resolution.fields) >= {"Name", "Description"}
    assert resolution.notes == ()


def test_what_an_exact_look_does_not_find_is_looked_for_among_all_and_then_updated_by_its_code() -> None:
    spelled = Books(whole=[{**MEANT, "ItemID": "x-1", "Code": "Tee"}])
    none = Books()

    assert isinstance(found(spelled), Adopt)
    assert len(spelled.asked) == 2
    assert spelled.asked[1] == ""
    resolution = found(none)
    assert isinstance(resolution, TakeOver)
    assert (resolution.remote_id, resolution.payload) == ("TEE", None)


def test_what_is_gone_is_made_anew_with_all_that_is_known_of_it() -> None:
    gone = Element(key=(), refusals=("Item with the specified ItemID could not be found",))
    known = {"Name": [How.SENT, "Tee"], "Description": [How.SENT, "Soft tee"]}
    books = Books()

    resolution = found(
        books, Wanted(payload={"Code": "TEE", "Name": "Red"}, remote_id="x-1", refused=gone, fields=known)
    )

    assert isinstance(resolution, Anew)
    assert resolution.payload == MEANT
    assert found(books, Wanted(payload=MEANT, remote_id="x-1", refused=Element(key=(), refusals=("no",)))) is None


def test_after_a_lost_answer_nothing_is_looked_for() -> None:
    books = Books()

    assert found(books, since=datetime(2026, 11, 23, tzinfo=UTC)) is None
    assert books.asked == []


@pytest.mark.parametrize(("remote_id", "sent"), [("TEE", {}), ("x-1", {"ItemID": "x-1"}), ("", {})])
def test_what_was_taken_over_by_its_code_is_updated_by_it(remote_id: str, sent: Raw) -> None:
    target = ItemTarget(Xero(cast("Any", None), "tenant"))

    (payload,) = target.decode(target.encode([Wanted(payload=MEANT, remote_id=remote_id)]))

    assert payload == {**MEANT, **sent}
    assert target.key({}) == ("",)
    assert target.name == "item"
