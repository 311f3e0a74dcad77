"""One cycle through the deployed state machine, and what its run item says about each step."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from boto3.dynamodb.types import TypeDeserializer

from sandbox.cloud.cdk import Deployed
from sandbox.cloud.ministack import Cloud
from shared.records.schema import Area, area
from shared.sequence import STEPS

POLL_SECONDS: Final = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class StepReport:
    """One step's line; a step that left nothing behind has zeros and a problem."""

    step: str
    fetched: int
    posted: int
    errors: int
    calls: Mapping[str, int]
    seconds: Decimal
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleReport:
    """How the execution ended, and its steps in their order."""

    status: str
    cause: str
    steps: tuple[StepReport, ...]

    @property
    def succeeded(self) -> bool:
        return self.status == "SUCCEEDED"


def run_cycle(cloud: Cloud, deployed: Deployed, *, connection: str) -> CycleReport:
    """Start a cycle and wait for its end, however long it takes."""
    step_functions = cloud.client("stepfunctions")
    started = step_functions.start_execution(
        stateMachineArn=deployed.cycle, input=json.dumps({"connection": connection})
    )
    execution = await_end(step_functions, started["executionArn"])
    noted = _noted(cloud, deployed.table, connection=connection, execution=started["executionArn"])
    return CycleReport(
        status=execution["status"],
        cause=execution.get("cause", ""),
        steps=tuple(_report(step.name, noted.get(step.name)) for step in STEPS),
    )


def await_end(step_functions: Any, execution: str) -> dict[str, Any]:
    """Wait until an execution has ended, and describe it."""
    described: dict[str, Any] = step_functions.describe_execution(executionArn=execution)
    while described["status"] == "RUNNING":
        time.sleep(POLL_SECONDS)
        described = step_functions.describe_execution(executionArn=execution)
    return described


def _noted(cloud: Cloud, table: str, *, connection: str, execution: str) -> Mapping[str, Any]:
    """Read the steps of the run that this execution left; the newest ones come first."""
    pages = cloud.client("dynamodb").query(
        TableName=table,
        KeyConditionExpression="pk = :runs",
        ExpressionAttributeValues={":runs": {"S": area(connection, Area.RUN)}},
        ScanIndexForward=False,
    )
    read = TypeDeserializer().deserialize
    for item in pages["Items"]:
        run = {name: read(value) for name, value in item.items()}
        if run["execution"] == execution:
            return dict(run["steps"])
    return {}


def _report(name: str, noted: Mapping[str, Any] | None) -> StepReport:
    found = noted or {"problem": "it was not run"}
    return StepReport(
        step=name,
        fetched=int(found.get("fetched", 0)),
        posted=int(found.get("posted", 0)),
        errors=int(found.get("errors", 0)),
        calls={system: int(calls) for system, calls in found.get("calls", {}).items()},
        seconds=Decimal(found.get("seconds", 0)),
        problem=str(found.get("problem") or ""),
    )
