"""What cannot be undercut, and how a figure grows: pure arithmetic, no measuring."""

from collections.abc import Iterable, Mapping, Sequence
from math import exp, log
from statistics import fmean
from typing import Final

MINUTE: Final = 60.0
A_MINUTE: Final[Mapping[str, int]] = {"xero": 60, "brightpearl": 200}
SMALL_DAY: Final = 1_000


def seconds_needed(calls: Mapping[str, int]) -> float:
    """The least time that so many calls to each system take at the rates they allow."""
    return max(MINUTE * calls[system] / A_MINUTE[system] for system in calls)


def over(made: Mapping[str, int], needed: Mapping[str, int]) -> float:
    """Calls made to calls needed: the worse of the systems."""
    return max(made[system] / needed[system] for system in needed)


def exponent(points: Iterable[tuple[float, float]]) -> float:
    """The e of `cost = a * size ** e` that fits best: 1 is in proportion, less is better."""
    logged = [(log(size), log(cost)) for size, cost in points]
    if len(logged) < 2:
        raise ValueError("one size says nothing about growth")
    across, up = (fmean(values) for values in zip(*logged, strict=True))
    spread = sum((x - across) ** 2 for x, _ in logged)
    if spread == 0:
        raise ValueError("equal sizes say nothing about growth")
    return sum((x - across) * (y - up) for x, y in logged) / spread


def predicted(points: Sequence[tuple[float, float]], size: float) -> float:
    """What the same fit says of another size."""
    power = exponent(points)
    return exp(fmean(log(cost) - power * log(each) for each, cost in points) + power * log(size))


def day_share(calls: int) -> float:
    """The part of the smallest day that Xero sells."""
    return calls / SMALL_DAY
