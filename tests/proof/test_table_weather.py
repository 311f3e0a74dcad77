"""DynamoDB's weather in a storm: everything that it lets happen happens, and the store gets through it."""

from collections import Counter
from random import Random
from typing import Final

import pytest

from sandbox.proof.storm.table import TableWeather, weathered
from shared.kinds import Kind
from shared.records.patience import Patience
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change
from shared.records.transitions import archived
from tests.records.builders import AT, STEP, a_source
from tests.records.conftest import store, table

__all__ = ["store", "table"]
KINDS: Final = {"throttle", "conflict", "left over", "table answer lost", "lagging index"}


def nothing(_seconds: float) -> None:
    """Time stands still."""


@pytest.fixture
def patient(store: Store) -> Store:
    return Store(connection=store.connection, clock=store.clock, patience=Patience(sleep=nothing))


def test_nothing_is_lost_or_written_twice_in_any_of_it(patient: Store) -> None:
    met: Counter[str] = Counter()
    weather = TableWeather(chance=Random(7), bursts=(1, 2), met=lambda what: met.update([what]))

    with weathered(weather, nothing), weather.up(5):
        for number in range(100, 160):
            patient.take([a_source(str(number))])
            list(patient.due(STEP, together=100))
        records = patient.get_many((Kind.SALES_INVOICE, str(number)) for number in range(100, 130))
        for record in records.values():
            patient.revise([record], lambda one: Change(before=one, after=archived(one, at=AT)))

    assert met.keys() == KINDS
    assert patient.counts() == {
        Kind.SALES_INVOICE: {**dict.fromkeys(Status, 0), Status.PENDING: 30, Status.ARCHIVE: 30}
    }


def test_an_index_that_lags_hides_what_has_come_and_what_has_gone_is_told_by_its_record(patient: Store) -> None:
    weather, shown = TableWeather(chance=Random(1), bursts=(1,)), set()

    with weathered(weather, nothing):
        with weather.up(0.1):
            patient.take([a_source("1"), a_source("2")])
        for number in range(60):
            with weather.up(4):
                found = [record.id for record in patient.by_status(Kind.SALES_INVOICE, Status.PENDING)]
            shown.add((number > 30, *sorted(found)))
            if number == 30:
                records = patient.get_many([(Kind.SALES_INVOICE, "1")]).values()
                patient.revise(records, lambda one: Change(before=one, after=archived(one, at=AT)))

    assert shown & {(False,), (False, "1"), (False, "2")}
    assert (False, "1", "2") in shown
    assert not [places for places in shown if places[0] and "1" in places]


def test_in_calm_nothing_happens(patient: Store) -> None:
    met: list[str] = []

    with weathered(TableWeather(met=met.append), nothing):
        patient.take([a_source()])

    assert met == []
