"""What every state machine here has: a log, a trace, a time limit, and a role that may do exactly what is listed."""

from collections.abc import Sequence

from aws_cdk import ArnFormat, Duration, RemovalPolicy, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct

from infra.functions import RETENTION
from infra.nag import accept_wildcard

# Step Functions can deliver logs only with these, and only on every resource; the same goes for X-Ray.
LOG_DELIVERY = (
    "logs:CreateLogDelivery",
    "logs:DeleteLogDelivery",
    "logs:DescribeLogGroups",
    "logs:DescribeResourcePolicies",
    "logs:GetLogDelivery",
    "logs:ListLogDeliveries",
    "logs:PutResourcePolicy",
    "logs:UpdateLogDelivery",
)
TRACING = (
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
)


def allow(*actions: str, on: Sequence[str]) -> iam.PolicyStatement:
    return iam.PolicyStatement(actions=list(actions), resources=list(on))


def executions_of(scope: Construct, name: str) -> str:
    """Give the pattern of a machine's executions; by its name, because its ARN would need the role that needs this."""
    return Stack.of(scope).format_arn(
        service="states", resource=f"execution:{name}:*", arn_format=ArnFormat.NO_RESOURCE_NAME
    )


def state_machine(
    scope: Construct,
    *,
    name: str,
    start: sfn.IChainable,
    timeout: Duration,
    allowed: Sequence[iam.PolicyStatement] = (),
) -> sfn.StateMachine:
    """Make the machine. Without a list, CDK grants what the tasks need.

    For functions it grants every version with a wildcard: give the list instead, which then is all that is granted.
    """
    role = iam.Role(
        scope,
        "Role",
        assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
        inline_policies={
            "Observe": iam.PolicyDocument(statements=[allow(*LOG_DELIVERY, *TRACING, on=["*"])]),
            **({"Work": iam.PolicyDocument(statements=list(allowed))} if allowed else {}),
        },
    )
    accept_wildcard(role, "*", reason="AWS offers log delivery and X-Ray on every resource only")
    # Names under /aws/vendedlogs share one resource policy; others would fill it up.
    log_group = logs.LogGroup(
        scope,
        "Logs",
        log_group_name=f"/aws/vendedlogs/states/{name}",
        retention=RETENTION,
        removal_policy=RemovalPolicy.DESTROY,
    )
    return sfn.StateMachine(
        scope,
        "StateMachine",
        state_machine_name=name,
        definition_body=sfn.DefinitionBody.from_chainable(start),
        query_language=sfn.QueryLanguage.JSONATA,
        role=role.without_policy_updates() if allowed else role,
        logs=sfn.LogOptions(destination=log_group, level=sfn.LogLevel.ALL, include_execution_data=True),
        tracing_enabled=True,
        timeout=timeout,
    )
