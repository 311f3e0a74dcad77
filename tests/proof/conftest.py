"""A shop with a connector over it, for what is said of both systems afterwards."""

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from tests.end_to_end.shop import Shop


@pytest.fixture
def shop(deployed: Connector, clock: ManualClock) -> Shop:
    opened = Shop(deployed=deployed, clock=clock)
    opened.open_up()
    return opened
