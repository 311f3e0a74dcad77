"""A change happens once or not at all, however busy the table is and whatever becomes of its answer."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Any
from unittest.mock import patch

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError, ReadTimeoutError
from msgspec.structs import replace

from shared.errors import TransientError
from shared.kinds import Kind
from shared.records.patience import Patience
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import archived
from tests.records.builders import AT, a_source

Call = Callable[[], Any]


def refused(code: str, *reasons: str) -> ClientError:
    answer: Any = {"Error": {"Code": code, "Message": code}, "CancellationReasons": [{"Code": one} for one in reasons]}
    return ClientError(answer, "TransactWriteItems")


def a_conflict(_send: Call) -> Any:
    raise refused("TransactionCanceledException", "None", "TransactionConflict")


def a_throttle(_send: Call) -> Any:
    raise refused("ThrottlingException")


def an_answer_lost(send: Call) -> Any:
    send()
    raise ReadTimeoutError(endpoint_url="http://table.test")


@contextmanager
def met(*faults: Callable[[Call], Any]) -> Iterator[list[str]]:
    """Let the first transactions meet these, one each; gives the token of every try."""
    real: Any = vars(BaseClient)["_make_api_call"]
    left, tokens = list(faults), list[str]()

    def call(client: BaseClient, operation: str, asked: Any) -> Any:
        if operation != "TransactWriteItems":
            return real(client, operation, asked)
        tokens.append(asked["ClientRequestToken"])
        fault = left.pop(0) if left else lambda send: send()
        return fault(lambda: real(client, operation, asked))

    with patch.object(BaseClient, "_make_api_call", call):
        yield tokens


@pytest.fixture
def patient(store: Store) -> Store:
    return Store(connection=store.connection, clock=store.clock, patience=Patience(sleep=lambda _seconds: None))


@pytest.mark.parametrize("fault", [a_conflict, a_throttle, an_answer_lost])
def test_a_busy_table_and_a_lost_answer_are_met_with_the_same_transaction_again(
    patient: Store, fault: Callable[[Call], Any]
) -> None:
    with met(fault, fault) as tokens:
        done = patient.take([a_source()])

    assert [change.after.id for change in done] == ["2001"]
    assert len(tokens) == 3
    assert len(set(tokens)) == 1
    assert patient.counts() == {Kind.SALES_INVOICE: {**dict.fromkeys(Status, 0), Status.PENDING: 1}}


def test_patience_has_an_end(patient: Store) -> None:
    with met(*[a_conflict] * 1000), pytest.raises(TransientError):
        patient.take([a_source()])

    assert patient.counts() == {}


def test_what_the_table_refuses_for_good_is_not_tried_again(patient: Store) -> None:
    def denied(_send: Call) -> Any:
        raise refused("AccessDeniedException")

    with met(denied) as tokens, pytest.raises(Exception, match="AccessDenied"):
        patient.take([a_source()])

    assert len(tokens) == 1


def test_what_is_new_and_there_by_now_is_compared_with_what_is_there(patient: Store, store: Store) -> None:
    patient.get(Kind.SALES_INVOICE, "2001")
    store.take([a_source(summary=replace(a_source().summary, number="SI-9"))])

    done = patient.take([a_source()])

    assert done == []
    assert [line.summary.number for line in store.numbered(Kind.SALES_INVOICE, "si-9")] == ["SI-9"]


def test_400_are_archived_while_a_step_stores_the_same_kind(store: Store) -> None:
    first = [a_source(str(number)) for number in range(1000, 1400)]
    store.take(first)
    problems: list[BaseException] = []

    def archive() -> None:
        try:
            records = store.get_many((one.kind, one.id) for one in first).values()
            store.revise(records, lambda record: Change(before=record, after=archived(record, at=AT)))
        except BaseException as problem:  # noqa: BLE001  # told in the thread that waits
            problems.append(problem)

    people = Thread(target=archive)
    people.start()
    for begin in range(2000, 2400, 50):
        store.take([a_source(str(number)) for number in range(begin, begin + 50)])
    people.join()

    assert problems == []
    assert store.counts()[Kind.SALES_INVOICE] == {
        **dict.fromkeys(Status, 0),
        Status.PENDING: 400,
        Status.ARCHIVE: 400,
    }
