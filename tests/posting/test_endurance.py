"""Cycle after cycle with a tenth of all calls in trouble: each comes to its end, and nothing piles up in a warm process."""

import gc
import random
import tracemalloc
from pathlib import Path

import pytest

import shared
from sandbox.proof.storm.boundary import Boundary
from sandbox.proof.storm.promises import broken_promises
from sandbox.proof.storm.weather import Weather
from shared.sequence import STEPS
from tests.end_to_end.shop import Shop
from tests.posting.days import Days
from tests.posting.scenes import disagreements

OURS = tracemalloc.Filter(inclusive=True, filename_pattern=f"{Path(shared.__file__ or '').parent}/*")
WARM_UP, CYCLES = 3, 6
LITTLE = 100_000  # bytes


@pytest.mark.parametrize("seed", [1, 2])
def test_cycles_under_a_tenth_of_faults_come_to_their_end(shop: Shop, seed: int) -> None:
    days = Days(shop=shop)
    weather = _weather(shop, seed)
    for _ in range(WARM_UP):
        days.begin()
        weather.rise()
        answers = shop.cycle().answers
        weather.calm()
        assert list(answers) == [step.name for step in STEPS]
        _settle(shop)

    assert weather.met.total() > WARM_UP
    assert disagreements(shop) == []
    assert shop.errors() == []
    assert broken_promises(shop.deployed) == []


def _settle(shop: Shop) -> None:
    """The limit of the day passes, and a person retries what Xero refused for no reason."""
    shop.clock.advance(days=1)
    for _ in range(2):
        shop.cycle()
        for record in shop.errors():
            shop.retry(record.kind, record.id)
    shop.cycles_until_quiet()


def test_memory_stays_flat(shop: Shop) -> None:
    days = Days(shop=shop)
    for _ in range(WARM_UP):
        days.begin()
        shop.good_cycle()
    tracemalloc.start()
    try:
        shop.good_cycle()
        before = _held()
        for _ in range(CYCLES):
            days.begin()
            shop.good_cycle()
        after = _held()
    finally:
        tracemalloc.stop()

    assert after - before < LITTLE


def _held() -> int:
    """The bytes that the connector's own code has allocated and not let go."""
    gc.collect()
    return sum(trace.size for trace in tracemalloc.take_snapshot().filter_traces([OURS]).traces)


def _weather(shop: Shop, seed: int) -> Weather:
    return Weather(sandbox=shop.deployed.sandbox, boundary=Boundary(), chance=random.Random(seed))
