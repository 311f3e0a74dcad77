"""The connector in this very process, against the stand-ins: the steps without Lambda, for tests and the storm.

The table and the secrets are the local cloud's, in this process or another: `cloud` gives its address. All connectors of one
cloud share a table, as connections do; each is a connection of its own.
"""

import importlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final
from unittest.mock import patch
from urllib.parse import urlsplit
from uuid import uuid4

import boto3
import requests

from sandbox.cloud.ministack import Cloud
from sandbox.cloud.settings import settings_of
from sandbox.proof.ledgers.trial_balance import Books, TrialBalance, trial_balance
from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.world import Sandbox
from shared.environment import Environment
from shared.kinds import System
from shared.records.findings import Findings, What
from shared.records.model import LockItem, RunItem, bind
from shared.records.progress import Progress
from shared.records.schema import INDEXES, LOCK, PARTITION_KEY, SORT_KEY, Area, area
from shared.records.store import Store
from shared.sequence import LOOKS, STEPS
from shared.steps.context import CONNECTOR, Invocation
from shared.steps.runtime import Runtime

TABLE: Final = "connector"
BRIGHTPEARL_HOST: Final = "http://brightpearl.test"
XERO_HOST: Final = "http://xero.test"
MOST_PASSES: Final = 200


def table_definition(name: str) -> dict[str, Any]:
    """What DynamoDB's CreateTable takes, made from the schema."""
    keys = {PARTITION_KEY, SORT_KEY} | {key for index in INDEXES for key in (index.partition_key, index.sort_key)}
    return {
        "TableName": name,
        "BillingMode": "PAY_PER_REQUEST",
        "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in sorted(keys)],
        "KeySchema": _key_schema(PARTITION_KEY, SORT_KEY),
        "GlobalSecondaryIndexes": [
            {
                "IndexName": index.name,
                "KeySchema": _key_schema(index.partition_key, index.sort_key),
                "Projection": {"ProjectionType": "INCLUDE", "NonKeyAttributes": list(index.include)}
                if index.include
                else {"ProjectionType": "KEYS_ONLY"},
            }
            for index in INDEXES
        ],
    }


def _key_schema(partition: str, sort: str) -> list[dict[str, str]]:
    return [{"AttributeName": partition, "KeyType": "HASH"}, {"AttributeName": sort, "KeyType": "RANGE"}]


@dataclass(kw_only=True)
class Connector:
    """A deployed connection, as far as its behaviour goes: each step may be run, or a whole cycle.

    `call_seconds` is how long each call takes on the clock, for those who try out what happens when time runs out;
    `invocations` counts how often each step was invoked.
    """

    sandbox: Sandbox
    clock: Clock
    settings: dict[str, Any]
    table: str
    connection: str = field(default_factory=lambda: f"shop-{uuid4().hex[:12]}")
    time_budget_seconds: int = 0
    call_seconds: float = 0
    limits: dict[str, dict[str, int]] = field(default_factory=dict)
    periods: dict[str, dict[str, Any]] = field(default_factory=dict)
    invocations: Counter[str] = field(default_factory=Counter)

    def set_up(self) -> None:
        self.create_table()
        bind(self.table)
        secrets = self.runtime.secrets(self.connection)
        credentials = self.sandbox.credentials(BRIGHTPEARL_HOST, XERO_HOST)
        for system in System:
            secrets.keep(system, credentials[system.value])
        self.save_settings(self.settings)

    def move_to(self, table: str) -> None:
        """Go on in another table; the secrets stay where they are."""
        self.table = table
        self.__dict__.pop("runtime", None)
        bind(table)

    def create_table(self) -> None:
        """Make its table, unless another connector has."""
        tables = boto3.client("dynamodb")
        with suppress(tables.exceptions.ResourceInUseException):
            tables.create_table(**table_definition(self.table))

    def save_settings(self, document: Mapping[str, Any]) -> None:
        self.progress.save_settings(document, by="test")

    @cached_property
    def runtime(self) -> Runtime:
        environment = Environment(
            table_name=self.table, secret_prefix=f"{TABLE}/", time_budget_seconds=self.time_budget_seconds
        )
        return Runtime(
            environment=environment, clock=self.clock.now, sleep=self.clock.sleep, new_session=self._new_session
        )

    def _new_session(self) -> requests.Session:
        session = requests.Session()
        session.mount(BRIGHTPEARL_HOST, self.sandbox.brightpearl_adapter())
        session.mount(XERO_HOST, self.sandbox.xero_adapter())
        session.hooks["response"].append(self._take_time)
        return session

    def _take_time(self, _response: requests.Response, **_: Any) -> None:
        self.clock.sleep(self.call_seconds)

    @property
    def progress(self) -> Progress:
        return Progress(connection=self.connection, clock=self.clock.now)

    @property
    def store(self) -> Store:
        return Store(connection=self.connection, clock=self.clock.now)

    def cycle(self) -> dict[str, dict[str, Any]]:
        """Run the steps in their order, each until it is done, as the state machine would."""
        run = self.start_run()
        return {step.name: self.step(step.name, run=run) for step in STEPS}

    def verify(self) -> dict[str, dict[str, Any]]:
        """Look at everything that people may have taken back or changed, as a look that somebody asks for does."""
        run = self.start_run()
        return {look.name: self.step(look.name, run=run, full=True) for look in LOOKS}

    def start_run(self) -> str:
        self.limits.clear()
        self.periods.clear()
        now = self.clock.now()
        run = f"{now.isoformat()}#{now.timestamp():.6f}"
        RunItem(area(self.connection, Area.RUN), run, status="RUNNING", started_at=now.isoformat(), steps={}).save()
        LockItem(area(self.connection, Area.LOCK), LOCK, run=run).save()
        return run

    def step(
        self,
        name: str,
        *,
        run: str | None = None,
        only: Mapping[str, str] | None = None,
        by: str = CONNECTOR,
        full: bool = False,
    ) -> dict[str, Any]:
        """Run one step, or one look; where it asks for more, wait as long as it says and run it again."""
        asked = {"connection": self.connection, "run": run or self.start_run(), "only": only, "by": by, "full": full}
        answer: dict[str, Any] = {}
        for _ in range(MOST_PASSES):
            answer = self.invoke(name, {**asked, "so_far": answer})
            if not answer["more"]:
                return answer
            self.clock.sleep(answer["wait_seconds"])
        raise RuntimeError(f"{name} asked for more {MOST_PASSES} times")

    def invoke(self, name: str, event: Mapping[str, Any]) -> dict[str, Any]:
        """Invoke one step; what it says of limits and periods goes to the next one, as the state machine hands it on."""
        self.invocations[name] += 1
        module = importlib.import_module(f"functions.{name}")
        invocation = Invocation.parse({"limits": self.limits, "periods": self.periods, **event}, step=name)
        answer = self.runtime.run(module.plan, invocation, remaining=lambda: 600.0)
        self.limits |= answer["limits"]
        self.periods |= answer["periods"]
        return answer

    def trial_balance(self) -> TrialBalance:
        """Hold both ledgers against each other, by the settings as they are now."""
        sides = (self.sandbox.brightpearl.vendor, self.sandbox.xero.vendor)
        ours, theirs = (Books(state=one.state(), ledger=one.ledger()) for one in sides)
        _, settings = self.progress.settings()
        return trial_balance(
            ours, theirs, settings, read=self.store.get_many, linked=self.store.linked, listed=self.listed
        )

    @property
    def listed(self) -> set[str]:
        """The payments to suppliers, by id, that people entered in Brightpearl and nobody carries over."""
        found = Findings(connection=self.connection, clock=self.clock.now).all()
        return {one.id for one in found if one.what is What.SUPPLIER_PAYMENT}

    def change(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Change records for a person, as a manual run does before its steps."""
        return self.runtime.change({"connection": self.connection, **event}, remaining=lambda: 600.0)


@contextmanager
def connector(
    sandbox: Sandbox,
    cloud: Cloud,
    *,
    start: date,
    change: Callable[[dict[str, Any]], None] = lambda _settings: None,
    table: str = "",
) -> Iterator[Connector]:
    """Set up a connector over a sandbox; `change` edits the settings of its country first. A `table` of its own is optional."""
    settings = settings_of(sandbox.country, start=start)
    change(settings)
    with patch.dict("os.environ", cloud.environment()):
        shared = f"{TABLE}-{urlsplit(cloud.endpoint).port}"
        deployed = Connector(sandbox=sandbox, clock=sandbox.clock, settings=settings, table=table or shared)
        deployed.set_up()
        yield deployed
