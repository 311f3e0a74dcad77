"""What AWS charges, as of a date; and what a quiet month and ten thousand documents come to."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from shared.sequence import BY_NAME, CYCLE_EVERY

AS_OF: Final = "2026-11-23"
REGION: Final = "us-east-1"
MILLION: Final = Decimal(1_000_000)

# dollars; on demand, no free tier, no savings plan, each compared with published tables of 2024 to 2026 on the date above.
# https://aws.amazon.com/{lambda,dynamodb,step-functions,secrets-manager,cloudwatch}/pricing/
PRICES: Final[Mapping[str, Decimal]] = {
    "lambda_gb_second": Decimal("0.0000133334"),  # arm64
    "lambda_request": Decimal("0.20") / MILLION,
    "dynamodb_write_unit": Decimal("0.625") / MILLION,
    "dynamodb_read_unit": Decimal("0.125") / MILLION,
    "state_transition": Decimal("0.025") / 1000,
    "secret_month": Decimal("0.40"),
    "secret_request": Decimal("0.05") / 10_000,
    "log_gb": Decimal("0.50"),
    "alarm_month": Decimal("0.10"),
    "dashboard_month": Decimal("3.00"),
}
CYCLES_A_MONTH: Final = timedelta(days=30) // CYCLE_EVERY
SECRETS: Final = 2  # of a connection: one for each system
LOG_BYTES_A_CALL: Final = 600
MEMORY_GB: Final = Decimal("0.5")
STEPS: Final = len(BY_NAME)
TRANSITIONS_AN_INVOCATION: Final = 2  # the task, and whether it wants more
TRANSITIONS_A_WAIT: Final = 1  # before each further invocation of a step
TRANSITIONS_A_CYCLE: Final = 13  # the schedule's map, the lock, the run, and their ends


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """Dollars by service."""

    amounts: Mapping[str, Decimal]

    @property
    def total(self) -> Decimal:
        return sum(self.amounts.values(), Decimal(0))

    def times(self, factor: int) -> "Bill":
        return Bill(amounts={name: amount * factor for name, amount in self.amounts.items()})

    def plus(self, **more: Decimal) -> "Bill":
        return Bill(amounts={**self.amounts, **more})


def bill_of(cycle: Mapping[str, Any], *, cold_seconds: float) -> Bill:
    """One cycle, from what was counted in it; so long after the last one each of its functions starts cold."""
    calls, dynamo = sum(cycle["calls"].values()), cycle["dynamo"]
    invocations, counted = cycle["invocations"], {name: Decimal(str(value)) for name, value in _numbers(dynamo).items()}
    seconds = Decimal(str(cycle["lambda_seconds"])) + STEPS * Decimal(str(cold_seconds))
    return Bill(
        amounts={
            "lambda": seconds * MEMORY_GB * PRICES["lambda_gb_second"] + invocations * PRICES["lambda_request"],
            "dynamodb": counted["read_units"] * PRICES["dynamodb_read_unit"]
            + counted["write_units"] * PRICES["dynamodb_write_unit"],
            "step functions": transitions(invocations) * PRICES["state_transition"],
            "secrets": counted["secrets"] * PRICES["secret_request"],
            "logs": Decimal(LOG_BYTES_A_CALL * (calls + 2 * invocations)) / 10**9 * PRICES["log_gb"],
        }
    )


def transitions(invocations: int) -> int:
    """State transitions of a cycle whose steps took so many invocations."""
    waits = invocations - STEPS
    return invocations * TRANSITIONS_AN_INVOCATION + waits * TRANSITIONS_A_WAIT + TRANSITIONS_A_CYCLE


def quiet_month(cycle: Mapping[str, Any], *, cold_seconds: float) -> Bill:
    """A month in which nothing happens: the cycles, and what is paid for a connection to be there."""
    cycles = bill_of(cycle, cold_seconds=cold_seconds).times(CYCLES_A_MONTH)
    return cycles.plus(**{"secrets kept": SECRETS * PRICES["secret_month"]})


def _numbers(dynamo: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in dynamo.items() if isinstance(value, int | float)}
