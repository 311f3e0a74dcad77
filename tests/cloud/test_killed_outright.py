"""A command that is killed outright can stop nothing more; what it started ends all the same."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import pytest

from sandbox.cloud.workspace import ROOT
from tests.cloud.running import descendants, ends

pytestmark = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="what runs is read from Linux's /proc")
READY: Final = "ready\n"
# a server and its worker, which hear no signal that asks them to end
DEAF: Final = "import os, signal as s; s.signal(s.SIGTERM, s.SIG_IGN); os.fork(); print('up', flush=True); s.pause()"
WITH_A_SERVER: Final = f"""
import signal, sys
from pathlib import Path
from sandbox.cloud.process import Process
from sandbox.cloud.workspace import orderly_end
command = [sys.executable, "-c", {DEAF!r}]
with orderly_end(), Process("The server", command, environment={{}}, log=Path(sys.argv[1], "log"), grace=0.2) as server:
    server.wait_for(lambda: server.output().count("up") == 2 or None, seconds=10)
    print("ready", flush=True)
    signal.pause()
"""
WITH_A_CLOUD: Final = """
import io, signal, sys, zipfile
from pathlib import Path
from sandbox.cloud.ministack import ministack
packed = io.BytesIO()
with zipfile.ZipFile(packed, "w") as code:
    code.writestr("module.py", "import os; handler = lambda *_: os.getpid()")
with ministack(Path(sys.argv[1])) as cloud:
    functions, zipped = cloud.client("lambda"), {"ZipFile": packed.getvalue()}
    role = "arn:aws:iam::000000000000:role/anybody"
    functions.create_function(FunctionName="f", Runtime="python3.13", Role=role, Handler="module.handler", Code=zipped)
    functions.invoke(FunctionName="f")
    print("ready", flush=True)
    signal.pause()
"""


@contextmanager
def started(*command: str) -> Iterator[subprocess.Popen[str]]:
    """A command that has said that it is ready."""
    surroundings = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, text=True) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline() == READY
            yield running
        finally:
            running.kill()


def written(folder: Path, code: str) -> str:
    path = folder / "command.py"
    path.write_text(code)
    return str(path)


@pytest.mark.parametrize(
    ("code", "least"), [(WITH_A_SERVER, 3), (WITH_A_CLOUD, 3)], ids=["a deaf server and its worker", "a local cloud"]
)
def test_nothing_is_left_of_what_it_started(code: str, least: int, tmp_path: Path) -> None:
    with started(sys.executable, written(tmp_path, code), str(tmp_path)) as command:
        family = descendants(command.pid)

    assert len(family) >= least  # the guard, the server, its workers
    assert [pid for pid in family if not ends(pid)] == []


def test_nothing_is_left_when_make_is_killed(tmp_path: Path) -> None:
    makefile = tmp_path / "Makefile"
    makefile.write_text(f"run:\n\t@{sys.executable} {written(tmp_path, WITH_A_SERVER)} {tmp_path}\n")

    with started("make", "--no-print-directory", "-f", str(makefile)) as make:
        family = descendants(make.pid)

    assert len(family) >= 4  # the command itself, too
    assert [pid for pid in family if not ends(pid)] == []
