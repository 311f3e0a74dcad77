"""Starts manual runs. The same request that still waits for its turn is not started again: it answers with that run.

Two clicks at the same moment meet in the execution's name, which is made of the request and the time in steps of ten
seconds; later ones find the run that waits.
"""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.records.runs import Run, Runs, address

SAME_CLICK: Final = timedelta(seconds=10)
LONGEST_WAIT: Final = timedelta(minutes=75)  # a manual run gives up after an hour
RUNNING: Final = "RUNNING"
WAITING: Final = "WAITING"


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody asks for. `only` and `change` are as the state machine takes them."""

    action: str
    by: str
    kind: str = ""
    id: str = ""
    steps: tuple[str, ...] = ()
    only: Mapping[str, str] | None = None
    change: Mapping[str, Any] | None = None

    def told(self, connection: str) -> str:
        """What the run says about itself."""
        chosen = len(self.change["ids"]) if self.change else 0
        words = {"action": self.action, "kind": self.kind, "id": self.id, "steps": self.steps, "by": self.by}
        return json.dumps({**words, "connection": connection, "records": chosen}, sort_keys=True)

    def identity(self, connection: str) -> str:
        """Equal for two requests for the same, whoever makes them."""
        asked = [connection, self.action, self.steps, self.only, self.change]
        return hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()[:24]


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """`waits` says that another run has the connection; `again` that the very same was asked for before."""

    run: str
    waits: bool = False
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Starter:
    """`client` is that of Step Functions."""

    client: Any
    machine: str
    clock: Callable[[], datetime]

    def start(self, connection: str, request: Request) -> Started:
        """Start the run, or answer with the one that was asked for already."""
        runs = Runs(connection=connection)
        identity = request.identity(connection)
        since = _moment(self.clock() - LONGEST_WAIT)
        waiting = next((run for run in runs.waiting_since(since) if run.identity == identity), None)
        if waiting is not None:
            return Started(run=waiting.id, waits=bool(runs.working()), again=True)
        waits = bool(request.steps) and bool(runs.working())
        return self._start(connection, request, identity, waits=waits)

    def _start(self, connection: str, request: Request, identity: str, *, waits: bool) -> Started:
        at = _floor(self.clock())
        name = f"{request.action}-{identity}-{at:%Y%m%dT%H%M%S}"
        run = f"{_moment(at)}#{name}"
        if self._launch(connection, request, name=name, run=run):
            return Started(run=address(run), waits=waits)
        if self._status(name) == RUNNING:
            return Started(run=address(run), waits=waits, again=True)
        now = self.clock()  # the same was asked for moments ago, and has been done
        name = f"{name}-{now:%f}"
        run = f"{_moment(now)}#{name}"
        fresh = self._launch(connection, request, name=name, run=run)
        return Started(run=address(run), waits=waits, again=not fresh)

    def _launch(self, connection: str, request: Request, *, name: str, run: str) -> bool:
        """Start the execution; False where there has been one of that name."""
        given = {
            "connection": connection,
            "run": run,
            "by": request.by,
            "identity": request.identity(connection),
            "request": request.told(connection),
            "steps": request.steps,
            "only": request.only,
            "change": request.change,
        }
        try:
            self.client.start_execution(stateMachineArn=self.machine, name=name, input=json.dumps(given))
        except self.client.exceptions.ExecutionAlreadyExists:
            return False
        return True

    def _status(self, name: str) -> str:
        described = self._describe(name)
        return str(described["status"]) if described else ""

    def not_begun(self, connection: str, run: str) -> Run | None:
        """A run that has been started a moment ago and has not written anything yet."""
        described = self._describe(run.partition("~")[2])
        given = json.loads(described["input"]) if described else {}
        if described is None or given.get("connection") != connection or address(str(given.get("run"))) != run:
            return None
        return Run(
            id=run,
            status=WAITING if described["status"] == RUNNING else str(described["status"]),
            trigger="manual",
            identity=str(given.get("identity")),
            request=json.loads(given.get("request") or "{}"),
            started_at=run.partition("~")[0],
            finished_at="",
            problem="",
        )

    def _describe(self, name: str) -> Mapping[str, Any] | None:
        arn = self.machine.replace(":stateMachine:", ":execution:", 1)
        gone = (self.client.exceptions.ExecutionDoesNotExist, self.client.exceptions.InvalidArn)
        try:
            described: Mapping[str, Any] = self.client.describe_execution(executionArn=f"{arn}:{name}")
        except gone:
            return None
        return described


def _floor(at: datetime) -> datetime:
    seconds = int(SAME_CLICK.total_seconds())
    return at.astimezone(UTC).replace(second=at.second - at.second % seconds, microsecond=0)


def _moment(at: datetime) -> str:
    """As Step Functions writes the time at which an execution began, so that runs of both kinds sort together."""
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
