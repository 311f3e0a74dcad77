"""The look of the night at one connection: what people took back or changed, in both systems, under its lock."""

from collections.abc import Mapping
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.workflow.expressions import BEGIN, jsonata
from infra.workflow.lock import LONGEST_RUN, LockStates, release_lock, take_lock
from infra.workflow.machine import state_machine
from infra.workflow.run import Trigger, finish_run, outcome, start_run
from infra.workflow.step import run_step
from shared.sequence import LOOKS

POLL: Final = Duration.minutes(1)
POLLS: Final = 180  # cycles end between them; a first one that takes the night is followed by the next night's look


class Verify(Construct):
    """Input `{"connection": name}`. Where the connection is busy it waits, for a cycle ends soon; in the end it is skipped."""

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
        for look in reversed(LOOKS):
            first = run_step(self, look, function=functions[look.name], table=table, then=first, more={"full": False})
        started = start_run(self, table=table, trigger=Trigger.NIGHT)
        started.next(first)
        wait = sfn.Wait.jsonata(self, "Wait for lock", time=sfn.WaitTime.duration(POLL))
        take = take_lock(self, table=table, states=LockStates(acquired=started, busy=_patience(self, wait)))
        wait.next(take)
        begin = sfn.Pass.jsonata(self, "Begin", assign={**BEGIN, "polls": 0})
        begin.next(take)
        self.machine = state_machine(self, name=name, start=begin, allowed=allowed, timeout=LONGEST_RUN)


def _patience(scope: Construct, wait: sfn.Wait) -> sfn.Choice:
    skipped = sfn.Pass.jsonata(scope, "Skipped", outputs={"skipped": True})
    return (
        sfn.Choice.jsonata(scope, "Patient?")
        .when(sfn.Condition.jsonata(jsonata(f"$polls < {POLLS}")), wait, assign={"polls": jsonata("$polls + 1")})
        .otherwise(skipped)
    )
