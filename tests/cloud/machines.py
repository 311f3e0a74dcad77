"""The stack's table and state machines on MiniStack, taken from the template, with scripted functions."""

import io
import json
import os
import threading
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from sandbox.cloud.ministack import ACCOUNT, REGION, Cloud
from sandbox.proof.run import await_end
from shared.records.schema import LOCK, Area, area
from tests.cloud import scripted
from tests.infra.synthesised import definition, every_function, only, resources

ROLE = f"arn:aws:iam::{ACCOUNT}:role/anybody"
TABLE = "records"
MACHINES = ("cycle", "manual", "every-connection")


@dataclass(frozen=True, slots=True, kw_only=True)
class Machines:
    """What the tests drive: connections with scripts, executions, and the items they leave."""

    cloud: Cloud
    scripts: Path
    names: Iterator[int] = field(default_factory=count)

    def connection(self, **script: list[Any]) -> str:
        """Give a connection of its own, with a script of answers by step."""
        name = f"shop{next(self.names):03}"
        folder = self.scripts / name
        folder.mkdir()
        (folder / "script").write_text(json.dumps(script))
        (folder / "calls").touch()
        os.mkfifo(folder / "gate")
        return name

    def open_gate(self, connection: str) -> None:
        """Let the blocked function go on; waits until there is one."""
        (self.scripts / connection / "gate").open("w").close()

    def events(self, connection: str) -> list[dict[str, Any]]:
        """Give what the functions were called with, in order."""
        lines = (self.scripts / connection / "calls").read_text().splitlines()
        return [json.loads(line) for line in lines]

    def steps(self, connection: str) -> list[str]:
        return [event["step"] for event in self.events(connection)]

    def start(self, machine: str, **given: Any) -> str:
        started = self._step_functions.start_execution(stateMachineArn=arn(machine), input=json.dumps(given))
        execution: str = started["executionArn"]
        return execution

    def run(self, machine: str, **given: Any) -> dict[str, Any]:
        return self.end_of(self.start(machine, **given))

    def end_of(self, execution: str) -> dict[str, Any]:
        return await_end(self._step_functions, execution)

    def stop(self, execution: str) -> None:
        self._step_functions.stop_execution(executionArn=execution)

    def visited(self, execution: str) -> list[str]:
        """Give the states that an execution entered, in order."""
        pages = self._step_functions.get_paginator("get_execution_history").paginate(executionArn=execution)
        events = [event for page in pages for event in page["events"]]
        return [event["stateEnteredEventDetails"]["name"] for event in events if "stateEnteredEventDetails" in event]

    def reach(self, execution: str, state: str) -> None:
        """Wait until an execution has entered a state."""
        _until(lambda: state in self.visited(execution), f"{execution} never reached {state}")

    def all_but_one_ended(self, executions: list[str]) -> None:
        """Wait until one of several executions is the last that runs."""
        _until(lambda: [self._status(one) for one in executions].count("RUNNING") == 1, "more than one keeps running")

    def executions(self, machine: str) -> list[dict[str, Any]]:
        pages = self._step_functions.get_paginator("list_executions").paginate(stateMachineArn=arn(machine))
        return [execution for page in pages for execution in page["executions"]]

    def lock(self, connection: str) -> dict[str, Any] | None:
        return self.item(area(connection, Area.LOCK), LOCK)

    def owner(self, connection: str) -> str | None:
        return (self.lock(connection) or {}).get("owner")

    def put(self, item: Mapping[str, Any]) -> None:
        self._table_client.put_item(TableName=TABLE, Item=_written(item))

    def item(self, pk: str, sk: str) -> dict[str, Any] | None:
        found = self._table_client.get_item(TableName=TABLE, Key=_written({"pk": pk, "sk": sk})).get("Item")
        return _read(found) if found else None

    def runs(self, connection: str) -> list[dict[str, Any]]:
        found = self._table_client.query(
            TableName=TABLE,
            KeyConditionExpression="pk = :runs",
            ExpressionAttributeValues=_written({":runs": area(connection, Area.RUN)}),
        )
        return [_read(item) for item in found["Items"]]

    def _status(self, execution: str) -> str:
        return str(self._step_functions.describe_execution(executionArn=execution)["status"])

    @property
    def _step_functions(self) -> Any:
        return self.cloud.client("stepfunctions")

    @property
    def _table_client(self) -> Any:
        return self.cloud.client("dynamodb")


@contextmanager
def machines(cloud: Cloud, scripts: Path) -> Iterator[Machines]:
    _create_table(cloud)
    _create_functions(cloud, scripts)
    for name in MACHINES:
        _create_machine(cloud, name)
    yield Machines(cloud=cloud, scripts=scripts)


def _until(condition: Callable[[], bool], otherwise: str) -> None:
    deadline, pause = time.monotonic() + 20, threading.Event()
    while not condition():
        assert time.monotonic() < deadline, otherwise
        pause.wait(0.02)


def arn(machine: str) -> str:
    return f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:{machine}"


def _create_table(cloud: Cloud) -> None:
    table = only("AWS::DynamoDB::Table")
    cloud.client("dynamodb").create_table(
        TableName=TABLE,
        **{
            name: table[name] for name in ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        },
    )


def _create_functions(cloud: Cloud, scripts: Path) -> None:
    code = _zipped(Path(scripted.__file__).read_bytes())
    for name in every_function():
        cloud.client("lambda").create_function(
            FunctionName=name,
            Runtime="python3.13",
            Role=ROLE,
            Handler="scripted.handler",
            Code={"ZipFile": code},
            Timeout=30,
            Environment={"Variables": {"SCRIPTS": str(scripts)}},
        )


def _create_machine(cloud: Cloud, name: str) -> None:
    written = json.dumps(definition(name))
    for token, value in _known().items():
        written = written.replace(f"{{{token}}}", value)
    cloud.client("stepfunctions").create_state_machine(name=name, definition=written, roleArn=ROLE)


def _known() -> dict[str, str]:
    """Give what the template leaves open: the table, the functions, the machines."""
    (table,) = resources("AWS::DynamoDB::Table")
    lambdas = {
        f"{logical}.Arn": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{properties['Handler'].split('.')[0]}"
        for logical, properties in resources("AWS::Lambda::Function").items()
    }
    cycle = next(
        logical
        for logical, properties in resources("AWS::StepFunctions::StateMachine").items()
        if properties["StateMachineName"].endswith("-cycle")
    )
    return {"AWS::Partition": "aws", table: TABLE, cycle: arn("cycle"), **lambdas}


def _zipped(code: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("scripted.py", code)
    return packed.getvalue()


def _written(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: TypeSerializer().serialize(value) for name, value in item.items()}


def _read(item: Mapping[str, Any]) -> dict[str, Any]:
    return {name: TypeDeserializer().deserialize(value) for name, value in item.items()}
