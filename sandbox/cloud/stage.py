"""Says what a command is doing: each stage with its seconds, and now and then that a long one goes on.

It goes to the standard error; what other tools read stays as it is.
"""

import re
import sys
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from threading import Event, Thread
from typing import Final, TypeVar

QUIET_SECONDS: Final = 4.0  # nobody should wait for more than five without a word
SOON_SECONDS: Final = 2.0  # the first word comes earlier: before it the command itself had to start
# an unfinished line that waits for an answer, whatever colour it has
QUESTION: Final = re.compile(rb"[?:)](\s|\x1b\[[\d;]*[A-Za-z])*$")

T = TypeVar("T")


class Stage:
    """Something that takes its time. `every` is how long it may be quiet."""

    def __init__(self, what: str, *, every: float) -> None:
        self._what = what
        self._every = every
        self._patience = min(every, SOON_SECONDS)
        self._began = self._heard = time.monotonic()
        self._line = b""
        self._over = Event()
        self._beat = Thread(target=self._go_on, daemon=True)
        self._beat.start()

    def hear(self, said: bytes) -> None:
        """Note what was printed meanwhile: only what follows a silence is worth a line."""
        self._heard = time.monotonic()
        self._line = (self._line + said).rpartition(b"\n")[2]

    def end(self, outcome: str) -> None:
        self._over.set()
        self._beat.join()
        self._say(f"{self._what}: {outcome}{time.monotonic() - self._began:.1f} s")

    def _go_on(self) -> None:
        while not self._over.wait(max(0.0, self._heard + self._patience - time.monotonic())):
            if time.monotonic() - self._heard < self._patience:
                continue
            self._heard, self._patience = time.monotonic(), self._every
            if not QUESTION.search(self._line):
                self._say(f"  ... {self._what}, {time.monotonic() - self._began:.0f} s")

    def _say(self, text: str) -> None:
        unfinished, self._line = self._line, b""
        sys.stderr.write(f"\n{text}\n" if unfinished else f"{text}\n")
        sys.stderr.flush()


@contextmanager
def stage(what: str, *, every: float = QUIET_SECONDS) -> Iterator[Stage]:
    """Say at its end how long it took, and whether it failed."""
    going_on, outcome = Stage(what, every=every), "failed after "
    try:
        yield going_on
        outcome = ""
    except KeyboardInterrupt:
        outcome = "stopped after "
        raise
    finally:
        going_on.end(outcome)


@contextmanager
def running(what: str, thing: AbstractContextManager[T]) -> Iterator[T]:
    """Start and stop a thing: each is a stage of its own."""
    with ExitStack() as stack:
        with stage(f"starting {what}"):
            started = stack.enter_context(thing)
        try:
            yield started
        finally:
            with stage(f"stopping {what}"):
                stack.close()
