"""Back-off: how long and how often a busy table is asked again, with pauses by chance, so that two do not meet again."""

import time
from collections.abc import Callable, Iterator
from random import SystemRandom
from typing import Final

from msgspec import Struct

FIRST_SECONDS: Final = 0.1  # at most, before the second try; twice as long before each further one
LONGEST_SECONDS: Final = 4.0
ALL_SECONDS: Final = 20.0
CHANCE: Final = SystemRandom()


class Patience(Struct, frozen=True, kw_only=True, eq=False):
    """`remaining` is how many seconds there are left for everything."""

    sleep: Callable[[float], None] = time.sleep
    remaining: Callable[[], float] = lambda: ALL_SECONDS

    def tries(self) -> Iterator[int]:
        """Give the number of each try, from nought, and pause before all but the first, until patience or time has run out.

        https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/: full jitter.
        """
        number, spent, longest = 0, 0.0, FIRST_SECONDS
        yield number
        while spent < ALL_SECONDS:
            pause = CHANCE.uniform(0, longest)
            if pause >= self.remaining():
                return
            self.sleep(pause)
            number, spent, longest = number + 1, spent + pause, min(longest * 2, LONGEST_SECONDS)
            yield number


PATIENT: Final = Patience()
