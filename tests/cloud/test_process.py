"""Nothing that a run starts outlives it."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.process import Process
from sandbox.cloud.workspace import orderly_end
from tests.cloud.running import alive, ends

# says who its child is, then both wait for ever
PARENT = """
import os, signal
child = os.fork()
if child:
    print("child", child, flush=True)
signal.pause()
"""
STUBBORN = "import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()"


def python(code: str, log: Path, name: str = "The server") -> Process:
    return Process(name, [sys.executable, "-c", code], environment={}, log=log)


def child_of(process: Process) -> int | None:
    words = process.output().split()
    return int(words[1]) if len(words) > 1 else None


def _start_and(happens: Callable[[], object], process: Process) -> None:
    with process:
        process.wait_for(lambda: child_of(process), seconds=10)
        happens()


def test_a_process_ends_with_all_that_it_started(tmp_path: Path) -> None:
    with python(PARENT, tmp_path / "log") as process:
        child = process.wait_for(lambda: child_of(process), seconds=10)
        assert alive(child)

    assert ends(child)


def test_a_process_ends_also_when_something_goes_wrong(tmp_path: Path) -> None:
    process = python(PARENT, tmp_path / "log")

    with pytest.raises(ZeroDivisionError):
        _start_and(lambda: 1 // 0, process)

    assert ends(child_of(process) or 0)


def test_being_told_to_stop_stops_the_children_first(tmp_path: Path) -> None:
    process = python(PARENT, tmp_path / "log")

    with pytest.raises(KeyboardInterrupt), orderly_end():
        _start_and(lambda: os.kill(os.getpid(), signal.SIGTERM), process)

    assert ends(child_of(process) or 0)


def test_a_process_that_does_not_listen_is_ended_all_the_same(tmp_path: Path) -> None:
    command = [sys.executable, "-c", STUBBORN]

    with Process("The server", command, environment={}, log=tmp_path / "log", grace=0.2) as process:
        process.wait_for(lambda: "deaf" in process.output() or None, seconds=10)

    assert process.ended


def test_a_process_that_ends_at_once_is_told_with_its_last_words_and_its_log(tmp_path: Path) -> None:
    with (
        pytest.raises(LocalCloudError, match=r"MiniStack ended at once: port 4566 is in use \(log: .*/log\)"),
        python("print('port 4566 is in use')", tmp_path / "log", name="MiniStack") as process,
    ):
        process.wait_for(lambda: None, seconds=10)


def test_a_process_that_never_gets_ready_is_told(tmp_path: Path) -> None:
    with (
        pytest.raises(LocalCloudError, match="The server was not ready within 0 seconds"),
        python(PARENT, tmp_path / "log") as process,
    ):
        process.wait_for(lambda: None, seconds=0.1)
