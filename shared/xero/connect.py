"""Makes the client for Xero of a connection, out of its credentials and what an invocation has."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import requests

from shared.credentials import XeroCredentials
from shared.sequence import System
from shared.tokens import TokenVault
from shared.transport import Exchange, Meter, Transport
from shared.xero.answers import explain
from shared.xero.auth import authorise
from shared.xero.client import Xero
from shared.xero.pace import XeroPace


def connect(
    document: Mapping[str, Any],
    *,
    vault: TokenVault,
    session: requests.Session,
    meter: Meter,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    log: Callable[[Exchange], None],
    limits: Mapping[str, int],
) -> Xero:
    """Make the client. `limits` are the calls left as another client of the run has seen them."""
    credentials = XeroCredentials.parse(document)
    transport = Transport(
        system=System.XERO,
        base_url=credentials.api_url,
        authorisation=authorise(credentials, vault=vault, session=session, clock=clock),
        pace=XeroPace(clock, limits),
        explain=explain,
        meter=meter,
        session=session,
        clock=clock,
        sleep=sleep,
        log=log,
    )
    return Xero(transport, credentials.tenant_id)
