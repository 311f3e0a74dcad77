"""A cycle for every active connection, as often as shared/sequence.py says, and a look at each once a night."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from shared.sequence import CYCLE_MINUTES, VERIFY_AT

EVERY = Duration.minutes(CYCLE_MINUTES)


class Schedule(Construct):
    def __init__(self, scope: Construct, id: str, *, cycles: sfn.StateMachine, looks: sfn.StateMachine) -> None:
        super().__init__(scope, id)
        self.rule = events.Rule(
            self,
            "Rule",
            description="Starts a cycle for every active connection",
            schedule=events.Schedule.rate(EVERY),
            # The next one comes anyway: an old start is worth nothing.
            targets=[targets.SfnStateMachine(cycles, retry_attempts=3, max_event_age=Duration.minutes(10))],
        )
        hour, _, minute = VERIFY_AT.partition(":")
        self.nightly = events.Rule(
            self,
            "Nightly",
            description="Looks once a night at what people took back or changed, for every active connection",
            schedule=events.Schedule.cron(hour=hour, minute=minute),
            targets=[targets.SfnStateMachine(looks, retry_attempts=3, max_event_age=Duration.hours(2))],
        )
