"""What has been deployed is neither replaced nor changed in a way that a deployment cannot take."""

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from tests.infra.kept import INDEXES, KEPT, TABLE, Resources, objections, stateful
from tests.infra.synthesised import template


def kept() -> Resources:
    read: Resources = json.loads(KEPT.read_text(encoding="utf-8"))
    return read


def table(resources: Resources) -> dict[str, Any]:
    (found,) = (one for one in resources.values() if one["Type"] == TABLE)
    return found


def test_the_stack_can_be_deployed_over_what_is_kept() -> None:
    assert objections(kept(), stateful(template())) == []


def test_the_table_and_the_people_are_kept() -> None:
    assert sorted(one["Type"] for one in kept().values()) == ["AWS::Cognito::UserPool", TABLE]


def _rename(now: Resources) -> None:
    now["Another"] = now.pop(next(name for name, one in now.items() if one["Type"] == TABLE))


def _other_key(now: Resources) -> None:
    table(now)["KeySchema"][1]["AttributeName"] = "other"


def _other_names(now: Resources) -> None:
    (pool,) = (one for one in now.values() if one["Type"] == "AWS::Cognito::UserPool")
    pool["UsernameAttributes"] = ["phone_number"]


def _wider(now: Resources) -> None:
    table(now)[INDEXES][1]["Projection"]["NonKeyAttributes"].append("number")


def _all_of_it(now: Resources) -> None:
    table(now)[INDEXES][0]["Projection"] = {"ProjectionType": "ALL"}


def _one_dropped_and_one_made(now: Resources) -> None:
    table(now)[INDEXES][0]["IndexName"] = "another"


def _two_dropped(now: Resources) -> None:
    del table(now)[INDEXES][:2]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_rename, "would be deleted"),
        (_other_key, "would be replaced: KeySchema has changed"),
        (_other_names, "would be replaced: UsernameAttributes has changed"),
        (_wider, "index by_status of"),
        (_all_of_it, "index by_kind of"),
        (_one_dropped_and_one_made, "more than one index of"),
        (_two_dropped, "more than one index of"),
    ],
)
def test_what_would_lose_something_is_refused(change: Callable[[Resources], None], said: str) -> None:
    now = deepcopy(kept())
    change(now)

    (objection,) = objections(kept(), now)

    assert said in objection


def _make_one(now: Resources) -> None:
    table(now)[INDEXES].append({**table(now)[INDEXES][0], "IndexName": "another"})


def _drop_one(now: Resources) -> None:
    del table(now)[INDEXES][-1]


def _one_more_place(now: Resources) -> None:
    now["Bucket"] = {"Type": "AWS::S3::Bucket"}


@pytest.mark.parametrize("change", [_make_one, _drop_one, _one_more_place])
def test_one_index_more_or_less_and_something_new_are_no_harm(change: Callable[[Resources], None]) -> None:
    now = deepcopy(kept())
    change(now)

    assert objections(kept(), now) == []
