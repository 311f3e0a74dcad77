"""Runs the measurements, each in fresh processes, one after the other."""

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from sandbox.bench.control import Host, host
from sandbox.bench.figures import NEW_ORDERS, Figures, against, beside, row, worst
from sandbox.cloud.ministack import ministack
from sandbox.cloud.process import Process
from sandbox.cloud.stage import running, stage

ROOT: Final = Path(__file__).resolve().parents[2]
LINES: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How much is measured. `orders` grow; the first of them is the one whose quiet cycle is looked at."""

    orders: tuple[int, ...]
    runs: int
    import_runs: int
    posted: int
    sent: tuple[int, ...]


SIZES: Final[Mapping[str, Sizes]] = {
    "": Sizes(orders=(1_000, 5_000, 10_000), runs=3, import_runs=9, posted=1_000, sent=(1_000, 10_000)),
    "full": Sizes(orders=(1_000, 10_000, 100_000), runs=3, import_runs=9, posted=1_000, sent=(1_000, 1_000_000)),
    "quick": Sizes(orders=(200, 400), runs=1, import_runs=1, posted=100, sent=(200, 1_000)),
}

# what ran against what: the name that is shown, the worker's task, elements to a call
ALTERNATIVES: Final = (
    ("requests, JSON by hand (the floor)", "floor", 50),
    ("xero-python in batches of 50", "xero_python", 50),
    ("pyxero in batches of 50", "pyxero", 50),
    ("pyxero one by one", "pyxero", 1),
)
OURS: Final = "the connector's posting steps"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everything that a measurement needs around it."""

    server: Host
    cloud: Mapping[str, str]

    def work(self, what: str, task: str, **asked: Any) -> Figures:
        """Measure one thing in a fresh process, and say so."""
        given = json.dumps({"task": task, "host": asdict(self.server), **asked})
        with stage(what), tempfile.TemporaryDirectory(prefix="bench-") as folder:
            figures = Path(folder) / "figures.json"
            command = [sys.executable, "-m", "sandbox.bench.worker", given, str(figures)]
            log = Path(folder) / "worker.log"
            with Process("The worker", command, environment=self.cloud, log=log, folder=ROOT) as worker:
                if worker.wait() != 0:
                    raise RuntimeError(f"{task} {asked} failed:\n{worker.output()}")
            return dict(json.loads(figures.read_text(encoding="utf-8")))


@contextmanager
def bench() -> Iterator[Bench]:
    """A local cloud and a host, both empty."""
    with running("a local cloud and both systems", _empty()) as place:
        yield place


@contextmanager
def _empty() -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, ministack(Path(folder)) as cloud, host() as server:
        yield Bench(server=server, cloud=cloud.environment())


def cycles(sizes: Sizes) -> list[Figures]:
    """First cycles by size, smallest first; the smallest several times, and with what follows it."""
    found = []
    for orders in sizes.orders:
        smallest = orders == sizes.orders[0]
        what = f"a first cycle of {orders:,} orders"
        asked = {"orders": orders, "more": NEW_ORDERS if smallest else 0}
        found.append(_typical([_cycle(what, **asked) for _ in range(sizes.runs if smallest else 1)]))
    return found


def _cycle(what: str, **asked: Any) -> Figures:
    with bench() as place:
        found = place.work(what, "cycle", **asked)
        return {**found, "ledgers": place.work(f"{what}: both ledgers", "balance", connection=found["connection"])}


def _alone(what: str, task: str, **asked: Any) -> Figures:
    with bench() as place:
        return place.work(what, task, **asked)


def _typical(runs: Sequence[Figures]) -> Figures:
    """The run in the middle by CPU: counts are the same in all of them."""
    return sorted(runs, key=lambda run: float(run["first"]["cpu_seconds"]))[len(runs) // 2]


def alternatives(sizes: Sizes) -> Figures:
    """The same documents by every client, in turn, so that a slow moment of the machine hits all of them."""
    shop = {
        "orders": sizes.posted,
        "contacts": sizes.posted * 6 // 10,
        "products": sizes.posted * 3 // 10,
        "lines": LINES,
    }
    posting = f"posting {sizes.posted:,} orders"
    with bench() as place, tempfile.TemporaryDirectory() as folder:
        ours = [place.work(f"{posting}: {OURS}", "post", capture=True, **shop)]
        workload = Path(folder) / "workload.json"
        workload.write_text(place.server.ask("workload")["json"], encoding="utf-8")
        given = {"workload": str(workload)}
        theirs: dict[str, list[Figures]] = {name: [] for name, _, _ in ALTERNATIVES}
        for run in range(sizes.runs):
            for name, task, batch in ALTERNATIVES:
                theirs[name].append(place.work(f"{posting}: {name}", task, batch=batch, limits=False, **given))
            if run:
                ours.append(place.work(f"{posting}: {OURS}", "post", capture=False, **shop))
        posting = f"{posting} under Xero's limits"
        limited = {
            name: place.work(f"{posting}: {name}", task, batch=batch, limits=True, **given)
            for name, task, batch in ALTERNATIVES
        }
        limited[OURS] = place.work(f"{posting}: {OURS}", "post", capture=False, limits=True, **shop)
        rows = [row(OURS, ours, limited[OURS])]
        rows += [row(name, runs, limited[name]) for name, runs in theirs.items()]
    besides = beside(ours)
    compared = against(rows, mapping=besides["mapping_cpu_seconds"])
    return {"alternatives": rows, "beside_posting": besides, "against_the_floor": compared}


def history(sizes: Sizes) -> Figures:
    """The most sent records against the fewest."""
    found = _alone(f"a quiet cycle beside {sizes.sent[-1]:,} sent records", "history", sent=list(sizes.sent))["history"]
    few, many = found[str(sizes.sent[0])], found[str(sizes.sent[-1])]
    return {
        "sent": list(sizes.sent),
        "measured": found,
        "quiet_cycle_ratio": worst(many["quiet"], few["quiet"]),
        "listing_ratio": worst(many["listing"], few["listing"]),
    }
