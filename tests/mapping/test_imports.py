"""Mapping stays pure: it imports the standard library, values and what makes them, and nothing that touches the world."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

MAPPING: Final = Path(__file__).parents[2] / "shared" / "mapping"
MAY: Final = (
    "msgspec",
    "shared.errors",
    "shared.mapping",
    "shared.codec",
    "shared.kinds",
    "shared.settings",
)
WORLDLY: Final = {"os", "socket", "subprocess", "time", "random", "urllib", "http", "asyncio", "threading", "logging"}


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


@pytest.mark.parametrize("path", sorted(MAPPING.glob("*.py")), ids=lambda path: path.stem)
def test_a_mapper_imports_only_values(path: Path) -> None:
    for name in imports_of(path):
        is_pure = name.split(".")[0] in sys.stdlib_module_names - WORLDLY

        assert is_pure or name.startswith(MAY), name


@pytest.mark.parametrize("path", sorted(MAPPING.glob("*.py")), ids=lambda path: path.stem)
def test_a_mapper_asks_no_clock(path: Path) -> None:
    called = {node.attr for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Attribute)}

    assert not called & {"now", "utcnow", "today", "environ", "getenv"}
