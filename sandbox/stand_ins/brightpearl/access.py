"""Who may call: private apps with a token of the account, and instance apps through OAuth 2.

https://help.brightpearl.com articles 211124966 and 360034093212. The 401 bodies carry a text, not an error.
"""

import uuid
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import urlencode

from werkzeug import Request, Response
from werkzeug.datastructures import Headers

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import to_json

ACCOUNT = "sandbox"
APP_REF = "sandbox_connector"
DEV_REF = "sandbox-dev"
CLIENT_SECRET = "bp-secret-of-the-sandbox"
STAFF_TOKEN = "staff-token-of-the-sandbox="
ACCOUNT_TOKEN = "account-token-of-the-sandbox="
FIRST_ACCESS_TOKEN = "YWNjZXNzLW9mLXRoZS1zYW5kYm94+/A="
FIRST_REFRESH_TOKEN = "cmVmcmVzaC1vZi10aGUtc2FuZGJveA+/="
LIFETIME = timedelta(days=7)

NOT_AUTHENTICATED = "Not authenticated. You must provide a valid authentication token."
EXPIRED = "Authorization token expired"

OAuthAnswer = dict[str, Any]


class _GrantError(Exception):
    """The token address refuses, with an OAuth error and perhaps its description."""


class Access:
    """The tokens that are out there."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._random = Random(1)
        self._codes: dict[str, str] = {}
        self._refresh_tokens = {FIRST_REFRESH_TOKEN}
        self._expiries = {FIRST_ACCESS_TOKEN: account.clock.now() + LIFETIME}
        self._refuse_once = False

    def expire(self) -> None:
        """Make every access token worthless, and refuse whoever calls next as if theirs had expired."""
        self._expiries = dict.fromkeys(self._expiries, self._account.clock.now())
        self._refuse_once = True

    def refusal(self, headers: Headers, *, account: str) -> str | None:
        """Why a call is not let in, or nothing."""
        if account != ACCOUNT or headers.get("brightpearl-app-ref") != APP_REF:
            return NOT_AUTHENTICATED
        refused = self._refuse_once
        self._refuse_once = False
        return self._token_refusal(headers) or (EXPIRED if refused else None)

    def authorise(self, request: Request) -> Response:
        """Consent at once, and send the browser back with a code."""
        query = request.args
        if query.get("client_id") != APP_REF or query.get("response_type") != "code" or "redirect_uri" not in query:
            return _oauth(400, {"error": "invalid_client"})
        code = self._secret()
        self._codes[code] = query["redirect_uri"]
        back = {"code": code} | ({"state": query["state"]} if "state" in query else {})
        return Response(status=302, headers={"Location": f"{query['redirect_uri']}?{urlencode(back)}"})

    def token(self, request: Request) -> Response:
        """Exchange a code or a refresh token for an access token."""
        form = request.form
        if form.get("client_id") != APP_REF or form.get("client_secret", CLIENT_SECRET) != CLIENT_SECRET:
            return _oauth(400, {"error": "invalid_client"})
        grant = _GRANTS.get(form.get("grant_type", ""))
        try:
            return _oauth(200, grant(self, form, request.host) if grant else _unsupported())
        except _GrantError as cause:
            description = {"error_description": str(cause)} if str(cause) else {}
            return _oauth(400, {"error": "invalid_grant", **description})

    def exchange_code(self, form: Mapping[str, str], host: str) -> OAuthAnswer:
        """The first tokens of an installation."""
        redirect = self._codes.pop(form.get("code", ""), None)
        if redirect is None:
            raise _GrantError("The auth token has either expired or does not exist")
        if redirect != form.get("redirect_uri"):
            raise _GrantError("Redirect uri does not match that used to request auth token")
        refresh_token = self._secret()
        self._refresh_tokens.add(refresh_token)
        return {"installation_instance_id": "13", **self._tokens(refresh_token, host)}

    def exchange_refresh(self, form: Mapping[str, str], host: str) -> OAuthAnswer:
        """New tokens for an old refresh token, which stays good unless tokens rotate."""
        refresh_token = form.get("refresh_token", "")
        if refresh_token not in self._refresh_tokens:
            raise _GrantError("The auth token has either expired or does not exist")
        if self._account.on("refresh_token_rotates"):
            self._refresh_tokens.remove(refresh_token)
            refresh_token = self._secret()
            self._refresh_tokens.add(refresh_token)
        return self._tokens(refresh_token, host)

    def _tokens(self, refresh_token: str, host: str) -> OAuthAnswer:
        access_token = self._secret()
        self._expiries[access_token] = self._account.clock.now() + LIFETIME
        return {
            "access_token": access_token,
            "refresh_token": refresh_token,
            "api_domain": host,
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
        }

    def _token_refusal(self, headers: Headers) -> str | None:
        scheme, _, bearer = headers.get("Authorization", "").partition(" ")
        if scheme == "Bearer":
            return self._bearer_refusal(bearer, has_dev_ref="brightpearl-dev-ref" in headers)
        if headers.get("brightpearl-staff-token") == STAFF_TOKEN:
            return None
        return None if headers.get("brightpearl-account-token") == ACCOUNT_TOKEN else NOT_AUTHENTICATED

    def _bearer_refusal(self, bearer: str, *, has_dev_ref: bool) -> str | None:
        expiry: datetime | None = self._expiries.get(bearer)
        if expiry is None:
            return f"Invalid instance token: {bearer}"
        if expiry <= self._account.clock.now():
            return EXPIRED
        return None if has_dev_ref else NOT_AUTHENTICATED

    def _secret(self) -> str:
        return f"{uuid.UUID(int=self._random.getrandbits(128)).hex}+/="


def _unsupported() -> OAuthAnswer:
    raise _GrantError


def _oauth(status: int, body: OAuthAnswer) -> Response:
    return Response(to_json(body), status=status, content_type="application/json;charset=UTF-8")


_GRANTS: dict[str, Callable[[Access, Mapping[str, str], str], OAuthAnswer]] = {
    "authorization_code": Access.exchange_code,
    "refresh_token": Access.exchange_refresh,
}
