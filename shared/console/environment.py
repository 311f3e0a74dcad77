"""What the deployment tells the console's function: written by infra, read once at its start."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsoleEnvironment:
    """`sign_in` is the address below which the hosted sign-in page lies; the region is told by Lambda itself."""

    sign_in: str
    client_id: str
    region: str = ""

    def variables(self) -> dict[str, str]:
        """Give the environment variables that `read` understands."""
        return {"SIGN_IN": self.sign_in, "CLIENT_ID": self.client_id}

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Self:
        return cls(
            sign_in=variables["SIGN_IN"],
            client_id=variables["CLIENT_ID"],
            region=variables["AWS_REGION"],
        )
