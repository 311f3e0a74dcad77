"""Where one run keeps its files: a folder of its own under out/, so that two runs side by side do not meet."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from types import FrameType
from typing import Final, NoReturn

ROOT: Final = Path(__file__).resolve().parents[2]
OUT: Final = ROOT / "out"
RUNS: Final = OUT / "local"
LOOK_SECONDS: Final = 0.5
INTERRUPTED: Final = 130  # the exit code of a command that was told to stop


@contextmanager
def workspace() -> Iterator[Path]:
    """Give a fresh folder; it stays only when the run failed, for its logs."""
    _clear_finished()
    folder = RUNS / str(os.getpid())
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def orderly_end() -> Iterator[None]:
    """Turn being told to stop into an exception, so that every child is stopped on the way out."""
    before = {number: signal.signal(number, _interrupt) for number in (signal.SIGTERM, signal.SIGHUP)}
    over = Event()
    if "MAKELEVEL" in os.environ:
        Thread(target=_end_with, args=(os.getppid(), over), daemon=True).start()
    try:
        yield
    finally:
        over.set()
        for number, handler in before.items():
            signal.signal(number, handler)


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt


def _end_with(parent: int, over: Event) -> None:
    """A make that is killed outright tells its commands nothing: they see that they have another parent."""
    while not over.wait(LOOK_SECONDS):
        if os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return


def _clear_finished() -> None:
    """Remove what earlier failures left, once the next run begins."""
    for folder in RUNS.glob("*"):
        if not _alive(folder.name):
            shutil.rmtree(folder, ignore_errors=True)


def _alive(name: str) -> bool:
    if not name.isdigit():
        return False
    try:
        os.kill(int(name), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
