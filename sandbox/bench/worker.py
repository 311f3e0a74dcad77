"""One measurement in a fresh process: what to measure comes as JSON on the input, the figures go out as JSON."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from sandbox.bench.memory import peak_mb

TASKS: Final = {
    "cycle": "sandbox.bench.cycles",
    "post": "sandbox.bench.cycles",
    "history": "sandbox.bench.history",
    "floor": "sandbox.bench.clients.floor",
    "pyxero": "sandbox.bench.clients.with_pyxero",
    "xero_python": "sandbox.bench.clients.with_xero_python",
}


def main() -> int:
    asked = json.loads(sys.stdin.read())
    task = asked.pop("task")
    measure: Callable[..., dict[str, Any]] = getattr(import_module(TASKS[task]), task)
    figures = measure(**asked)
    print(json.dumps({**figures, "peak_mb": peak_mb()}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
