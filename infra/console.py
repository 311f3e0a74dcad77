"""The console: its files from a small function through the API's own gateway, so that both have one address."""

from typing import Final, cast

from aws_cdk import AssetHashType, BundlingOptions, DockerImage, Duration, ILocalBundling, RemovalPolicy
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk.aws_apigatewayv2_integrations import HttpLambdaIntegration
from constructs import Construct

from infra.api import HttpApi
from infra.bundling import CONSOLE_MODULE, ConsoleBundling
from infra.deployment import Deployment
from infra.functions import RETENTION
from infra.layer import ARCHITECTURE, RUNTIME
from infra.nag import accept
from shared.console.environment import ConsoleEnvironment

DOES: Final = "gives a browser the console's files"
ROUTE: Final = "$default"
# A first visit asks for some twenty files at once; those of several people must not use up each other's calls.
FILES_A_SECOND: Final = 100
FILES_AT_ONCE: Final = 400


class Console(Construct):
    """Answers every address that is not the API's. Its role may write its log and nothing else."""

    def __init__(self, scope: Construct, id: str, *, deployment: Deployment, http: HttpApi) -> None:
        super().__init__(scope, id)
        self.function = _function(self, deployment, http)
        route = gateway.HttpRoute(
            self,
            "Route",
            http_api=http.api,
            route_key=gateway.HttpRouteKey.DEFAULT,
            integration=HttpLambdaIntegration("Files", self.function),
        )
        accept(route, "AwsSolutions-APIG4", reason="the console's files are the way to the sign-in page, and no secret")
        http.stage.route_settings = {
            ROUTE: {"ThrottlingRateLimit": FILES_A_SECOND, "ThrottlingBurstLimit": FILES_AT_ONCE}
        }
        http.stage.node.add_dependency(route)


def _function(scope: Construct, deployment: Deployment, http: HttpApi) -> lambda_.Function:
    """It has neither the layer nor a trace: it starts at once, and there is nothing to trace."""
    log_group = logs.LogGroup(scope, "Logs", retention=RETENTION, removal_policy=RemovalPolicy.DESTROY)
    role = iam.Role(scope, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log_group.grant_write(role)
    ours = ConsoleEnvironment(
        sign_in=http.sign_in.address, client_id=http.sign_in.client.user_pool_client_id
    ).variables()
    function = lambda_.Function(
        scope,
        "Function",
        description=f"{CONSOLE_MODULE}: {DOES}",
        code=_code(deployment),
        handler=f"{CONSOLE_MODULE}.handler",
        runtime=RUNTIME,
        architecture=ARCHITECTURE,
        role=role,
        log_group=log_group,
        timeout=Duration.seconds(10),
        memory_size=512,
        environment=ours,
    )
    accept(function, "AwsSolutions-L1", reason="Lambda supports 3.13 until 2029, as for all other functions")
    return function


def _code(deployment: Deployment) -> lambda_.Code:
    sources = deployment.sources
    bundling = ConsoleBundling(functions=sources.functions, shared=sources.shared, built=sources.console)
    return lambda_.Code.from_asset(
        str(sources.console),
        asset_hash_type=AssetHashType.CUSTOM,
        asset_hash=bundling.fingerprint(),
        bundling=BundlingOptions(image=DockerImage.from_registry("never-used"), local=cast(ILocalBundling, bundling)),
    )
