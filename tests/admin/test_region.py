"""Which region the commands work in: one for the table and the secrets, whoever says it."""

import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from sandbox.cloud.process import surroundings

ROOT: Final = Path(__file__).parents[2]
PROFILES: Final = """
[profile books]
region = us-west-2

[profile nowhere]
"""

# A command whose runtime only tells where it would have read and stored.
TOLD: Final = """
import sys
import boto3
from shared.admin.commands import main
from shared.records.model import table_connection

def tell(environment):
    sys.exit(f"{table_connection().client.meta.region_name} {boto3.client('secretsmanager').meta.region_name}")

sys.exit(main(["export", "--connection", "main"], make_runtime=tell))
"""


@pytest.fixture
def surrounded(tmp_path: Path) -> dict[str, str]:
    """A shell with two profiles and nothing chosen yet."""
    profiles = tmp_path / "config"
    profiles.write_text(PROFILES)
    told = {"TABLE_NAME": "records", "SECRET_PREFIX": "shop/", "AWS_EC2_METADATA_DISABLED": "true"}
    return {**surroundings(), **told, "AWS_CONFIG_FILE": str(profiles), "AWS_SHARED_CREDENTIALS_FILE": "/dev/null"}


def command(environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-c", TOLD], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stderr


CHOSEN = {
    "AWS_REGION": ({"AWS_REGION": "eu-west-1"}, "eu-west-1"),
    "AWS_DEFAULT_REGION": ({"AWS_DEFAULT_REGION": "eu-west-2"}, "eu-west-2"),
    "a profile": ({"AWS_PROFILE": "books"}, "us-west-2"),
    "AWS_REGION before a profile": ({"AWS_REGION": "eu-west-1", "AWS_PROFILE": "books"}, "eu-west-1"),
    "AWS_DEFAULT_REGION before a profile": ({"AWS_DEFAULT_REGION": "eu-west-2", "AWS_PROFILE": "books"}, "eu-west-2"),
    "AWS_REGION before AWS_DEFAULT_REGION": (
        {"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"},
        "eu-west-1",
    ),
    "a profile where the variable is blank": ({"AWS_REGION": "", "AWS_PROFILE": "books"}, "us-west-2"),
}


@pytest.mark.parametrize(("chosen", "region"), CHOSEN.values(), ids=CHOSEN)
def test_the_table_and_the_secrets_are_looked_for_in_the_same_region(
    surrounded: dict[str, str], chosen: dict[str, str], region: str
) -> None:
    assert command({**surrounded, **chosen}) == f"{region} {region}\n"


@pytest.mark.parametrize("profile", ["nowhere", "unknown"])
def test_without_a_region_nothing_is_read_and_a_sentence_says_so(surrounded: dict[str, str], profile: str) -> None:
    said = command({**surrounded, "AWS_PROFILE": profile})

    assert "What to do: " in said
    assert ("region" if profile == "nowhere" else "unknown") in said.splitlines()[0]
    assert "Traceback" not in said
