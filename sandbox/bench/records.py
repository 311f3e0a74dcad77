"""What the records of a first cycle cost: requests, units and CPU, each thing posted. `python -m sandbox.bench.records 1000`."""

import sys
from typing import Any

from sandbox.bench.measure import bench


def main() -> int:
    orders = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with bench() as place:
        first = place.work(f"a first cycle of {orders} orders", "cycle", orders=orders)["first"]
    for line in told(first):
        print(line)
    return 0


def told(first: dict[str, Any]) -> list[str]:
    posted, dynamo = first["posted"], first["dynamo"]
    figures = {
        "requests": dynamo["requests"],
        "write units": dynamo["write_units"],
        "read units": dynamo["read_units"],
        "ms of CPU": 1000 * first["records_cpu_seconds"],
    }
    return [f"{posted} posted, each with", *(f"{name:12} {value / posted:6.2f}" for name, value in figures.items())]


if __name__ == "__main__":
    sys.exit(main())
