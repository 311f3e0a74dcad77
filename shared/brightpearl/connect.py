"""Makes the client for Brightpearl of a connection, out of its credentials and what an invocation has."""

from collections.abc import Mapping
from typing import Any

from shared.brightpearl.answers import explain
from shared.brightpearl.auth import authorise
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.credentials import BrightpearlCredentials
from shared.means import Means
from shared.sequence import System


def connect(document: Mapping[str, Any], means: Means) -> Brightpearl:
    credentials = BrightpearlCredentials.parse(document)
    transport = means.transport(
        System.BRIGHTPEARL,
        credentials.base_url,
        authorisation=authorise(credentials, vault=means.vault, session=means.session, clock=means.clock),
        pace=BrightpearlPace(means.clock),
        explain=explain,
    )
    return Brightpearl(transport, credentials)
