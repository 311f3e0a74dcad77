"""The calls of a first cycle beside those that full batches need, and its memory. `python -m sandbox.bench.calls 10000`."""

import sys
from typing import Any

from sandbox.bench.measure import bench


def main() -> int:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with bench() as place:
        run = place.work(f"a first cycle of {orders} orders", "cycle", orders=orders)
    for line in told(run):
        print(line)
    return 0


def told(run: dict[str, Any]) -> list[str]:
    made, needed = run["first"]["calls"], run["first"]["needed"]
    calls = (f"{name:12} {made[name]} of {needed[name]}: {made[name] / needed[name]:.2f}" for name in needed)
    return [*calls, f"at most {run['peak_mb']:.0f} MB"]


if __name__ == "__main__":
    sys.exit(main())
