"""The composition root: builds clients and store for an invocation, runs a step's plan, and notes what came of it."""

import os
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, Final

import boto3
import requests
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from shared.brightpearl import answers as brightpearl_answers
from shared.brightpearl.auth import authorise as authorise_brightpearl
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.credentials import BrightpearlCredentials, XeroCredentials
from shared.environment import Environment
from shared.errors import ConnectorError, ReconnectError
from shared.pipeline import FetchPlan, Only, PostPlan, Result, run_fetch, run_post
from shared.plans import Plan, Workshop
from shared.posting import Poster, Tally
from shared.records.intents import Intents
from shared.records.model import bind
from shared.records.progress import Progress
from shared.records.store import Store
from shared.sequence import Kind, System
from shared.settings import Settings
from shared.steering import STEP as CHANGE
from shared.steering import Order, carry_out
from shared.transport import Exchange, Meter, Transport
from shared.vault import Secrets, Vault
from shared.xero import answers as xero_answers
from shared.xero.auth import authorise as authorise_xero
from shared.xero.client import Xero
from shared.xero.pace import XeroPace

OUTCOMES: Final = {"Fetched": "fetched", "Sent": "posted", "Failed": "errors"}
CONNECTOR: Final = "connector"
RESERVE_SECONDS: Final = 90.0  # one call that times out, its repetition, and settling what came of it


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """One call of one step, as the state machines make it. `run` begins with the time at which the run began."""

    connection: str
    run: str
    step: str
    only: Only | None = None
    by: str = CONNECTOR
    so_far: Mapping[str, Any] = field(default_factory=dict)

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
        )

    @property
    def started(self) -> datetime:
        return datetime.fromisoformat(self.run.split("#", 1)[0])


@dataclass(slots=True, kw_only=True)
class Deadline:
    """Whether there is time for another piece of work; the first one always is, so that every invocation gets on."""

    remaining: Callable[[], float]
    _asked: bool = False

    def allows_more(self) -> bool:
        first, self._asked = not self._asked, True
        return first or self.remaining() > 0


@dataclass(frozen=True, kw_only=True)
class Runtime:
    """What invocations of one process share. Tests give their own clock, sleep and session."""

    environment: Environment
    clock: Callable[[], datetime] = utc_now
    sleep: Callable[[float], None] = time.sleep
    new_session: Callable[[], requests.Session] = requests.Session
    log: Callable[[Exchange], None] = lambda _exchange: None

    @cached_property
    def secrets_client(self) -> Any:
        return boto3.client("secretsmanager")

    def secrets(self, connection: str) -> Secrets:
        return Secrets(client=self.secrets_client, prefix=self.environment.secret_prefix, connection=connection)

    def clients(self, connection: str, meter: Meter) -> tuple[Brightpearl, Xero]:
        credentials = self.secrets(connection).credentials()
        theirs = BrightpearlCredentials.parse(credentials["brightpearl"])
        ours = XeroCredentials.parse(credentials["xero"])
        return self._brightpearl(connection, theirs, meter), self._xero(connection, ours, meter)

    def _brightpearl(self, connection: str, credentials: BrightpearlCredentials, meter: Meter) -> Brightpearl:
        session = self.new_session()
        vault = self._vault(connection, System.BRIGHTPEARL)
        transport = self._transport(
            system=System.BRIGHTPEARL,
            base_url=credentials.base_url,
            authorisation=authorise_brightpearl(credentials, vault=vault, session=session, clock=self.clock),
            pace=BrightpearlPace(self.clock),
            explain=brightpearl_answers.explain,
            meter=meter,
            session=session,
        )
        return Brightpearl(transport, credentials)

    def _xero(self, connection: str, credentials: XeroCredentials, meter: Meter) -> Xero:
        session = self.new_session()
        vault = self._vault(connection, System.XERO)
        transport = self._transport(
            system=System.XERO,
            base_url=credentials.api_url,
            authorisation=authorise_xero(credentials, vault=vault, session=session, clock=self.clock),
            pace=XeroPace(self.clock),
            explain=xero_answers.explain,
            meter=meter,
            session=session,
        )
        return Xero(transport, credentials.tenant_id)

    def _transport(self, **parts: Any) -> Transport:
        return Transport(clock=self.clock, sleep=self.sleep, log=self.log, **parts)

    def _vault(self, connection: str, system: System) -> Vault:
        return Vault(secrets=self.secrets(connection), system=system, clock=self.clock, sleep=self.sleep)

    def run(self, plan: Plan, invocation: Invocation, *, remaining: Callable[[], float]) -> dict[str, Any]:
        """Run one step and note its result in the run; an error that nobody foresaw is noted and raised."""
        bind(self.environment.table_name)
        began = self.clock()
        progress = Progress(connection=invocation.connection, clock=self.clock)
        result, tally, meter = Result(), Tally(), Meter()
        failed = True
        try:
            deadline = Deadline(remaining=self._bounded(remaining, began))
            self._run(plan, invocation, progress, result, tally, meter, deadline)
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
            answer = _answer(invocation, result, tally, meter, failed=failed, seconds=_seconds(self.clock() - began))
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
        tally: Tally,
        meter: Meter,
        deadline: Deadline,
    ) -> None:
        version, document = progress.settings()
        store = Store(connection=invocation.connection, clock=self.clock, settings_version=version)
        brightpearl, xero = self.clients(invocation.connection, meter)
        workshop = Workshop(
            step=invocation.step,
            run=invocation.run,
            store=store,
            progress=progress,
            settings=Settings.parse(document),
            brightpearl=brightpearl,
            xero=xero,
            insist=invocation.only is not None and bool(invocation.only.id),
        )
        try:
            self._work(plan(workshop), workshop, invocation, result, tally, deadline)
        finally:
            result.limits = {System.BRIGHTPEARL.value: brightpearl.limits(), System.XERO.value: xero.limits()}

    def _work(
        self,
        work: FetchPlan | PostPlan,
        workshop: Workshop,
        invocation: Invocation,
        result: Result,
        tally: Tally,
        deadline: Deadline,
    ) -> None:
        store, progress = workshop.store, workshop.progress
        step, only, on = invocation.step, invocation.only, deadline.allows_more
        if isinstance(work, FetchPlan):
            now = self.clock()
            run_fetch(
                work, step=step, store=store, progress=progress, result=result, now=now, may_continue=on, only=only
            )
            return
        poster = Poster(
            step=step,
            store=store,
            intents=Intents(connection=invocation.connection, run=invocation.run, clock=self.clock),
            outlets=workshop.outlets,
            tally=tally,
            who=invocation.by,
            settings_version=store.settings_version,
            clock=self.clock,
            may_start=on,
            before_arrival=workshop.before_arrival,
        )
        run_post(work, step=step, store=store, poster=poster, result=result, may_continue=on, only=only)

    def change(self, event: Mapping[str, Any], *, remaining: Callable[[], float]) -> dict[str, Any]:
        """Do what a person wants done to records, and note it in the run."""
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


def _answer(
    invocation: Invocation, result: Result, tally: Tally, meter: Meter, *, failed: bool, seconds: int
) -> dict[str, Any]:
    """What this invocation did, added to what earlier ones of the same step and run did."""
    before = invocation.so_far
    calls = {system.value: int(before.get("calls", {}).get(system, 0)) + meter.calls[system] for system in System}
    return {
        **asdict(result),
        "step": invocation.step,
        "failed": failed,
        "fetched": result.fetched + int(before.get("fetched", 0)),
        "posted": tally.posted + int(before.get("posted", 0)),
        "errors": tally.errors + int(before.get("errors", 0)),
        "calls": calls,
        "seconds": seconds + int(before.get("seconds", 0)),
    }


Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


def as_handler(step: str, plan: Plan) -> Handler:
    """Make a Lambda handler of a plan. Nothing is read or built before the first call."""
    process: dict[str, Any] = {}

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        logger, metrics = process.setdefault("logger", Logger()), process.setdefault("metrics", Metrics())
        logger.append_keys(step=step, connection=event.get("connection"), run=event.get("run"))
        runtime = process.get("runtime") or Runtime(
            environment=Environment.read(os.environ), log=lambda exchange: _log(logger, exchange)
        )
        process["runtime"] = runtime
        try:
            answer = runtime.run(
                plan,
                Invocation.parse(event, step=step),
                remaining=lambda: context.get_remaining_time_in_millis() / 1000,
            )
        except Exception:
            logger.exception("step broke")
            raise
        logger.info("step done", extra={"result": answer})
        _measure(metrics, answer, event.get("so_far") or {})
        return answer

    return handler


def as_change_handler() -> Handler:
    """Make the handler that changes records for a person, of an event with the order in `change`."""
    process: dict[str, Any] = {}

    def handler(event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        logger = process.setdefault("logger", Logger())
        logger.append_keys(step=CHANGE, connection=event.get("connection"), run=event.get("run"))
        runtime = process.get("runtime") or Runtime(environment=Environment.read(os.environ))
        process["runtime"] = runtime
        try:
            answer = runtime.change(event, remaining=lambda: context.get_remaining_time_in_millis() / 1000)
        except Exception:
            logger.exception("change broke")
            raise
        logger.info("change done", extra={"result": answer})
        return answer

    return handler


def _log(logger: Logger, exchange: Exchange) -> None:
    logger.info("call", extra=asdict(exchange))


def _measure(metrics: Metrics, answer: Mapping[str, Any], so_far: Mapping[str, Any]) -> None:
    """No dimension but the service: each metric is one series that an alarm can watch."""
    metrics.add_metadata(key="step", value=answer["step"])
    for name, value in measured(answer, so_far).items():
        metrics.add_metric(name=name, unit=MetricUnit.Count, value=value)
    metrics.flush_metrics()


def measured(answer: Mapping[str, Any], so_far: Mapping[str, Any]) -> dict[str, int]:
    """One invocation's share of an answer, under the names that alarms and dashboard watch."""
    counts = {name: int(answer[field]) - int(so_far.get(field, 0)) for name, field in OUTCOMES.items()}
    return {**counts, "StepFailed": int(answer["failed"]), "NeedsReconnect": int(bool(answer["needs_reconnect"]))}


__all__ = ["Invocation", "Runtime", "as_handler"]
