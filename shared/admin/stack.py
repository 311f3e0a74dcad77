"""The deployed stack, as CloudFormation tells it: which table it uses, what it is made of, and how it moves to another table."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from botocore.exceptions import ClientError

from shared.admin.waiting import Waiting
from shared.environment import TABLE_PARAMETER
from shared.errors import ConfigurationError

TABLE: Final = "AWS::DynamoDB::Table"
RULE: Final = "AWS::Events::Rule"
STATE_MACHINE: Final = "AWS::StepFunctions::StateMachine"
IN_USE: Final = "TableName"  # the output that names it
UNDER_WAY: Final = "_IN_PROGRESS"
MOVED: Final = "UPDATE_COMPLETE"
LONGEST_UPDATE: Final = timedelta(hours=1)
# The stack has roles, and nothing about them changes.
CAPABILITIES: Final = ("CAPABILITY_IAM", "CAPABILITY_NAMED_IAM")


@dataclass(frozen=True, slots=True, kw_only=True)
class DeployedStack:
    """`client` is that of CloudFormation."""

    client: Any
    name: str
    waiting: Waiting

    def table(self) -> str:
        """Give the table in use."""
        told = {one["OutputKey"]: one["OutputValue"] for one in self._described().get("Outputs", ())}
        if IN_USE not in told or TABLE_PARAMETER not in self._parameters():
            raise ConfigurationError(
                f"the stack {self.name} cannot be moved to another table",
                hint="deploy this version of the connector first; is it the connector's stack?",
            )
        return str(told[IN_USE])

    def own_table(self) -> str:
        """Give the table that the stack itself made, whether it is in use or not."""
        (own,) = self.resources(TABLE)
        return own

    def resources(self, kind: str) -> list[str]:
        """Give the physical ids of all resources of a type."""
        pages = self.client.get_paginator("list_stack_resources").paginate(StackName=self.name)
        found = (one for page in pages for one in page["StackResourceSummaries"])
        return [one["PhysicalResourceId"] for one in found if one["ResourceType"] == kind]

    def is_changing(self) -> bool:
        return self._status().endswith(UNDER_WAY)

    def settle(self) -> None:
        """Wait for the end of an update: of ours, or of a deployment."""
        self.waiting.until(
            lambda: f"the stack {self.name} is being updated" if self.is_changing() else "", at_most=LONGEST_UPDATE
        )

    def move(self, table: str) -> None:
        """Have everything in the stack use a table, with the template and all else as they are."""
        chosen = {"ParameterKey": TABLE_PARAMETER, "ParameterValue": "" if table == self.own_table() else table}
        others = (name for name in self._parameters() if name != TABLE_PARAMETER)
        self.client.update_stack(
            StackName=self.name,
            UsePreviousTemplate=True,
            Parameters=[chosen, *({"ParameterKey": name, "UsePreviousValue": True} for name in others)],
            Capabilities=list(CAPABILITIES),
        )
        self.settle()
        if self._status() != MOVED or self.table() != table:
            raise ConfigurationError(
                f"the stack {self.name} could not be moved and still uses {self.table()}: it is {self._status()}",
                hint="its events in CloudFormation say why; put that right and run the same command again",
            )

    def _parameters(self) -> list[str]:
        return [one["ParameterKey"] for one in self._described().get("Parameters", ())]

    def _status(self) -> str:
        return str(self._described()["StackStatus"])

    def _described(self) -> dict[str, Any]:
        try:
            (found,) = self.client.describe_stacks(StackName=self.name)["Stacks"]
        except ClientError as cause:
            if "does not exist" not in str(cause):
                raise
            raise ConfigurationError(
                f"there is no stack {self.name} in this account and region",
                hint="give the name that it was deployed with, and look at AWS_REGION and the credentials",
            ) from cause
        return dict(found)
