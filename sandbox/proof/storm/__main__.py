"""`python -m sandbox.proof.storm`: the proof that nothing is posted twice and nothing is lost, for a seed."""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from sandbox.cloud.ministack import ministack
from sandbox.cloud.stage import running, stage
from sandbox.cloud.workspace import INTERRUPTED, orderly_end
from sandbox.proof.in_process import connector
from sandbox.proof.storm.boundary import watched
from sandbox.proof.storm.compare import Verdict
from sandbox.proof.storm.cycles import START_BEFORE, Storm
from sandbox.proof.waiting import Waiting
from sandbox.stand_ins.brightpearl.switches import CHOICES as BRIGHTPEARL
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import CODES, Country, country_of
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY
from sandbox.stand_ins.world import Sandbox
from sandbox.stand_ins.xero.choices import CHOICES as XERO
from shared.settings import AdjustmentMode

BEGINNING: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def main() -> int:
    asked = _arguments()
    try:
        with orderly_end():
            return _storm(asked)
    except KeyboardInterrupt:
        return INTERRUPTED


def _storm(asked: argparse.Namespace) -> int:
    """Tell what came of it when everything is stopped: the last line is the verdict."""
    clock = ManualClock(BEGINNING)
    sandbox = _shop(asked, clock)
    with (
        tempfile.TemporaryDirectory() as folder,
        running("the local cloud", ministack(Path(folder))) as cloud,
        connector(sandbox, cloud, start=(BEGINNING - START_BEFORE).date(), change=asked.adjust) as deployed,
        watched() as boundary,
    ):
        storm = Storm(
            deployed=deployed,
            clock=clock,
            boundary=boundary,
            seed=asked.seed,
            rate=asked.rate,
            odd_money=asked.odd_money,
        )
        storm.rage(asked.rounds)
        with stage("waiting until nothing moves any more"):
            storm.settle()
        with stage("comparing both systems record by record"):
            verdict, promises, waits = storm.verdict(), storm.broken_promises(), storm.waiting()
    return _tell(storm, verdict, promises, waits)


def _shop(asked: argparse.Namespace, clock: ManualClock) -> Sandbox:
    sandbox = Sandbox(clock=clock, country=asked.country)
    with stage(f"filling a shop of {asked.orders} orders, country {asked.country}"):
        _set_switches(sandbox, asked.switch)
        sandbox.seed(orders=asked.orders, seed=asked.seed, odd_money=asked.odd_money)
    return sandbox


def _tell(storm: Storm, verdict: Verdict, promises: Sequence[str], waits: Sequence[Waiting]) -> int:
    """Print what came of it; the exit code says whether it is good."""
    apart = [
        *(line for one in waits for line in one.sentences),
        *(f"the tax alone differs: {s}" for s in verdict.slight),
        *(f"waits: {s}" for s in verdict.waits),
    ]
    for name, times in sorted(storm.weather.met.items()):
        print(f"{name:24} {times:6}")
    print(f"{'calls at once, at most':24} {storm.boundary.most_at_once:6}")
    for line in (*apart, *verdict.lines, *promises):
        print(line)
    print(f"{verdict.compared} records compared: {verdict}")
    return 0 if verdict.good and not promises else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.proof.storm", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--orders", type=int, default=100)
    parser.add_argument("--country", choices=CODES, help="where it is; the seed decides if nobody says")
    parser.add_argument("--rate", type=float, default=0.10, help="the share of calls that meet a fault")
    parser.add_argument(
        "--switch", action="append", default=[], metavar="SYSTEM.NAME=VALUE", help="turn a switch of the sandbox"
    )
    parser.add_argument(
        "--adjustments", choices=list(AdjustmentMode), default=AdjustmentMode.MANUAL_JOURNAL, help="how stock is posted"
    )
    parser.add_argument(
        "--odd-money",
        action=argparse.BooleanOptionalAction,
        default=TAKEN_DAILY,
        help="let people do all that money does",
    )
    asked = parser.parse_args()
    asked.country = Country(asked.country) if asked.country else country_of(asked.seed)
    asked.adjust = lambda settings: settings["adjustments"].update(mode=asked.adjustments)
    return asked


def _set_switches(sandbox: Sandbox, switches: list[str]) -> None:
    for switch in switches:
        place, _, value = switch.partition("=")
        system, _, name = place.partition(".")
        vendor, choices = {
            "brightpearl": (sandbox.brightpearl.vendor, BRIGHTPEARL),
            "xero": (sandbox.xero.vendor, XERO),
        }[system]
        vendor.set_switches({name: next(choice for choice in choices[name] if str(choice).lower() == value.lower())})


if __name__ == "__main__":
    sys.exit(main())
