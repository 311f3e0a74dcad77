"""Which mutants are made of a module. It needs what `make mutants` alone installs, and is left out without it."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.mutants.processes import forked
from tests.mutants.rooms import SHARED

Changes = Callable[[str], list[str]]
WAYS = """
def on_import(one):
    return lambda other: other + one

def later(one):
    return one + 1

WAYS = (on_import(1), later)
"""


@pytest.fixture
def changes(tmp_path: Path) -> Changes:
    """Give what comes in the place of a line, for each mutant of a text."""
    pytest.importorskip("mutmut")
    from tests.mutants.making import mutants_of

    def made(text: str) -> list[str]:
        path = tmp_path / "some.py"
        path.write_text(text)
        differences = (mutant.difference() for mutant in mutants_of(path))
        return [line[1:] for difference in differences for line in difference.splitlines() if line.startswith("+")]

    return made


@pytest.mark.parametrize(
    "text",
    [
        "Raw = Mapping[str, Any]",
        "Key = tuple[str, ...]",
        "Look = Callable[[Sequence[Payload]], None]",
        "class Pair(Struct, frozen=True, kw_only=True, eq=False):\n    name: str",
    ],
)
def test_what_is_the_same_program_is_no_mutant(changes: Changes, text: str) -> None:
    assert changes(f"{text}\n") == []


def test_tables_constants_and_what_a_class_says_are_changed_all_the_same(changes: Changes) -> None:
    assert "MOST = 3" in changes("MOST = 2\n")
    assert 'FIRST = table["XXaXX"]' in changes('FIRST = table["a"]\n')
    assert "    first: int = 2" in changes("class Pair(Struct, frozen=True):\n    first: int = 1\n")
    assert "class Pair(Struct, tag=False):" in changes("class Pair(Struct, tag=True):\n    first: int\n")
    assert "    raw = None" in changes("def read():\n    raw = tuple[int]\n    return raw\n")


def test_a_function_that_a_table_was_made_with_is_not_exchanged_but_imported_anew(tmp_path: Path) -> None:
    pytest.importorskip("mutmut")
    from tests.mutants.making import mutants_of

    path = tmp_path / "some.py"
    path.write_text(WAYS)

    exchanged = {mutant.lines.start: mutant.function is not None for mutant in mutants_of(path)}

    assert (exchanged[3], exchanged[6]) == (False, True)


def test_a_mutant_of_a_module_that_no_test_imports_lives() -> None:
    pytest.importorskip("mutmut")
    from tests.mutants.making import mutants_of

    mutant = next(mutant for mutant in mutants_of(SHARED / "mapping" / "links.py") if mutant.function)

    def lives() -> bool:
        sys.modules.pop(mutant.name, None)
        mutant.take_its_place()
        return True

    assert os.waitpid(forked(lives, cpu_seconds=10), 0)[1] == 0
