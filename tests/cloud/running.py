"""What runs on this machine, as the kernel tells it: on Linux alone, like the checks that ask for it."""

import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

SECONDS = 10


def alive(pid: int) -> bool:
    """Whether a process runs; one that ended but was not collected yet does not."""
    return pid in dict(_processes())


def ends(pid: int) -> bool:
    """Whether a process that was killed is gone; on a busy machine that takes the kernel a moment."""
    deadline = time.monotonic() + SECONDS
    while alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not alive(pid)


def descendants(pid: int) -> set[int]:
    """All that a process has started, and what those have started."""
    children = {child for child, parent in _processes() if parent == pid}
    return children.union(*map(descendants, children))


def _processes() -> Iterator[tuple[int, int]]:
    """Each that runs, and its parent."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(FileNotFoundError, ProcessLookupError):
            state, parent = stat.read_text().rpartition(")")[2].split()[:2]
            if state != "Z":
                yield int(stat.parent.name), int(parent)
