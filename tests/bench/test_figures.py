"""Figures out of measurements: ratios, exponents, money, and the table with its verdicts."""

import pytest

from sandbox.bench.figures import against, from_cycles, growth, money
from sandbox.bench.report import Line, lines, table
from tests.bench.builders import Figures, a_cycle, a_row, a_run


def test_what_grows_in_proportion_has_the_exponent_one() -> None:
    found = growth([a_run(1_000), a_run(10_000)])

    exponents = (found["calls_exponent"], found["cpu_exponent"], found["dynamodb_units_exponent"])
    assert exponents == pytest.approx((1, 1, 1))
    assert found["units_for_each_posted"] == [40, 40]


def test_memory_is_that_of_the_largest_to_that_of_the_smallest() -> None:
    assert growth([a_run(1_000, peak_mb=100), a_run(10_000, peak_mb=110)])["peak_memory_ratio"] == pytest.approx(1.1)


def test_ours_is_held_against_the_floor_and_the_model_client() -> None:
    ours, floor, model = a_row(calls=59, cpu_seconds=0.3), a_row(), a_row(cpu_seconds=0.6)

    found = against([ours, floor, model], mapping=0.1)

    assert found == pytest.approx(
        {"calls_ratio": 59 / 58, "cpu_ratio": 1.5, "cpu_ratio_without_mapping": 1.0, "cpu_to_xero_python": 0.5}
    )


@pytest.mark.parametrize(
    ("line", "verdict"),
    [
        (Line(what="calls", value=1.1, target=1.1), "holds"),
        (Line(what="calls", value=1.11, target=1.1), "MISSED"),
        (Line(what="calls", value=5.0), ""),
    ],
    ids=["at the target", "above it", "without one"],
)
def test_a_figure_is_held_against_its_target(line: Line, verdict: str) -> None:
    assert line.verdict == verdict


def test_the_table_shows_every_figure_that_has_a_target() -> None:
    figures = all_figures()

    shown = table(figures)

    assert [line.what for line in lines(figures) if line.what not in shown] == []
    assert "MISSED" in shown
    assert "a quiet month: $" in shown


def test_the_file_has_the_keys_that_others_read() -> None:
    figures = all_figures()

    assert set(figures["first_cycle"]) == set(figures["under_limits"]) == {"1000", "10000"}
    assert "calls_over_bound" in figures["first_cycle"]["10000"]
    assert {"xero_calls", "brightpearl_calls", "dynamodb_requests", "records_written"} <= set(figures["quiet_cycle"])
    assert {"calls_exponent", "cpu_exponent", "dynamodb_units_exponent", "peak_memory_ratio"} <= set(figures["growth"])


def all_figures() -> Figures:
    """Everything a run finds, with one figure beyond its target."""
    dynamo = {
        "requests": 62, "read_units": 35, "write_units": 39, "units": 74, "secrets": 18, "records_written": 0, "by_operation": {},
    }  # fmt: skip
    quiet = a_cycle(bytes={"xero": 872}, dynamo=dynamo)
    rows = [a_row(peak_mb=1, wall_seconds=1, seconds_under_limits=1, day_share=0.1) for _ in range(3)]
    found = [a_run(1_000, quiet=quiet, more=a_cycle()), a_run(10_000)]
    return {
        **from_cycles(found),
        "money": money(found, cold_seconds=0.5),
        "alternatives": rows,
        "beside_posting": {"records_cpu_seconds": 1, "fetch_cpu_seconds": 1, "mapping_cpu_seconds": 1},
        "against_the_floor": against(rows, mapping=0.1),
        "history": {"sent": [1_000, 10_000], "quiet_cycle_ratio": 1.0, "listing_ratio": 1.0},
        "start": {"import_ratio_max": 1.1},
    }


def test_ten_thousand_documents_are_in_proportion_to_the_largest_cycle() -> None:
    quiet = a_cycle()

    bills = [money([a_run(1_000, quiet=quiet), a_run(orders)], cold_seconds=0) for orders in (5_000, 10_000)]

    five, ten = (bill["ten_thousand_documents"]["by_service"]["dynamodb"] for bill in bills)
    assert five == ten > 0
