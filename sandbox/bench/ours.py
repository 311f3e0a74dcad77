"""The connector as a client of the host: the same steps as in Lambda, in a process whose time and memory are its own."""

import importlib
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cached_property, wraps
from typing import Any, Final
from unittest.mock import patch
from uuid import uuid4

import boto3
import requests

from sandbox.bench.control import Clock, Host
from sandbox.bench.dynamo import Usage, watched
from sandbox.bench.host import CALL_SECONDS
from sandbox.bench.memory import peak_mb
from sandbox.cloud.settings import settings_of
from sandbox.proof.in_process import table_definition
from sandbox.stand_ins.country import Country
from shared.auth.secret_store import SecretStore
from shared.environment import Environment
from shared.http.wire import open_session
from shared.kinds import System
from shared.mapping.registry import MAPPERS
from shared.posting import envelopes, sender
from shared.records.intents import Intents
from shared.records.model import LockItem, RunItem, bind
from shared.records.progress import Progress
from shared.records.queues import Queues
from shared.records.runs import Runs
from shared.records.schema import LOCK, Area, area
from shared.records.store import Store
from shared.sequence import STEPS
from shared.steps.context import Invocation
from shared.steps.runtime import Runtime
from shared.xero.auth import XeroAuthorisation

TABLE: Final = "bench"
DAYS: Final = 60
LAMBDA_SECONDS: Final = 600.0  # as long as infra lets a function run
MOST_PASSES: Final = 5_000
CALIBRATING: Final = 5_000
# what others' clients do not do: records, history, intents, and whether anything has changed; and getting a token,
# which theirs did before the time began
KEEPERS: Final = (Store, Intents, Progress, Queues, Runs, SecretStore)
BESIDE: Final = (
    *((keeper, name) for keeper in KEEPERS for name in vars(keeper) if name[0] != "_"),
    (envelopes, "fingerprint_of"),
    (sender, "check_size"),
    (XeroAuthorisation, "headers"),
)
# counts as building, and is shown for itself: the others begin with ready values
MAPPING: Final = tuple((MAPPERS, kind) for kind in MAPPERS)


@dataclass(slots=True, kw_only=True)
class Step:
    """One step of one cycle: `lambda_seconds` is what would be paid for, on the host's clock and in CPU."""

    name: str
    invocations: int = 0
    calls: dict[str, int] = field(default_factory=dict)
    posted: int = 0
    fetched: int = 0
    errors: int = 0
    problem: str = ""
    cpu: float = 0
    records_cpu: float = 0
    mapping_cpu: float = 0
    wall: float = 0
    call_seconds: float = 0
    waited: float = 0
    peak_mb: float = 0
    dynamo: dict[str, Any] = field(default_factory=dict)

    @property
    def lambda_seconds(self) -> float:
        return self.call_seconds + self.waited + self.cpu


@dataclass(kw_only=True)
class Connection:
    """One deployed connection."""

    host: Host
    clock: Clock
    name: str = field(default_factory=lambda: f"shop-{uuid4().hex[:12]}")
    usage: Usage = field(default_factory=Usage)
    http: int = 0
    records_cpu: float = 0
    mapping_cpu: float = 0
    inside: list[str] = field(default_factory=list)
    looks: int = 0
    look_seconds: float = 0
    limits: dict[str, dict[str, int]] = field(default_factory=dict)
    periods: dict[str, dict[str, Any]] = field(default_factory=dict)

    def set_up(self) -> None:
        with suppress(boto3.client("dynamodb").exceptions.ResourceInUseException):
            boto3.client("dynamodb").create_table(**table_definition(TABLE))
        bind(TABLE)
        secrets = self.runtime.secrets(self.name)
        credentials = self.host.credentials()
        for system in System:
            secrets.keep(system, credentials[system.value])
        self.progress.save_settings(settings_of(Country.GB, start=self.start), by="bench")

    @property
    def start(self) -> Any:
        return (self.clock.now() - timedelta(days=DAYS)).date()

    @property
    def progress(self) -> Progress:
        return Progress(connection=self.name, clock=self.clock.now)

    @property
    def store(self) -> Store:
        return Store(connection=self.name, clock=self.clock.now)

    @cached_property
    def runtime(self) -> Runtime:
        return Runtime(
            environment=Environment(table_name=TABLE, secret_prefix=f"{TABLE}/"),
            clock=self.clock.now,
            sleep=self._wait,
            new_session=self._new_session,
        )

    def _wait(self, seconds: float) -> None:
        self.clock.sleep(seconds)

    def _new_session(self) -> requests.Session:
        session = open_session()
        session.hooks["response"].append(self._take_time)
        return session

    def _take_time(self, _response: requests.Response, **_: Any) -> None:
        self.http += 1
        self.clock.move(CALL_SECONDS)

    def cpu(self, clock: Callable[[], float]) -> float:
        """The CPU so far, without that of the counting."""
        return clock() - self.usage.own_cpu - self.looks * self.look_seconds

    def cycle(self) -> list[Step]:
        self.clock.catch_up()
        run = self.start_run()
        return [self.step(step.name, run) for step in STEPS]

    def start_run(self) -> str:
        self.limits.clear()
        self.periods.clear()
        now = self.clock.now().isoformat()
        run = f"{now}#{uuid4().hex}"
        RunItem(area(self.name, Area.RUN), run, status="RUNNING", started_at=now, steps={}).save()
        LockItem(area(self.name, Area.LOCK), LOCK, run=run).save()
        return run

    def step(self, name: str, run: str) -> Step:
        """Run it until it is done, waiting between invocations as the state machine would."""
        done, answer = Step(name=name), dict[str, Any]()
        self.usage.clear()
        for _ in range(MOST_PASSES):
            event = {
                "connection": self.name,
                "run": run,
                "so_far": answer,
                "limits": self.limits,
                "periods": self.periods,
            }
            answer = self._invoke(done, name, event)
            self.limits |= answer["limits"]
            self.periods |= answer["periods"]
            if not answer["more"]:
                break
            self.clock.sleep(max(1, answer["wait_seconds"]))
        done.calls, done.posted, done.fetched = answer["calls"], answer["posted"], answer["fetched"]
        done.errors, done.problem = answer["errors"], answer["problem"]
        done.dynamo, done.peak_mb = self.usage.figures(), peak_mb()
        return done

    def _invoke(self, done: Step, name: str, event: Mapping[str, Any]) -> dict[str, Any]:
        plan = importlib.import_module(f"functions.{name}").plan
        done.invocations += 1
        http, waited, kept, mapped = self.http, self.clock.waited, self.records_cpu, self.mapping_cpu
        cpu, wall = self.cpu(time.process_time), time.perf_counter()
        answer = self.runtime.run(plan, Invocation.parse(event, step=name), remaining=lambda: LAMBDA_SECONDS)
        done.cpu += self.cpu(time.process_time) - cpu
        done.wall += time.perf_counter() - wall
        done.records_cpu += self.records_cpu - kept
        done.mapping_cpu += self.mapping_cpu - mapped
        done.call_seconds += (self.http - http) * CALL_SECONDS
        done.waited += self.clock.waited - waited
        return answer


@contextmanager
def connected(host: Host, *, reads_kept: int = 0) -> Iterator[Connection]:
    """A fresh connection, with everything that its clients do counted.

    With `reads_kept`, records live on until so many further reads: to free thousands of them takes CPU, too, and is then counted
    where reading them is. Others' clients keep their ready values until after the time.
    """
    connection = Connection(host=host, clock=Clock(host))
    connection.set_up()
    with ExitStack() as stack:
        connection.look_seconds = _look_seconds(connection)
        stack.enter_context(watched(connection.usage))
        stack.enter_context(patch.object(Store, "get_many", keeping(Store.get_many, reads_kept)))
        for place, name in BESIDE:
            function = vars(place)[name]
            if callable(function):
                stack.enter_context(patch.object(place, name, _adding(function, connection, "records_cpu")))
        for mappers, kind in MAPPING:
            timed = _adding(mappers[kind], connection, "mapping_cpu")
            stack.enter_context(patch.dict(mappers, {kind: timed}))
        yield connection


def keeping(read: Callable[..., Any], most: int) -> Callable[..., Any]:
    """Read as ever, and let go of what was read when it has been read so many times more."""
    kept: deque[Any] = deque(maxlen=most)

    @wraps(read)
    def reading(*given: Any) -> Any:
        kept.append(found := read(*given))
        return found

    return reading


def _adding(method: Callable[..., Any], connection: Connection, to: str) -> Callable[..., Any]:
    """Add up the CPU of what is shown for itself; what such functions call of each other counts once."""
    inside = connection.inside

    @wraps(method)
    def timed(*given: Any, **named: Any) -> Any:
        if inside:
            return method(*given, **named)
        connection.looks += 1
        inside.append(method.__name__)
        began = connection.cpu(time.thread_time)
        try:
            answer = method(*given, **named)
        finally:
            setattr(connection, to, getattr(connection, to) + connection.cpu(time.thread_time) - began)
            inside.pop()
        return _page_by_page(answer, connection, to) if isinstance(answer, Generator) else answer

    return timed


def _look_seconds(connection: Connection) -> float:
    """What it costs to time something that costs nothing, beyond what is added up."""
    nothing = _adding(lambda: None, connection, "records_cpu")
    began, added = time.thread_time(), connection.records_cpu
    for _ in range(CALIBRATING):
        nothing()
    spent = time.thread_time() - began - (connection.records_cpu - added)
    connection.looks, connection.records_cpu = 0, 0
    return spent / CALIBRATING


def _page_by_page(pages: Generator[Any], connection: Connection, to: str) -> Iterator[Any]:
    """What reads bit by bit does its work when it is asked for the next bit."""
    end = object()
    following = _adding(lambda: next(pages, end), connection, to)
    while (page := following()) is not end:
        yield page
