"""The connector's stack. It only wires: each capability is a construct of its own."""

from aws_cdk import CfnOutput, Environment, IStackSynthesizer, Stack
from constructs import Construct

from infra.alarms import Alarms
from infra.api import HttpApi
from infra.console import Console
from infra.dashboard import Dashboard
from infra.deployment import Deployment
from infra.functions import StepFunctions
from infra.layer import SharedLayer
from infra.schedule import Schedule
from infra.table import RecordTable
from infra.workflows import Workflows


class ConnectorStack(Stack):
    def __init__(
        self,
        scope: Construct,
        *,
        deployment: Deployment,
        env: Environment | None = None,
        synthesizer: IStackSynthesizer | None = None,
    ) -> None:
        super().__init__(
            scope, deployment.stack, env=env, synthesizer=synthesizer, description="Brightpearl to Xero connector"
        )
        table = RecordTable(self, "Records", protected=not deployment.local)
        layer = SharedLayer(self, "Shared", deployment=deployment).layer
        functions = StepFunctions(self, "Steps", deployment=deployment, table=table, layer=layer)
        workflows = Workflows(self, "Workflows", deployment=deployment, table=table, functions=functions)
        http = HttpApi(self, "Api", deployment=deployment, table=table, layer=layer, manual=workflows.manual)
        Console(self, "Console", deployment=deployment, http=http)
        Schedule(self, "Schedule", cycles=workflows.every_connection, looks=workflows.every_night)
        Alarms(self, "Alarms", deployment=deployment, cycle=workflows.cycle, functions=functions.all)
        Dashboard(
            self,
            "Dashboard",
            deployment=deployment,
            cycle=workflows.cycle,
            functions=functions.by_step,
            table=table,
        )
        self._tell("TableName", table.name)
        self._tell("SecretPrefix", deployment.secret_prefix)
        self._tell("CycleArn", workflows.cycle.state_machine_arn)
        self._tell("ManualArn", workflows.manual.state_machine_arn)
        self._tell("VerifyArn", workflows.verify.state_machine_arn)
        self._tell("EveryConnectionArn", workflows.every_connection.state_machine_arn)

        self._tell("ConsoleAddress", f"{http.address}/")
        self._tell("ApiAddress", http.address)
        self._tell("ApiId", http.api.api_id)
        self._tell("SignInAddress", http.sign_in.address)
        self._tell("UserPoolId", http.sign_in.pool.user_pool_id)
        self._tell("ClientId", http.sign_in.client.user_pool_client_id)

    def _tell(self, name: str, value: str) -> None:
        CfnOutput(self, name, value=value)
