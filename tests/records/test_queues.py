"""Queues: what one step leaves, another finds, until it has dealt with it."""

import pytest

from sandbox.stand_ins.clock import ManualClock
from shared.records.queues import Queues

TO = "fetch_xero_sales_payments"


@pytest.fixture
def queues(table: str, clock: ManualClock) -> Queues:
    return Queues(connection=table, clock=clock.now)


def test_what_is_left_for_a_step_stays_until_it_is_taken_out(queues: Queues) -> None:
    queues.enqueue(TO, ["a", "b"])
    queues.enqueue("another", ["c"])

    (found,) = queues.queued(TO)
    again = queues.queued(TO)
    queues.dequeue(again)

    assert found.ids == ["a", "b"]
    assert [item.sk for item in again] == [found.sk]
    assert queues.queued(TO) == []
    assert len(queues.queued("another")) == 1


def test_nothing_to_leave_is_no_item(queues: Queues) -> None:
    queues.enqueue(TO, [])

    assert queues.queued(TO) == []
