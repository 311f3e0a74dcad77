"""The state machines, and what those that run steps may do."""

from collections.abc import Iterable

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.deployment import Deployment
from infra.functions import StepFunctions
from infra.nag import accept_wildcard, own_arn
from infra.table import RecordTable
from infra.workflow.cycle import Cycle
from infra.workflow.every_connection import EveryConnection
from infra.workflow.machine import allow, executions_of
from infra.workflow.manual import Manual
from infra.workflow.verify import Verify

CYCLE = "cycle"
VERIFY = "verify"
MANUAL = "manual"
EVERY_CONNECTION = "every-connection"
EVERY_NIGHT = "every-night"
RUNNERS = (CYCLE, VERIFY, MANUAL)


class Workflows(Construct):
    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, table: RecordTable, functions: StepFunctions
    ) -> None:
        super().__init__(scope, id)
        for owner in RUNNERS:
            executions = own_arn("states", f"execution:{deployment.named(owner)}:*")
            accept_wildcard(self, executions, reason="the owner of a lock is one of them, and each has a new name")
        name = table.name
        steps, looks = functions.by_step, functions.by_look
        self.cycle = Cycle(
            self,
            "Cycle",
            name=deployment.named(CYCLE),
            table=name,
            functions=steps,
            allowed=_allowed(self, deployment, table=table, functions=steps.values()),
        ).machine
        self.verify = Verify(
            self,
            "Verify",
            name=deployment.named(VERIFY),
            table=name,
            functions=looks,
            allowed=_allowed(self, deployment, table=table, functions=looks.values()),
        ).machine
        self.manual = Manual(
            self,
            "Manual",
            name=deployment.named(MANUAL),
            table=name,
            functions=functions.all,
            change=functions.change,
            allowed=_allowed(self, deployment, table=table, functions=[*functions.all.values(), functions.change]),
        ).machine
        self.every_connection = EveryConnection(
            self,
            "EveryConnection",
            name=deployment.named(EVERY_CONNECTION),
            table=table,
            starts=self.cycle,
            what="cycle",
        ).machine
        self.every_night = EveryConnection(
            self,
            "EveryNight",
            name=deployment.named(EVERY_NIGHT),
            table=table,
            starts=self.verify,
            what="look",
        ).machine


def _allowed(
    scope: Construct, deployment: Deployment, *, table: RecordTable, functions: Iterable[lambda_.IFunction]
) -> list[iam.PolicyStatement]:
    """Run the functions, keep the lock and the run, and look whether a lock's owner still runs."""
    owners = [executions_of(scope, deployment.named(name)) for name in RUNNERS]
    items = ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
    return [
        allow("lambda:InvokeFunction", on=[function.function_arn for function in functions]),
        allow(*items, on=[table.arn]),
        allow("states:DescribeExecution", on=owners),
    ]
