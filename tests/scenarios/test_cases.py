"""Every case that once came out wrong comes out right: `name.json` is played, `name.out.json` says what has to come of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.scenario.case import read_case
from sandbox.scenario.play import play
from tests.scenarios.matching import of_the_kinds, unlike

FOLDER = Path(__file__).parent / "cases"
CASES = sorted(path for path in FOLDER.glob("*.json") if not path.name.endswith(".out.json"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_a_case_comes_out_right(file: Path, cloud: Cloud) -> None:
    right = json.loads(file.with_suffix(".out.json").read_text())

    told = play(read_case(file.read_bytes()), cloud)

    expected: dict[str, Any] = {"refused": [], "silent": [], **right["expect"]}
    if "records" in expected:
        told["records"] = of_the_kinds(expected["records"], told["records"])
    assert list(unlike(expected, told)) == [], f"{right['about']} {json.dumps(told['records'], indent=1)}"


def test_every_case_says_what_it_is_about_and_what_has_to_come_out() -> None:
    told = {path.name: json.loads(path.read_text()) for path in FOLDER.glob("*.out.json")}

    assert {f"{file.stem}.out.json" for file in CASES} == set(told)
    assert [name for name, right in told.items() if set(right) - {"source"} != {"about", "expect"}] == []


@pytest.mark.parametrize(
    ("expected", "found", "line"),
    [
        ({"a": 1}, {"a": 1, "b": 2}, None),
        ({"a": 1}, {"a": 2}, ".a is 2, not 1"),
        ({"a": 1}, {}, ".a is null, not 1"),
        ([{"a": 1}], [{"a": 1}], None),
        ([{"a": 1}], [{"a": 1}, {"a": 1}], ' is [{"a": 1}, {"a": 1}], not [{"a": 1}]'),
        ({"a": {"has": ["x", "z"]}}, {"a": "xy"}, ".a has no 'z': xy"),
        ({"has": ["7"]}, [{"b": 7}], None),
        ("1", 1, ' is 1, not "1"'),
    ],
)
def test_what_is_unlike_is_named(expected: Any, found: Any, line: str | None) -> None:
    assert list(unlike(expected, found)) == ([line] if line else [])
