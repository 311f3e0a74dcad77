"""The three state machines, and what the two that run steps may do."""

from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.deployment import Deployment
from infra.functions import StepFunctions
from infra.nag import accept_wildcard, own_arn
from infra.table import RecordTable
from infra.workflow.cycle import Cycle
from infra.workflow.every_connection import EveryConnection
from infra.workflow.machine import allow, executions_of
from infra.workflow.manual import Manual

CYCLE = "cycle"
MANUAL = "manual"
EVERY_CONNECTION = "every-connection"


class Workflows(Construct):
    def __init__(
        self, scope: Construct, id: str, *, deployment: Deployment, table: RecordTable, functions: StepFunctions
    ) -> None:
        super().__init__(scope, id)
        for owner in (CYCLE, MANUAL):
            executions = own_arn("states", f"execution:{deployment.named(owner)}:*")
            accept_wildcard(self, executions, reason="the owner of a lock is one of them, and each has a new name")
        allowed = _allowed(self, deployment, table=table, functions=functions)
        name = table.table.table_name
        by_step = functions.by_step
        self.cycle = Cycle(
            self, "Cycle", name=deployment.named(CYCLE), table=name, functions=by_step, allowed=allowed
        ).machine
        self.manual = Manual(
            self,
            "Manual",
            name=deployment.named(MANUAL),
            table=name,
            functions=by_step,
            change=functions.change,
            allowed=[*allowed, allow("lambda:InvokeFunction", on=[functions.change.function_arn])],
        ).machine
        self.every_connection = EveryConnection(
            self, "EveryConnection", name=deployment.named(EVERY_CONNECTION), table=table.table, cycle=self.cycle
        ).machine


def _allowed(
    scope: Construct, deployment: Deployment, *, table: RecordTable, functions: StepFunctions
) -> list[iam.PolicyStatement]:
    """Run the steps, keep the lock and the run, and look whether a lock's owner still runs."""
    owners = [executions_of(scope, deployment.named(name)) for name in (CYCLE, MANUAL)]
    items = ("dynamodb:DeleteItem", "dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:UpdateItem")
    return [
        allow("lambda:InvokeFunction", on=[function.function_arn for function in functions.by_step.values()]),
        allow(*items, on=[table.table.table_arn]),
        allow("states:DescribeExecution", on=owners),
    ]
