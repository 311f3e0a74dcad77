"""Makes the client for Xero of a connection, out of its credentials and what an invocation has."""

from collections.abc import Mapping
from typing import Any

from shared.credentials import XeroCredentials
from shared.means import Means
from shared.sequence import System
from shared.xero.answers import explain
from shared.xero.auth import authorise
from shared.xero.client import Xero
from shared.xero.pace import XeroPace


def connect(document: Mapping[str, Any], means: Means, *, limits: Mapping[str, int]) -> Xero:
    """Make the client. `limits` are the calls left as another client of the run has seen them."""
    credentials = XeroCredentials.parse(document)
    transport = means.transport(
        System.XERO,
        credentials.api_url,
        authorisation=authorise(credentials, vault=means.vault, session=means.session, clock=means.clock),
        pace=XeroPace(means.clock, limits),
        explain=explain,
    )
    return Xero(transport, credentials.tenant_id)
