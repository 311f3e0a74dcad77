"""The real stack on MiniStack, from its template, with functions that only say that all went well; and whoever restores it."""

import io
import json
import re
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any, Final
from unittest.mock import patch

from sandbox.cloud.ministack import ACCOUNT, REGION, Cloud
from sandbox.proof.run import await_end
from shared.admin.commands import main
from shared.admin.restore import Restore
from shared.admin.waiting import Waiting
from shared.environment import TABLE_PARAMETER
from shared.records.schema import EXPIRES
from tests.infra.synthesised import every_function, template

STACK: Final = "BrightpearlXero"
BUCKET: Final = f"cdk-hnb659fds-assets-{ACCOUNT}-{REGION}"
BOOTSTRAP: Final = "/cdk-bootstrap/hnb659fds/version"
NAMES: Final[Iterator[str]] = (f"{STACK}{number}" for number in count())
SLOW: Final = "slow"
SLOW_SECONDS: Final = 1.0
SCRIPTED: Final = f"""
import time

def handler(event, _context):
    if event["connection"] == "{SLOW}":
        time.sleep({SLOW_SECONDS})
    return dict(step=event["step"], more=False, wait_seconds=0, failed=False, paused=False, fetched=1, posted=2, errors=0)
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """Somebody with a terminal and a deployed stack."""

    cloud: Cloud
    stack: str
    own: str
    said: list[str] = field(default_factory=list)

    def run(self, *words: str) -> int:
        """Run a command as it stands in the manual, where the environment names the region and nothing else."""
        with patch.dict("os.environ", self.cloud.environment()):
            return main(words)

    def restoring(
        self, client: Callable[[str], Any] | None = None, *, sleep: Callable[[float], None] = time.sleep, **given: Any
    ) -> Restore:
        """What the command runs, for those who look closer; what it says is kept."""
        waiting = Waiting(say=self.said.append, sleep=sleep, **given)
        return Restore.of(self.stack, client=client or self.cloud.client, waiting=waiting)

    def backup(self) -> str:
        """Keep the table in use as it is; gives the time that it can be restored to."""
        self._dynamodb.create_backup(TableName=self.table, BackupName="then")
        return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"

    def name_at(self, at: str) -> str:
        return f"{self.stack}-records-{at.replace('-', '').replace(':', '')}"

    @property
    def table(self) -> str:
        """The one in use, as the stack says."""
        return str(self.outputs["TableName"])

    @property
    def outputs(self) -> dict[str, str]:
        return {one["OutputKey"]: one["OutputValue"] for one in self.described["Outputs"]}

    @property
    def described(self) -> dict[str, Any]:
        (found,) = self._cloudformation.describe_stacks(StackName=self.stack)["Stacks"]
        return dict(found)

    @property
    def schedule(self) -> set[str]:
        """In which states the stack's rules are."""
        rules = self.cloud.client("events").list_rules(NamePrefix=f"{self.stack}-")["Rules"]
        assert len(rules) == 2
        return {one["State"] for one in rules}

    @property
    def tables(self) -> list[str]:
        names = self._dynamodb.list_tables()["TableNames"]
        return [name for name in names if name.startswith(f"{self.stack}-")]

    def told_to_functions(self) -> set[str]:
        pages = self.cloud.client("lambda").get_paginator("list_functions").paginate()
        functions = [
            one for page in pages for one in page["Functions"] if one["FunctionName"].startswith(f"{self.stack}-")
        ]
        told = [one["Environment"]["Variables"].get("TABLE_NAME") for one in functions]
        assert len(told) == len(every_function())
        return {name for name in told if name is not None}

    def in_machines(self) -> set[str]:
        """The tables that the state machines read and write."""
        machines = self.cloud.client("stepfunctions")
        arns = [
            arn for name, arn in self.outputs.items() if re.fullmatch("(Cycle|Manual|Verify|EveryConnection)Arn", name)
        ]
        written = [machines.describe_state_machine(stateMachineArn=arn)["definition"] for arn in arns]
        return {name for one in written for name in re.findall(r'"TableName": ?"([^"]*)"', one)}

    def switches(self, table: str) -> dict[str, Any]:
        """What a restored table does not have by itself."""
        backups = self._dynamodb.describe_continuous_backups(TableName=table)["ContinuousBackupsDescription"]
        expiry = self._dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
        return {
            "recovery": backups["PointInTimeRecoveryDescription"]["PointInTimeRecoveryStatus"],
            "expiry": (expiry.get("AttributeName"), expiry["TimeToLiveStatus"]),
            "protected": self._dynamodb.describe_table(TableName=table)["Table"]["DeletionProtectionEnabled"],
        }

    def put(self, pk: str, sk: str, **more: Any) -> None:
        self._dynamodb.put_item(TableName=self.table, Item={"pk": {"S": pk}, "sk": {"S": sk}, **more})

    def keys(self, table: str, pk: str) -> list[str]:
        found = self._dynamodb.query(
            TableName=table, KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": {"S": pk}}
        )
        return [item["sk"]["S"] for item in found["Items"]]

    def start(self, output: str, **given: Any) -> str:
        machines = self.cloud.client("stepfunctions")
        started = machines.start_execution(stateMachineArn=self.outputs[output], input=json.dumps(given))
        return str(started["executionArn"])

    def end_of(self, execution: str) -> str:
        return str(await_end(self.cloud.client("stepfunctions"), execution)["status"])

    def executions(self, output: str) -> list[str]:
        found = self.cloud.client("stepfunctions").list_executions(stateMachineArn=self.outputs[output])
        return [one["executionArn"] for one in found["executions"]]

    def deploy_again(self) -> None:
        """As `cdk deploy` does: another template, and each parameter as it was."""
        written = json.loads(_written(self.stack))
        written["Description"] = "a later version"
        _upload(self.cloud, f"{self.stack}.json", json.dumps(written).encode())
        self._cloudformation.update_stack(
            StackName=self.stack,
            TemplateURL=_address(self.cloud, self.stack),
            Parameters=[{"ParameterKey": name, "UsePreviousValue": True} for name in written["Parameters"]],
            Capabilities=["CAPABILITY_NAMED_IAM"],
        )
        self.settled("UPDATE_COMPLETE")

    def settled(self, status: str) -> None:
        while (now := self.described["StackStatus"]).endswith("_IN_PROGRESS"):
            time.sleep(0.05)
        assert now == status

    @property
    def _dynamodb(self) -> Any:
        return self.cloud.client("dynamodb")

    @property
    def _cloudformation(self) -> Any:
        return self.cloud.client("cloudformation")


@contextmanager
def deployed(cloud: Cloud) -> Iterator[Operator]:
    """Deploy the stack under a name of its own, and switch on what MiniStack leaves out when CloudFormation makes a table."""
    name = next(NAMES)
    _publish(cloud, name)
    cloudformation = cloud.client("cloudformation")
    cloudformation.create_stack(
        StackName=name, TemplateURL=_address(cloud, name), Capabilities=["CAPABILITY_NAMED_IAM"]
    )
    unknown = Operator(cloud=cloud, stack=name, own="")
    unknown.settled("CREATE_COMPLETE")
    operator = Operator(cloud=cloud, stack=name, own=unknown.table)
    _switch_on(cloud, operator.own)
    yield operator


def _written(stack: str) -> str:
    return json.dumps(template()).replace(STACK, stack).replace(STACK.lower(), stack.lower())


def _publish(cloud: Cloud, stack: str) -> None:
    """Put the template and what it refers to where the CDK would."""
    s3 = cloud.client("s3")
    with suppress(s3.exceptions.BucketAlreadyOwnedByYou):
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    cloud.client("ssm").put_parameter(Name=BOOTSTRAP, Value="21", Type="String", Overwrite=True)
    code, written = _code(), _written(stack)
    for asset in set(re.findall(r"[0-9a-f]{64}\.zip", written)):
        _upload(cloud, asset, code)
    _upload(cloud, f"{stack}.json", written.encode())


def _upload(cloud: Cloud, key: str, body: bytes) -> None:
    cloud.client("s3").put_object(Bucket=BUCKET, Key=key, Body=body)


def _address(cloud: Cloud, stack: str) -> str:
    return f"{cloud.endpoint}/{BUCKET}/{stack}.json"


def _code() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in every_function():
            archive.writestr(f"{name}.py", SCRIPTED)
    return packed.getvalue()


def _switch_on(cloud: Cloud, table: str) -> None:
    dynamodb = cloud.client("dynamodb")
    dynamodb.update_continuous_backups(
        TableName=table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    dynamodb.update_time_to_live(TableName=table, TimeToLiveSpecification={"AttributeName": EXPIRES, "Enabled": True})


def parameter(operator: Operator) -> str:
    found = {one["ParameterKey"]: one["ParameterValue"] for one in operator.described["Parameters"]}
    return str(found[TABLE_PARAMETER])
