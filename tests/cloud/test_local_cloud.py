"""What runs around the connector: MiniStack, the stand-ins, the tools they need."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sandbox.cloud import cdk
from sandbox.cloud.cdk import check_tools
from sandbox.cloud.connection import sandbox_settings
from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.ministack import Cloud, ministack
from sandbox.cloud.process import forget_aws, surroundings
from sandbox.cloud.stand_ins import stand_ins
from sandbox.stand_ins.country import Country
from shared.auth.credentials import Credentials
from shared.settings import Settings


def buckets(cloud: Cloud) -> list[str]:
    return [bucket["Name"] for bucket in cloud.client("s3").list_buckets()["Buckets"]]


def test_two_clouds_side_by_side_know_nothing_of_each_other(tmp_path: Path) -> None:
    with ministack(tmp_path / "one") as one, ministack(tmp_path / "other") as other:
        one.client("s3").create_bucket(Bucket="mine", CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})

        assert buckets(one) == ["mine"]
        assert buckets(other) == []


def test_no_run_can_reach_a_real_account(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_PROFILE", "production")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")

    forget_aws()
    given = {**surroundings(), **Cloud(endpoint="http://127.0.0.1:1").environment()}

    assert {"AWS_PROFILE", "AWS_SESSION_TOKEN"}.isdisjoint(given)
    assert "AWS_PROFILE" not in os.environ
    assert given["AWS_ENDPOINT_URL"] == "http://127.0.0.1:1"
    assert given["AWS_SHARED_CREDENTIALS_FILE"] == "/dev/null"


def test_the_stand_ins_run_on_free_ports_and_say_what_lets_a_connection_in(tmp_path: Path) -> None:
    with stand_ins(tmp_path, traffic=tmp_path / "traffic", time_scale=1) as systems:
        systems.seed(orders=20, seed=7)
        credentials = Credentials.parse(systems.credentials())
        brightpearl, xero = systems.states()

    assert credentials.xero.api_url.startswith(systems.xero)
    assert len(brightpearl["orders"]) > 20
    assert xero["Invoices"]


@pytest.mark.parametrize("country", Country)
def test_the_sandbox_s_settings_are_good_and_count_from_sixty_days_ago(country: Country) -> None:
    settings = Settings.parse(json.loads(json.dumps(sandbox_settings(country))))

    assert settings.start_date == datetime.now(ZoneInfo(settings.time_zone)).date() - timedelta(days=60)


def test_the_stand_ins_run_in_the_country_that_they_are_told(tmp_path: Path) -> None:
    with stand_ins(tmp_path, traffic=None, time_scale=1, country=Country.AU) as systems:
        systems.seed(orders=1, seed=1)

        assert systems.country() is Country.AU
        assert systems.states()[1]["Organisation"]["CountryCode"] == "AU"


@pytest.mark.parametrize(
    ("node", "sentence"),
    [
        (None, "node was not found: install Node 20 or later"),
        ("echo v18.20.1", "node is v18.20.1: install Node 20 or later"),
        ("echo nonsense", "node is nonsense: install Node 20 or later"),
    ],
    ids=["missing", "too old", "odd"],
)
def test_a_missing_tool_is_told_in_a_sentence(
    node: str | None, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    if node is not None:
        (tmp_path / "node").write_text(f"#!/bin/sh\n{node}\n")
        (tmp_path / "node").chmod(0o755)

    with pytest.raises(LocalCloudError, match=sentence):
        check_tools()


def test_a_console_that_is_not_built_is_told_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cdk, "COMMAND", tmp_path)
    monkeypatch.setattr(cdk, "CONSOLE", tmp_path / "index.html")

    with pytest.raises(LocalCloudError, match="the console is not built: run make console first"):
        check_tools()
