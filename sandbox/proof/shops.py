"""`python -m sandbox.proof.shops`: many shops of every country, one cycle each; documents, money and ledgers equal in all.

The same shops and comparison as `make sync`, in this process, so that sixty shops take minutes. It stands beside the tests as a
long proof: docs/exactly-once.md has its last result.
"""

import argparse
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import process_time
from typing import Final

from sandbox.cloud.ministack import Cloud
from sandbox.cloud.within import ministack_within
from sandbox.cloud.workspace import INTERRUPTED, orderly_end
from sandbox.proof.in_process import connector
from sandbox.proof.ledgers.trial_balance import TrialBalance
from sandbox.proof.reconcile import Comparison, reconcile
from sandbox.proof.waiting import Waiting, waiting
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY
from sandbox.stand_ins.shop.premises import START_DAYS_AGO
from sandbox.stand_ins.world import Sandbox

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def main() -> int:
    asked = _arguments()
    try:
        with orderly_end(), ministack_within() as cloud:
            return _tell(asked, cloud)
    except KeyboardInterrupt:
        return INTERRUPTED


def _tell(asked: argparse.Namespace, cloud: Cloud) -> int:
    """Print a line for each shop; the exit code says whether all are equal."""
    good, began, on_ledgers = 0, process_time(), 0.0
    for country, seed in _shops(asked):
        sandbox = Sandbox(clock=ManualClock(NOW), country=country)
        sandbox.seed(orders=asked.orders, seed=seed, odd_money=asked.odd_money)
        comparisons, waits, balance, seconds = _compared(cloud, sandbox)
        on_ledgers += seconds
        unequal = [f"{one.kind}: {line}" for one in comparisons for line in one.differences]
        unequal += [f"unexplained: {line}" for line in balance.unexplained]
        good += not unequal
        count = sum(one.brightpearl.count for one in comparisons)
        print(f"{country} {seed}: {count} compared, {len(waits)} planted wait, {len(unequal)} differ", flush=True)
        print(*unequal, sep="\n", end="\n" if unequal else "")
    shops = len(asked.countries) * asked.seeds
    print(f"{on_ledgers:.1f} s of {process_time() - began:.1f} s of CPU were spent on both ledgers")
    print(f"{good} of {shops} shops of {asked.orders} orders are equal")
    return 0 if good == shops else 1


def _shops(asked: argparse.Namespace) -> Iterator[tuple[Country, int]]:
    for country in asked.countries:
        for seed in range(1, asked.seeds + 1):
            yield country, seed


def _compared(cloud: Cloud, sandbox: Sandbox) -> tuple[list[Comparison], list[Waiting], TrialBalance, float]:
    """Run one cycle of a fresh shop, and compare both systems as `make sync` does."""
    start = (NOW - timedelta(days=START_DAYS_AGO)).date()
    with connector(sandbox, cloud, start=start) as deployed:
        deployed.cycle()
        brightpearl, xero = sandbox.brightpearl.vendor.state(), sandbox.xero.vendor.state()
        find = deployed.store.get
        waits = waiting(brightpearl, find)
        apart = [one.name for one in waits]
        comparisons = reconcile(brightpearl, xero, deployed.settings, apart=apart, find=find)
        began = process_time()
        balance = deployed.trial_balance()
        return comparisons, waits, balance, process_time() - began


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m sandbox.proof.shops", description=__doc__)
    parser.add_argument("--seeds", type=int, default=20, help="so many shops in each country")
    parser.add_argument("--orders", type=int, default=300)
    parser.add_argument("--countries", type=Country, nargs="+", default=list(Country), metavar="COUNTRY")
    parser.add_argument("--odd-money", action=argparse.BooleanOptionalAction, default=TAKEN_DAILY)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
