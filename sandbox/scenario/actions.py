"""Lists in docs/scenarios.md what people can do in both systems: `python -m sandbox.scenario.actions` writes the page anew."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from sandbox.stand_ins.brightpearl.actions import ACTIONS as BRIGHTPEARL
from sandbox.stand_ins.xero.people.actions import ACTIONS as XERO

PAGE: Final = Path(__file__).parents[2] / "docs" / "scenarios.md"
BEGIN: Final = "## Actions in Brightpearl\n"
HEAD: Final = "| action | fields (`?`: may be left out) | |\n|---|---|---|"

Action = Callable[..., Any]


def listed() -> str:
    """Give the last two parts of the page."""
    return "\n".join((BEGIN, _table(BRIGHTPEARL), "", "## Actions in Xero\n", _table(XERO), ""))


def page(text: str) -> str:
    """Give the page with its lists as they have to be."""
    return text.partition(BEGIN)[0] + listed()


def _table(actions: Mapping[str, Action]) -> str:
    rows = (f"| `{name}` | {', '.join(_fields(action))} | {_says(action)} |" for name, action in actions.items())
    return "\n".join((HEAD, *rows))


def _fields(action: Action) -> Iterator[str]:
    for field in inspect.signature(action).parameters.values():
        if field.kind is field.KEYWORD_ONLY:
            yield f"`{field.name}`{'' if field.default is field.empty else '?'}"
        elif field.kind is field.VAR_KEYWORD:
            yield "see its words"


def _says(action: Action) -> str:
    return (action.__doc__ or "").partition("\n")[0]


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
