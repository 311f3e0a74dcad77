"""The HTTP API: one function behind one gateway, nothing without a valid token, and no more calls than people make."""

import json
from typing import Final

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk.aws_apigatewayv2_authorizers import HttpJwtAuthorizer
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.deployment import Deployment
from infra.functions import RETENTION, connector_function
from infra.nag import accept_wildcard, own_arn
from infra.sign_in import SignIn
from infra.table import RecordTable
from infra.workflow.machine import executions_of
from shared.api.environment import ApiEnvironment

MODULE: Final = "api"
DOES: Final = "answers what people and scripts ask, and starts the runs that they want"
PATH: Final = "/api/{proxy+}"
# Answers come from a few reads; whatever takes longer has gone wrong.
TIMEOUT: Final = Duration.seconds(20)
CALLS_A_SECOND: Final = 20
CALLS_AT_ONCE: Final = 40
# What the access log keeps of a call: no query, which may hold a customer's name.
LOGGED: Final = {
    "requestId": "$context.requestId",
    "time": "$context.requestTime",
    "method": "$context.httpMethod",
    "path": "$context.path",
    "status": "$context.status",
    "user": "$context.authorizer.claims.sub",
    "ip": "$context.identity.sourceIp",
    "milliseconds": "$context.responseLatency",
    "error": "$context.error.message",
}


class HttpApi(Construct):
    """`api` and its `stage` take further routes, for instance the console's; `sign_in` is where tokens come from."""

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        deployment: Deployment,
        table: RecordTable,
        layer: lambda_.ILayerVersion,
        manual: sfn.StateMachine,
    ) -> None:
        super().__init__(scope, id)
        self.api = gateway.HttpApi(self, "Gateway", api_name=deployment.named("api"), create_default_stage=False)
        self.address = self.api.api_endpoint
        self.sign_in = SignIn(
            self,
            "SignIn",
            deployment=deployment,
            gateway=self.address,
            callbacks=[f"{self.address}/", *deployment.callbacks],
        )
        self.function = _function(self, deployment, table=table, layer=layer, manual=manual)
        self.stage = _stage(self, self.api, deployment)
        self.api.add_routes(
            path=PATH,
            methods=[gateway.HttpMethod.ANY],
            integration=HttpLambdaIntegration("Api", self.function),
            authorizer=_authorizer(self.sign_in),
        )


def _authorizer(sign_in: SignIn) -> HttpJwtAuthorizer:
    return HttpJwtAuthorizer(
        "Token",
        sign_in.issuer,
        authorizer_name="token",
        jwt_audience=[sign_in.client.user_pool_client_id],
    )


def _stage(scope: Construct, api: gateway.HttpApi, deployment: Deployment) -> gateway.CfnStage:
    log_group = logs.LogGroup(
        scope,
        "AccessLogs",
        log_group_name=f"/aws/vendedlogs/http/{deployment.named('api')}",
        retention=RETENTION,
        removal_policy=RemovalPolicy.DESTROY,
    )
    stage = api.add_stage(
        "Stage",
        stage_name="$default",
        auto_deploy=True,
        throttle=gateway.ThrottleSettings(rate_limit=CALLS_A_SECOND, burst_limit=CALLS_AT_ONCE),
    )
    written = stage.node.default_child
    assert isinstance(written, gateway.CfnStage)
    written.access_log_settings = gateway.CfnStage.AccessLogSettingsProperty(
        destination_arn=log_group.log_group_arn, format=json.dumps(LOGGED)
    )
    return written


def _function(
    scope: Construct,
    deployment: Deployment,
    *,
    table: RecordTable,
    layer: lambda_.ILayerVersion,
    manual: sfn.StateMachine,
) -> lambda_.Function:
    """It reads, and it starts manual runs; only those change anything."""
    ours = ApiEnvironment(table_name=table.name, manual_arn=manual.state_machine_arn)
    function = connector_function(
        scope,
        "Function",
        module=MODULE,
        does=DOES,
        deployment=deployment,
        layer=layer,
        variables=ours.variables(),
        timeout=TIMEOUT,
    )
    table.grant_reading(function)
    manual.grant_start_execution(function)
    name = deployment.named("manual")
    iam.Grant.add_to_principal(
        grantee=function, actions=["states:DescribeExecution"], resource_arns=[executions_of(scope, name)]
    )
    accept_wildcard(
        function.role or function,
        own_arn("states", f"execution:{name}:*"),
        reason="it looks whether a run that it has started is still to begin, and each has a new name",
    )
    return function
