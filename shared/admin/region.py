"""The one AWS region of a command. Left to themselves, boto3 and PynamoDB do not see AWS_REGION, which all other tools go by."""

from collections.abc import MutableMapping
from typing import Final

import boto3

from shared.errors import ConfigurationError

VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


def settle_region(variables: MutableMapping[str, str]) -> None:
    """Write into both variables what the first of them says, else the profile: whatever makes a client finds the same."""
    region = next(filter(None, map(variables.get, VARIABLES)), None) or boto3.Session().region_name
    if not region:
        raise ConfigurationError(
            "nothing says which AWS region the stack is in", hint="set AWS_REGION, or choose a profile with AWS_PROFILE"
        )
    variables.update(dict.fromkeys(VARIABLES, region))
