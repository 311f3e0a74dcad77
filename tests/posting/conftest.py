"""A shop with a connector over it, and the edge at which the connector can be killed."""

from collections.abc import Iterator

import pytest

from sandbox.proof.in_process import Connector
from sandbox.proof.storm.boundary import Boundary, watched
from sandbox.stand_ins.clock import ManualClock
from tests.end_to_end.shop import Shop


@pytest.fixture
def shop(deployed: Connector, clock: ManualClock) -> Shop:
    opened = Shop(deployed=deployed, clock=clock)
    opened.open_up()
    return opened


@pytest.fixture
def boundary(shop: Shop) -> Iterator[Boundary]:
    with watched() as edge:
        yield edge
