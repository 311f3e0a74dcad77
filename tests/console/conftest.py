"""One deployed stack with a shop that has had its first cycle, for all tests of the console as it is served."""

from collections.abc import Iterator

import pytest

from sandbox.cloud import connection
from sandbox.cloud.run import run_cycle
from sandbox.cloud.sync import Local, Options, local_cloud
from sandbox.cloud.workspace import OUT

FASTER = 60  # so much faster pass the limits' minutes and the state machines' waits


@pytest.fixture(scope="session")
def local() -> Iterator[Local]:
    OUT.mkdir(exist_ok=True)
    with local_cloud(Options(orders=8, seed=7, traffic=None, time_scale=FASTER)) as running:
        connection.connect(running.folder, running.cloud, running.deployed, running.systems)
        cycle = run_cycle(running.cloud, running.deployed, connection=connection.NAME)
        assert cycle.succeeded, cycle
        yield running
