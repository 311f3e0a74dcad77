"""How every step is run: invoked, invoked again while it has more to do, and noted when it dies."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from aws_cdk import Duration
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk import aws_stepfunctions_tasks as tasks
from constructs import Construct

from infra.functions import TIMEOUT
from infra.workflow.expressions import CONNECTION, NOTHING, RUN, jsonata
from infra.workflow.items import item_task, key
from shared.records.schema import Area
from shared.sequence import Step

# By these Lambda says that the function was not started. After any other failure a function may still be sending, and a
# second one beside it would do the same work at the same time. So the next cycle repeats the step, and settles what was
# begun.
NEVER_STARTED: Final = ["Lambda.TooManyRequestsException", "Lambda.ServiceException"]
LONGEST_WAIT_SECONDS: Final = 900
PROBLEM_LENGTH: Final = 1000
COUNTS: Final = ("fetched", "posted", "errors")

WHOSE: Final = {
    "connection": CONNECTION,
    "run": jsonata("$run"),
    "by": jsonata("$by"),
    "so_far": jsonata("$so_far"),
}
ANSWER: Final = {
    "more": jsonata("$states.result.Payload.more = true"),
    "wait_seconds": jsonata(
        f"$min([{LONGEST_WAIT_SECONDS}, $max([1, $ceil($number($states.result.Payload.wait_seconds))])])"
    ),
}
SO_FAR: Final = jsonata("$states.result.Payload.more = true ? $states.result.Payload : null")
SEEN: Final = {name: jsonata(f"$merge([${name}, $states.result.Payload.{name}])") for name in ("limits", "periods")}


def run_step(
    scope: Construct,
    step: Step,
    *,
    function: lambda_.IFunction,
    table: str,
    then: sfn.State,
    more: Mapping[str, Any] = MappingProxyType({}),
) -> sfn.State:
    """Chain the states of one step, leading on to `then`, and give the first of them. Its event says `more`, too."""
    event = {**_event(step), **more}
    return run_function(scope, step.name, does=step.does, event=event, function=function, table=table, then=then)


def run_function(
    scope: Construct,
    name: str,
    *,
    does: str,
    event: Mapping[str, Any],
    function: lambda_.IFunction,
    table: str,
    then: sfn.State,
) -> sfn.State:
    invoke = _invoke(scope, name, does=does, event=event, function=function)
    note = _note_failure(scope, name, table=table, then=then)
    invoke.add_catch(
        note,
        errors=["States.ALL"],
        outputs={"problem": jsonata("$states.errorOutput.Error & ': ' & $states.errorOutput.Cause")},
        assign={"failed_steps": jsonata(_appended(name))},
    )
    wait = sfn.Wait.jsonata(scope, f"{name} waits", time=sfn.WaitTime.seconds(jsonata("$states.input.wait_seconds")))
    wait.next(invoke)
    more = sfn.Choice.jsonata(scope, f"{name} has more?")
    more.when(sfn.Condition.jsonata(jsonata("$states.input.more")), wait).otherwise(then)
    invoke.next(more)
    return invoke


def only_when_asked(scope: Construct, step: Step, *, first: sfn.State, otherwise: sfn.State) -> sfn.Choice:
    """Skip a step that a manual run was not asked for."""
    asked = sfn.Condition.jsonata(jsonata(f"'{step.name}' in $steps"))
    return sfn.Choice.jsonata(scope, f"{step.name} asked?").when(asked, first).otherwise(otherwise)


def _invoke(
    scope: Construct, name: str, *, does: str, event: Mapping[str, Any], function: lambda_.IFunction
) -> sfn.TaskStateBase:
    invoke = tasks.LambdaInvoke.jsonata(
        scope,
        name,
        comment=does,
        lambda_function=function,
        payload=sfn.TaskInput.from_object(dict(event)),
        outputs=ANSWER,
        assign={
            "so_far": SO_FAR,
            **SEEN,
            # An answer that does not say that all went well is a failure, not a success.
            "failed_steps": jsonata(f"$states.result.Payload.failed = false ? $failed_steps : {_appended(name)}"),
        },
        task_timeout=sfn.Timeout.duration(TIMEOUT.plus(Duration.minutes(1))),
        retry_on_service_exceptions=False,
    )
    return invoke.add_retry(errors=NEVER_STARTED, interval=Duration.seconds(2), max_attempts=3)


def _event(step: Step) -> dict[str, Any]:
    return {**WHOSE, "step": step.name, "only": jsonata("$only"), **{name: jsonata(f"${name}") for name in SEEN}}


def _note_failure(scope: Construct, name: str, *, table: str, then: sfn.State) -> sfn.CustomState:
    """Write what the dead function could not, with what its earlier invocations had done."""
    result = {
        "failed": {"BOOL": True},
        "problem": {"S": jsonata(f"$substring($states.input.problem, 0, {PROBLEM_LENGTH})")},
        **{count: {"N": jsonata(f"$string($so_far.{count} ? $so_far.{count} : 0)")} for count in COUNTS},
    }
    note = item_task(
        scope,
        f"{name} failed",
        "updateItem",
        {
            "TableName": table,
            "Key": key(Area.RUN, RUN),
            "UpdateExpression": "SET steps.#step = :result, failed = :yes",
            "ExpressionAttributeNames": {"#step": name},
            "ExpressionAttributeValues": {":result": {"M": result}, ":yes": {"BOOL": True}},
        },
        assign={"so_far": NOTHING},
    )
    note.next(then)
    return note.add_catch(then, errors=["States.ALL"], assign={"so_far": NOTHING})


def _appended(name: str) -> str:
    return f"($failed_steps = '' ? '' : $failed_steps & ', ') & '{name}'"
