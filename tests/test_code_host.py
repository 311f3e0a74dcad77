"""What others' tools read: the code host the workflow, the forms and what keeps versions new, pre-commit its hooks."""

import json
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from sandbox.stand_ins.brightpearl.actions import ACTIONS

ROOT: Final = Path(__file__).parents[1]
HOST: Final = ROOT / ".github"
FORMS: Final = [path for path in sorted((HOST / "ISSUE_TEMPLATE").glob("*.yml")) if path.name != "config.yml"]
REGISTRIES: Final = ("pypi.org", "pythonhosted.org", "npmjs.org", "npmjs.com", "npm.pkg", "ghcr.io", "docker.io")
GENERATED: Final = {"node_modules", ".venv", "out"}


def read(path: str | Path) -> Any:
    return yaml.safe_load((HOST / path).read_text())


def fields(form: Path) -> dict[str, Any]:
    return {field["id"]: field for field in read(form)["body"] if "id" in field}


def test_the_workflow_does_what_everybody_can_do_and_may_do_nothing_else() -> None:
    workflow = read("workflows/ci.yml")
    (job,) = workflow["jobs"].values()

    uses = {step["uses"].partition("@")[0]: step for step in job["steps"] if "uses" in step}
    assert [step["run"] for step in job["steps"] if "run" in step] == ["bash .ci/run"]
    assert workflow["permissions"] == {"contents": "read"}
    assert "permissions" not in job
    assert 0 < job["timeout-minutes"] <= 120
    assert uses["actions/checkout"]["with"] == {"persist-credentials": False}
    assert uses["actions/setup-python"]["with"]["python-version"] == "3.11"
    assert uses["actions/setup-node"]["with"]["node-version"] == "22"
    assert all("@v" in step["uses"] for step in uses.values())


def test_the_workflow_leaves_to_the_machine_where_packages_come_from() -> None:
    text = (HOST / "workflows" / "ci.yml").read_text()

    assert [registry for registry in REGISTRIES if registry in text] == []


def test_everything_that_is_pinned_is_kept_new() -> None:
    files = [*ROOT.rglob("requirements.txt"), *ROOT.rglob("package.json")]
    ours = {path.relative_to(ROOT) for path in files if GENERATED.isdisjoint(path.relative_to(ROOT).parts)}

    watched = {
        (update["package-ecosystem"], folder.strip("/") or ".")
        for update in read("dependabot.yml")["updates"]
        for folder in update.get("directories", [update.get("directory")])
    }
    assert watched == {
        *(("pip" if path.suffix == ".txt" else "npm", str(path.parent)) for path in ours),
        ("github-actions", "."),
    }


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_a_form_asks_for_each_thing_once_and_says_what_it_is_for(form: Path) -> None:
    document = read(form)
    labels = [field["attributes"]["label"] for field in document["body"] if "id" in field]

    assert {"name", "description", "labels", "body"} <= document.keys()
    assert len(labels) == len(set(labels)) == len(fields(form))
    assert any(field.get("validations", {}).get("required") for field in document["body"])


def test_the_form_for_what_is_wrong_asks_for_what_finds_it() -> None:
    asked = fields(HOST / "ISSUE_TEMPLATE" / "bug.yml")

    assert {"version", "happened", "message", "case"} <= asked.keys()
    assert [name for name in ("version", "happened") if not asked[name]["validations"]["required"]] == []


def test_the_case_that_the_form_shows_could_be_played() -> None:
    case = json.loads(fields(HOST / "ISSUE_TEMPLATE" / "bug.yml")["case"]["attributes"]["placeholder"])

    done = [act["brightpearl"]["action"] for act in case["acts"] if "brightpearl" in act]
    assert set(done) <= ACTIONS.keys()


def test_a_weakness_is_led_away_from_where_everybody_reads_it() -> None:
    chooser = read("ISSUE_TEMPLATE/config.yml")

    assert chooser["blank_issues_enabled"] is False
    assert "SECURITY.md" in chooser["contact_links"][0]["about"]
    assert chooser["contact_links"][0]["url"].startswith("https://")


def test_the_hooks_are_the_gate_s_own_tools_and_none_is_fetched() -> None:
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())

    (local,) = hooks["repos"]
    run = [hook["entry"] for hook in local["hooks"]]
    assert local["repo"] == "local"
    assert {hook["language"] for hook in local["hooks"]} == {"system"}
    assert all(entry.startswith((".venv/bin/python -m ", "npm run ")) for entry in run)
