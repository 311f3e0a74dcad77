"""A cycle for every active connection, as often as shared/sequence.py says."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from shared.sequence import CYCLE_MINUTES

EVERY = Duration.minutes(CYCLE_MINUTES)


class Schedule(Construct):
    def __init__(self, scope: Construct, id: str, *, machine: sfn.StateMachine) -> None:
        super().__init__(scope, id)
        self.rule = events.Rule(
            self,
            "Rule",
            description="Starts a cycle for every active connection",
            schedule=events.Schedule.rate(EVERY),
            # The next one comes anyway: an old start is worth nothing.
            targets=[targets.SfnStateMachine(machine, retry_attempts=3, max_event_age=Duration.minutes(10))],
        )
