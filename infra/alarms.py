"""What wakes whoever is on call: each alarm says in its description what to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from aws_cdk import Duration
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.deployment import Deployment
from infra.functions import SERVICE
from shared.sequence import BY_NAME

HALF_HOUR: Final = Duration.minutes(30)
NEEDS_RECONNECT: Final = "NeedsReconnect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """One alarm: the metric counts at least 1 in `of_which` of the last `periods`; with `silence`, it counts nothing."""

    says: str
    metric: cloudwatch.IMetric
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
        if deployment.alarm_email:
            self.topic.add_subscription(subscriptions.EmailSubscription(deployment.alarm_email))
        tell = actions.SnsAction(self.topic)
        for name, watch in {**_of_cycles(cycle), **_of_connections(deployment), **_of_steps(functions)}.items():
            _alarm(self, name, watch).add_alarm_action(tell)


def _of_cycles(cycle: sfn.StateMachine) -> dict[str, Watch]:
    return {
        "FailedCycles": Watch(
            says="Cycles failed in two of the last three half hours: open the last red execution of the cycle. "
            "One alone is put right by the next.",
            metric=cycle.metric_failed(period=HALF_HOUR, statistic="Sum"),
            periods=3,
            of_which=2,
        ),
        "StuckCycles": Watch(
            says="A cycle ran into its time limit: open its execution and see which step never finished.",
            metric=cycle.metric_timed_out(period=HALF_HOUR, statistic="Sum"),
        ),
        "NoCycle": Watch(
            says="No cycle was started for two hours: is the rule enabled, is a connection active, "
            "and does every-connection succeed?",
            metric=cycle.metric_started(period=HALF_HOUR, statistic="Sum"),
            periods=4,
            of_which=4,
            silence=True,
        ),
    }


def _of_connections(deployment: Deployment) -> dict[str, Watch]:
    return {
        NEEDS_RECONNECT: Watch(
            says="A connection lost its authorisation: somebody must connect it again.",
            metric=step_metric(deployment, NEEDS_RECONNECT),
        )
    }


def _of_steps(functions: Mapping[str, lambda_.IFunction]) -> dict[str, Watch]:
    return {
        f"{BY_NAME[name].title}Errors": Watch(
            says=f"{name} died: its log says why. What it had begun is settled by the next cycle.",
            metric=function.metric_errors(period=HALF_HOUR, statistic="Sum"),
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
        threshold=1,
        comparison_operator=operators.LESS_THAN_THRESHOLD
        if watch.silence
        else operators.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
        evaluation_periods=watch.periods,
        datapoints_to_alarm=watch.of_which,
        treat_missing_data=missing.BREACHING if watch.silence else missing.NOT_BREACHING,
    )


def step_metric(deployment: Deployment, name: str) -> cloudwatch.Metric:
    """A metric that the functions write through their log, under the one service name they share."""
    return cloudwatch.Metric(
        namespace=deployment.stack,
        metric_name=name,
        dimensions_map={"service": SERVICE},
        period=HALF_HOUR,
        statistic="Sum",
    )
