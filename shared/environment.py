"""What the deployment tells the functions: written by infra, read once by the runtime, never at import."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from msgspec import Struct

from shared.errors import ConfigurationError

# Lambda kills a function then: one that stood still while it sent could otherwise do so when others have looked for what
# it sent, and Xero has forgotten its key (docs/exactly-once.md).
FUNCTION_LIFE: Final = timedelta(minutes=4)
# The parameter of the stack that names the table in use; empty, it is the stack's own.
TABLE_PARAMETER: Final = "RecordsTable"


class Environment(Struct, frozen=True, kw_only=True):
    """`time_budget_seconds` bounds one invocation's work; 0 means as long as Lambda lets it run."""

    table_name: str
    secret_prefix: str
    time_budget_seconds: int = 0

    def variables(self) -> dict[str, str]:
        """Give the environment variables that `read` understands."""
        return {
            "TABLE_NAME": self.table_name,
            "SECRET_PREFIX": self.secret_prefix,
            "TIME_BUDGET_SECONDS": str(self.time_budget_seconds),
        }

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> "Environment":
        return cls(
            table_name=required(variables, "TABLE_NAME"),
            secret_prefix=required(variables, "SECRET_PREFIX"),
            time_budget_seconds=_seconds(variables.get("TIME_BUDGET_SECONDS", "0")),
        )


def required(variables: Mapping[str, str], name: str) -> str:
    value = variables.get(name, "")
    if not value:
        raise ConfigurationError(f"the environment variable {name} is not set", hint="deploy the stack again")
    return value


def _seconds(text: str) -> int:
    if not text.isdigit():
        raise ConfigurationError(f"TIME_BUDGET_SECONDS is {text!r}, not a whole number of seconds")
    return int(text)
