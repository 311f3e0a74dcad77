"""A process of its own for each mutant: silent, and over in time."""

import os
import resource
import signal
from collections.abc import Callable
from typing import Final

WAIT: Final = 6  # seconds for each one of the processor, which others use as well: what takes longer waits for ever
MEMORY_BYTES: Final = 4 * 1024**3


def forked(works: Callable[[], bool], *, cpu_seconds: int, seconds: int | None = None) -> int:
    """Give the id of a process that ends with 0 only if it works: in time, and within its memory."""
    process = os.fork()
    if process:
        return process
    try:
        signal.alarm(seconds or cpu_seconds * WAIT)
        resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, cpu_seconds + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(0 if works() else 1)
    finally:
        os._exit(1)
