"""What cannot be undercut, and how a figure grows."""

from collections.abc import Callable

import pytest

from sandbox.bench.bounds import day_share, exponent, over, predicted, seconds_needed


def test_sixty_calls_to_xero_need_a_minute() -> None:
    assert seconds_needed({"xero": 60, "brightpearl": 0}) == 60


def test_the_slower_of_the_two_systems_sets_the_bound() -> None:
    assert seconds_needed({"xero": 30, "brightpearl": 400}) == 120


def test_calls_over_the_bound_are_those_of_the_worse_system() -> None:
    assert over({"xero": 12, "brightpearl": 10}, {"xero": 10, "brightpearl": 10}) == 1.2


@pytest.mark.parametrize(
    ("power", "cost"),
    [
        pytest.param(0, lambda size: 7, id="constant"),
        pytest.param(1, lambda size: 3 * size, id="in proportion"),
        pytest.param(2, lambda size: 5 * size * size, id="square"),
    ],
)
def test_the_exponent_of_a_power_is_found_again(power: int, cost: Callable[[float], float]) -> None:
    points = [(size, cost(size)) for size in (1_000, 5_000, 10_000)]

    assert exponent(points) == pytest.approx(power)
    assert predicted(points, 100_000) == pytest.approx(cost(100_000))


def test_a_fixed_cost_beside_a_growing_one_stays_below_proportion() -> None:
    assert exponent([(size, 50 + size / 10) for size in (1_000, 10_000)]) < 1


@pytest.mark.parametrize("points", [[(1_000, 5.0)], [(1_000, 5.0), (1_000, 6.0)]], ids=["one size", "equal sizes"])
def test_growth_needs_two_sizes(points: list[tuple[float, float]]) -> None:
    with pytest.raises(ValueError, match="nothing about growth"):
        exponent(points)


def test_a_thousand_calls_are_a_whole_day() -> None:
    assert day_share(1_000) == 1
