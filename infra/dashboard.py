"""One page that shows whether it runs, what it carried over, and what fails."""

from collections.abc import Mapping, Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.alarms import NEEDS_RECONNECT, PERIOD, step_metric
from infra.deployment import Deployment
from infra.table import RecordTable

OUTCOMES = ("Fetched", "Sent", "Failed")
TROUBLES = ("StepFailed", NEEDS_RECONNECT)


class Dashboard(Construct):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        cycle: sfn.StateMachine,
        functions: Mapping[str, lambda_.IFunction],
        table: RecordTable,
    ) -> None:
        super().__init__(scope, id)
        outcomes = [step_metric(deployment, name) for name in OUTCOMES]
        troubles = [step_metric(deployment, name) for name in TROUBLES]
        durations = [_of_step(name, function.metric_duration(period=PERIOD)) for name, function in functions.items()]
        errors = [_of_step(name, function.metric_errors(period=PERIOD)) for name, function in functions.items()]
        self.dashboard = cloudwatch.Dashboard(
            self,
            "Dashboard",
            dashboard_name=deployment.stack,
            widgets=[
                [_graph("Cycles", _cycles(cycle)), _graph("Records", outcomes)],
                [_graph("Steps that died", errors), _graph("Step duration", durations)],
                [
                    _graph("Steps that failed", troubles),
                    _graph("Table", table.consumed(period=PERIOD)),
                ],
            ],
        )


def _graph(title: str, metrics: Sequence[cloudwatch.IMetric]) -> cloudwatch.GraphWidget:
    return cloudwatch.GraphWidget(title=title, width=12, left=list(metrics))


def _cycles(cycle: sfn.StateMachine) -> list[cloudwatch.IMetric]:
    return [
        cycle.metric_started(period=PERIOD, statistic="Sum"),
        cycle.metric_failed(period=PERIOD, statistic="Sum"),
        cycle.metric_timed_out(period=PERIOD, statistic="Sum"),
    ]


def _of_step(name: str, metric: cloudwatch.Metric) -> cloudwatch.Metric:
    return metric.with_(label=name)
