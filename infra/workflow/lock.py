"""The lock of a connection: one run at a time, taken and released by the state machine itself.

The item names its owner, an execution. It is taken when there is none, when it has expired, or when its owner is no
longer running. It also carries the owner's run, so that a function whose run lost the lock can be kept from writing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from aws_cdk import Duration
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.workflow.expressions import ME, RUN, epoch_seconds, jsonata
from infra.workflow.items import CONDITION_FAILED, item_task, key
from infra.workflow.run import fail_run
from shared.records.schema import LOCK, Area

# No run lives longer than this; then its execution times out and the lock, an hour later, counts for nothing.
LONGEST_RUN = Duration.hours(12)
LIFETIME_SECONDS: Final = 13 * 60 * 60

FREE: Final = "attribute_not_exists(pk) OR #owner = :me OR #expires < :now"
OWNER_IS_GONE: Final = "attribute_not_exists(pk) OR #owner = :gone"
OWNED_BY_ME: Final = "#owner = :me"
STOPPED: Final = "it was stopped before its end; the next run went on from there"
OWNER_NAME: Final = {"#owner": "owner"}
# The first name is what AWS says; the local cloud leaves the ending out.
NO_SUCH_EXECUTION: Final = (
    "Sfn.ExecutionDoesNotExistException",
    "Sfn.InvalidArnException",
    "Sfn.ExecutionDoesNotExist",
    "Sfn.InvalidArn",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockStates:
    """How the states of the lock lead on: `acquired` when it is ours, `busy` when somebody alive has it."""

    acquired: sfn.State
    busy: sfn.State


def take_lock(scope: Construct, *, table: str, states: LockStates) -> sfn.CustomState:
    """Chain the states that take the lock, and give the first of them."""
    take = item_task(
        scope,
        "Take lock",
        "putItem",
        _put(table, FREE, names={**OWNER_NAME, "#expires": "expires"}, values={":me": {"S": ME}, ":now": _now()}),
    )
    take.next(states.acquired)
    take.add_catch(_look_at_owner(scope, table=table, states=states), errors=[CONDITION_FAILED])
    return take


def release_lock(scope: Construct, *, table: str, then: sfn.State) -> sfn.CustomState:
    """Give the lock back if it is still ours. Losing it, or failing to, does not change how the run ended."""
    release = item_task(
        scope,
        "Release lock",
        "deleteItem",
        {
            "TableName": table,
            "Key": key(Area.LOCK, LOCK),
            "ConditionExpression": OWNED_BY_ME,
            "ExpressionAttributeNames": OWNER_NAME,
            "ExpressionAttributeValues": {":me": {"S": ME}},
        },
    )
    release.next(then)
    return release.add_catch(then, errors=["States.ALL"])


def _look_at_owner(scope: Construct, *, table: str, states: LockStates) -> sfn.CustomState:
    take_over = _take_over(scope, table=table, states=states)
    running = (
        sfn.Choice.jsonata(scope, "Owner running?")
        .when(sfn.Condition.jsonata(jsonata("$states.input.Status = 'RUNNING'")), states.busy)
        .otherwise(take_over)
    )
    describe = tasks.CallAwsService.jsonata(
        scope,
        "Describe owner",
        service="sfn",
        action="describeExecution",
        iam_resources=["*"],  # the role is written elsewhere, by hand: this grants nothing
        parameters={"ExecutionArn": jsonata("$owner")},
        outputs={"Status": jsonata("$states.result.Status")},
    )
    describe.next(running)
    describe.add_catch(take_over, errors=list(NO_SUCH_EXECUTION))
    # Unable to find out is not the same as gone: leave the lock to its owner.
    describe.add_catch(states.busy, errors=["States.ALL"])
    read = item_task(
        scope,
        "Read lock",
        "getItem",
        {"TableName": table, "Key": key(Area.LOCK, LOCK), "ConsistentRead": True},
        assign={"owner": _attribute("owner"), "owners_run": _attribute("run")},
    )
    read.next(describe)
    return read


def _take_over(scope: Construct, *, table: str, states: LockStates) -> sfn.CustomState:
    take_over = item_task(
        scope,
        "Take over lock",
        "putItem",
        _put(table, OWNER_IS_GONE, names=OWNER_NAME, values={":gone": {"S": jsonata("$owner")}}),
    )
    take_over.next(
        fail_run(
            scope,
            "Close its run",
            table=table,
            run=jsonata("$owners_run"),
            problem=STOPPED,
            then=states.acquired,
        )
    )
    return take_over.add_catch(states.busy, errors=[CONDITION_FAILED])


def _attribute(name: str) -> str:
    return jsonata(f"$exists($states.result.Item.{name}.S) ? $states.result.Item.{name}.S : 'nobody'")


def _put(table: str, condition: str, *, names: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "TableName": table,
        "Item": {
            **key(Area.LOCK, LOCK),
            "owner": {"S": ME},
            "run": {"S": RUN},
            "expires": {"N": epoch_seconds(later=LIFETIME_SECONDS)},
        },
        "ConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }


def _now() -> dict[str, str]:
    return {"N": epoch_seconds()}
