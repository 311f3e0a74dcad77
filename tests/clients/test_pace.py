"""Limits are met, not hit: the last calls are left to others, and an empty minute or day is not called into."""

import pytest

from shared.errors import LimitError
from shared.kinds import System
from shared.xero.pace import XeroPace
from tests.clients.doubles import START, Line, Said


def left(remaining: int, period_ms: int) -> Said:
    headers = {
        "brightpearl-requests-remaining": str(remaining),
        "brightpearl-next-throttle-period": str(period_ms),
    }
    return Said(body={}, headers=headers)


def xero_left(*, minute: int, day: int = 900) -> Said:
    return Said(body={}, headers={"X-MinLimit-Remaining": str(minute), "X-DayLimit-Remaining": str(day)})


def call(line: Line) -> None:
    line.transport.get("anything")


def test_brightpearls_head_room_is_left_to_others_until_the_period_ends() -> None:
    line = Line.to(System.BRIGHTPEARL, left(20, 4000), left(199, 60_000))
    call(line)

    call(line)

    assert line.clock.slept == [4.5]


def test_a_long_period_of_brightpearl_is_handed_on_without_a_call() -> None:
    line = Line.to(System.BRIGHTPEARL, left(20, 30_000))
    call(line)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.wait_seconds == 31
    assert len(line.network.sent) == 1


def test_a_period_that_has_ended_meanwhile_is_not_waited_for() -> None:
    line = Line.to(System.BRIGHTPEARL, left(3, 30_000), left(199, 60_000))
    call(line)
    line.clock.advance(31)

    call(line)

    assert line.clock.slept == []


def test_above_the_head_room_nothing_is_waited_for() -> None:
    line = Line.to(System.BRIGHTPEARL, left(21, 4000), left(20, 3000))
    call(line)

    call(line)

    assert line.clock.slept == []
    assert line.transport.limits() == {"remaining": 20, "next_period_ms": 3000}


def test_xeros_last_day_call_stops_the_rest_without_calling() -> None:
    line = Line.to(System.XERO, xero_left(minute=40, day=0))
    call(line)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.daily
    assert len(line.network.sent) == 1


def test_after_a_refusal_for_the_day_the_rest_of_the_day_is_known() -> None:
    refusal = Said(status=429, headers={"X-Rate-Limit-Problem": "day", "Retry-After": "9000"})
    line = Line.to(System.XERO, refusal)
    with pytest.raises(LimitError):
        call(line)
    line.clock.advance(1000)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert (caught.value.wait_seconds, caught.value.daily) == (8000, True)
    assert len(line.network.sent) == 1


def test_xeros_minute_is_over_sixty_seconds_after_we_first_saw_it() -> None:
    line = Line.to(System.XERO, xero_left(minute=1), xero_left(minute=0), xero_left(minute=59))
    call(line)
    line.clock.advance(57)
    call(line)

    call(line)

    assert line.clock.slept == [3]


@pytest.mark.parametrize(("remaining", "seconds", "slept"), [(0, 3, [3]), (1, 3, []), (0, -3, [])])
def test_a_minute_that_another_step_has_begun_is_known(remaining: int, seconds: int, slept: list[float]) -> None:
    ends = int(START.timestamp()) + seconds
    seen = {"minute_remaining": remaining, "minute_ends": ends}
    line = Line.to(System.XERO, xero_left(minute=0), pace=lambda clock: XeroPace(clock, seen))

    call(line)

    assert line.clock.slept == slept


def test_what_a_step_tells_of_the_minute_is_what_the_next_one_has_to_wait_for() -> None:
    first = Line.to(System.XERO, xero_left(minute=1), xero_left(minute=0))
    call(first)
    first.clock.advance(10)
    call(first)

    told = first.transport.limits()
    second = Line.to(System.XERO, pace=lambda clock: XeroPace(clock, told))
    second.clock.advance(10)

    with pytest.raises(LimitError) as caught:
        call(second)
    assert caught.value.wait_seconds == 50
    assert second.network.sent == []


def test_a_minute_that_is_over_is_not_taken_for_the_next_one() -> None:
    line = Line.to(System.XERO, xero_left(minute=9), xero_left(minute=5), xero_left(minute=0))
    for pause in (61, 10, 0):
        call(line)
        line.clock.advance(pause)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.wait_seconds == 50


def test_a_fresh_minute_of_xero_begins_anew() -> None:
    line = Line.to(System.XERO, xero_left(minute=1), xero_left(minute=59), xero_left(minute=0))
    call(line)
    line.clock.advance(50)
    call(line)
    line.clock.advance(20)
    call(line)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.wait_seconds == 40


def test_a_minute_refused_for_long_is_not_called_into_again() -> None:
    refusal = Said(status=429, headers={"X-Rate-Limit-Problem": "minute", "Retry-After": "22"})
    line = Line.to(System.XERO, refusal, xero_left(minute=59))
    for _ in range(2):
        with pytest.raises(LimitError):
            call(line)
    line.clock.advance(22)

    call(line)

    assert len(line.network.sent) == 2


def test_what_is_left_is_known_after_the_first_answer_only() -> None:
    line = Line.to(System.XERO, xero_left(minute=40, day=0))

    assert line.transport.limits() == {}

    call(line)
    ends = int(START.timestamp()) + 60
    assert line.transport.limits() == {"day_remaining": 0, "minute_remaining": 40, "minute_ends": ends}


LIMITS = {
    "Minute": "Xero's limit of calls for this minute is used up",
    "Daily": "Xero's limit of calls for this day is used up",
    "day": "Xero's limit of calls for this day is used up",
    "concurrent": "Xero is busy with as many calls at once as it allows",
    "appminute": "Xero's limit of calls for this minute is used up by all organisations of the app together",
    "new": "Xero takes no more calls for the moment",
}


@pytest.mark.parametrize("named", LIMITS)
def test_xeros_limits_are_told_apart(named: str) -> None:
    refusal = Said(status=429, headers={"X-Rate-Limit-Problem": named, "Retry-After": "30"})
    line = Line.to(System.XERO, refusal)

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.message == LIMITS[named]
    assert caught.value.daily == ("day" in LIMITS[named])


def test_a_limit_without_a_name_is_waited_for_a_minute() -> None:
    line = Line.to(System.XERO, Said(status=429))

    with pytest.raises(LimitError) as caught:
        call(line)

    assert caught.value.wait_seconds == 60
