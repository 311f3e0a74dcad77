"""Runs another command as a stage: `python -m sandbox.cloud.command [--log FILE] WHAT COMMAND...`.

Needs nothing but the standard library, so that it can tell of the installation itself.
"""

import argparse
import os
import pty
import select
import signal
import subprocess
import sys
import termios
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from sandbox.cloud.group import Group
from sandbox.cloud.process import Process
from sandbox.cloud.stage import QUIET_SECONDS, Stage, stage
from sandbox.cloud.workspace import INTERRUPTED, orderly_end

LOOK_SECONDS: Final = 0.5
GRACE_SECONDS: Final = 30.0
TAIL: Final = 20  # lines


def main() -> int:
    """Run the command, and give its exit code."""
    asked = _arguments()
    try:
        with orderly_end(), stage(asked.what, every=asked.every) as going_on:
            _run(asked.command, asked.log, going_on)
    except subprocess.CalledProcessError as wrong:
        _show_tail(asked.log)
        return wrong.returncode
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _arguments() -> argparse.Namespace:
    cli = argparse.ArgumentParser(prog="python -m sandbox.cloud.command", description=__doc__)
    cli.add_argument("--log", type=Path, help="keep there what the command prints, and show its end when it fails")
    cli.add_argument("--every", type=float, default=QUIET_SECONDS, help="how many seconds may be quiet")
    cli.add_argument("what", help="what is being done")
    cli.add_argument("command", nargs=argparse.REMAINDER)
    return cli.parse_args()


def _run(command: Sequence[str], log: Path | None, going_on: Stage) -> None:
    code = _shown(command, going_on) if log is None else _logged(command, log)
    if code:
        raise subprocess.CalledProcessError(code, command)


def _logged(command: Sequence[str], log: Path) -> int:
    log.parent.mkdir(parents=True, exist_ok=True)
    log.unlink(missing_ok=True)
    with Process(command[0], command, environment=os.environ, log=log) as process:
        return process.wait()


def _show_tail(log: Path | None) -> None:
    if log is not None:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
        sys.stderr.write("\n".join([*lines[-TAIL:], f"(log: {log})", ""]))


def _shown(command: Sequence[str], going_on: Stage) -> int:
    """Pass on what it prints. It keeps our input, and a terminal where we have one, for its questions and colours."""
    ours, theirs = _terminal() if sys.stdout.isatty() else os.pipe()
    group = Group(command, environment=os.environ, output=theirs, stdin=None)
    os.close(theirs)
    try:
        _pass_on(ours, group, going_on)
    except KeyboardInterrupt:
        group.send(signal.SIGINT)
        _pass_on(ours, group, going_on)
        raise
    finally:
        group.stop(grace=GRACE_SECONDS)
        os.close(ours)
    return group.wait()


def _terminal() -> tuple[int, int]:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, termios.tcgetwinsize(sys.stdout.fileno()))
    return ours, theirs


def _pass_on(source: int, group: Group, going_on: Stage) -> None:
    for said in _said(source, group):
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
        going_on.hear(said)


def _said(source: int, group: Group) -> Iterator[bytes]:
    """Read until it has ended; what it leaves behind may hold the other end open."""
    while True:
        ready, _, _ = select.select([source], [], [], LOOK_SECONDS)
        said = _read(source) if ready else b""
        if said:
            yield said
        elif ready or group.ended:
            return


def _read(source: int) -> bytes:
    try:
        return os.read(source, 1 << 16)
    except OSError:  # Linux says so when nobody has the terminal's other end any more
        return b""


if __name__ == "__main__":
    sys.exit(main())
