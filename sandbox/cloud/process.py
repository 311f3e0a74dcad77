"""Child processes that never outlive the command: what they print goes to a log, and each is stopped with all it started."""

import os
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Self, TypeVar

from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.group import Group

GRACE_SECONDS = 5.0
POLL_SECONDS = 0.05

T = TypeVar("T")


def surroundings() -> dict[str, str]:
    """Give this shell's environment without anything about AWS: no run may ever reach somebody's real account."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "POWERTOOLS_"))}


def forget_aws() -> None:
    """Take it out of this process's environment, too: a profile named there would be looked up by every client."""
    for name in os.environ.keys() - surroundings().keys():
        del os.environ[name]


class Process:
    """Runs from entering the context to leaving it; what it prints is added to its log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        folder: Path | None = None,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._environment = dict(environment)
        self._folder = folder
        self._grace = grace
        self._group: Group | None = None

    def __enter__(self) -> Self:
        with self.log.open("ab") as output:
            environment = {**surroundings(), **self._environment}
            self._group = Group(self._command, environment=environment, output=output, folder=self._folder)
        return self

    def __exit__(self, *_: object) -> None:
        if self._group is not None:
            self._group.stop(grace=self._grace)
            self._group = None

    def wait_for(self, ready: Callable[[], T | None], *, seconds: float) -> T:
        """Ask until there is an answer; say which log tells more when there will be none."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            answer = ready()
            if answer is not None:
                return answer
            if self.ended:
                raise LocalCloudError(f"{self.name} ended at once: {self.last_words()} (log: {self.log})")
            time.sleep(POLL_SECONDS)
        raise LocalCloudError(f"{self.name} was not ready within {seconds:.0f} seconds (log: {self.log})")

    def wait(self) -> int:
        """Wait for its own end, and give its exit code."""
        assert self._group is not None, "it was not started"
        return self._group.wait()

    def kill(self) -> None:
        """End it from another thread than the one that waits for it."""
        if self._group is not None:
            self._group.kill()

    @property
    def ended(self) -> bool:
        return self._group is None or self._group.ended

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def last_words(self) -> str:
        lines = [line.strip() for line in self.output().splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"
