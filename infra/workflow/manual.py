"""The manual run: what somebody asked for.

First it changes the records that were named, which needs no lock. Then it runs the steps, for a whole kind or for one record,
as soon as the connection is free.
"""

import json
from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.functions import CHANGES
from infra.workflow.expressions import BEGIN, RUN, jsonata, plain
from infra.workflow.lock import LONGEST_RUN, LockStates, release_lock, take_lock
from infra.workflow.machine import state_machine
from infra.workflow.run import WAITING, Trigger, begin_run, fail_run, finish_run, outcome, start_run
from infra.workflow.step import WHOSE, only_when_asked, run_function, run_step
from shared.sequence import CHANGE_RECORDS, EVERY_NAME, LOOKS, STEPS

POLL: Final = Duration.seconds(10)
# An hour of waiting; a first sync can take longer, and then the person is told so instead of left alone.
POLLS: Final = 360

BUSY: Final = "another run kept this connection busy for an hour; try again when it has ended"

KNOWN: Final = (
    f"($count($steps) > 0 or $change != null) and $count($steps[$not($ in {json.dumps(list(EVERY_NAME))})]) = 0"
)
WHOLE: Final = {"full": True}  # whoever asks for a look wants all of it
# A run may be named by whoever asks for it, so that they can say its name before it has begun.
BEGIN_MANUAL: Final = {
    **BEGIN,
    "run": jsonata(f"$exists($states.input.run) ? $states.input.run : {plain(BEGIN['run'])}"),
    "change": jsonata("$exists($states.input.change) ? $states.input.change : null"),
    "steps": jsonata("$states.input.steps"),
    "polls": 0,
}


class Manual(Construct):
    """Input `{"connection": name, "steps": [names], "only": null | {"kind", "id"}, "change": null | {...}}`.

    Steps run in the table's order, looks after them. A kind without an id stands for all of it that waits. Run, by, request
    and identity are optional: the run's id, who asked, what was asked, and what makes two requests the same.
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        table: str,
        functions: Mapping[str, lambda_.IFunction],
        change: lambda_.IFunction,
        allowed: list[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, id)
        finish = finish_run(self, table=table, then=release_lock(self, table=table, then=outcome(self)))
        first: sfn.State = finish
        for step in reversed((*STEPS, *LOOKS)):
            more = WHOLE if step in LOOKS else {}
            run = run_step(self, step, function=functions[step.name], table=table, then=first, more=more)
            first = only_when_asked(self, step, first=run, otherwise=first)
        wait = sfn.Wait.jsonata(self, "Wait for lock", time=sfn.WaitTime.duration(POLL))
        begun = begin_run(self, table=table, then=first)
        take = take_lock(self, table=table, states=LockStates(acquired=begun, busy=_patience(self, wait, table=table)))
        wait.next(take)
        started = start_run(self, table=table, trigger=Trigger.MANUAL, status=WAITING)
        started.next(_change_first(self, function=change, table=table, steps=take, no_steps=finish))
        self.machine = state_machine(self, name=name, start=_begin(self, started), allowed=allowed, timeout=LONGEST_RUN)


def _begin(scope: Construct, then: sfn.State) -> sfn.Pass:
    unknown = sfn.Fail.jsonata(
        scope, "Unknown step", error="UnknownStep", cause=jsonata("'asked for ' & $string($steps)")
    )
    known = sfn.Choice.jsonata(scope, "Steps known?")
    known.when(sfn.Condition.jsonata(jsonata(KNOWN)), then).otherwise(unknown)
    begin = sfn.Pass.jsonata(scope, "Begin", assign=BEGIN_MANUAL)
    begin.next(known)
    return begin


def _change_first(
    scope: Construct, *, function: lambda_.IFunction, table: str, steps: sfn.State, no_steps: sfn.State
) -> sfn.Choice:
    """Change the records that were named, if any; then wait for the lock only where there are steps to run."""
    more = sfn.Choice.jsonata(scope, "Steps asked?")
    more.when(sfn.Condition.jsonata(jsonata("$count($steps) > 0")), steps).otherwise(no_steps)
    event = {**WHOSE, "step": CHANGE_RECORDS, "change": jsonata("$change")}
    change = run_function(scope, CHANGE_RECORDS, does=CHANGES, event=event, function=function, table=table, then=more)
    asked = sfn.Choice.jsonata(scope, f"{CHANGE_RECORDS} asked?")
    return asked.when(sfn.Condition.jsonata(jsonata("$change != null")), change).otherwise(more)


def _patience(scope: Construct, wait: sfn.Wait, *, table: str) -> sfn.Choice:
    busy = sfn.Fail.jsonata(scope, "Busy", error="Busy", cause=BUSY)
    give_up = fail_run(scope, "Give up", table=table, run=RUN, problem=BUSY, then=busy)
    again = {"polls": jsonata("$polls + 1")}
    return (
        sfn.Choice.jsonata(scope, "Patient?")
        .when(sfn.Condition.jsonata(jsonata(f"$polls < {POLLS}")), wait, assign=again)
        .otherwise(give_up)
    )
