"""The composition root: builds clients and store for an invocation, runs a step's plan, and notes what came of it."""

import gc
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Final

import requests
from msgspec import Struct
from msgspec.structs import asdict

from shared.auth.secret_store import SecretStore, StoredTokens
from shared.environment import Environment
from shared.errors import ConnectorError, ReconnectError, WrongBooksError
from shared.http.transport import ClientOptions, Exchange, Meter
from shared.http.wire import open_session
from shared.kinds import System
from shared.records.connections import Connection
from shared.records.model import bind
from shared.records.patience import Patience
from shared.records.progress import Progress
from shared.records.store import Store
from shared.sequence import CHANGE_RECORDS, STEPS
from shared.settings import Settings
from shared.steps.books import check_brightpearl, forget_reconnect, may_begin
from shared.steps.context import CONNECTOR, Deadline, Invocation, StepContext
from shared.steps.pipeline import FetchPlan, Only, PostPlan, run_fetch, run_post
from shared.steps.result import Result, answer_of

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.xero.client import Xero

Plan = Callable[[StepContext], FetchPlan | PostPlan]

GARBAGE: Final = 50_000  # objects that may wait for the collector: some pages of records, of which few are left to it
RESERVE_SECONDS: Final = 90.0  # one call that times out, its repetition, and settling what came back


@cache
def keep_loaded() -> None:
    """Modules and clients are all there by now: the garbage collector need not look at them again, nor at every page."""
    gc.freeze()
    gc.set_threshold(GARBAGE)


def utc_now() -> datetime:
    return datetime.now(UTC)


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

    def secrets(self, connection: str) -> SecretStore:
        return SecretStore(client=self.secrets_client, prefix=self.environment.secret_prefix, connection=connection)

    def brightpearl(self, connection: str, meter: Meter, found: Connection | None = None) -> "Brightpearl":
        """Import the client only here: half of the steps do not need it. Its account has to be that of the connection, if found.

        Raises WrongBooksError where it is another one.
        """
        from shared.brightpearl.connect import connect

        version, credentials = self.secrets(connection).versioned(System.BRIGHTPEARL)
        tokens = self.tokens(connection, System.BRIGHTPEARL)
        client = connect(credentials, tokens=tokens, options=self._options(meter))
        if found is not None and found.pins is not None:
            progress = Progress(connection=connection, clock=self.clock)
            check_brightpearl(client, found.pins, secret_version=version, progress=progress)
        return client

    def xero(self, connection: str, meter: Meter, limits: Mapping[str, int] | None = None) -> "Xero":
        from shared.xero.connect import connect

        return connect(
            self.secrets(connection).credentials_for(System.XERO),
            tokens=self.tokens(connection, System.XERO),
            options=self._options(meter),
            limits=limits or {},
        )

    def tokens(self, connection: str, system: System) -> StoredTokens:
        return StoredTokens(secrets=self.secrets(connection), system=system, clock=self.clock, sleep=self.sleep)

    def _options(self, meter: Meter) -> ClientOptions:
        return ClientOptions(session=self.new_session(), meter=meter, clock=self.clock, sleep=self.sleep, log=self.log)

    def _store(self, connection: str, settings_version: int, deadline: Deadline) -> Store:
        """What a step begun in time settles in the reserve, it settles with patience, too."""
        patience = Patience(sleep=self.sleep, remaining=lambda: deadline.remaining() + RESERVE_SECONDS)
        return Store(connection=connection, clock=self.clock, settings_version=settings_version, patience=patience)

    def run(self, plan: Plan, invocation: Invocation, *, remaining: Callable[[], float]) -> dict[str, Any]:
        """Run one step and note its result in the run. Raises only an error that nobody foresaw, after noting it."""
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
            elif isinstance(error, WrongBooksError):
                progress.wrong_books(error.message)
        except BaseException as error:
            result.problem = f"the step stopped because of an unexpected error ({type(error).__name__})"
            result.hint = "its log has the details; the next cycle goes on from there"
            raise
        finally:
            answer = answer_of(
                result,
                step=invocation.step,
                calls=meter.calls,
                failed=failed,
                seconds=_seconds(self.clock() - began),
                before=invocation.so_far,
            )
            progress.runs.note_step(invocation.run, invocation.step, answer)
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
        store = self._store(connection, opening.version, deadline)
        context = StepContext(
            step=step,
            run=invocation.run,
            clock=self.clock,
            store=store,
            progress=progress,
            settings=Settings.parse(opening.document),
            make_brightpearl=lambda: self.brightpearl(connection, meter, opening.connection),
            make_xero=lambda: self.xero(connection, meter, invocation.limits.get(System.XERO)),
            insist=invocation.only is not None and bool(invocation.only.id),
            by=invocation.by,
            told=invocation.periods,
            connection=opening.connection,
            full=invocation.full,
        )
        try:
            if may_begin(context, opening, result):
                work = plan(context)
                keep_loaded()
                self._work(work, context, opening.cursor, invocation.only, result, deadline)
        finally:
            result.limits, result.periods = context.limits(), context.tells()
        if result.paused:
            progress.pause(result.resumes_at)
        if step == STEPS[-1].name:
            forget_reconnect(opening.connection, invocation.run, progress)
        return None

    def _work(
        self,
        work: FetchPlan | PostPlan,
        context: StepContext,
        cursor: Mapping[str, Any],
        only: Only | None,
        result: Result,
        deadline: Deadline,
    ) -> None:
        store, progress, step = context.store, context.progress, context.step
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
        """Do what a person wants done to records or entries, and note it in the run."""
        from shared.records.findings import Findings
        from shared.steps.change_records import BulkChange, carry_out
        from shared.steps.mark_entries import MARK, mark_entries

        bind(self.environment.table_name)
        progress = Progress(connection=event["connection"], clock=self.clock)
        asked, by = event["change"], str(event.get("by") or CONNECTOR)
        if asked["action"] == MARK:
            done = mark_entries(asked, findings=Findings(connection=event["connection"], clock=self.clock), by=by)
        else:
            version, _ = progress.settings()
            deadline = Deadline(remaining=self._bounded(remaining, self.clock()))
            done = carry_out(
                BulkChange.parse(asked),
                store=self._store(event["connection"], version, deadline),
                by=by,
                clock=self.clock,
                so_far=event.get("so_far") or {},
                may_continue=deadline.allows_more,
            )
        answer = {**asdict(done), "step": CHANGE_RECORDS, "failed": False, "wait_seconds": 0}
        progress.runs.note_step(event["run"], CHANGE_RECORDS, answer)
        return answer


def _seconds(elapsed: timedelta) -> int:
    return round(elapsed.total_seconds())
