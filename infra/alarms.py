"""What wakes whoever is on call: each alarm says in its description what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from aws_cdk import ArnFormat, Aws, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.deployment import Deployment
from infra.functions import SERVICE
from shared.sequence import CYCLE_EVERY, CYCLE_MINUTES, EVERY_NAME

PERIOD: Final = Duration.minutes(CYCLE_MINUTES)  # one cycle comes in each
SILENT_PERIODS: Final = 4
NEEDS_RECONNECT: Final = "NeedsReconnect"
LOCKED_DAYS: Final = "LockedDays"
LONGEST_HELD: Final = 3  # days


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One alarm: the metric is at least `threshold` in `of_which` of the last `periods`; with `silence`, it counts nothing."""

    says: str
    metric: cloudwatch.IMetric
    threshold: int = 1
    periods: int = 1
    of_which: int = 1
    silence: bool = False


class Alarms(Construct):
    """All of them go to one topic. The address in `alarm_email` gets them; the account may add others."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        cycle: sfn.StateMachine,
        functions: Mapping[str, lambda_.IFunction],
    ) -> None:
        super().__init__(scope, id)
        self.topic = sns.Topic(self, "Topic", display_name=f"{deployment.stack} alarms", enforce_ssl=True)
        _let_alarms_publish(self.topic)
        if deployment.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(deployment.alarm_email))
        tell = actions.SnsAction(self.topic)
        for name, watch in {**_of_cycles(cycle), **_of_connections(deployment), **_of_steps(functions)}.items():
            _alarm(self, name, watch).add_alarm_action(tell)


def _let_alarms_publish(topic: sns.Topic) -> None:
    """Say it, for a topic with a policy of its own has lost the one that lets its account publish.

    https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-use-cases.html
    """
    alarms = Stack.of(topic).format_arn(
        service="cloudwatch", resource="alarm", resource_name="*", arn_format=ArnFormat.COLON_RESOURCE_NAME
    )
    topic.add_to_resource_policy(
        iam.PolicyStatement(
            sid="AllowAlarmsOfThisAccount",
            principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
            actions=["sns:Publish"],
            resources=[topic.topic_arn],
            conditions={
                "StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID},
                "ArnLike": {"aws:SourceArn": alarms},
            },
        )
    )


def _of_cycles(cycle: sfn.StateMachine) -> dict[str, Watch]:
    return {
        "FailedCycles": Watch(
            says="Two of the last three cycles failed: open the last red execution of the cycle. "
            "One alone is put right by the next.",
            metric=cycle.metric_failed(period=PERIOD, statistic="Sum"),
            periods=3,
            of_which=2,
        ),
        "StuckCycles": Watch(
            says="A cycle ran into its time limit: open its execution and see which step never finished.",
            metric=cycle.metric_timed_out(period=PERIOD, statistic="Sum"),
        ),
        "NoCycle": Watch(
            says=f"No cycle was started for {_hours(SILENT_PERIODS * CYCLE_EVERY)}: is the rule enabled, is a connection active, "
            "and does every-connection succeed?",
            metric=cycle.metric_started(period=PERIOD, statistic="Sum"),
            periods=SILENT_PERIODS,
            of_which=SILENT_PERIODS,
            silence=True,
        ),
    }


def _hours(time: timedelta) -> str:
    return f"{time / timedelta(hours=1):g} hours"


def _of_connections(deployment: Deployment) -> dict[str, Watch]:
    return {
        NEEDS_RECONNECT: Watch(
            says="A connection lost its authorisation: somebody must connect it again.",
            metric=step_metric(deployment, NEEDS_RECONNECT),
        ),
        "HeldByLock": Watch(
            says=f"Something has waited for {LONGEST_HELD} days because its day is locked: its record says in which system and "
            "until when. Move the lock date there, or let its kind go on the first open day (locked_period in the settings).",
            metric=step_metric(deployment, LOCKED_DAYS, statistic="Maximum"),
            threshold=LONGEST_HELD,
        ),
    }


def _of_steps(functions: Mapping[str, lambda_.IFunction]) -> dict[str, Watch]:
    return {
        f"{EVERY_NAME[name].title}Errors": Watch(
            says=f"{name} died: its log says why. What it had begun is settled by the next cycle.",
            metric=function.metric_errors(period=PERIOD, statistic="Sum"),
        )
        for name, function in functions.items()
    }


def _alarm(scope: Construct, id: str, watch: Watch) -> cloudwatch.Alarm:
    operators, missing = cloudwatch.ComparisonOperator, cloudwatch.TreatMissingData
    return cloudwatch.Alarm(
        scope,
        id,
        alarm_description=watch.says,
        metric=watch.metric,
        threshold=watch.threshold,
        comparison_operator=operators.LESS_THAN_THRESHOLD
        if watch.silence
        else operators.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluation_periods=watch.periods,
        datapoints_to_alarm=watch.of_which,
        treat_missing_data=missing.BREACHING if watch.silence else missing.NOT_BREACHING,
    )


def step_metric(deployment: Deployment, name: str, *, statistic: str = "Sum") -> cloudwatch.Metric:
    """A metric that the functions write through their log, under the one service name they share."""
    return cloudwatch.Metric(
        namespace=deployment.stack,
        metric_name=name,
        dimensions_map={"service": SERVICE},
        period=PERIOD,
        statistic=statistic,
    )
