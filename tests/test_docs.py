"""What the documents say is held against what there is."""

import json
import re
import tomllib
from pathlib import Path

import pytest

from shared.kinds import Kind
from shared.sequence import CYCLE_MINUTES, STEPS

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])
IN_WORDS = dict(enumerate(("fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"), 14))
SAY_THE_SCHEDULE = ("README.md", "architecture.md", "api.md", "operations.md", "exactly-once.md")


def test_the_readme_lists_the_steps_in_their_order() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| (.+) \|$", (ROOT / "README.md").read_text(), re.MULTILINE)

    assert rows == [(str(number), step.name, step.does) for number, step in enumerate(STEPS, 1)]


@pytest.mark.parametrize("page", [page for page in PAGES if page.name != "CHANGELOG.md"], ids=lambda page: page.name)
def test_a_page_that_counts_the_steps_counts_them_right(page: Path) -> None:
    said = re.findall(r"\b(\w+teen|twenty(?:-\w+)?) steps?\b", page.read_text())

    assert set(said) <= {IN_WORDS[len(STEPS)]}


def test_the_guide_to_the_api_lists_every_kind_in_its_order() -> None:
    (listed,) = re.findall(r"Kinds: (.+?)\.\n", (ROOT / "docs" / "api.md").read_text(), re.DOTALL)

    assert re.findall(r"`(\S+)`", listed) == [kind.plural for kind in Kind]


@pytest.mark.parametrize("page", [page for page in PAGES if page.name in SAY_THE_SCHEDULE], ids=lambda page: page.name)
def test_the_schedule_that_a_page_names_is_the_one_that_is_deployed(page: Path) -> None:
    said = re.findall(r"\bevery\s+(\d+)\s+min", page.read_text())

    assert said
    assert set(said) == {str(CYCLE_MINUTES)}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_to_a_file_leads_to_one(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text())

    assert [target for target in targets if not (page.parent / target).exists()] == []


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_place_in_the_source_that_a_page_names_is_there(page: str) -> None:
    named = re.findall(r"`((?:shared|functions|infra|sandbox|console|tests)/[\w./-]*)`", (ROOT / page).read_text())

    assert named
    assert [place for place in named if not (ROOT / place).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_make_command_that_a_page_names_exists(page: Path) -> None:
    named = set(re.findall(r"`(?:[A-Z_]+=\S+ )*make (\w+)", page.read_text()))

    targets = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert named <= targets


def test_every_direct_dependency_is_pinned_and_explained() -> None:
    explained = re.findall(r"^\| `(\S+)` \| .+ \|$", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE)

    assert [one for one in [*_python_packages(), *_npm_packages()] if not re.fullmatch(r"\S+ [\d.]+", one)] == []
    names = {one.split()[0] for one in [*_python_packages(), *_npm_packages()]}
    assert set(explained) == {name for name in names if not _is_types(name)}
    assert len(explained) == len(set(explained))


def _python_packages() -> list[str]:
    """Give name and version as they are written."""
    files = [ROOT / folder / "requirements.txt" for folder in (".", "shared", "sandbox/bench", "tests/mutants")]
    lines = [line for file in files for line in file.read_text().splitlines()]
    return [re.sub(r"(\[.*\])?==", " ", line) for line in lines if line and not line.startswith(("#", "-r"))]


def _npm_packages() -> list[str]:
    files = [json.loads((ROOT / folder / "package.json").read_text()) for folder in ("console", "sandbox/cloud")]
    groups = [file.get(group, {}) for file in files for group in ("dependencies", "devDependencies")]
    return [f"{name} {version}" for group in groups for name, version in group.items()]


def _is_types(name: str) -> bool:
    """Stubs of what is explained itself."""
    return name.startswith("types-") or name.endswith("-stubs")


def test_the_changelog_begins_with_the_version_that_is_being_made() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]

    newest = re.findall(r"^## (\S+) \((\S+)\)$", (ROOT / "CHANGELOG.md").read_text(), re.MULTILINE)[0]
    assert newest == (version.removesuffix(".dev0"), "unreleased" if version.endswith(".dev0") else newest[1])


def test_the_licence_that_is_named_is_the_one_that_lies_here() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    title, version = (line.strip() for line in (ROOT / "LICENSE").read_text().splitlines()[1:3])
    assert (title, project["license"]) == ("Apache License", "Apache-2.0")
    assert version.startswith("Version 2.0")
    assert all((ROOT / name).exists() for name in project["license-files"])


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.name)
def test_every_decision_is_numbered_and_dated(page: Path) -> None:
    head = page.read_text().splitlines()[0]

    assert re.fullmatch(r"# (\d{4}): .+ \(\d{4}-\d{2}-\d{2}\)", head)
    assert head[2:6] == page.name[:4]
