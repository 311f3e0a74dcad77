"""The whole way once: a local cloud and a sandbox, the real stack, a shop, one cycle, and both systems compared."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from unittest.mock import patch

from sandbox.cloud import connection
from sandbox.cloud.cdk import Cdk, Deployed, check_tools
from sandbox.cloud.ministack import Cloud, ministack
from sandbox.cloud.stage import running, stage
from sandbox.cloud.stand_ins import StandIns, stand_ins
from sandbox.cloud.workspace import OUT, workspace
from sandbox.proof.books.matching import keeps_its_own_tax
from sandbox.proof.least_calls import brightpearl_calls, xero_calls
from sandbox.proof.ledgers.trial_balance import Books, trial_balance
from sandbox.proof.reconcile import reconcile
from sandbox.proof.report import (
    call_lines,
    reconciliation_table,
    step_table,
    trial_balance_table,
    waiting_lines,
    write_json,
)
from sandbox.proof.run import run_cycle
from sandbox.proof.waiting import waiting
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop.odd_money import TAKEN_DAILY
from shared.kinds import Kind
from shared.records.model import bind
from shared.records.store import Store
from shared.steps.runtime import utc_now

Say = Callable[[str], None]
# Where `npm run dev` serves the console from its sources: the sign-in page may return there, too.
DEV_SERVER: Final = "http://localhost:5173/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """`time_scale` makes the limits' windows, and the state machine's waits with them, so many times faster."""

    orders: int
    seed: int
    country: Country = Country.GB
    traffic: Path | None
    time_scale: float
    odd_money: bool = TAKEN_DAILY


@dataclass(frozen=True, slots=True, kw_only=True)
class Local:
    """Everything that runs."""

    folder: Path
    cloud: Cloud
    systems: StandIns
    deployed: Deployed


@contextmanager
def local_cloud(options: Options) -> Iterator[Local]:
    """Bring everything up, deployed and seeded; take it all down at the end."""
    check_tools()
    with (
        workspace() as folder,
        running("the local cloud", ministack(folder, wait_scale=1 / options.time_scale)) as cloud,
        running("the stand-ins", _stand_ins(folder, options)) as systems,
    ):
        yield Local(folder=folder, cloud=cloud, systems=systems, deployed=_deploy(folder, cloud, systems, options))


def _stand_ins(folder: Path, options: Options) -> AbstractContextManager[StandIns]:
    return stand_ins(folder, traffic=options.traffic, time_scale=options.time_scale, country=options.country)


def sync(local: Local, say: Say) -> bool:
    """Run a cycle, say what came of it, and answer whether all is equal."""
    with stage("connecting the shop"):
        settings = connection.connect(local.folder, local.cloud, local.deployed, local.systems)
        _, xero_before = local.systems.states()
    with stage("running one cycle"):
        cycle = run_cycle(local.cloud, local.deployed, connection=connection.NAME)
    with stage("asking both systems for all they have"):
        brightpearl, xero = local.systems.states()
        ours, theirs = local.systems.ledgers()
        with _records(local) as store:
            waits = waiting(brightpearl, store.get)
            comparisons = reconcile(
                brightpearl,
                xero,
                settings,
                apart=[one.name for one in waits],
                tax_ignored=keeps_its_own_tax(local.systems.switches_of_xero()),
                find=store.get,
            )
            books = Books(state=brightpearl, ledger=ours), Books(state=xero, ledger=theirs)
            balance = trial_balance(*books, settings, read=store.get_many, linked=store.linked)
    equal = cycle.succeeded and balance.equal and all(comparison.equal for comparison in comparisons)
    carried_back = sum(comparison.xero.count for comparison in comparisons if comparison.kind is Kind.PURCHASE_PAYMENT)
    needed = {
        "brightpearl": brightpearl_calls(brightpearl, start=settings["start_date"], carried_back=carried_back),
        "xero": xero_calls(xero_before, xero),
    }
    write_json(OUT / "sync.json", cycle, comparisons, balance, equal=equal)
    tables = (
        step_table(cycle),
        reconciliation_table(comparisons),
        waiting_lines(waits),
        trial_balance_table(balance),
        call_lines(cycle, needed),
    )
    say("\n\n".join(filter(None, tables)))
    say(f"\nThe cycle {cycle.status.lower()}{f': {cycle.cause}' if cycle.cause else ''}.")
    say("Brightpearl and Xero are equal." if equal else "Brightpearl and Xero are NOT equal.")
    return equal


@contextmanager
def _records(local: Local) -> Iterator[Store]:
    """Read records from the deployed table."""
    with patch.dict("os.environ", local.cloud.environment()):
        bind(local.deployed.table)
        yield Store(connection=connection.NAME, clock=utc_now)


def _deploy(folder: Path, cloud: Cloud, systems: StandIns, options: Options) -> Deployed:
    """Synthesise, prepare the cloud and fill the shop at the same time; the deployment needs the first two."""
    cdk = Cdk(folder, cloud)
    with ThreadPoolExecutor(max_workers=2) as pool, cdk:
        work = [pool.submit(_synthesise, cdk), pool.submit(_prepare, cdk)]
        with stage(f"filling a shop of {options.orders} orders"):
            systems.seed(orders=options.orders, seed=options.seed, odd_money=options.odd_money)
        for piece in work:
            piece.result()
    with stage("deploying the stack"):
        return cdk.deploy()


def _synthesise(cdk: Cdk) -> None:
    with stage("synthesising the stack"):
        cdk.synth(context={"callbacks": DEV_SERVER})


def _prepare(cdk: Cdk) -> None:
    with stage("preparing the cloud for it"):
        cdk.bootstrap()
