"""Since when the table of a connection knows what was posted: since the first run of the connection in it."""

from datetime import UTC, datetime

import boto3
import pytest
from msgspec.structs import replace

from sandbox.stand_ins.clock import ManualClock
from shared.records.connections import Connection, connection_of
from shared.records.model import table_id
from shared.records.progress import Progress
from tests.records.conftest import TABLE


@pytest.fixture
def progress(table: str, clock: ManualClock) -> Progress:
    made = Progress(connection=table, clock=clock.now)
    made.activate()
    return made


def known(progress: Progress) -> Connection:
    found = connection_of(progress.connection)
    assert found is not None
    return found


def test_the_first_run_in_a_table_moves_the_connection_in(progress: Progress, clock: ManualClock) -> None:
    before = known(progress)

    since = progress.table_since(before)

    assert (before.table_id, before.table_since) == ("", None)
    assert since == clock.now()
    assert (known(progress).table_id, known(progress).table_since) == (table_id(), since)
    assert known(progress).active == before.active


def test_in_the_same_table_the_time_stays(progress: Progress, clock: ManualClock) -> None:
    since = progress.table_since(known(progress))
    clock.advance(days=3)

    assert progress.table_since(known(progress)) == since
    assert known(progress).table_since == since


def test_another_table_of_the_same_name_knows_what_is_posted_from_now_on(
    progress: Progress, clock: ManualClock
) -> None:
    """One that was restored has in it what was known of the connection in the table from which it comes."""
    progress.table_since(known(progress))
    restored = replace(known(progress), table_id="another")
    clock.advance(hours=1)

    assert progress.table_since(restored) == clock.now()
    assert (known(progress).table_id, known(progress).table_since) == (table_id(), clock.now())


def test_where_nobody_has_connected_everything_is_known(progress: Progress) -> None:
    assert progress.table_since(None) == datetime.min.replace(tzinfo=UTC)
    assert known(progress).table_id == ""


def test_the_id_of_a_table_is_dynamodbs_own(table: str) -> None:
    assert table_id() == boto3.client("dynamodb").describe_table(TableName=TABLE)["Table"]["TableId"]
