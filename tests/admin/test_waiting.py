"""A command that waits says for what, and gives up in the end."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.stand_ins.clock import ManualClock
from shared.admin.waiting import GO_ON, Waiting
from shared.errors import TransientError

LONG = timedelta(hours=1)


class Patient:
    """Somebody who waits on a clock of their own."""

    def __init__(self) -> None:
        self.clock = ManualClock(datetime(2026, 11, 27, 10, tzinfo=UTC))
        self.began = self.clock.now()
        self.said: list[str] = []
        self.waiting = Waiting(say=self.said.append, clock=self.clock.now, sleep=self.clock.sleep)

    def after(self, **time: float) -> Callable[[str, str], str]:
        return lambda before, then: before if self.clock.now() - self.began < timedelta(**time) else then


def test_what_is_there_already_is_not_waited_for() -> None:
    patient = Patient()

    patient.waiting.until(lambda: "", at_most=LONG)

    assert (patient.said, patient.clock.now()) == ([], patient.began)


def test_what_is_waited_for_is_said_at_once_and_again_every_minute() -> None:
    patient = Patient()

    patient.waiting.until(lambda: patient.after(minutes=3)("a is CREATING", ""), at_most=LONG)

    assert len(patient.said) == 3
    assert patient.said[0] == "a is CREATING"
    assert patient.said[1].startswith("a is CREATING (waited 1 min ")
    assert patient.said[2].startswith("a is CREATING (waited 2 min ")


def test_another_thing_to_wait_for_is_said_at_once() -> None:
    patient = Patient()
    soon, later = patient.after(seconds=5), patient.after(seconds=20)

    patient.waiting.until(lambda: soon("a runs", later("b runs", "")), at_most=LONG)

    assert [one.partition(" (")[0] for one in patient.said] == ["a runs", "b runs"]


def test_what_never_comes_is_given_up_in_a_sentence() -> None:
    patient = Patient()

    with pytest.raises(TransientError, match="a is CREATING, after 60 min") as given_up:
        patient.waiting.until(lambda: "a is CREATING", at_most=LONG)

    assert given_up.value.hint == GO_ON
