"""Measure everything, print a table and write out/bench.json: `make bench`.

BENCH=full takes the big sizes and most of an hour, BENCH=quick small ones and a minute.
"""

import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from sandbox.bench import figures, measure
from sandbox.bench.cold_start import cold_start
from sandbox.bench.report import table
from sandbox.cloud.workspace import INTERRUPTED, orderly_end

OUT: Final = Path(__file__).resolve().parents[2] / "out" / "bench.json"
BEGAN: Final = time.monotonic()


def main() -> int:
    sizes = measure.SIZES.get(os.environ.get("BENCH", ""))
    if sizes is None:
        print(f"BENCH can be {' or '.join(filter(None, measure.SIZES))}, or be left out", file=sys.stderr)
        return 2
    try:
        with orderly_end():
            return _bench(sizes)
    except KeyboardInterrupt:
        return INTERRUPTED


def _bench(sizes: measure.Sizes) -> int:
    machine, begun = _machine(), cold_start(runs=sizes.import_runs)
    cycles = measure.cycles(sizes)
    found = {
        "machine": machine,
        **figures.from_cycles(cycles),
        **measure.alternatives(sizes),
        "history": measure.history(sizes),
        "start": begun,
        "money": figures.money(cycles, cold_seconds=begun["import_seconds"]),
    }
    found["machine"]["minutes"] = (time.monotonic() - BEGAN) / 60
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")
    print(table(found))
    print(f"\nEverything is in {OUT.relative_to(Path.cwd()) if OUT.is_relative_to(Path.cwd()) else OUT}.")
    return 0


def _machine() -> dict[str, Any]:
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "load_at_start": os.getloadavg()[0],
    }


if __name__ == "__main__":
    sys.exit(main())
