"""A command with everything that it starts, as one group: it is stopped together, and never outlives this process.

Not even when this process is killed outright and can stop nothing more: see `guard.py`.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Final

GUARD: Final = (sys.executable, "-I", "-S", str(Path(__file__).with_name("guard.py")))


class Group:
    """Runs from the moment it is made until `stop`, or until its command has ended."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        output: int | IO[bytes],
        stdin: int | None = subprocess.DEVNULL,
        folder: Path | None = None,
    ) -> None:
        watched, self._held = os.pipe()
        self._leader = subprocess.Popen(  # noqa: S603 (our own commands)
            [*GUARD, str(watched), *command],
            stdin=stdin,
            stdout=output,
            stderr=subprocess.STDOUT,
            env=dict(environment),
            cwd=folder,
            pass_fds=(watched,),
            start_new_session=True,
        )
        os.close(watched)

    @property
    def ended(self) -> bool:
        return self._leader.poll() is not None

    def wait(self) -> int:
        """Wait for the command's own end, and give its exit code."""
        return self._leader.wait()

    def stop(self, *, grace: float) -> None:
        """Ask all of it to end, then insist; workers that a server started belong to it."""
        self.send(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._leader.wait(grace)
        self.kill()
        self._leader.wait()
        os.close(self._held)

    def kill(self) -> None:
        self.send(signal.SIGKILL)

    def send(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._leader.pid, number)
