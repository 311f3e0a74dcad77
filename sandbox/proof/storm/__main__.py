"""`python -m sandbox.proof.storm`: the proof that nothing is posted twice and nothing is lost, for a seed."""

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from sandbox.cloud.stage import stage
from sandbox.cloud.within import ministack_within
from sandbox.cloud.workspace import INTERRUPTED, orderly_end
from sandbox.proof.in_process import connector
from sandbox.proof.storm.boundary import watched
from sandbox.proof.storm.choices import SETTINGS, settings_of, switches_of, turn
from sandbox.proof.storm.compare import Verdict
from sandbox.proof.storm.cycles import START_BEFORE, Storm
from sandbox.proof.storm.table import weathered
from sandbox.proof.waiting import Waiting
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import CODES, Country, country_of
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY
from sandbox.stand_ins.world import Sandbox

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
        ministack_within() as cloud,
        connector(sandbox, cloud, start=(BEGINNING - START_BEFORE).date(), change=asked.adjust) as deployed,
        watched() as boundary,
        weathered(boundary.table, clock.sleep),
    ):
        deployed.progress.activate()
        storm = Storm(
            deployed=deployed,
            clock=clock,
            boundary=boundary,
            seed=asked.seed,
            rate=asked.rate,
            odd_money=asked.odd_money,
            thinks_again=asked.second_thoughts,
            loses_its_table=asked.disasters,
        )
        storm.rage(asked.rounds)
        with stage("waiting until nothing moves any more"):
            storm.settle()
        with stage("comparing both systems record by record"):
            verdict, promises, waits = storm.verdict(), storm.broken_promises(), storm.waiting()
    return _tell(asked, storm, verdict, promises, waits)


def _shop(asked: argparse.Namespace, clock: ManualClock) -> Sandbox:
    sandbox = Sandbox(clock=clock, country=asked.country)
    with stage(f"filling a shop of {asked.orders} orders, country {asked.country}"):
        turn(sandbox, asked.switches)
        sandbox.seed(orders=asked.orders, seed=asked.seed, odd_money=asked.odd_money)
    return sandbox


def _told(asked: argparse.Namespace) -> str:
    """With which settings and switches it was."""
    turned = (f"{system}.{name}={value}" for system, all_ in asked.switches.items() for name, value in all_.items())
    return ", ".join((*(f"{name}={value}" for name, value in asked.settings.items()), *turned)).lower()


def _tell(
    asked: argparse.Namespace, storm: Storm, verdict: Verdict, promises: Sequence[str], waits: Sequence[Waiting]
) -> int:
    """Print what came of it; the exit code says whether it is good."""
    apart = [
        *(line for one in waits for line in one.sentences),
        *(f"the tax alone differs: {s}" for s in verdict.slight),
        *(f"waits: {s}" for s in verdict.waits),
        *(f"changed, and a record says so: {s}" for s in verdict.told),
    ]
    print(_told(asked))
    for name, times in sorted((storm.weather.met + storm.disasters.met).items()):
        print(f"{name:24} {times:6}")
    for name, times in sorted((storm.second_thoughts.done + storm.decisions.done).items()):
        print(f"people: {name:24} {times:6}")
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
        "--odd-money",
        action=argparse.BooleanOptionalAction,
        default=TAKEN_DAILY,
        help="let people do all that money does",
    )
    parser.add_argument(
        "--second-thoughts",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="let people take back and change what was sent, and lock the books",
    )
    parser.add_argument(
        "--disasters",
        action=argparse.BooleanOptionalAction,
        default=True,
        help="put the table back to an earlier hour now and then, or install the connector anew",
    )
    for name, choices in SETTINGS.items():
        parser.add_argument(f"--{name}", choices=choices, help="the setting; the seed decides if nobody says")
    asked = parser.parse_args()
    asked.country = Country(asked.country) if asked.country else country_of(asked.seed)
    asked.switches = switches_of(asked.seed, asked.switch)
    asked.settings = settings_of(asked.seed, vars(asked))
    asked.adjust = partial(_adjust, asked)
    return asked


def _adjust(asked: argparse.Namespace, settings: dict[str, Any]) -> None:
    chosen = dict(asked.settings)
    settings["adjustments"].update(mode=chosen.pop("adjustments"))
    settings.update(chosen)


if __name__ == "__main__":
    sys.exit(main())
