"""The manual run: the steps somebody asked for, of a whole kind or of one record, as soon as the connection is free."""

import json
from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.workflow.expressions import BEGIN, RUN_KEY, jsonata
from infra.workflow.lock import LONGEST_RUN, LockStates, release_lock, take_lock
from infra.workflow.machine import state_machine
from infra.workflow.run import Trigger, fail_run, finish_run, outcome, start_run
from infra.workflow.step import only_when_asked, run_step
from shared.sequence import BY_NAME, STEPS

POLL: Final = Duration.seconds(10)
# An hour of waiting; a first sync can take longer, and then the person is told so instead of left alone.
POLLS: Final = 360

BUSY: Final = "another run kept this connection busy for an hour; try again when it has ended"

KNOWN: Final = f"$count($steps) > 0 and $count($steps[$not($ in {json.dumps(list(BY_NAME))})]) = 0"


class Manual(Construct):
    """Input `{"connection": name, "steps": [names], "only": null | {"kind", "id"}}`; steps run in the table's order."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        name: str,
        table: str,
        functions: Mapping[str, lambda_.IFunction],
        allowed: list[iam.PolicyStatement],
    ) -> None:
        super().__init__(scope, id)
        first: sfn.State = finish_run(self, table=table, then=release_lock(self, table=table, then=outcome(self)))
        for step in reversed(STEPS):
            run = run_step(self, step, function=functions[step.name], table=table, then=first)
            first = only_when_asked(self, step, first=run, otherwise=first)
        wait = sfn.Wait.jsonata(self, "Wait for lock", time=sfn.WaitTime.duration(POLL))
        take = take_lock(self, table=table, states=LockStates(acquired=first, busy=_patience(self, wait, table=table)))
        wait.next(take)
        started = start_run(self, table=table, trigger=Trigger.MANUAL)
        started.next(take)
        self.machine = state_machine(self, name=name, start=_begin(self, started), allowed=allowed, timeout=LONGEST_RUN)


def _begin(scope: Construct, then: sfn.State) -> sfn.Pass:
    unknown = sfn.Fail.jsonata(
        scope, "Unknown step", error="UnknownStep", cause=jsonata("'asked for ' & $string($steps)")
    )
    known = sfn.Choice.jsonata(scope, "Steps known?")
    known.when(sfn.Condition.jsonata(jsonata(KNOWN)), then).otherwise(unknown)
    begin = sfn.Pass.jsonata(scope, "Begin", assign={**BEGIN, "steps": jsonata("$states.input.steps"), "polls": 0})
    begin.next(known)
    return begin


def _patience(scope: Construct, wait: sfn.Wait, *, table: str) -> sfn.Choice:
    busy = sfn.Fail.jsonata(scope, "Busy", error="Busy", cause=BUSY)
    give_up = fail_run(scope, "Give up", table=table, run=RUN_KEY, problem=BUSY, then=busy)
    again = {"polls": jsonata("$polls + 1")}
    return (
        sfn.Choice.jsonata(scope, "Patient?")
        .when(sfn.Condition.jsonata(jsonata(f"$polls < {POLLS}")), wait, assign=again)
        .otherwise(give_up)
    )
