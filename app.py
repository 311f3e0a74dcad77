"""The CDK app: one stack. `cdk deploy -c name=value` sets what infra/deployment.py lists."""

from aws_cdk import App

from infra.deployment import Deployment
from infra.stack import ConnectorStack

app = App()
ConnectorStack(app, deployment=Deployment.from_context(app.node))
app.synth()
