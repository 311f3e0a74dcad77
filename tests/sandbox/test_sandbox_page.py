"""The page about the sandbox lists what people can do in it."""

import inspect
import re
from pathlib import Path

from sandbox.stand_ins.brightpearl.actions import ACTIONS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "sandbox.md"


def test_every_action_of_brightpearl_is_listed_with_its_fields() -> None:
    listed = dict(re.findall(r"^\| `(\w+)` \| (.+) \|$", PAGE.read_text(), re.MULTILINE))

    assert listed.keys() == ACTIONS.keys()
    for name, fields in listed.items():
        taken = inspect.signature(ACTIONS[name]).parameters.keys() - {"account"}
        assert set(re.findall(r"`(\w+)`", fields)) == taken
