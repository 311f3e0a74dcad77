"""How long each step's module takes to import, beside the libraries it stands on: `python -m sandbox.imports`.

Each import runs in a fresh process; the two are measured in turn, so that a slow moment hits both. Prints the ratio of medians per
step, and exits 1 where one is above the bound.
"""

import statistics
import subprocess
import sys
from typing import Final

from shared.sequence import STEPS

LIBRARIES: Final = "import requests, pynamodb.models; from aws_lambda_powertools import Logger, Metrics, Tracer"
BOUND: Final = 1.3
RUNS: Final = 15


def seconds(code: str) -> float:
    """Import in a fresh process; the interpreter's own start does not count."""
    timed = f"import time; began = time.perf_counter(); {code}; print(time.perf_counter() - began)"
    done = subprocess.run([sys.executable, "-c", timed], capture_output=True, text=True, check=True)  # noqa: S603
    return float(done.stdout)


def ratio(step: str, *, runs: int = RUNS) -> float:
    pairs = [(seconds(f"import functions.{step}"), seconds(LIBRARIES)) for _ in range(runs)]
    ours, theirs = zip(*pairs, strict=True)
    return statistics.median(ours) / statistics.median(theirs)


def main() -> int:
    ratios = {step.name: ratio(step.name) for step in STEPS}
    for name, found in ratios.items():
        print(f"{name:45} {found:.2f}")
    print(f"at most {max(ratios.values()):.2f} times the libraries alone (bound {BOUND})")
    return int(max(ratios.values()) > BOUND)


if __name__ == "__main__":
    sys.exit(main())
