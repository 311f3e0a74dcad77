"""What a deployment may choose."""

from aws_cdk import App

from infra.deployment import Deployment


def test_without_context_it_is_the_deployment_to_aws() -> None:
    chosen = Deployment.from_context(App().node)

    assert chosen == Deployment()
    assert not chosen.local
    assert chosen.secret_prefix == "BrightpearlXero/"


def test_context_from_the_command_line_is_text() -> None:
    context = {"stack": "Trial", "local": "true", "time_budget": "60", "alarm_email": "oncall@example.com"}

    chosen = Deployment.from_context(App(context=context).node)

    assert chosen == Deployment(stack="Trial", local=True, time_budget=60, alarm_email="oncall@example.com")


def test_two_stacks_in_one_account_share_no_name() -> None:
    one, other = Deployment(stack="One"), Deployment(stack="Other")

    assert one.named("cycle") != other.named("cycle")
    assert not one.secret_prefix.startswith(other.secret_prefix)
