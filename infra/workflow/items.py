"""DynamoDB from a state machine, without a Lambda: the four actions it needs, in one form."""

from collections.abc import Mapping
from typing import Any, Final

from aws_cdk import Aws, Duration
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.workflow.expressions import jsonata
from shared.records.schema import PARTITION_KEY, SORT_KEY, Area, area

CONDITION_FAILED: Final = "DynamoDB.ConditionalCheckFailedException"


def item_task(
    scope: Construct, id: str, action: str, arguments: Mapping[str, Any], *, assign: Mapping[str, Any] | None = None
) -> sfn.CustomState:
    """Run DynamoDB's putItem, getItem, updateItem or deleteItem; CDK's typed tasks cannot carry a computed boolean."""
    resource = f"arn:{Aws.PARTITION}:states:::dynamodb:{action}"
    state = {"Type": "Task", "Resource": resource, "Arguments": arguments}
    task = sfn.CustomState(scope, id, state_json={**state, "Assign": assign} if assign else state)
    # A lost race is an answer, not a fault; anything else (throttling, a network) is worth a few seconds.
    task.add_retry(errors=[CONDITION_FAILED], max_attempts=0)
    return task.add_retry(
        errors=["States.ALL"], interval=Duration.seconds(1), max_attempts=4, jitter_strategy=sfn.JitterType.FULL
    )


def key(of: Area, sort: str) -> dict[str, dict[str, str]]:
    """The key of something that the connection has."""
    return {PARTITION_KEY: {"S": jsonata(f"$connection & '{area('', of)}'")}, SORT_KEY: {"S": sort}}
