"""Xero's tokens. https://developer.xero.com/documentation/guides/oauth2/token-types/

An access token lives thirty minutes. A Custom Connection asks for a new one in its own name; an app with users
exchanges its refresh token, which changes with every use.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime

import requests
from msgspec import Struct

from shared.auth.credentials import Grant, XeroCredentials
from shared.auth.tokens import TokenEndpoint, TokenProvider, TokenStore
from shared.kinds import System


class XeroAuthorisation(Struct, frozen=True, kw_only=True, eq=False):
    """A bearer token that is good now."""

    provider: TokenProvider

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.provider.current()}"}

    def renew(self) -> bool:
        return self.provider.renew()


def authorise(
    credentials: XeroCredentials, *, tokens: TokenStore, session: requests.Session, clock: Callable[[], datetime]
) -> XeroAuthorisation:
    """Authorise the calls of one connection."""
    own_name = credentials.grant is Grant.CLIENT_CREDENTIALS
    endpoint = TokenEndpoint(
        system=System.XERO,
        url=credentials.identity_url,
        form={"grant_type": str(credentials.grant), **({"scope": credentials.scopes} if own_name else {})},
        basic=_basic(credentials),
        session=session,
        clock=clock,
    )
    first = None if own_name else credentials.refresh_token
    return XeroAuthorisation(
        provider=TokenProvider(endpoint=endpoint, tokens=tokens, clock=clock, first_refresh_token=first)
    )


def _basic(credentials: XeroCredentials) -> str:
    pair = f"{credentials.client_id}:{credentials.client_secret}"
    return f"Basic {b64encode(pair.encode()).decode()}"
