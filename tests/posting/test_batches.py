"""Which envelopes go in one request, where of one name only one may go at a time."""

from types import SimpleNamespace
from typing import cast

import pytest

from shared.posting.batches import batches
from shared.posting.envelopes import Envelope
from shared.posting.target import Target
from shared.records.failure import Failure
from tests.records.builders import AT, a_problem, a_record


def an_envelope(name: str, attempts: int = 0) -> Envelope:
    failure = Failure(problem=a_problem(), attempts=attempts, at=AT, settings_version=1) if attempts else None
    payload = {"Name": name} if name else {}
    return Envelope(record=a_record(failure=failure), source_hash="s", payload=payload, fingerprint="f")


def in_batches(*names: str, field: str = "Name", size: int = 3) -> list[list[str]]:
    target = cast("Target", SimpleNamespace(batch_size=size, unique_field=field))
    found = batches(target, [an_envelope(name) for name in names])
    return [[str(one.payload.get("Name", "")) for one in batch] for batch in found]


@pytest.mark.parametrize(
    ("names", "field", "expected"),
    [
        ("abcd", "Name", ["abc", "d"]),
        ("aAbc", "Name", ["abc", "A"]),
        ("abcdA", "Name", ["abc", "dA"]),
        ("abcddA", "Name", ["abc", "dA", "d"]),
        ("aabbcc", "Name", ["abc", "abc"]),
        ("abA", "Name", ["ab", "A"]),
        ("abcdABC", "Name", ["abc", "dAB", "C"]),
        ("aab", "", ["aab"]),
    ],
    ids=[
        "full ones",
        "one name",
        "what fits in the last one",
        "not beside its own",
        "all twice",
        "a name of before",
        "more than there is room for",
        "no such field",
    ],
)
def test_of_one_name_only_the_first_goes_at_once(names: str, field: str, expected: list[str]) -> None:
    assert in_batches(*names, field=field) == [list(batch) for batch in expected]


def test_those_without_a_name_are_in_nobodys_way() -> None:
    assert in_batches("", "", "a") == [["", "", "a"]]


def test_what_has_failed_twice_goes_alone() -> None:
    target = cast("Target", SimpleNamespace(batch_size=3, unique_field=""))
    once, twice = an_envelope("a", attempts=1), an_envelope("b", attempts=2)

    assert [list(batch) for batch in batches(target, [twice, once])] == [[once], [twice]]
