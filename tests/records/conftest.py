"""A table of its own connection for each test."""

from collections.abc import Iterator
from unittest.mock import patch
from uuid import uuid4

import boto3
import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.in_process import table_definition
from sandbox.stand_ins.clock import ManualClock
from shared.records.model import bind
from shared.records.store import Store

TABLE = "records"


@pytest.fixture
def table(cloud: Cloud) -> Iterator[str]:
    """The name of a new connection in a table that all these tests share."""
    with patch.dict("os.environ", cloud.environment()):
        tables = boto3.client("dynamodb")
        if TABLE not in tables.list_tables()["TableNames"]:
            tables.create_table(**table_definition(TABLE))
        bind(TABLE)
        yield f"shop-{uuid4().hex[:8]}"


@pytest.fixture
def store(table: str, clock: ManualClock) -> Store:
    return Store(connection=table, clock=clock.now, settings_version=3)
