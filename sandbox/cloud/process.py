"""Child processes that never outlive the command: each leads a group of its own and is stopped with all it started."""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Self, TypeVar

from sandbox.cloud.failure import LocalCloudError

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
    """Runs from entering the context to leaving it; what it prints goes to its log."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        log: Path,
        grace: float = GRACE_SECONDS,
    ) -> None:
        self.name = name
        self.log = log
        self._command = list(command)
        self._environment = dict(environment)
        self._grace = grace
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        with self.log.open("wb") as output:
            self._child = subprocess.Popen(  # noqa: S603 (our own commands)
                self._command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**surroundings(), **self._environment},
                start_new_session=True,
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._child is not None:
            _stop(self._child, grace=self._grace)
            self._child = None

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

    @property
    def ended(self) -> bool:
        return self._child is None or self._child.poll() is not None

    def output(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")

    def last_words(self) -> str:
        lines = [line.strip() for line in self.output().splitlines() if line.strip()]
        return lines[-1] if lines else "it said nothing"


def _stop(child: subprocess.Popen[bytes], *, grace: float) -> None:
    """Ask the whole group to end, then insist; workers that a server started are in its group."""
    _signal_group(child, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        child.wait(grace)
    _signal_group(child, signal.SIGKILL)
    child.wait()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.pid, number)
