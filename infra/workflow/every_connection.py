"""The schedule's machines: one starts a cycle for each active connection, the other the look of the night."""

from typing import Any, Final

from aws_cdk import Duration
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.nag import accept_map_policy
from infra.table import RecordTable
from infra.workflow.expressions import jsonata
from infra.workflow.machine import state_machine
from shared.records.schema import PARTITION_KEY, SORT_KEY

# A page stays far below the 256 KB that a state may carry.
PAGE: Final = 500
# About 200 starts a second, which Step Functions allows in every region.
STARTS_AT_ONCE: Final = 20
LONGEST: Final = Duration.minutes(25)
# Sorts before every name.
BEFORE_ALL: Final = "!"


class EveryConnection(Construct):
    """Does not wait for what it starts: each has its own lock, its own run and its own colour. `what` is one in words."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        table: RecordTable,
        starts: sfn.StateMachine,
        what: str,
    ) -> None:
        super().__init__(scope, id)
        begin = sfn.Pass.jsonata(self, "Begin", assign={"after": BEFORE_ALL})
        page = _next_page(self, table)
        started = _start_all(self, starts, what)
        more = sfn.Choice.jsonata(self, "More connections?")
        more.when(sfn.Condition.jsonata(jsonata("$after != null")), page)
        more.otherwise(sfn.Succeed.jsonata(self, "Done"))
        begin.next(page)
        page.next(started)
        started.next(more)
        self.machine = state_machine(
            self,
            name=name,
            start=begin,
            timeout=LONGEST,
        )
        accept_map_policy(self, self.machine)


def _next_page(scope: Construct, table: RecordTable) -> sfn.TaskStateBase:
    """Give a list of `{"connection": name}`. A filtered page may be empty and still not be the last."""
    query: dict[str, Any] = {
        "TableName": table.name,
        "KeyConditionExpression": f"{PARTITION_KEY} = :connections AND {SORT_KEY} > :after",
        "FilterExpression": "active = :yes",
        "ProjectionExpression": SORT_KEY,
        "ExpressionAttributeValues": {
            ":connections": {"S": "connections"},
            ":after": {"S": jsonata("$after")},
            ":yes": {"Bool": True},
        },
        "Limit": PAGE,
    }
    page = tasks.CallAwsService.jsonata(
        scope,
        "List connections",
        service="dynamodb",
        action="query",
        iam_resources=[table.arn],
        iam_action="dynamodb:Query",
        parameters=query,
        assign={"after": jsonata(f"$exists({_LAST}) ? {_LAST} : null")},
        outputs=jsonata(f"[$states.result.Items.{{'connection': {SORT_KEY}.S}}]"),
    )
    return page.add_retry(errors=["States.ALL"], interval=Duration.seconds(2), max_attempts=5)


_LAST: Final = f"$states.result.LastEvaluatedKey.{SORT_KEY}.S"


def _start_all(scope: Construct, machine: sfn.StateMachine, what: str) -> sfn.DistributedMap:
    """The page is the map's input, so that it needs no selector. One start that fails does not stop the others."""
    start = tasks.StepFunctionsStartExecution.jsonata(
        scope,
        f"Start {what}",
        state_machine=machine,
        input=sfn.TaskInput.from_object({"connection": jsonata("$states.input.connection")}),
        integration_pattern=sfn.IntegrationPattern.REQUEST_RESPONSE,
        outputs={},
    )
    start.add_retry(
        errors=["States.ALL"],
        interval=Duration.seconds(2),
        max_attempts=6,
        jitter_strategy=sfn.JitterType.FULL,
    )
    everywhere = sfn.DistributedMap.jsonata(
        scope,
        f"Start {what}s",
        max_concurrency=STARTS_AT_ONCE,
        map_execution_type=sfn.StateMachineType.EXPRESS,
        tolerated_failure_percentage=100,
        outputs={},
    )
    return everywhere.item_processor(start)
