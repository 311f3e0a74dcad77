"""What make does on a machine where nothing is set up yet."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
NEEDED: Final = ("Makefile", "requirements.txt", "shared/requirements.txt", "docs/openapi.json")
FOLDERS: Final = ("sandbox/cloud", "console/src")
SHELL: Final = ("sh", "make", "find", "grep", "sed", "mkdir", "cp", "touch", "cat")
RECENT: Final = f'exec {sys.executable} "$@"'
NODE: Final = "Node 20 or later with npm is needed"
PYTHON: Final = "Python 3.11 or later is needed; python3 is not: make PYTHON=python3.12 sync"


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """As much of a fresh clone as make looks at."""
    root = tmp_path / "clone"
    for name in NEEDED:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, root / name)
    for name in FOLDERS:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("package.json", "package-lock.json"):
        shutil.copy(ROOT / "console" / name, root / "console" / name)
    return root


@pytest.fixture
def tools(tmp_path: Path) -> Path:
    """All that is installed on the machine: what every machine has, and what a test adds."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in SHELL:
        (folder / name).symlink_to(shutil.which(name) or name)
    return folder


def install(tools: Path, name: str, script: str) -> None:
    (tools / name).write_text(f"#!{shutil.which('sh')}\n{script}\n")
    (tools / name).chmod(0o755)


def make(clone: Path, tools: Path, goal: str = "sync") -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["make", goal], cwd=clone, env={**surroundings, "PATH": str(tools)}, capture_output=True, text=True, check=False
    )


def test_with_node_missing_nothing_is_installed(clone: Path, tools: Path) -> None:
    install(tools, "python3", RECENT)

    done = make(clone, tools)

    assert (done.returncode, done.stderr.count(NODE)) == (2, 1)
    assert not (clone / ".venv").exists()
    assert not (clone / "out").exists()


def test_with_an_old_node_nothing_is_installed(clone: Path, tools: Path) -> None:
    install(tools, "python3", RECENT)
    install(tools, "npm", "exit 1")
    install(tools, "node", "exit 1")

    done = make(clone, tools)

    assert (done.returncode, done.stderr.count(NODE)) == (2, 1)
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize("python", ["exit 1", None], ids=["too old", "missing"])
def test_without_a_recent_python_nothing_is_installed(clone: Path, tools: Path, python: str | None) -> None:
    install(tools, "npm", "exit 0")
    install(tools, "node", "exit 0")
    if python is not None:
        install(tools, "python3", python)

    done = make(clone, tools)

    assert (done.returncode, done.stderr.count(PYTHON)) == (2, 1)
    assert not (clone / "out").exists()


def test_an_installation_that_fails_shows_why_and_where_it_is_written(clone: Path, tools: Path) -> None:
    install(tools, "python3", RECENT)
    install(tools, "node", "exit 0")
    install(tools, "npm", "echo no space left on the disk; exit 1")

    done = make(clone, tools, "console")

    assert done.returncode == 2
    assert "installing what the console is built with: failed after" in done.stderr
    assert "no space left on the disk\n(log: out/npm.log)" in done.stderr
