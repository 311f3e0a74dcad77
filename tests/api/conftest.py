"""An API over a connector in this process, and a state machine that only waits in the place of the manual one."""

import json
from collections.abc import Iterator

import boto3
import pytest

from sandbox.cloud.ministack import ACCOUNT
from sandbox.proof.in_process import Connector
from shared.api.environment import ApiEnvironment
from shared.api.handler import ApiHandler
from tests.api.calls import Caller

ROLE = f"arn:aws:iam::{ACCOUNT}:role/anybody"
WAITS = {"StartAt": "Wait", "States": {"Wait": {"Type": "Wait", "Seconds": 3600, "End": True}}}


@pytest.fixture
def waiting_machine(deployed: Connector) -> Iterator[str]:
    machines = boto3.client("stepfunctions")
    made = machines.create_state_machine(name=f"m-{deployed.connection}", definition=json.dumps(WAITS), roleArn=ROLE)
    arn: str = made["stateMachineArn"]
    yield arn
    for execution in machines.list_executions(stateMachineArn=arn)["executions"]:
        machines.stop_execution(executionArn=execution["executionArn"])


@pytest.fixture
def handler(deployed: Connector, waiting_machine: str) -> ApiHandler:
    deployed.progress.activate()
    environment = ApiEnvironment(table_name=deployed.table, manual_arn=waiting_machine)
    return ApiHandler(environment=environment, executions=boto3.client("stepfunctions"), clock=deployed.clock.now)


@pytest.fixture
def operator(handler: ApiHandler, deployed: Connector) -> Caller:
    return Caller(handler=handler, connection=deployed.connection)


@pytest.fixture
def viewer(handler: ApiHandler, deployed: Connector) -> Caller:
    return Caller(handler=handler, connection=deployed.connection, groups="[viewer]")
