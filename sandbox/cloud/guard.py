"""Runs a command, and ends it with all that it started once nobody holds the pipe any more: `python guard.py PIPE COMMAND...`.

Who starts this holds the other end of the pipe and never writes. However that process ends, also when it is killed outright, the
system closes the pipe; then this one ends its whole group. It needs nothing of the others: it has to be there at once.
"""

import os
import signal
import subprocess
import sys
from threading import Thread

ENDINGS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
NOT_STARTED = 127
KILLED = 128  # and the number of the signal, as a shell says it


def main() -> int:
    pipe, *command = sys.argv[1:]
    for number in ENDINGS:
        signal.signal(number, _leave_it_to_the_command)
    Thread(target=_end_with, args=(int(pipe),), daemon=True).start()
    try:
        code = subprocess.Popen(command).wait()  # noqa: S603 (our own commands)
    except OSError as wrong:
        print(wrong, file=sys.stderr)
        return NOT_STARTED
    return code if code >= 0 else KILLED - code


def _leave_it_to_the_command(*_: object) -> None:
    """The signal went to the whole group; this process lasts as long as the command does."""


def _end_with(pipe: int) -> None:
    os.read(pipe, 1)
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
