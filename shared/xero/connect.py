"""Makes a connection's client for Xero."""

from collections.abc import Mapping
from typing import Any

from shared.auth.credentials import XeroCredentials
from shared.auth.tokens import TokenStore
from shared.http.transport import ClientOptions, Transport
from shared.kinds import System
from shared.xero.answers import explain
from shared.xero.auth import authorise
from shared.xero.client import Xero
from shared.xero.pace import XeroPace


def connect(
    document: Mapping[str, Any], *, tokens: TokenStore, options: ClientOptions, limits: Mapping[str, int]
) -> Xero:
    """Make the client of a connection from its stored credentials. Raises ConfigurationError where these are wrong.

    `limits` are the calls left, as an earlier step of the run has seen them.
    """
    credentials = XeroCredentials.parse(document)
    transport = Transport(
        system=System.XERO,
        base_url=credentials.api_url,
        authorisation=authorise(credentials, tokens=tokens, session=options.session, clock=options.clock),
        pace=XeroPace(options.clock, limits),
        explain=explain,
        options=options,
    )
    return Xero(transport, credentials.tenant_id)
