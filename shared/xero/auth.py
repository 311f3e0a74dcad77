"""Xero's tokens. https://developer.xero.com/documentation/guides/oauth2/token-types/

An access token lives thirty minutes. A Custom Connection asks for a new one in its own name; an app with users
exchanges its refresh token, which changes with every use.
"""

from base64 import b64encode
from collections.abc import Callable, Mapping
from datetime import datetime

import requests
from msgspec import Struct

from shared.credentials import Grant, XeroCredentials
from shared.sequence import System
from shared.tokens import Token, TokenDesk, TokenKeeper, TokenVault

__all__ = ["Token", "TokenVault", "XeroAuthorisation", "authorise"]


class XeroAuthorisation(Struct, frozen=True, kw_only=True, eq=False):
    """A bearer token that is good now."""

    keeper: TokenKeeper

    def headers(self) -> Mapping[str, str]:
        return {"Authorization": f"Bearer {self.keeper.current()}"}

    def renew(self) -> bool:
        return self.keeper.renew()


def authorise(
    credentials: XeroCredentials, *, vault: TokenVault, session: requests.Session, clock: Callable[[], datetime]
) -> XeroAuthorisation:
    """Authorise the calls of one connection."""
    own_name = credentials.grant is Grant.CLIENT_CREDENTIALS
    desk = TokenDesk(
        system=System.XERO,
        url=credentials.identity_url,
        form={"grant_type": str(credentials.grant), **({"scope": credentials.scopes} if own_name else {})},
        basic=_basic(credentials),
        session=session,
        clock=clock,
    )
    first = None if own_name else credentials.refresh_token
    return XeroAuthorisation(keeper=TokenKeeper(desk=desk, vault=vault, clock=clock, first_refresh_token=first))


def _basic(credentials: XeroCredentials) -> str:
    pair = f"{credentials.client_id}:{credentials.client_secret}"
    return f"Basic {b64encode(pair.encode()).decode()}"
