"""Queues: what one step leaves, another finds, until it has dealt with it."""

import pytest

from sandbox.stand_ins.clock import ManualClock
from shared.records.queues import DRAFTS, Queues

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


def test_what_is_taken_out_by_its_id_leaves_what_came_with_it(queues: Queues) -> None:
    queues.enqueue(TO, ["a", "b"])
    queues.enqueue(TO, ["b"])
    queues.enqueue(TO, ["c"])

    queues.take_out(TO, {"b", "unknown"})

    assert queues.ids(TO) == {"a", "c"}
    assert sorted(one.ids for one in queues.queued(TO)) == [["a"], ["c"]]


def test_the_drafts_are_those_of_invoices_and_of_credit_notes(queues: Queues) -> None:
    for number, queue in enumerate(DRAFTS.values()):
        queues.enqueue(queue, [str(number)])

    assert queues.drafts() == {"0", "1"}


def test_nothing_to_leave_is_no_item(queues: Queues) -> None:
    queues.enqueue(TO, [])

    assert queues.queued(TO) == []
