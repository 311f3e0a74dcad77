"""An empty app: `cdk bootstrap` asks it where to go, and gets the answer before anything is built."""

from aws_cdk import App, Stack

app = App()
Stack(app, "Anywhere")
app.synth()
