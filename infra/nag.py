"""Findings of cdk-nag that we accept, each with its reason, said where the choice is made."""

from aws_cdk import Acknowledgment, Stack, Validations
from aws_cdk import aws_stepfunctions as sfn
from constructs import Construct, IConstruct


def accept(construct: IConstruct, finding: str, *, reason: str) -> None:
    """Acknowledge one finding of the AwsSolutions pack on this construct and what it contains."""
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions::{finding}", reason=reason))


def accept_wildcard(construct: IConstruct, resource: str, *, reason: str) -> None:
    """Acknowledge a `*` in the resource of a policy."""
    accept(construct, f"AwsSolutions-IAM5[Resource::{resource}]", reason=reason)


def accept_map_policy(scope: Construct, machine: sfn.StateMachine) -> None:
    """CDK writes the policy of a distributed map itself; the machine's own executions are its children."""
    stack = Stack.of(scope)
    child = machine.node.default_child
    assert isinstance(child, sfn.CfnStateMachine)
    name = f'{{"Fn::Select":[6,{{"Fn::Split":[":",{{"Ref":"{stack.get_logical_id(child)}"}}]}}]}}'
    for ending in (":*", "/*:*"):
        accept_wildcard(
            scope, own_arn("states", f"execution:{name}{ending}"), reason="AWS names the children of a map run"
        )


def own_arn(service: str, resource: str) -> str:
    """Write an ARN of this account and region the way cdk-nag spells it."""
    return f"arn:<AWS::Partition>:{service}:<AWS::Region>:<AWS::AccountId>:{resource}"
