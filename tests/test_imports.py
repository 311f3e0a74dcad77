"""Who may import whom, and that nothing looks at its surroundings while it is imported."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

from shared.sequence import STEPS

ROOT = Path(__file__).parents[1]
# The rooms of shared/, top to bottom: each imports only what stands below it. A new room gets a line.
ROOMS = (
    "admin",
    "api",
    "steps",
    "posting",
    "sources",
    "brightpearl",
    "xero",
    "auth",
    "http",
    "records",
    "mapping",
    "settings",
    "sequence",
    "kinds",
    "environment",
    "codec",
    "errors",
    "console",
)
LONGEST_MODULE = 250  # lines
OURS = ("shared", "functions", "infra", "sandbox", "tests")


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]
    assert found
    return found


def imported(path: Path) -> Iterator[tuple[str, str]]:
    """Every import of a module: where from, and which name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.module or "", alias.name) for alias in node.names)


@cache
def ours(path: Path) -> list[tuple[str, str]]:
    return [(module, name) for module, name in imported(path) if module.split(".")[0] in OURS]


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def room_of(module: str) -> str:
    return module.split(".")[1]


@cache
def below(room: str) -> set[str]:
    """The rooms that a room imports."""
    paths = [
        path for path in modules("shared") if path.relative_to(ROOT / "shared").parts[0].removesuffix(".py") == room
    ]
    return {room_of(module) for path in paths for module, _ in ours(path)} - {room}


def test_the_list_has_every_room() -> None:
    found = {path.relative_to(ROOT / "shared").parts[0].removesuffix(".py") for path in modules("shared")}

    assert found - {"__init__"} == set(ROOMS)


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_only_what_stands_below_it(room: str) -> None:
    below = ROOMS[ROOMS.index(room) :]
    paths = [
        path for path in modules("shared") if path.relative_to(ROOT / "shared").parts[0].removesuffix(".py") == room
    ]

    upwards = {(named(path), module) for path in paths for module, _ in ours(path) if room_of(module) not in below}

    assert upwards == set()


@cache
def floor(room: str) -> int:
    return 1 + max(map(floor, below(room)), default=0)


def test_the_architecture_page_draws_the_rooms_as_they_are() -> None:
    rows = [f"{floor(room)}  {room:<12} {', '.join(sorted(below(room)))}".rstrip() for room in ROOMS]
    drawn = re.findall(r"^\d  \w+.*$", (ROOT / "docs" / "architecture.md").read_text(), re.MULTILINE)

    assert sorted(drawn) == sorted(rows)


@pytest.mark.parametrize("path", modules("shared"), ids=named)
def test_a_module_can_be_read_in_one_go(path: Path) -> None:
    assert len(path.read_text().splitlines()) <= LONGEST_MODULE


def test_no_modules_import_each_other_in_a_circle() -> None:
    within = {named(path): {f"{module.replace('.', '/')}.py" for module, _ in ours(path)} for path in modules("shared")}

    TopologicalSorter(within).prepare()  # raises CycleError, which names the circle


@pytest.mark.parametrize("path", modules("functions"), ids=named)
def test_a_function_imports_from_shared_and_never_from_a_sibling(path: Path) -> None:
    assert {module.split(".")[0] for module, _ in ours(path)} <= {"shared"}


def test_nobody_but_the_handlers_and_the_commands_imports_the_composition_root() -> None:
    importers = {named(path) for path in modules("shared", "infra") if "shared.steps.runtime" in dict(ours(path))}

    assert importers <= {"shared/admin/commands.py", "shared/steps/handler.py"}


@pytest.mark.parametrize("path", modules("shared/api"), ids=named)
def test_the_api_reaches_neither_system_and_knows_no_tokens(path: Path) -> None:
    wrong = ("shared.brightpearl", "shared.xero", "shared.auth", "shared.http")

    assert [module for module, _ in ours(path) if module.startswith(wrong)] == []


@pytest.mark.parametrize("path", modules("shared", "functions"), ids=named)
def test_what_is_deployed_knows_nothing_of_sandbox_tests_or_infrastructure(path: Path) -> None:
    assert {module.split(".")[0] for module, _ in ours(path)} <= {"shared"}


@pytest.mark.parametrize("path", [path for path in modules("shared") if "api" not in path.parts], ids=named)
def test_structs_are_not_treated_as_dataclasses(path: Path) -> None:
    """The type checker takes one for the other; `replace`, `asdict` and `fields` of the wrong module break when they run."""
    names = {name for module, name in imported(path) if module == "dataclasses"}

    assert "dataclass" in names or not names


def test_no_step_loads_what_only_the_api_needs() -> None:
    steps = [f"functions.{step.name}" for step in STEPS]
    code = (
        f"import importlib, sys; [importlib.import_module(name) for name in {steps}]; print('pydantic' in sys.modules)"
    )

    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env={}, capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"


def test_importing_every_module_reads_no_environment_and_opens_no_connection() -> None:
    """In a process without any environment, where looking at it or at the network is an error."""
    names = [named(path).removesuffix(".py").replace("/", ".") for path in modules("shared", "functions")]
    done = subprocess.run(
        [sys.executable, "-c", WATCHED_IMPORT, *[name.removesuffix(".__init__") for name in names]],
        cwd=ROOT,
        env={},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.split()) == (0, []), done.stderr


WATCHED_IMPORT = """
import importlib, os, socket, sys, traceback
import boto3, pynamodb.models, requests, aws_lambda_powertools, aws_lambda_powertools.metrics, zoneinfo, argparse
import aws_lambda_powertools.event_handler.middlewares.openapi_validation
import aws_lambda_powertools.event_handler.openapi.models
class Watched(type(os.environ)):
    def __getitem__(self, key):
        frames = [frame.filename for frame in traceback.extract_stack()]
        if any("/shared/" in name or "/functions/" in name for name in frames):
            print(key)
        return super().__getitem__(key)
os.environ.__class__ = Watched
def forbidden(*_):
    raise SystemExit("a connection was opened")
socket.socket.connect = forbidden
for name in sys.argv[1:]:
    importlib.import_module(name)
"""
