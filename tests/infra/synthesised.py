"""The stack as CDK writes it, without bundling: what every test of infra/ looks at."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from aws_cdk import App, assertions

from infra.api import MODULE
from infra.bundling import CONSOLE_MODULE
from infra.deployment import Deployment, Sources
from infra.stack import ConnectorStack
from shared.environment import TABLE_PARAMETER
from shared.sequence import CHANGE_RECORDS, EVERY_NAME


def app_with_stack(folder: Path, *, local: bool = False) -> tuple[App, ConnectorStack]:
    """Build the stack with an empty module per function and an empty console, so that these tests need neither."""
    functions, console = folder / "functions", folder / "console"
    functions.mkdir()
    console.mkdir()
    (console / "index.html").touch()
    for name in (*EVERY_NAME, CHANGE_RECORDS, MODULE, CONSOLE_MODULE):
        (functions / f"{name}.py").touch()
    app = App(context={"aws:cdk:bundling-stacks": []}, outdir=str(folder / "assembly"))
    sources = Sources(functions=functions, console=console)
    return app, ConnectorStack(app, deployment=Deployment(local=local, sources=sources))


@cache
def template(*, local: bool = False) -> dict[str, Any]:
    with TemporaryDirectory() as folder:
        _, stack = app_with_stack(Path(folder), local=local)
        written: dict[str, Any] = dict(assertions.Template.from_stack(stack).to_json())
        return written


def moved(value: Any, *, to: str) -> Any:
    """Read a part of the template as CloudFormation does where the parameter names another table."""
    if isinstance(value, list):
        return [moved(one, to=to) for one in value]
    if not isinstance(value, dict):
        return value
    if "Fn::If" in value:
        return moved(value["Fn::If"][1], to=to)
    return to if value == {"Ref": TABLE_PARAMETER} else {name: moved(one, to=to) for name, one in value.items()}


def resources(kind: str, *, local: bool = False) -> dict[str, dict[str, Any]]:
    """Give the properties of every resource of a type, by logical id."""
    found = template(local=local)["Resources"].items()
    return {name: resource.get("Properties", {}) for name, resource in found if resource["Type"] == kind}


def only(kind: str, *, local: bool = False) -> dict[str, Any]:
    (properties,) = resources(kind, local=local).values()
    return properties


def every_function() -> dict[str, dict[str, Any]]:
    """Give the functions by the name of their module."""
    return {one["Handler"].split(".")[0]: one for one in resources("AWS::Lambda::Function").values()}


def functions() -> dict[str, dict[str, Any]]:
    """Give the functions of steps and looks by their names."""
    return {name: one for name, one in every_function().items() if name in EVERY_NAME}


def machine(name: str) -> dict[str, Any]:
    found = resources("AWS::StepFunctions::StateMachine").values()
    (properties,) = (one for one in found if one["StateMachineName"].endswith(f"-{name}"))
    return properties


def definition(name: str) -> dict[str, Any]:
    """Give a state machine's definition, with what is only known later in curly brackets."""
    written: dict[str, Any] = json.loads(joined(machine(name)["DefinitionString"]))
    return written


def joined(value: Any) -> str:
    """Write a joined text as one, with `{Name}` for a reference and `{Name.Arn}` for an attribute.

    Of what depends on the table that is chosen it is that of a stack with its own.
    """
    if isinstance(value, str):
        return value
    if "Fn::Join" in value:
        return "".join(joined(part) for part in value["Fn::Join"][1])
    if "Fn::If" in value:
        return joined(value["Fn::If"][2])
    return f"{{{value['Ref'] if 'Ref' in value else '.'.join(value['Fn::GetAtt'])}}}"


def statements(role: str) -> Iterator[dict[str, Any]]:
    """Give what a role may do, from its own policies and those attached to it."""
    for policy in resources("AWS::IAM::Role")[role].get("Policies", []):
        yield from policy["PolicyDocument"]["Statement"]
    for policy in resources("AWS::IAM::Policy").values():
        if {"Ref": role} in policy["Roles"]:
            yield from policy["PolicyDocument"]["Statement"]


def actions(role: str) -> set[str]:
    return {action for statement in statements(role) for action in as_list(statement["Action"])}


def role_of(properties: dict[str, Any], *, name: str = "Role") -> str:
    role: str = properties[name]["Fn::GetAtt"][0]
    return role


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
