"""The run item: what the console shows of a cycle or a manual run, while it runs and afterwards."""

from enum import StrEnum
from typing import Final

from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.workflow.expressions import ME, NOW, RUN, epoch_seconds, jsonata
from infra.workflow.items import item_task, key
from shared.records.schema import EXPIRES, Area

RUNNING: Final = "RUNNING"
WAITING: Final = "WAITING"
# Runs are looked at for weeks, and kept for a little more than a year.
KEPT_SECONDS: Final = 400 * 24 * 60 * 60


class Trigger(StrEnum):
    SCHEDULE = "schedule"
    NIGHT = "night"
    MANUAL = "manual"


def start_run(scope: Construct, *, table: str, trigger: Trigger, status: str = RUNNING) -> sfn.CustomState:
    item = {
        **key(Area.RUN, RUN),
        "status": {"S": status},
        "trigger": {"S": trigger.value},
        "request": {"S": jsonata("$request")},
        "identity": {"S": jsonata("$identity")},
        "started_at": {"S": NOW},
        "execution": {"S": ME},
        "steps": {"M": {}},
        "failed": {"BOOL": False},
        EXPIRES: {"N": epoch_seconds(later=KEPT_SECONDS)},
    }
    return item_task(scope, "Start run", "putItem", {"TableName": table, "Item": item})


def begin_run(scope: Construct, *, table: str, then: sfn.State) -> sfn.CustomState:
    """Note that its turn has come."""
    begin = item_task(
        scope,
        "Begin run",
        "updateItem",
        {
            "TableName": table,
            "Key": key(Area.RUN, RUN),
            "UpdateExpression": "SET #status = :running",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {":running": {"S": RUNNING}},
        },
    )
    begin.next(then)
    return begin.add_catch(then, errors=["States.ALL"])


def finish_run(scope: Construct, *, table: str, then: sfn.State) -> sfn.CustomState:
    """Write how it ended. The lock must be released even when this cannot be written."""
    finish = item_task(
        scope,
        "Finish run",
        "updateItem",
        {
            "TableName": table,
            "Key": key(Area.RUN, RUN),
            "UpdateExpression": "SET #status = :status, finished_at = :now, failed = :failed",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":status": {"S": jsonata("$failed_steps = '' ? 'SUCCEEDED' : 'FAILED'")},
                ":now": {"S": NOW},
                ":failed": {"BOOL": jsonata("$failed_steps != ''")},
            },
        },
    )
    finish.next(then)
    return finish.add_catch(then, errors=["States.ALL"])


def fail_run(scope: Construct, id: str, *, table: str, run: str, problem: str, then: sfn.State) -> sfn.CustomState:
    """Note that a run did not come to its own end, so that it does not look busy for ever."""
    fail = item_task(
        scope,
        id,
        "updateItem",
        {
            "TableName": table,
            "Key": key(Area.RUN, run),
            "UpdateExpression": "SET #status = :failed, finished_at = :now, failed = :yes, problem = :problem",
            "ConditionExpression": "#status IN (:running, :waiting)",
            "ExpressionAttributeNames": {"#status": "status"},
            "ExpressionAttributeValues": {
                ":failed": {"S": "FAILED"},
                ":running": {"S": RUNNING},
                ":waiting": {"S": WAITING},
                ":now": {"S": NOW},
                ":yes": {"BOOL": True},
                ":problem": {"S": problem},
            },
        },
    )
    fail.next(then)
    return fail.add_catch(then, errors=["States.ALL"])


def outcome(scope: Construct) -> sfn.Choice:
    """End red when a step failed, so that nobody has to open a green run to find out."""
    failed = sfn.Fail.jsonata(
        scope, "Failed", error="StepFailed", cause=jsonata("'These steps failed: ' & $failed_steps")
    )
    return (
        sfn.Choice.jsonata(scope, "All well?")
        .when(sfn.Condition.jsonata(jsonata("$failed_steps = ''")), sfn.Succeed.jsonata(scope, "Done"))
        .otherwise(failed)
    )
