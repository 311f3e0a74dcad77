"""What the measurements say: ratios, exponents and money, out of counts and times. Pure."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any, Final

from sandbox.bench.bounds import day_share, exponent, over, seconds_needed
from sandbox.bench.prices import AS_OF, REGION, bill_of, quiet_month

NEW_ORDERS: Final = 50
Figures = dict[str, Any]


def from_cycles(found: Sequence[Figures]) -> Figures:
    """What the cycles say about calls, limits and growth."""
    smallest = found[0]
    return {
        "first_cycle": {str(run["orders"]): _first(run) for run in found},
        "quiet_cycle": _quiet(smallest["quiet"]),
        "new_orders": _new_orders(smallest),
        "under_limits": {str(run["orders"]): _under_limits(run["first"]) for run in found},
        "growth": growth(found),
    }


def _first(run: Figures) -> Figures:
    first = run["first"]
    return {
        "calls": first["calls"],
        "needed": first["needed"],
        "calls_over_bound": over(first["calls"], first["needed"]),
        "over_by_system": {name: first["calls"][name] / first["needed"][name] for name in first["needed"]},
        "refused_by_limits": first["refused"],
        "documents": first["posted"],
        "cpu_seconds": first["cpu_seconds"],
        "records_cpu_seconds": first["records_cpu_seconds"],
        "wall_seconds": first["wall_seconds"],
        "dynamodb": first["dynamo"],
        "invocations": first["invocations"],
        "peak_mb": run["peak_mb"],
        "problems": first["problems"],
        "unexplained": run["ledgers"]["unexplained"],
    }


def _quiet(quiet: Figures) -> Figures:
    return {
        "xero_calls": quiet["calls"]["xero"],
        "brightpearl_calls": quiet["calls"]["brightpearl"],
        "dynamodb_requests": quiet["dynamo"]["requests"],
        "dynamodb_by_operation": quiet["dynamo"]["by_operation"],
        "read_units": quiet["dynamo"]["read_units"],
        "write_units": quiet["dynamo"]["write_units"],
        "secrets_requests": quiet["dynamo"]["secrets"],
        "records_written": quiet["dynamo"]["records_written"],
        "xero_bytes": quiet["bytes"]["xero"],
        "cpu_milliseconds": {name: step["cpu"] * 1000 for name, step in quiet["steps"].items()},
        "lambda_milliseconds": {name: step["lambda_seconds"] * 1000 for name, step in quiet["steps"].items()},
    }


def _new_orders(run: Figures) -> Figures:
    quiet, more = run["quiet"]["calls"], run["more"]["calls"]
    return {
        "orders": NEW_ORDERS,
        "extra_xero_calls": more["xero"] - quiet["xero"],
        "extra_brightpearl_calls": more["brightpearl"] - quiet["brightpearl"],
    }


def _under_limits(first: Figures) -> Figures:
    bound = seconds_needed(first["needed"])
    return {
        "seconds": first["seconds_to_last"],
        "bound_seconds": bound,
        "time_over_bound": first["seconds_to_last"] / bound,
        "waiting_share": first["waiting_share"],
        "refused": first["refused"],
    }


def growth(found: Sequence[Figures]) -> Figures:
    """How calls, CPU and DynamoDB grow with the orders."""

    def fitted(cost: Callable[[Figures], float]) -> float:
        return exponent([(run["orders"], cost(run["first"])) for run in found])

    return {
        "orders": [run["orders"] for run in found],
        "calls_exponent": fitted(lambda first: sum(first["calls"].values())),
        "cpu_exponent": fitted(lambda first: first["cpu_seconds"]),
        "dynamodb_units_exponent": fitted(lambda first: first["dynamo"]["units"]),
        "peak_mb": [run["peak_mb"] for run in found],
        "peak_memory_ratio": found[-1]["peak_mb"] / found[0]["peak_mb"],
        "peak_mb_so_far_by_step": {name: step["peak_mb"] for name, step in found[-1]["first"]["steps"].items()},
        "units_for_each_posted": [run["first"]["dynamo"]["units"] / run["first"]["posted"] for run in found],
    }


def money(found: Sequence[Figures], *, cold_seconds: float) -> Figures:
    """Dollars for a quiet month, and on top of it for ten thousand sales documents with all that belongs to them."""
    month, largest = quiet_month(found[0]["quiet"], cold_seconds=cold_seconds), found[-1]["first"]
    documents = bill_of(largest, cold_seconds=cold_seconds)
    return {
        "prices_as_of": AS_OF,
        "region": REGION,
        "quiet_month": _dollars(month.amounts, month.total, 1),
        "ten_thousand_documents": _dollars(documents.amounts, documents.total, 10_000 / found[-1]["orders"]),
    }


def _dollars(amounts: Mapping[str, Any], total: Any, factor: float) -> Figures:
    shown = {name: round(float(amount) * factor, 4) for name, amount in amounts.items()}
    return {"total": round(float(total) * factor, 4), "by_service": shown}


def row(name: str, runs: Sequence[Figures], limited: Figures) -> Figures:
    calls = runs[0]["calls"]
    return {
        "name": name,
        "calls": calls,
        "connections": runs[0]["connections"],
        "cpu_seconds": median(run["cpu_seconds"] for run in runs),
        "peak_mb": limited["peak_mb"],
        "wall_seconds": median(run["wall_seconds"] for run in runs),
        "seconds_under_limits": limited["clock_seconds"],
        "day_share": day_share(calls),
        "posted": runs[0]["posted"],
    }


def beside(ours: Sequence[Figures]) -> Figures:
    """What ours does and the others do not: records, history, checks; and reading the documents in the first place.

    Mapping the source's documents is a part of what is compared, though the others begin with ready values.
    """
    return {
        "records_cpu_seconds": median(run["records_cpu_seconds"] for run in ours),
        "fetch_cpu_seconds": median(run["fetch_cpu_seconds"] for run in ours),
        "mapping_cpu_seconds": median(run["mapping_cpu_seconds"] for run in ours),
        "problems": [problem for run in ours for problem in run["problems"]],
    }


def against(rows: Sequence[Figures], *, mapping: float) -> Figures:
    """Ours as ratios to the floor and to xero-python; once without the CPU of the `mapping`, as all others have ready values."""
    ours, floor, model = rows[0], rows[1], rows[2]
    return {
        "calls_ratio": ours["calls"] / floor["calls"],
        "cpu_ratio": ours["cpu_seconds"] / floor["cpu_seconds"],
        "cpu_ratio_without_mapping": (ours["cpu_seconds"] - mapping) / floor["cpu_seconds"],
        "cpu_to_xero_python": ours["cpu_seconds"] / model["cpu_seconds"],
    }


def worst(many: Mapping[str, float], few: Mapping[str, float]) -> float:
    return max(many[name] / few[name] for name in few)
