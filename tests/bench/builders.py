"""Figures as the measurements give them, good ones unless told otherwise."""

from typing import Any

Figures = dict[str, Any]


def a_cycle(**changed: Any) -> Figures:
    """One cycle's sums."""
    return {
        "calls": {"xero": 4, "brightpearl": 10},
        "needed": {"xero": 4, "brightpearl": 10},
        "refused": {"xero": 0, "brightpearl": 0},
        "invocations": 14,
        "posted": 100,
        "cpu_seconds": 1.0,
        "records_cpu_seconds": 0.5,
        "wall_seconds": 2.0,
        "lambda_seconds": 4.0,
        "waiting_share": 0.0,
        "seconds_to_last": 4.0,
        "dynamo": {"read_units": 40.0, "write_units": 40.0, "units": 80.0, "secrets": 14, "by_operation": {}},
        "problems": [],
        "steps": {"a_step": {"cpu": 0.01, "lambda_seconds": 0.5, "peak_mb": 100.0}},
        **changed,
    }


def a_run(orders: int, **changed: Any) -> Figures:
    """A first cycle of so many orders, in proportion to them."""
    dynamo = {"read_units": 10.0 * orders, "write_units": 30.0 * orders, "units": 40.0 * orders, "secrets": 14}
    first = a_cycle(
        calls={"xero": orders, "brightpearl": orders}, cpu_seconds=orders / 100, posted=orders, dynamo=dynamo
    )
    ledgers: Figures = {"rows": 20, "unexplained": []}
    return {"orders": orders, "peak_mb": 200.0, "first": first, "ledgers": ledgers, **changed}


def a_row(**changed: Any) -> Figures:
    """One client's line."""
    return {"name": "a client", "calls": 58, "connections": 1, "cpu_seconds": 0.2, **changed}
