"""The page about the sandbox lists what people can do in it, how it can be switched, and what can go wrong."""

import inspect
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.actions import ACTIONS as IN_BRIGHTPEARL
from sandbox.stand_ins.faults import FaultKind
from sandbox.stand_ins.xero.choices import CHOICES
from sandbox.stand_ins.xero.people.actions import ACTIONS as IN_XERO

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sandbox.md"
Actions = Mapping[str, Callable[..., Any]]


def rows(heading: str) -> dict[str, str]:
    """The rows of the table under a heading: what is named, and what is said of it."""
    _, _, rest = PAGE.read_text().partition(f"# {heading}\n")
    return dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", rest.partition("\n##")[0], re.MULTILINE))


@pytest.mark.parametrize(("heading", "actions"), [("Brightpearl", IN_BRIGHTPEARL), ("Xero", IN_XERO)])
def test_every_action_is_listed_with_its_fields(heading: str, actions: Actions) -> None:
    listed = rows(heading)

    assert listed.keys() == actions.keys()
    for name, fields in listed.items():
        _, *taken = inspect.signature(actions[name]).parameters.values()
        if all(one.kind is one.KEYWORD_ONLY for one in taken):
            assert set(re.findall(r"`(\w+)`", fields)) == {one.name for one in taken}


def test_every_switch_of_xero_is_listed_with_its_choices() -> None:
    listed = {name: said.partition(" | ")[0] for name, said in rows("Switches of Xero").items()}

    assert listed == {name: ", ".join(map(_shown, choices)) for name, choices in CHOICES.items()}


def _shown(choice: object) -> str:
    return str(choice).lower() if isinstance(choice, bool) else str(choice)


def test_every_fault_is_listed() -> None:
    assert list(rows("Faults")) == list(FaultKind)
