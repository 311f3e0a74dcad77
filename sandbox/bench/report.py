"""The figures as a table, each with the target that it has and whether it holds."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Figures = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    what: str
    value: float
    target: float | None = None

    @property
    def verdict(self) -> str:
        if self.target is None:
            return ""
        return "holds" if self.value <= self.target + 1e-9 else "MISSED"


def lines(figures: Figures) -> Iterator[Line]:
    """Every figure that has a target, in the order of the document."""
    for part in (_calls, _ledgers, _posting, _quiet, _limits, _growth, _start):
        yield from part(figures)


def _calls(figures: Figures) -> Iterator[Line]:
    for orders, first in figures["first_cycle"].items():
        for system, ratio in first["over_by_system"].items():
            yield Line(
                what=f"{system.title()} calls over full batches, {int(orders):,} orders", value=ratio, target=1.10
            )
    extra = figures["new_orders"]
    yield Line(what=f"extra Xero calls for {extra['orders']} new orders", value=extra["extra_xero_calls"], target=8)


def _ledgers(figures: Figures) -> Iterator[Line]:
    for orders, first in figures["first_cycle"].items():
        found = len(first["unexplained"])
        yield Line(what=f"both ledgers, {int(orders):,} orders: unexplained differences", value=found, target=0)


def _posting(figures: Figures) -> Iterator[Line]:
    floor = figures["against_the_floor"]
    yield Line(what="posting: calls to the floor's", value=floor["calls_ratio"], target=1.05)
    yield Line(what="posting: CPU to the floor's", value=floor["cpu_ratio"], target=2)
    yield Line(what="the same without mapping orders", value=floor["cpu_ratio_without_mapping"])
    yield Line(what="posting: CPU to xero-python's", value=floor["cpu_to_xero_python"], target=1)


def _quiet(figures: Figures) -> Iterator[Line]:
    quiet = figures["quiet_cycle"]
    for name, words, target in (
        ("xero_calls", "Xero calls", 5),
        ("brightpearl_calls", "Brightpearl calls", 12),
        ("dynamodb_requests", "DynamoDB requests", 60),
        ("records_written", "records written", 0),
    ):
        yield Line(what=f"quiet cycle: {words}", value=quiet[name], target=target)


def _limits(figures: Figures) -> Iterator[Line]:
    for orders, under in figures["under_limits"].items():
        yield Line(
            what=f"time over the limits' bound, {int(orders):,} orders", value=under["time_over_bound"], target=1.2
        )
        yield Line(what=f"Lambda time spent waiting, {int(orders):,} orders", value=under["waiting_share"], target=0.05)


def _growth(figures: Figures) -> Iterator[Line]:
    growth, history = figures["growth"], figures["history"]
    for name in ("calls", "cpu", "dynamodb_units"):
        yield Line(what=f"growth of {name.replace('_', ' ')}: exponent", value=growth[f"{name}_exponent"], target=1.05)
    yield Line(
        what=f"peak memory, {growth['orders'][-1]:,} to {growth['orders'][0]:,} orders",
        value=growth["peak_memory_ratio"],
        target=1.2,
    )
    for name, words in (("quiet_cycle_ratio", "quiet cycle"), ("listing_ratio", "listing page")):
        many, few = history["sent"][-1], history["sent"][0]
        yield Line(what=f"{words}, {many:,} to {few:,} sent records", value=history[name], target=1)


def _start(figures: Figures) -> Iterator[Line]:
    yield Line(
        what="import time to its libraries', the slowest step", value=figures["start"]["import_ratio_max"], target=1.3
    )


def table(figures: Figures) -> str:
    """What `make bench` prints."""
    rows = [f"{line.what:58}{line.value:9.2f}{_target(line):>9}  {line.verdict}" for line in lines(figures)]
    head = f"{'':58}{'measured':>9}{'target':>9}"
    return "\n".join([head, *rows, "", *_clients(figures), "", *_money(figures["money"])])


def _target(line: Line) -> str:
    return "" if line.target is None else f"{line.target:g}"


COLUMNS: tuple[tuple[str, str, Callable[[Figures], str]], ...] = (
    ("calls", "calls", lambda row: f"{row['calls']:,}"),
    ("connections", "connections", lambda row: f"{row['connections']:,}"),
    ("CPU s", "cpu_seconds", lambda row: f"{row['cpu_seconds']:.2f}"),
    ("peak MB", "peak_mb", lambda row: f"{row['peak_mb']:.0f}"),
    ("wall s", "wall_seconds", lambda row: f"{row['wall_seconds']:.1f}"),
    ("s in limits", "seconds_under_limits", lambda row: f"{row['seconds_under_limits']:,.0f}"),
    ("of a day", "day_share", lambda row: f"{row['day_share']:.0%}"),
)


def _clients(figures: Figures) -> Iterator[str]:
    yield f"{'posting the same documents':40}" + "".join(f"{title:>12}" for title, _, _ in COLUMNS)
    for row in figures["alternatives"]:
        yield f"{row['name']:40}" + "".join(f"{shown(row):>12}" for _, _, shown in COLUMNS)
    beside = figures["beside_posting"]
    yield (
        f"beside: {beside['records_cpu_seconds']:.2f} s of CPU for records, history and checks,"
        f" {beside['fetch_cpu_seconds']:.2f} s for fetching;"
        f" of the above {beside['mapping_cpu_seconds']:.2f} s for mapping"
    )


def _money(money: Figures) -> Iterator[str]:
    for name, words in (
        ("quiet_month", "a quiet month"),
        ("ten_thousand_documents", "10,000 sales documents and what belongs to them"),
    ):
        parts = ", ".join(f"{service} {amount:.2f}" for service, amount in money[name]["by_service"].items())
        yield f"{words}: ${money[name]['total']:.2f} ({parts})"
    yield f"prices of {money['region']} as of {money['prices_as_of']}"
