"""A busy table is asked again for some seconds, with pauses by chance, and never longer than there is time."""

from shared.records.patience import ALL_SECONDS, LONGEST_SECONDS, Patience


def test_it_goes_on_for_some_twenty_seconds_with_pauses_that_grow() -> None:
    slept: list[float] = []

    tries = list(Patience(sleep=slept.append).tries())

    assert tries == list(range(len(slept) + 1))
    assert ALL_SECONDS <= sum(slept) <= ALL_SECONDS + LONGEST_SECONDS
    assert max(slept[:3]) <= LONGEST_SECONDS / 8
    assert max(slept) <= LONGEST_SECONDS
    assert len(set(slept)) == len(slept)


def test_the_first_try_is_at_once_however_little_time_there_is() -> None:
    slept: list[float] = []

    assert list(Patience(sleep=slept.append, remaining=lambda: 0).tries()) == [0]
    assert slept == []


def test_no_pause_is_longer_than_the_time_that_is_left() -> None:
    left = [3.0]

    def sleep(seconds: float) -> None:
        left[0] -= seconds

    list(Patience(sleep=sleep, remaining=lambda: left[0]).tries())

    assert left[0] > 0
