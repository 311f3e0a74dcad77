"""Brightpearl's two ways in: a private app's fixed token, or the OAuth tokens of an app that the merchant installed.

https://api-docs.brightpearl.com/: a private app sends its reference with a staff or account token; an installed one a
bearer token with its own and its developer's reference.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

import requests

from shared.auth.credentials import BrightpearlCredentials, BrightpearlOAuth
from shared.auth.tokens import TokenEndpoint, TokenProvider, TokenStore
from shared.http.secret_values import SecretStruct
from shared.http.transport import Authorisation
from shared.kinds import System

_GRANT = {"grant_type": "refresh_token"}


class PrivateApp(SecretStruct, frozen=True, kw_only=True, eq=False):
    """A fixed token, which cannot be renewed. `renew` says True all the same: one refusal may be a gateway's."""

    fixed: Mapping[str, str]

    def headers(self) -> Mapping[str, str]:
        return self.fixed

    def renew(self) -> bool:
        return True


class InstalledApp(SecretStruct, frozen=True, kw_only=True, eq=False):
    """An app with OAuth tokens, which are renewed."""

    provider: TokenProvider
    app_ref: str
    dev_ref: str

    def headers(self) -> Mapping[str, str]:
        return {
            "Authorization": f"Bearer {self.provider.current()}",
            "brightpearl-app-ref": self.app_ref,
            "brightpearl-dev-ref": self.dev_ref,
        }

    def renew(self) -> bool:
        return self.provider.renew()


def authorise(
    credentials: BrightpearlCredentials, *, tokens: TokenStore, session: requests.Session, clock: Callable[[], datetime]
) -> Authorisation:
    """Authorise the calls of one connection with whichever of the three the credentials hold."""
    if credentials.oauth:
        provider = _provider(credentials.oauth, tokens=tokens, session=session, clock=clock)
        return InstalledApp(provider=provider, app_ref=credentials.app_ref, dev_ref=credentials.oauth.dev_ref)
    if credentials.staff_token:
        name, token = "brightpearl-staff-token", credentials.staff_token
    else:
        name, token = "brightpearl-account-token", credentials.account_token
    return PrivateApp(fixed={"brightpearl-app-ref": credentials.app_ref, name: token})


def _provider(
    oauth: BrightpearlOAuth, *, tokens: TokenStore, session: requests.Session, clock: Callable[[], datetime]
) -> TokenProvider:
    secret = {"client_secret": oauth.client_secret} if oauth.client_secret else {}
    endpoint = TokenEndpoint(
        system=System.BRIGHTPEARL,
        url=oauth.token_url,
        form={**_GRANT, "client_id": oauth.client_id, **secret},
        session=session,
        clock=clock,
    )
    return TokenProvider(endpoint=endpoint, tokens=tokens, clock=clock, first_refresh_token=oauth.refresh_token)
