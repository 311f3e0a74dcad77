"""One Lambda function per step, all from the same zip, each with a role of its own."""

from collections.abc import Mapping

from aws_cdk import ArnFormat, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.deployment import Deployment
from infra.layer import ARCHITECTURE, RUNTIME
from infra.nag import accept, accept_wildcard, own_arn
from infra.table import RecordTable
from shared.environment import Environment
from shared.sequence import STEPS, Step

# Ten minutes: a big first sync comes back through the state machine anyway, and a hung call costs no more than this.
TIMEOUT = Duration.minutes(10)
MEMORY_MB = 512
RETENTION = logs.RetentionDays.THREE_MONTHS
# One name for all, so that each metric is one series that an alarm can watch; the function's name is in every log line.
SERVICE = "connector"


class StepFunctions(Construct):
    """The fourteen, by step name."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        table: RecordTable,
        layer: lambda_.ILayerVersion,
    ) -> None:
        super().__init__(scope, id)
        code = lambda_.Code.from_asset(str(deployment.sources.functions), exclude=["**/__pycache__"])
        environment = _environment(deployment, table)
        self.by_step: dict[str, lambda_.Function] = {
            step.name: _step_function(self, step, code=code, layer=layer, environment=environment) for step in STEPS
        }
        for function in self.by_step.values():
            table.grant_items(function)
            _grant_secrets(function, deployment.secret_prefix)


def _step_function(
    scope: Construct,
    step: Step,
    *,
    code: lambda_.Code,
    layer: lambda_.ILayerVersion,
    environment: Mapping[str, str],
) -> lambda_.Function:
    log_group = logs.LogGroup(scope, f"{step.title}Logs", retention=RETENTION, removal_policy=RemovalPolicy.DESTROY)
    role = iam.Role(scope, f"{step.title}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log_group.grant_write(role)
    function = lambda_.Function(
        scope,
        step.title,
        description=f"{step.name}: {step.does}",
        code=code,
        handler=f"{step.name}.handler",
        runtime=RUNTIME,
        architecture=ARCHITECTURE,
        layers=[layer],
        role=role,
        log_group=log_group,
        timeout=TIMEOUT,
        memory_size=MEMORY_MB,
        environment=dict(environment),
        tracing=lambda_.Tracing.ACTIVE,
    )
    accept(function, "AwsSolutions-L1", reason="Lambda supports 3.13 until 2029, and each package has a wheel for it")
    accept_wildcard(role, "*", reason="AWS offers X-Ray on every resource only")
    return function


def _environment(deployment: Deployment, table: RecordTable) -> dict[str, str]:
    ours = Environment(
        table_name=table.table.table_name,
        secret_prefix=deployment.secret_prefix,
        time_budget_seconds=deployment.time_budget,
    )
    return {
        **ours.variables(),
        "POWERTOOLS_SERVICE_NAME": SERVICE,
        "POWERTOOLS_METRICS_NAMESPACE": deployment.stack,
        "POWERTOOLS_LOG_LEVEL": "INFO",
        # the local cloud has no X-Ray daemon to send to
        "POWERTOOLS_TRACE_DISABLED": str(deployment.local).lower(),
    }


def _grant_secrets(function: lambda_.Function, prefix: str) -> None:
    """Read credentials, and write a refreshed token back. Secrets are made when a connection is made, not here."""
    secrets = Stack.of(function).format_arn(
        service="secretsmanager", resource=f"secret:{prefix}*", arn_format=ArnFormat.NO_RESOURCE_NAME
    )
    iam.Grant.add_to_principal(
        grantee=function,
        actions=["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
        resource_arns=[secrets],
    )
    accept_wildcard(
        function.role or function,
        own_arn("secretsmanager", f"secret:{prefix}*"),
        reason="one secret per connection and system, made long after the deployment",
    )
