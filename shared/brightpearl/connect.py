"""Makes a connection's client for Brightpearl."""

from collections.abc import Mapping
from typing import Any

from shared.auth.credentials import BrightpearlCredentials
from shared.auth.tokens import TokenStore
from shared.brightpearl.answers import explain
from shared.brightpearl.auth import authorise
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.http.transport import ClientOptions, Transport
from shared.kinds import System


def connect(document: Mapping[str, Any], *, tokens: TokenStore, options: ClientOptions) -> Brightpearl:
    """Make the client of a connection from its stored credentials. Raises ConfigurationError where these are wrong."""
    credentials = BrightpearlCredentials.parse(document)
    transport = Transport(
        system=System.BRIGHTPEARL,
        base_url=credentials.base_url,
        authorisation=authorise(credentials, tokens=tokens, session=options.session, clock=options.clock),
        pace=BrightpearlPace(options.clock),
        explain=explain,
        options=options,
    )
    return Brightpearl(transport, credentials)
