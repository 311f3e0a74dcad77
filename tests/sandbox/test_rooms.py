"""The sandbox has five rooms, and each says what it is for; a room knows only those below it."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

import pytest

SANDBOX: Final = Path(__file__).resolve().parents[2] / "sandbox"
# from the bottom to the top
ROOMS: Final = ("stand_ins", "cloud", "proof", "scenario", "bench")
PRODUCT: Final = ("shared", "functions", "infra", "app")


def imported(path: Path) -> Iterator[str]:
    """Every name that is imported, wherever the import stands, with the module that it comes from."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{'.' * node.level}{node.module or ''}.{alias.name}" for alias in node.names)


def imports(*places: Path, wrong: Callable[[str], bool]) -> list[str]:
    """Every import in these places that is wrong, with the file in which it stands."""
    files = [file for place in places for file in (place.rglob("*.py") if place.is_dir() else [place])]
    assert files
    return [f"{file.relative_to(SANDBOX)}: {name}" for file in files for name in imported(file) if wrong(name)]


def first_line(package: Path) -> str:
    said = ast.get_docstring(ast.parse((package / "__init__.py").read_text())) or ""
    return said.partition("\n")[0]


def test_there_is_no_other_room() -> None:
    assert {package.parent.name for package in SANDBOX.glob("*/__init__.py")} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_knows_only_itself_and_the_rooms_below_it(room: str) -> None:
    known = tuple(f"sandbox.{below}." for below in ROOMS[: ROOMS.index(room) + 1])

    assert imports(SANDBOX / room, wrong=lambda name: name.startswith("sandbox") and not name.startswith(known)) == []


def test_the_stand_ins_know_nothing_of_the_product() -> None:
    stand_ins = [SANDBOX / "stand_ins", SANDBOX / "__main__.py"]

    assert imports(*stand_ins, wrong=lambda name: name.split(".")[0] in PRODUCT) == []


def test_running_the_sandbox_takes_the_stand_ins_alone() -> None:
    def another_room(name: str) -> bool:
        return name.startswith("sandbox.") and not name.startswith("sandbox.stand_ins.")

    assert imports(SANDBOX / "__main__.py", wrong=another_room) == []


def test_no_room_knows_the_tests_and_none_imports_by_dots() -> None:
    assert imports(SANDBOX, wrong=lambda name: name.startswith((".", "tests."))) == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_says_in_its_first_line_what_it_is_for(room: str) -> None:
    assert len(first_line(SANDBOX / room).split()) > 5


def test_the_local_cloud_s_page_lists_its_modules() -> None:
    rows = re.findall(r"^\| (`.+\.py`) \|", (SANDBOX / "cloud" / "README.md").read_text(), re.MULTILINE)

    listed = {name for row in rows for name in re.findall(r"`(\w+\.py)`", row)}
    assert listed == {path.name for path in (SANDBOX / "cloud").glob("*.py")} - {"__init__.py"}
