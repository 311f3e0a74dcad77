"""How a command waits for what takes its time: it looks again and again, says what it waits for, and gives up in the end."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from typing import Final

from shared.errors import TransientError

PAUSES: Final = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)  # seconds
LONGEST_PAUSE: Final = 15.0
SAYS_EVERY: Final = timedelta(minutes=1)
GO_ON: Final = "run the same command again: it goes on where it was"


def _now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """Tests give their own clock and sleep."""

    say: Callable[[str], None]
    clock: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep

    def until(self, look: Callable[[], str], *, at_most: timedelta, hint: str = GO_ON) -> None:
        """Wait while `look` says what there is to wait for; "" is nothing. Raises TransientError when that takes too long."""
        began = self.clock()
        said, said_at = "", began
        for pause in _pauses():
            left, now = look(), self.clock()
            if not left:
                return
            if now - began > at_most:
                raise TransientError(f"{left}, after {in_words(now - began)}", hint=hint)
            if left != said or now - said_at >= SAYS_EVERY:
                self.say(f"{left} (waited {in_words(now - began)})" if said else left)
                said, said_at = left, now
            self.sleep(pause)


def _pauses() -> Iterator[float]:
    return chain(PAUSES, repeat(LONGEST_PAUSE))


def in_words(time: timedelta) -> str:
    minutes, seconds = divmod(round(time.total_seconds()), 60)
    return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"
