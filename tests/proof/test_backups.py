"""Copies of a connector's table: it goes back to one of them, or on in an empty one, and each table has an id of its own."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import boto3
import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.backups import Backups
from sandbox.proof.in_process import Connector, connector
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from shared.records.model import RunItem, table_id
from shared.records.schema import Area, area
from tests.conftest import START

HOUR = timedelta(hours=1)


@pytest.fixture
def backups(sandbox: Sandbox, cloud: Cloud) -> Iterator[Backups]:
    """Those of a connector with a table of its own."""
    with connector(sandbox, cloud, start=START, table=f"backups-{uuid4().hex[:8]}") as deployed:
        deployed.progress.activate()
        yield Backups(deployed=deployed)


def runs(deployed: Connector) -> list[str]:
    return sorted(str(one.sk) for one in RunItem.query(area(deployed.connection, Area.RUN)))


def test_a_table_goes_back_to_the_last_copy_before_a_time(backups: Backups, clock: ManualClock) -> None:
    deployed, times = backups.deployed, []
    for _ in range(3):
        times.append(clock.now())
        deployed.start_run()
        backups.take()
        clock.advance(hours=1)
    known, own, name = runs(deployed), table_id(), deployed.table

    at = backups.restore(times[1] + HOUR / 2)

    assert (at, runs(deployed)) == (times[1], known[:2])
    assert (table_id() == own, deployed.table == name) == (False, False)
    assert [one for one, _ in backups.taken] == times[:2], "what came after that has never been"


def test_it_goes_back_to_the_same_copy_more_than_once(backups: Backups, clock: ManualClock) -> None:
    deployed = backups.deployed
    backups.take()
    began, ids = clock.now(), []
    for _ in range(2):
        clock.advance(hours=1)
        deployed.start_run()
        backups.restore(began)
        ids.append(table_id())
        assert runs(deployed) == []

    assert len({*ids}) == 2


def test_it_goes_back_no_further_than_there_are_copies(backups: Backups, clock: ManualClock) -> None:
    backups.take()
    own = table_id()

    with pytest.raises(ValueError, match="cannot be restored to 2026-11-23T08:59:59"):
        backups.restore(clock.now() - timedelta(seconds=1))

    assert table_id() == own


def test_the_oldest_copies_are_deleted(backups: Backups, clock: ManualClock) -> None:
    for _ in range(3):
        backups.take()
        clock.advance(hours=1)
    names = [name for _, name in backups.taken]

    backups.forget(but=2)

    assert [name for _, name in backups.taken] == names[1:]
    assert {*names} & {*boto3.client("dynamodb").list_tables()["TableNames"]} == {*names[1:]}


def test_what_begins_anew_has_the_settings_and_secrets_and_nothing_else(backups: Backups) -> None:
    deployed = backups.deployed
    _, settings = deployed.progress.settings()
    deployed.start_run()
    backups.take()
    own = table_id()

    backups.begin_anew()

    assert (deployed.progress.settings(), runs(deployed), backups.taken) == ((1, settings), [], [])
    assert table_id() != own
    assert not deployed.step("fetch_brightpearl_products", run=deployed.start_run())["failed"]
