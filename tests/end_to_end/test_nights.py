"""Nightly looks begin at one time in UTC, wherever the account is: each order has its turn within a week, each month its look."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Final

import pytest

from shared.kinds import Kind
from shared.mapping.dates import day_there
from shared.records.standing import Standing
from shared.sequence import LOOKS, VERIFY_AT
from shared.sources.verify.nights import NIGHTS, turns
from shared.steps.pipeline import OVERLAP
from tests.end_to_end.shop import Shop

ALL: Final = frozenset(range(NIGHTS))
FIRST: Final = date(2026, 1, 1)
ZONES: Final = (
    "Australia/Sydney",
    "America/Los_Angeles",
    "Pacific/Kiritimati",  # fourteen hours ahead
    "America/Miquelon",  # where the look begins shortly before midnight, and in summer shortly after it
)


def nights(days: int = 800) -> Iterator[datetime]:
    for number in range(days):
        yield datetime.combine(FIRST + timedelta(days=number), time.fromisoformat(VERIFY_AT), UTC)


def test_in_seven_nights_every_order_has_its_turn_once() -> None:
    seen = [turns(before - OVERLAP, now) for before, now in pairwise(nights())]

    assert {len(tonight) for tonight in seen} == {1}
    assert {frozenset[int]().union(*seen[start : start + NIGHTS]) for start in range(len(seen) - NIGHTS + 1)} == {ALL}


@pytest.mark.parametrize("missed", [1, 3, 9])
def test_what_was_missed_has_its_turn_in_the_next_look(missed: int) -> None:
    """A night of an outage, or one whose look did not come to its end."""
    looks = [*nights(missed + 2)]

    caught_up = turns(looks[0] - OVERLAP, looks[-1])

    assert caught_up == frozenset[int]().union(*(turns(before, now) for before, now in pairwise(looks)))


def test_a_look_that_goes_on_over_midnight_keeps_its_own_turn_and_leaves_the_next_one_to_its_night() -> None:
    before, begun, following = nights(3)

    assert turns(before - OVERLAP, begun) < turns(before - OVERLAP, begun + timedelta(hours=23))
    assert turns(begun - OVERLAP, following) == turns(None, following)


def test_the_first_look_and_one_by_a_clock_that_went_back_read_the_turn_of_their_day() -> None:
    now = datetime(2026, 3, 4, 2, 15, tzinfo=UTC)
    today = frozenset({now.toordinal() % NIGHTS})

    assert turns(None, now) == today
    assert turns(now + timedelta(days=2), now) == today


@pytest.mark.parametrize("zone", ZONES)
def test_every_month_has_its_look_in_its_first_nights(zone: str) -> None:
    """All of the open period is looked at when the month, where the account is, is another than that of the last look."""
    days = [day_there(now, zone) for now in nights()]

    first_of: dict[tuple[int, int], date] = {}
    for day in days:
        first_of.setdefault((day.year, day.month), day)

    first, *later = first_of
    ends = days[-1]
    assert len(first_of) == (ends.year - first[0]) * 12 + ends.month - first[1] + 1
    assert {first_of[month].day for month in later} <= {1, 2}


@pytest.mark.parametrize("zone", ["Australia/Sydney", "America/Los_Angeles"])
def test_whatever_order_is_un_invoiced_unseen_is_seen_within_a_week(shop: Shop, zone: str) -> None:
    shop.change_settings(lambda settings: settings.update(time_zone=zone))
    orders = [shop.sell()[0] for _ in range(NIGHTS)]
    shop.good_cycle()
    for order in orders:
        shop.brightpearl("uninvoice_order", order=order)

    seen = []
    for night in range(NIGHTS):
        shop.clock.set(datetime(2026, 11, 24 + night, 2, 15, tzinfo=UTC))
        shop.deployed.step(LOOKS[0].name, run=shop.deployed.start_run(), full=False)
        standing = [shop.record(Kind.SALES_INVOICE, order).standing for order in orders]
        seen.append(standing.count(Standing.WITHDRAWN))

    assert seen == [*range(1, NIGHTS + 1)]


@pytest.mark.parametrize(("zone", "day"), [("Australia/Sydney", "2026-11-24"), ("America/Los_Angeles", "2026-11-23")])
def test_what_a_look_has_seen_is_told_with_the_day_that_it_is_where_the_account_is(
    shop: Shop, zone: str, day: str
) -> None:
    shop.change_settings(lambda settings: settings.update(time_zone=zone))
    order, _ = shop.sell()
    other, _ = shop.sell()
    paid = shop.brightpearl("pay_order", order=other, amount="12")["payment"]
    shop.good_cycle()
    shop.brightpearl("delete_order", order=order)
    shop.brightpearl("delete_payment", payment=paid)
    shop.clock.set(datetime(2026, 11, 24, 2, 15, tzinfo=UTC))

    shop.deployed.verify()

    assert f"seen on {day}" in shop.failure(Kind.SALES_INVOICE, order).problem.message
    assert f"seen on {day}" in shop.failure(Kind.SALES_PAYMENT, paid).problem.message
