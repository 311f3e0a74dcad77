"""How long each step's module takes to import, beside the libraries it stands on: `python -m sandbox.bench.imports`.

Each import runs in a fresh process; the two are measured in turn, so that a slow moment hits both, and in CPU, so that
what else the machine does counts little. Prints the median of the ratios for each step, and exits 1 where one is above
the bound.
"""

import os
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
    timed = f"import time; began = time.process_time(); {code}; print(time.process_time() - began)"
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", timed], capture_output=True, text=True, check=True, env=environment
    )
    return float(done.stdout)


def ratio(step: str, *, runs: int = RUNS) -> float:
    """Compare pair by pair; the first pair, which may have to compile, does not count."""
    pairs = [(seconds(f"import functions.{step}"), seconds(LIBRARIES)) for _ in range(runs + 1)]
    return statistics.median(ours / theirs for ours, theirs in pairs[1:])


def main() -> int:
    ratios = {step.name: ratio(step.name) for step in STEPS}
    for name, found in ratios.items():
        print(f"{name:45} {found:.2f}")
    print(f"at most {max(ratios.values()):.2f} times the libraries alone (bound {BOUND})")
    return int(max(ratios.values()) > BOUND)


if __name__ == "__main__":
    sys.exit(main())
