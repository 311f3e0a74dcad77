"""What the deployment tells the API's function: written by infra, read once by its handler."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from shared.environment import required


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiEnvironment:
    table_name: str
    manual_arn: str

    def variables(self) -> dict[str, str]:
        """Give the environment variables that `read` understands."""
        return {"TABLE_NAME": self.table_name, "MANUAL_ARN": self.manual_arn}

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Self:
        return cls(table_name=required(variables, "TABLE_NAME"), manual_arn=required(variables, "MANUAL_ARN"))
