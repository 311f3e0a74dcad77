"""One Lambda function per step and look, and one for what people do to records, all from one zip, each with its own role."""

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
from shared.environment import FUNCTION_LIFE, Environment
from shared.kinds import System
from shared.sequence import CHANGE_RECORDS, LOOKS, STEPS

# A big first sync comes back through the state machine.
TIMEOUT = Duration.seconds(FUNCTION_LIFE.total_seconds())
MEMORY_MB = 512
RETENTION = logs.RetentionDays.THREE_MONTHS
# One name for all, so that each metric is one series that an alarm can watch; the function's name is in every log line.
SERVICE = "connector"
CHANGES = "archives, brings back or retries the records that somebody chose"


class StepFunctions(Construct):
    """Those of the steps and of the looks, by their names, and the one that changes records."""

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
        ours = Environment(
            table_name=table.name,
            secret_prefix=deployment.secret_prefix,
            time_budget_seconds=deployment.time_budget,
        ).variables()
        self.all: dict[str, lambda_.Function] = {
            step.name: connector_function(
                self, step.title, module=step.name, does=step.does, deployment=deployment, layer=layer, variables=ours
            )
            for step in (*STEPS, *LOOKS)
        }
        self.by_step = {step.name: self.all[step.name] for step in STEPS}
        self.by_look = {look.name: self.all[look.name] for look in LOOKS}
        self.change = connector_function(
            self,
            "ChangeRecords",
            module=CHANGE_RECORDS,
            does=CHANGES,
            deployment=deployment,
            layer=layer,
            variables=ours,
        )
        table.grant_items(self.change)
        for step in (*STEPS, *LOOKS):
            function = self.all[step.name]
            table.grant_items(function)
            table.grant_identity(function)
            for system in step.calls:
                _grant_secret(function, deployment.secret_prefix, system)


def connector_function(
    scope: Construct,
    id: str,
    *,
    module: str,
    does: str,
    deployment: Deployment,
    layer: lambda_.ILayerVersion,
    variables: Mapping[str, str],
    timeout: Duration = TIMEOUT,
) -> lambda_.Function:
    """Make the function of a module in `functions/`. At first it may write its log and its trace, and nothing else."""
    log_group = logs.LogGroup(scope, f"{id}Logs", retention=RETENTION, removal_policy=RemovalPolicy.DESTROY)
    role = iam.Role(scope, f"{id}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log_group.grant_write(role)
    function = lambda_.Function(
        scope,
        id,
        description=f"{module}: {does}",
        code=lambda_.Code.from_asset(str(deployment.sources.functions), exclude=["**/__pycache__"]),
        handler=f"{module}.handler",
        runtime=RUNTIME,
        architecture=ARCHITECTURE,
        layers=[layer],
        role=role,
        log_group=log_group,
        timeout=timeout,
        memory_size=MEMORY_MB,
        environment={**variables, **_powertools(deployment)},
        tracing=lambda_.Tracing.ACTIVE,
    )
    accept(function, "AwsSolutions-L1", reason="Lambda supports 3.13 until 2029, and each package has a wheel for it")
    accept_wildcard(role, "*", reason="AWS offers X-Ray on every resource only")
    return function


def _powertools(deployment: Deployment) -> dict[str, str]:
    return {
        "POWERTOOLS_SERVICE_NAME": SERVICE,
        "POWERTOOLS_METRICS_NAMESPACE": deployment.stack,
        "POWERTOOLS_LOG_LEVEL": "INFO",
        # the local cloud has no X-Ray daemon to send to
        "POWERTOOLS_TRACE_DISABLED": str(deployment.local).lower(),
    }


def _grant_secret(function: lambda_.Function, prefix: str, system: System) -> None:
    """Read credentials, and write a renewed token back. Secrets are made when a connection is made, not here."""
    names = f"secret:{prefix}*/{system}-*"
    secrets = Stack.of(function).format_arn(
        service="secretsmanager", resource=names, arn_format=ArnFormat.NO_RESOURCE_NAME
    )
    iam.Grant.add_to_principal(
        grantee=function,
        actions=["secretsmanager:GetSecretValue", "secretsmanager:PutSecretValue"],
        resource_arns=[secrets],
    )
    accept_wildcard(
        function.role or function,
        own_arn("secretsmanager", names),
        reason="one secret per connection and system, made long after the deployment, with six letters of AWS behind its name",
    )
