"""`make bootstrap`: the first command of docs/operations.md, before anything is built or deployed."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from sandbox.cloud.cdk import QUIET
from sandbox.cloud.ministack import ACCOUNT, REGION, Cloud, ministack
from sandbox.cloud.process import surroundings

ROOT = Path(__file__).parents[2]
INSTALLED = ("--old-file=.venv/.installed", "--old-file=out/cdk-cli/.installed")


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """One that other processes reach, too."""
    with ministack(tmp_path_factory.mktemp("ministack")) as running:
        yield running


def make(*words: str, cloud: Cloud) -> str:
    """Run make in a shell whose credentials are those of the local cloud; answers with what it printed."""
    environment = {**surroundings(), **cloud.environment(), **QUIET}
    done = subprocess.run(
        ["make", *words], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_it_prepares_the_account_and_region_of_the_shell(cloud: Cloud) -> None:
    said = make(*INSTALLED, "bootstrap", cloud=cloud)

    toolkit = cloud.client("cloudformation").describe_stacks(StackName="CDKToolkit")["Stacks"][0]
    assert toolkit["StackStatus"] == "CREATE_COMPLETE"
    assert f"aws://{ACCOUNT}/{REGION} bootstrapped" in said


def test_a_fresh_clone_installs_two_things_for_it_and_builds_none(cloud: Cloud) -> None:
    planned = make("--dry-run", "--always-make", "bootstrap", cloud=cloud)

    assert "pip install" in planned
    assert "npm ci" in planned
    assert "npm run build" not in planned
