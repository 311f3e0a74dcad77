"""Cycles of the connector: the first one of a shop, quiet ones after it, and one that finds some new orders."""

from collections import Counter
from dataclasses import asdict
from datetime import datetime
from typing import Any, Final

from sandbox.bench.connections import counted
from sandbox.bench.control import Host
from sandbox.bench.ours import Connection, Step, connected
from shared.sequence import CYCLE_EVERY

PAUSE: Final = CYCLE_EVERY.total_seconds()
SETTLING: Final = 3
READS_KEPT: Final = 60  # those of some pages of orders, with their contacts and products
POSTING: Final = ("post_xero_sales", "post_xero_sales_payments")
BEFORE: Final = ("fetch_brightpearl_products", "fetch_brightpearl_contacts", "fetch_brightpearl_sales")


def cycle(*, host: dict[str, str], orders: int, more: int = 0) -> dict[str, Any]:
    """The first cycle of a believable shop; where there are to be `more` orders, a quiet cycle and one that finds them."""
    server = Host(**host)
    server.ask("seed", orders=orders)
    with connected(server) as connection:
        found: dict[str, Any] = {"orders": orders, "connection": connection.name, "first": _first(server, connection)}
        if more:
            _settle_down(connection)
            found["quiet"] = _later(server, connection)
            server.ask("sell", orders=more)
            found["more"] = _later(server, connection)
        return found


def post(*, host: dict[str, str], capture: bool, limits: bool = False, **shop: int) -> dict[str, Any]:
    """Only the posting of a regular shop's sales: what others' clients can be held against. Memory is told under limits."""
    server = Host(**host)
    server.ask("regular", limits=False, **shop)
    with connected(server, reads_kept=0 if limits else READS_KEPT) as connection:
        run = connection.start_run()
        fetched = [connection.step(name, run) for name in BEFORE]
        server.ask("limits", on=limits)
        server.ask("clear")
        server.ask("keep_bodies", keep=capture)
        connection.clock.catch_up()
        began = connection.clock.now()
        with counted() as opened:
            steps = [connection.step(POSTING[0], run)]
            fetched.append(connection.step("fetch_brightpearl_sales_payments", run))
            steps.append(connection.step(POSTING[1], run))
        server.ask("keep_bodies", keep=False)
        tally = server.ask("tally")["xero"]
        last = datetime.fromisoformat(tally["last_write"])
        return {
            "calls": tally["calls"],
            "connections": opened[server.xero_port],
            "invocations": sum(step.invocations for step in steps),
            "refused": tally["refused"],
            "cpu_seconds": sum(step.cpu - step.records_cpu for step in steps),
            "records_cpu_seconds": sum(step.records_cpu for step in steps),
            "mapping_cpu_seconds": sum(step.mapping_cpu for step in steps),
            "fetch_cpu_seconds": sum(step.cpu for step in fetched),
            "wall_seconds": sum(step.wall for step in steps),
            "clock_seconds": (last - began).total_seconds(),
            "posted": sum(step.posted for step in steps),
            "problems": _problems([*fetched, *steps]),
        }


def _first(server: Host, connection: Connection) -> dict[str, Any]:
    began = connection.clock.now()
    server.ask("clear")
    steps = connection.cycle()
    tally = server.ask("tally")
    assert datetime.fromisoformat(tally["now"]) == connection.clock.now(), "the clocks have drifted apart"
    carried = sum(step.posted for step in steps if step.name.startswith("post_brightpearl"))
    last = datetime.fromisoformat(tally["xero"]["last_write"])
    return {
        **figures(steps, tally),
        "needed": server.ask("needed", start=connection.start.isoformat(), carried_back=carried),
        "seconds_to_last": (last - began).total_seconds(),
    }


def _settle_down(connection: Connection) -> None:
    """What the first cycle itself changed is looked at once more."""
    for _ in range(SETTLING):
        connection.clock.sleep(PAUSE)
        connection.cycle()


def _later(server: Host, connection: Connection) -> dict[str, Any]:
    connection.clock.sleep(PAUSE)
    server.ask("clear")
    return figures(connection.cycle(), server.ask("tally"))


def figures(steps: list[Step], tally: dict[str, Any]) -> dict[str, Any]:
    """A cycle's sums, and each step's own figures."""
    dynamo: Counter[str] = Counter()
    for step in steps:
        dynamo.update({name: value for name, value in step.dynamo.items() if name != "by_operation"})
    operations: Counter[str] = Counter()
    for step in steps:
        operations.update(step.dynamo["by_operation"])
    lambda_seconds = sum(step.lambda_seconds for step in steps)
    return {
        "calls": {name: tally[name]["calls"] for name in ("brightpearl", "xero")},
        "refused": {name: tally[name]["refused"] for name in ("brightpearl", "xero")},
        "bytes": {name: tally[name]["bytes"] for name in ("brightpearl", "xero")},
        "cpu_seconds": sum(step.cpu for step in steps),
        "records_cpu_seconds": sum(step.records_cpu for step in steps),
        "wall_seconds": sum(step.wall for step in steps),
        "lambda_seconds": lambda_seconds,
        "waiting_share": sum(step.waited for step in steps) / lambda_seconds,
        "invocations": sum(step.invocations for step in steps),
        "posted": sum(step.posted for step in steps),
        "errors": sum(step.errors for step in steps),
        "dynamo": {**dynamo, "by_operation": dict(operations)},
        "problems": _problems(steps),
        "steps": {step.name: asdict(step) | {"lambda_seconds": step.lambda_seconds} for step in steps},
    }


def _problems(steps: list[Step]) -> list[str]:
    return [f"{step.name}: {step.problem}" for step in steps if step.problem]
