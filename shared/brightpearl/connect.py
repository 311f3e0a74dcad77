"""Makes the client for Brightpearl of a connection, out of its credentials and what an invocation has."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import requests

from shared.brightpearl.answers import explain
from shared.brightpearl.auth import authorise
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.credentials import BrightpearlCredentials
from shared.sequence import System
from shared.tokens import TokenVault
from shared.transport import Exchange, Meter, Transport


def connect(
    document: Mapping[str, Any],
    *,
    vault: TokenVault,
    session: requests.Session,
    meter: Meter,
    clock: Callable[[], datetime],
    sleep: Callable[[float], None],
    log: Callable[[Exchange], None],
) -> Brightpearl:
    credentials = BrightpearlCredentials.parse(document)
    transport = Transport(
        system=System.BRIGHTPEARL,
        base_url=credentials.base_url,
        authorisation=authorise(credentials, vault=vault, session=session, clock=clock),
        pace=BrightpearlPace(clock),
        explain=explain,
        meter=meter,
        session=session,
        clock=clock,
        sleep=sleep,
        log=log,
    )
    return Brightpearl(transport, credentials)
