"""What every test gets: no network but this machine, no environment of the developer's, and a local cloud when it asks."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.cloud.within import ministack_within
from sandbox.proof.in_process import Connector, connector
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
START = (NOW - timedelta(days=60)).date()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Say which worker a test goes to."""
    from tests.workers import OneWorkerForEach

    return OneWorkerForEach(config, log)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith(("AWS_", "POWERTOOLS_")) or name in ("TABLE_NAME", "SECRET_PREFIX"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def cloud() -> Iterator[Cloud]:
    """One MiniStack for the whole session: tables and secrets have names of their own in every test."""
    with ministack_within() as running:
        yield running


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(NOW)


@pytest.fixture
def sandbox(clock: ManualClock) -> Sandbox:
    return Sandbox(clock=clock)


@pytest.fixture
def deployed(sandbox: Sandbox, cloud: Cloud) -> Iterator[Connector]:
    """A connector over an empty sandbox: fill it with `sandbox.seed` or the `do` actions."""
    with connector(sandbox, cloud, start=START) as ready:
        yield ready
