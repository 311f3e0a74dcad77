"""A shop with a connector over it, empty but for a customer, a supplier and a product."""

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from tests.end_to_end.shop import Shop


@pytest.fixture
def shop(deployed: Connector, clock: ManualClock) -> Shop:
    ready = Shop(deployed=deployed, clock=clock)
    ready.open_up()
    return ready
