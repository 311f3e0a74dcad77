"""One measurement in a fresh process: `... ASKED FILE`, where ASKED is JSON and FILE gets the figures as JSON."""

import json
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from sandbox.bench.memory import peak_mb

TASKS: Final = {
    "cycle": "sandbox.bench.cycles",
    "post": "sandbox.bench.cycles",
    "balance": "sandbox.bench.ledgers",
    "history": "sandbox.bench.history",
    "floor": "sandbox.bench.clients.floor",
    "pyxero": "sandbox.bench.clients.with_pyxero",
    "xero_python": "sandbox.bench.clients.with_xero_python",
}


def main() -> int:
    given, answer = sys.argv[1:]
    asked = json.loads(given)
    task = asked.pop("task")
    measure: Callable[..., dict[str, Any]] = getattr(import_module(TASKS[task]), task)
    figures = measure(**asked)
    Path(answer).write_text(json.dumps({**figures, "peak_mb": peak_mb()}), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
