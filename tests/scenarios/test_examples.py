"""The examples that people copy can be played as they are."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from sandbox.cloud.ministack import Cloud
from sandbox.scenario.case import read_case
from sandbox.scenario.checks import CHECKS
from sandbox.scenario.play import play

ROOT = Path(__file__).parents[2]


def in_the_guide() -> str:
    (example,) = re.findall(r"```json\n(.+?)```", (ROOT / "docs" / "scenarios.md").read_text(), re.DOTALL)
    return str(example)


def in_the_form() -> str:
    form: dict[str, Any] = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / "bug.yml").read_text())
    (case,) = [field for field in form["body"] if field.get("id") == "case"]
    return str(case["attributes"]["placeholder"])


@pytest.mark.parametrize("example", [in_the_guide(), in_the_form()], ids=["the guide", "the form for issues"])
def test_an_example_is_played_to_its_end(example: str, cloud: Cloud) -> None:
    told = play(read_case(example), cloud)

    assert (told["refused"], told["silent"]) == ([], [])
    assert [document["number"] for document in told["xero"]["documents"]] == ["SI-100001"]


def test_the_acts_in_the_guide_are_those_that_there_are() -> None:
    rows = re.findall(r"^\| (`\{.+?\}`(?:, `\{.+?\}`)*) \|", (ROOT / "docs" / "scenarios.md").read_text(), re.MULTILINE)
    acts = [act.replace("…", '"void"') for row in rows for act in re.findall(r"`(\{.+?\})`", row)]

    known = [{"brightpearl": {"action": "create_contact", "first_name": "A", "last_name": "B"}, "as": "sale"}]
    case = read_case(json.dumps({"acts": [*known, *map(json.loads, acts)]}))
    assert {name for act in case.acts for name in act} - {"as"} == set(CHECKS)
