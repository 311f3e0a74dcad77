"""The price table is dated, and a bill is its counts times its prices."""

from datetime import date
from decimal import Decimal

from sandbox.bench.prices import AS_OF, CYCLES_A_MONTH, PRICES, STEPS, bill_of, quiet_month, transitions
from tests.bench.builders import a_cycle


def test_the_price_table_has_a_date_and_no_price_of_nothing() -> None:
    assert date.fromisoformat(AS_OF)
    assert all(price > 0 for price in PRICES.values())


def test_dynamodb_costs_its_units() -> None:
    cycle = a_cycle(dynamo={"read_units": 8_000_000.0, "write_units": 1_600_000.0, "secrets": 0})

    assert bill_of(cycle, cold_seconds=0).amounts["dynamodb"] == Decimal("2.000")


def test_a_lambda_second_costs_half_a_gigabyte_second_and_an_invocation_its_request() -> None:
    cycle = a_cycle(lambda_seconds=2_000_000.0, invocations=14)

    assert bill_of(cycle, cold_seconds=0).amounts["lambda"] == Decimal("13.3334") + 14 * PRICES["lambda_request"]


def test_an_invocation_more_costs_a_wait_a_task_and_a_choice() -> None:
    assert transitions(15) - transitions(14) == 3


def test_a_quiet_month_is_all_its_cycles_and_the_secrets_kept() -> None:
    month = quiet_month(a_cycle(), cold_seconds=0.5)

    assert month.amounts["dynamodb"] == bill_of(a_cycle(), cold_seconds=0.5).amounts["dynamodb"] * CYCLES_A_MONTH
    assert month.amounts["secrets kept"] == Decimal("0.80")
    assert month.total == sum(month.amounts.values())


def test_each_function_starts_cold_once_a_cycle() -> None:
    cold, warm = (bill_of(a_cycle(), cold_seconds=seconds).amounts["lambda"] for seconds in (1, 0))

    assert cold - warm == STEPS * Decimal("0.5") * PRICES["lambda_gb_second"]
