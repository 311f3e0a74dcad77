"""Nothing is silent for long: each stage says its seconds, and a long one that it goes on."""

import os
import pty
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event

import pytest

from sandbox.cloud.stage import QUIET_SECONDS, running, stage
from sandbox.cloud.workspace import ROOT

OFTEN = 0.2  # seconds
LONG = 0.7
# -S: nothing is installed yet
COMMAND = (sys.executable, "-S", "-m", "sandbox.cloud.command", "--every", str(OFTEN))
ASKS = "import sys; print('Deploy (y/n)? ', end='', flush=True); sys.stdin.readline(); print(sys.stdout.isatty())"


def command(*given: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*COMMAND, *given], cwd=ROOT, capture_output=True, text=True, check=False)


def seconds_masked(said: str) -> list[str]:
    return re.sub(r"[\d.]+ s$", "N s", said, flags=re.MULTILINE).splitlines()


def test_a_stage_says_at_its_end_how_long_it_took(capsys: pytest.CaptureFixture[str]) -> None:
    with stage("deploying"):
        pass

    said = capsys.readouterr()
    assert (said.out, seconds_masked(said.err)) == ("", ["deploying: N s"])


def test_a_long_stage_says_that_it_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    with stage("deploying", every=OFTEN):
        Event().wait(LONG)

    *signs, end = seconds_masked(capsys.readouterr().err)
    assert len(signs) >= 2
    assert set(signs) == {"  ... deploying, N s"}
    assert end == "deploying: N s"


def test_no_stage_is_silent_for_five_seconds() -> None:
    assert QUIET_SECONDS < 5


@pytest.mark.parametrize(
    ("wrong", "outcome"), [(ZeroDivisionError, "failed"), (KeyboardInterrupt, "stopped")], ids=["error", "Ctrl-C"]
)
def test_a_stage_that_does_not_reach_its_end_says_so(
    wrong: type[BaseException], outcome: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(wrong), stage("deploying"):
        raise wrong

    assert seconds_masked(capsys.readouterr().err) == [f"deploying: {outcome} after N s"]


def test_starting_and_stopping_are_stages(capsys: pytest.CaptureFixture[str]) -> None:
    @contextmanager
    def cloud() -> Iterator[str]:
        yield "a cloud"

    with running("the cloud", cloud()) as started:
        assert started == "a cloud"
        assert seconds_masked(capsys.readouterr().err) == ["starting the cloud: N s"]

    assert seconds_masked(capsys.readouterr().err) == ["stopping the cloud: N s"]


def test_a_command_s_output_is_kept_and_only_its_seconds_are_said(tmp_path: Path) -> None:
    log = tmp_path / "new" / "pip.log"

    done = command("--log", str(log), "installing", "echo", "one line")

    assert (done.returncode, done.stdout, seconds_masked(done.stderr)) == (0, "", ["installing: N s"])
    assert log.read_text() == "one line\n"


def test_a_command_that_fails_shows_the_end_of_its_log_and_where_it_is(tmp_path: Path) -> None:
    log = tmp_path / "pip.log"

    done = command("--log", str(log), "installing", "sh", "-c", "seq 100; exit 3")

    first, *tail, where = done.stderr.splitlines()
    assert done.returncode == 3
    assert seconds_masked(first) == ["installing: failed after N s"]
    assert tail == [str(number) for number in range(81, 101)]
    assert where == f"(log: {log})"


def test_a_command_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    done = command("--log", str(tmp_path / "log"), "installing", "no-such-command")

    assert done.returncode == 127
    assert "No such file or directory: 'no-such-command'" in done.stderr


def test_a_command_that_shows_its_output_is_helped_out_where_it_is_silent() -> None:
    silent = f"import time; print('one', flush=True); time.sleep({LONG}); print('two'); raise SystemExit(5)"

    done = command("testing", sys.executable, "-c", silent)

    assert (done.returncode, done.stdout) == (5, "one\ntwo\n")
    *signs, end = seconds_masked(done.stderr)
    assert set(signs) == {"  ... testing, N s"}
    assert end == "testing: failed after N s"


def test_an_unfinished_line_is_not_written_into() -> None:
    done = subprocess.run(
        [
            *COMMAND,
            "testing",
            sys.executable,
            "-c",
            f"import time; print('..', end='', flush=True); time.sleep({LONG})",
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=True,
    )

    assert seconds_masked(done.stdout)[:2] == ["..", "  ... testing, N s"]


def test_a_command_keeps_the_terminal_and_nothing_is_said_while_it_asks() -> None:
    ours, theirs = pty.openpty()
    asks = [*COMMAND, "deploying", sys.executable, "-c", ASKS]

    with subprocess.Popen(asks, cwd=ROOT, stdin=theirs, stdout=theirs, stderr=theirs):
        os.close(theirs)
        said = os.read(ours, 1000)
        Event().wait(LONG)
        os.write(ours, b"yes\n")
        said += b"".join(all_of(ours))

    question, _, rest = said.decode().replace("\r", "").partition("? ")
    assert question == "Deploy (y/n)"
    assert [line for line in seconds_masked(rest) if "..." not in line] == ["yes", "True", "deploying: N s"]
    assert "..." not in rest.partition("True")[0]


def all_of(terminal: int) -> Iterator[bytes]:
    """Read what comes until nobody has the other end any more."""
    with suppress(OSError):
        while said := os.read(terminal, 1000):
            yield said


def test_a_command_that_is_told_to_stop_ends_what_it_runs() -> None:
    sleeper = [*COMMAND, "sleeping", sys.executable, "-c", "import time; print('up', flush=True); time.sleep(60)"]

    with subprocess.Popen(sleeper, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as sleeping:
        assert sleeping.stdout is not None
        assert sleeping.stdout.readline() == "up\n"
        sleeping.send_signal(signal.SIGTERM)
        _, said = sleeping.communicate(timeout=20)

    assert sleeping.returncode == 130
    assert "sleeping: stopped after" in said
