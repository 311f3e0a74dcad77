"""What Lambda calls: a handler for each step, with its log, metrics and trace around the runtime."""

import os
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, Final

from aws_lambda_powertools import Logger, Metrics, Tracer
from aws_lambda_powertools.metrics import MetricUnit
from msgspec import Struct
from msgspec.structs import asdict

from shared.environment import Environment
from shared.http.transport import Exchange
from shared.sequence import CHANGE_RECORDS
from shared.steps.context import Invocation
from shared.steps.runtime import Plan, Runtime

OUTCOMES: Final = {"Fetched": "fetched", "Sent": "posted", "Failed": "errors"}

Handler = Callable[[Mapping[str, Any], Any], dict[str, Any]]


class Process(Struct, kw_only=True, eq=False, dict=True):
    """What the invocations of one Lambda process share. Nothing is read or built before the first of them."""

    step: str
    work: Callable[[Runtime, Mapping[str, Any], Callable[[], float]], dict[str, Any]]

    @cached_property
    def logger(self) -> Logger:
        return Logger()

    @cached_property
    def metrics(self) -> Metrics:
        return Metrics()

    @cached_property
    def tracer(self) -> Tracer:
        return Tracer(auto_patch=False)

    @cached_property
    def runtime(self) -> Runtime:
        return Runtime(environment=Environment.read(os.environ), log=lambda exchange: _log(self.logger, exchange))

    def handle(self, event: Mapping[str, Any], context: Any) -> dict[str, Any]:
        self.logger.append_keys(step=self.step, connection=event.get("connection"), run=event.get("run"))
        try:
            with self.tracer.provider.in_subsegment(self.step) as trace:
                trace.put_annotation("connection", str(event.get("connection")))
                answer = self.work(self.runtime, event, lambda: context.get_remaining_time_in_millis() / 1000)
        except Exception:
            self.logger.exception("step broke")
            raise
        self.logger.info("step done", extra={"result": answer})
        _measure(self.metrics, answer, event.get("so_far") or {})
        return answer


def as_handler(step: str, plan: Plan) -> Handler:
    """Make a Lambda handler of a plan."""

    def work(runtime: Runtime, event: Mapping[str, Any], remaining: Callable[[], float]) -> dict[str, Any]:
        return runtime.run(plan, Invocation.parse(event, step=step), remaining=remaining)

    return Process(step=step, work=work).handle


def as_change_handler() -> Handler:
    """Make the handler that changes records for a person. The event says in `change` which records, and how."""
    return Process(
        step=CHANGE_RECORDS, work=lambda runtime, event, remaining: runtime.change(event, remaining=remaining)
    ).handle


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
    counts = {name: int(answer.get(field, 0)) - int(so_far.get(field, 0)) for name, field in OUTCOMES.items()}
    return {
        **counts,
        "StepFailed": int(answer["failed"]),
        "NeedsReconnect": int(bool(answer.get("needs_reconnect"))),
        "LockedDays": int(answer.get("locked_days", 0)),
    }
