"""The cycle: the steps of one connection in their order, under its lock."""

from collections.abc import Mapping

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.workflow.expressions import BEGIN
from infra.workflow.lock import LONGEST_RUN, LockStates, release_lock, take_lock
from infra.workflow.machine import state_machine
from infra.workflow.run import Trigger, finish_run, outcome, start_run
from infra.workflow.step import run_step
from shared.sequence import STEPS


class Cycle(Construct):
    """Input `{"connection": name}`. Where the connection is busy, it ends as skipped: the next cycle comes soon."""

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
            first = run_step(self, step, function=functions[step.name], table=table, then=first)
        started = start_run(self, table=table, trigger=Trigger.SCHEDULE)
        started.next(first)
        skipped = sfn.Pass.jsonata(self, "Skipped", outputs={"skipped": True})
        begin = sfn.Pass.jsonata(self, "Begin", assign=BEGIN)
        begin.next(take_lock(self, table=table, states=LockStates(acquired=started, busy=skipped)))
        self.machine = state_machine(self, name=name, start=begin, allowed=allowed, timeout=LONGEST_RUN)
