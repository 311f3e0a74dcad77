"""The composition root: builds clients and store for an invocation, runs a step's plan, and notes what came of it."""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import requests
from msgspec import Struct, field
from msgspec.structs import asdict

from shared.environment import Environment
from shared.errors import ConnectorError, ReconnectError
from shared.means import Means
from shared.pipeline import FetchPlan, Only, PostPlan, Result, run_fetch, run_post
from shared.records.model import bind
from shared.records.progress import Progress
from shared.records.store import Store
from shared.sequence import BY_NAME, Kind, System
from shared.settings import Settings
from shared.transport import Exchange, Meter
from shared.vault import Secrets, Vault
from shared.wire import open_session
from shared.workshop import CONNECTOR, Workshop

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.xero.client import Xero

Plan = Callable[[Workshop], FetchPlan | PostPlan]
Limits = Mapping[str, Mapping[str, int]]

CHANGE: Final = "change_records"
OBJECTS_BETWEEN_LOOKS: Final = 10_000
RESERVE_SECONDS: Final = 90.0  # one call that times out, its repetition, and settling what came of it


@cache
def keep_loaded() -> None:
    """Modules and clients are all there by now: the garbage collector need not look at them again and again.

    Nor need it look after every seven hundred new objects: twenty orders have more, and without cycles they go by themselves.
    """
    gc.freeze()
    gc.set_threshold(OBJECTS_BETWEEN_LOOKS)


def utc_now() -> datetime:
    return datetime.now(UTC)


class Invocation(Struct, frozen=True, kw_only=True):
    """One call of one step, as the state machines make it. `run` begins with the time at which the run began.

    `limits` are the calls left, by system, as the steps before have seen them.
    """

    connection: str
    run: str
    step: str
    only: Only | None = None
    by: str = CONNECTOR
    so_far: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)

    @classmethod
    def parse(cls, event: Mapping[str, Any], *, step: str) -> "Invocation":
        only = event.get("only")
        return cls(
            connection=event["connection"],
            run=event["run"],
            step=step,
            only=Only(kind=Kind(only["kind"]), id=str(only.get("id") or "")) if only else None,
            by=str(event.get("by") or CONNECTOR),
            so_far=event.get("so_far") or {},
            limits=event.get("limits") or {},
        )

    @property
    def rests(self) -> bool:
        """Whether it keeps off Xero while the limit of its day is used up. A single record that somebody wants is tried."""
        single = self.only is not None and bool(self.only.id)
        return BY_NAME[self.step].system is System.XERO and not single

    @property
    def started(self) -> datetime:
        return datetime.fromisoformat(self.run.split("#", 1)[0])


class Deadline(Struct, kw_only=True, eq=False):
    """Whether there is time for another piece of work; the first one always is, so that every invocation gets on."""

    remaining: Callable[[], float]
    _asked: bool = False

    def allows_more(self) -> bool:
        first, self._asked = not self._asked, True
        return first or self.is_ahead()

    def is_ahead(self) -> bool:
        return self.remaining() > 0


class Runtime(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """What invocations of one process share. Tests give their own clock, sleep and session."""

    environment: Environment
    clock: Callable[[], datetime] = utc_now
    sleep: Callable[[float], None] = time.sleep
    new_session: Callable[[], requests.Session] = open_session
    log: Callable[[Exchange], None] = lambda _exchange: None

    @cached_property
    def secrets_client(self) -> Any:
        import boto3

        return boto3.client("secretsmanager")

    def secrets(self, connection: str) -> Secrets:
        return Secrets(client=self.secrets_client, prefix=self.environment.secret_prefix, connection=connection)

    def brightpearl(self, connection: str, meter: Meter) -> "Brightpearl":
        from shared.brightpearl.connect import connect

        document = self.secrets(connection).credentials_for(System.BRIGHTPEARL)
        return connect(document, self._means(connection, System.BRIGHTPEARL, meter))

    def xero(self, connection: str, meter: Meter, limits: Mapping[str, int] | None = None) -> "Xero":
        from shared.xero.connect import connect

        document = self.secrets(connection).credentials_for(System.XERO)
        return connect(document, self._means(connection, System.XERO, meter), limits=limits or {})

    def _means(self, connection: str, system: System, meter: Meter) -> Means:
        """Half of the steps need one client only: the other is not imported."""
        secrets = self.secrets(connection)
        return Means(
            vault=Vault(secrets=secrets, system=system, clock=self.clock, sleep=self.sleep),
            session=self.new_session(),
            meter=meter,
            clock=self.clock,
            sleep=self.sleep,
            log=self.log,
        )

    def run(self, plan: Plan, invocation: Invocation, *, remaining: Callable[[], float]) -> dict[str, Any]:
        """Run one step and note its result in the run; an error that nobody foresaw is noted and raised."""
        bind(self.environment.table_name)
        began = self.clock()
        progress = Progress(connection=invocation.connection, clock=self.clock)
        result, meter = Result(), Meter()
        failed = True
        try:
            deadline = Deadline(remaining=self._bounded(remaining, began))
            self._run(plan, invocation, progress, result, meter, deadline)
            failed = False
        except ConnectorError as error:
            result.problem, result.hint = error.message, error.hint
            if isinstance(error, ReconnectError):
                result.needs_reconnect = str(error.system)
                progress.needs_reconnect(str(error.system))
        except BaseException as error:
            result.problem, result.hint = f"the step broke: {type(error).__name__}", "its log has the details"
            raise
        finally:
            answer = _answer(invocation, result, meter, failed=failed, seconds=_seconds(self.clock() - began))
            progress.note_step(invocation.run, invocation.step, answer)
        return answer

    def _bounded(self, remaining: Callable[[], float], began: datetime) -> Callable[[], float]:
        budget = self.environment.time_budget_seconds
        if not budget:
            return lambda: remaining() - RESERVE_SECONDS
        return lambda: min(remaining() - RESERVE_SECONDS, budget - (self.clock() - began).total_seconds())

    def _run(
        self,
        plan: Plan,
        invocation: Invocation,
        progress: Progress,
        result: Result,
        meter: Meter,
        deadline: Deadline,
    ) -> None:
        connection, step = invocation.connection, invocation.step
        opening = progress.opening(step)
        if opening.paused_until and self.clock() < opening.paused_until and invocation.rests:
            return result.pause(opening.paused_until)
        store = Store(connection=connection, clock=self.clock, settings_version=opening.version)
        workshop = Workshop(
            step=step,
            run=invocation.run,
            clock=self.clock,
            store=store,
            progress=progress,
            settings=Settings.parse(opening.document),
            settings_version=opening.version,
            make_brightpearl=lambda: self.brightpearl(connection, meter),
            make_xero=lambda: self.xero(connection, meter, invocation.limits.get(System.XERO)),
            insist=invocation.only is not None and bool(invocation.only.id),
            by=invocation.by,
        )
        try:
            work = plan(workshop)
            keep_loaded()
            self._work(work, workshop, opening.cursor, invocation.only, result, deadline)
        finally:
            result.limits = workshop.limits()
        if result.paused:
            progress.pause(result.resumes_at)
        return None

    def _work(
        self,
        work: FetchPlan | PostPlan,
        workshop: Workshop,
        cursor: Mapping[str, Any],
        only: Only | None,
        result: Result,
        deadline: Deadline,
    ) -> None:
        store, progress, step = workshop.store, workshop.progress, workshop.step
        on = deadline.allows_more
        if isinstance(work, FetchPlan):
            run_fetch(
                work,
                step=step,
                store=store,
                progress=progress,
                cursor=cursor,
                result=result,
                now=self.clock(),
                may_continue=on,
                only=only,
            )
        else:
            in_time = deadline.is_ahead
            run_post(work, step=step, store=store, result=result, may_start=on, in_time=in_time, only=only)

    def change(self, event: Mapping[str, Any], *, remaining: Callable[[], float]) -> dict[str, Any]:
        """Do what a person wants done to records, and note it in the run."""
        from shared.steering import Order, carry_out

        bind(self.environment.table_name)
        began = self.clock()
        progress = Progress(connection=event["connection"], clock=self.clock)
        version, _ = progress.settings()
        deadline = Deadline(remaining=self._bounded(remaining, began))
        done = carry_out(
            Order.parse(event["change"]),
            store=Store(connection=event["connection"], clock=self.clock, settings_version=version),
            by=str(event.get("by") or CONNECTOR),
            clock=self.clock,
            so_far=event.get("so_far") or {},
            may_continue=deadline.allows_more,
        )
        answer = {**asdict(done), "step": CHANGE, "failed": False, "wait_seconds": 0}
        progress.note_step(event["run"], CHANGE, answer)
        return answer


def _seconds(elapsed: timedelta) -> int:
    return round(elapsed.total_seconds())


def _answer(invocation: Invocation, result: Result, meter: Meter, *, failed: bool, seconds: int) -> dict[str, Any]:
    """What this invocation did, added to what earlier ones of the same step and run did."""
    before = invocation.so_far
    calls = {system.value: int(before.get("calls", {}).get(system, 0)) + meter.calls[system] for system in System}
    return {
        **asdict(result),
        "step": invocation.step,
        "failed": failed,
        "fetched": result.fetched + int(before.get("fetched", 0)),
        "posted": result.posted + int(before.get("posted", 0)),
        "errors": result.errors + int(before.get("errors", 0)),
        "calls": calls,
        "seconds": seconds + int(before.get("seconds", 0)),
    }
