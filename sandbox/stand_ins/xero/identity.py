"""Xero's identity server: authorise, token, revocation and the list of connections.

Follows https://developer.xero.com/documentation/guides/oauth2/auth-flow/. Nobody is asked: consent is always given.
"""

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from werkzeug import Request, Response

from sandbox.stand_ins.clock import Clock
from sandbox.stand_ins.xero.answers import json_response
from sandbox.stand_ins.xero.errors import RefusalError
from sandbox.stand_ins.xero.tokens import ACCESS_LIFE, Grant, Tokens

CLIENT_ID = "5A9DBD0A5CFB4C1E9C6D0A7A5F0B1E42"
CLIENT_SECRET = "sandbox-client-secret"
TENANT_ID = "7c3a1c5e-8d61-4c55-9a0d-2f6f5a1c0a01"
TENANT_NAME = "Demo Company (UK)"
CONNECTION_ID = "1b0e9bd1-70c5-4d57-8d5a-5a6c3a1f0c02"

FULL = frozenset(
    {
        "accounting.invoices",
        "accounting.payments",
        "accounting.contacts",
        "accounting.settings",
        "accounting.manualjournals",
        "accounting.banktransactions",
        "accounting.attachments",
    }
)
REPORTS = frozenset(
    f"accounting.reports.{name}.read" for name in ("trialbalance", "balancesheet", "banksummary", "profitandloss")
)
SCOPES = (
    FULL
    | REPORTS
    | {f"{scope}.read" for scope in FULL}
    | {
        "offline_access",
        "openid",
        "profile",
        "email",
        "accounting.transactions",
        "accounting.reports.read",
        "accounting.journals.read",
    }
)
DEFAULT_SCOPES = frozenset({"offline_access"}) | FULL | REPORTS


class Identity:
    """One app, one user, one organisation; the app is connected from the start."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.tokens = Tokens(clock)
        self.reset()

    def reset(self) -> None:
        self.tokens.clear()
        self.connected = True
        self.connected_at = self._clock.now()
        self._standing: Grant = self._new_grant(CLIENT_ID, DEFAULT_SCOPES)
        self._access = self.tokens.new_access(self._standing)
        self._refresh = self.tokens.new_refresh(self._standing)

    def credentials(self) -> dict[str, str]:
        """What a client needs to begin; a token that has run out is replaced."""
        if not self.tokens.grant_of(self._access):
            self._access = self.tokens.new_access(self._standing)
        if not self.tokens.can_refresh(self._refresh):
            self._refresh = self.tokens.new_refresh(self._standing)
        return {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "tenant_id": TENANT_ID,
            "access_token": self._access,
            "refresh_token": self._refresh,
        }

    def handle(self, request: Request) -> Response | None:
        """Answer if the address is one of the identity server's."""
        path = request.path.removeprefix("/identity")
        answer = ENDPOINTS.get((request.method, path))
        return answer(self, request) if answer else None

    def authorize(self, request: Request) -> Response:
        asked = request.args
        redirect_uri = asked.get("redirect_uri", "")
        if asked.get("client_id") != CLIENT_ID:
            return _plain(400, "error: unauthorized_client - Unknown client or client not enabled")
        if not _allowed(redirect_uri):
            return _plain(400, "error: unauthorized_client - Invalid redirect_uri")
        scopes = frozenset(asked.get("scope", "").split())
        if not scopes or scopes - SCOPES:
            return _redirect(redirect_uri, {"error": "invalid_scope", "state": asked.get("state", "")})
        self.connected, self.connected_at = True, self._clock.now()
        code = self.tokens.new_code(
            self._new_grant(CLIENT_ID, scopes), redirect_uri=redirect_uri, challenge=asked.get("code_challenge", "")
        )
        told = {"code": code, "scope": " ".join(sorted(scopes)), "state": asked.get("state", "")}
        return _redirect(redirect_uri, told)

    def token(self, request: Request) -> Response:
        """Give tokens for a code, for a refresh token, or to the app itself."""
        form = request.form
        client_id = _client(request)
        if client_id is None:
            return _error("invalid_client")
        granter = GRANTERS.get(form.get("grant_type", ""))
        if granter is None:
            return _error("unsupported_grant_type")
        return granter(self, request, client_id)

    def revocation(self, request: Request) -> Response:
        if _client(request) is None:
            return _error("invalid_client")
        if self.tokens.revoke(request.form.get("token", "")):
            self.connected = False
        return Response("", status=200)

    def connections(self, request: Request) -> Response:
        """The organisations that this app may call: a bare list."""
        grant = self._bearer(request)
        since = self.connected_at.strftime("%Y-%m-%dT%H:%M:%S.%f0")
        connection = {
            "id": CONNECTION_ID,
            "authEventId": grant.event_id,
            "tenantId": TENANT_ID,
            "tenantType": "ORGANISATION",
            "tenantName": TENANT_NAME,
            "createdDateUtc": since,
            "updatedDateUtc": since,
        }
        wanted = request.args.get("authEventId", grant.event_id) == grant.event_id
        return json_response([connection] if self.connected and wanted else [])

    def disconnect(self, request: Request) -> Response:
        self._bearer(request)
        self.connected = False
        return Response("", status=204)

    def for_code(self, request: Request, client_id: str) -> Response:
        form = request.form
        grant = self.tokens.redeem(
            form.get("code", ""),
            client_id=client_id,
            redirect_uri=form.get("redirect_uri", ""),
            verifier=form.get("code_verifier", ""),
        )
        return self._tokens(grant, None) if grant else _error("invalid_grant")

    def for_refresh(self, request: Request, client_id: str) -> Response:
        rotated = self.tokens.rotate(request.form.get("refresh_token", ""), client_id)
        return self._tokens(*rotated) if rotated else _error("invalid_grant")

    def for_app(self, request: Request, client_id: str) -> Response:
        """A custom connection: no refresh token, as there is nobody to come back to."""
        scopes = frozenset(request.form.get("scope", "").split()) or FULL
        if scopes - SCOPES:
            return _error("invalid_scope")
        if not request.headers.get("Authorization") and not request.form.get("client_secret"):
            return _error("invalid_client")
        return self._tokens(self._new_grant(client_id, scopes - {"offline_access"}), None)

    def _tokens(self, grant: Grant, refresh_token: str | None) -> Response:
        if refresh_token is None and "offline_access" in grant.scopes:
            refresh_token = self.tokens.new_refresh(grant)
        body: dict[str, object] = {
            "access_token": self.tokens.new_access(grant),
            "expires_in": int(ACCESS_LIFE.total_seconds()),
            "token_type": "Bearer",
            "scope": " ".join(sorted(grant.scopes)),
        }
        if refresh_token:
            body["refresh_token"] = refresh_token
        return json_response(body)

    def _bearer(self, request: Request) -> Grant:
        grant = self.tokens.grant_of(bearer(request))
        if grant is None:
            raise RefusalError(401, {"Title": "Unauthorized", "Status": 401, "Detail": "AuthenticationUnsuccessful"})
        return grant

    def _new_grant(self, client_id: str, scopes: frozenset[str]) -> Grant:
        return Grant(client_id=client_id, scopes=scopes, event_id=self.tokens.new_id())


ENDPOINTS: dict[tuple[str, str], Callable[[Identity, Request], Response]] = {
    ("GET", "/connect/authorize"): Identity.authorize,
    ("POST", "/connect/token"): Identity.token,
    ("POST", "/connect/revocation"): Identity.revocation,
    ("GET", "/connections"): Identity.connections,
    ("DELETE", f"/connections/{CONNECTION_ID}"): Identity.disconnect,
}
GRANTERS: dict[str, Callable[[Identity, Request, str], Response]] = {
    "authorization_code": Identity.for_code,
    "refresh_token": Identity.for_refresh,
    "client_credentials": Identity.for_app,
}


def bearer(request: Request) -> str:
    """The access token that came with a call."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def _client(request: Request) -> str | None:
    """The app that asks: by Basic authorisation, by id and secret, or by its id alone as native apps do."""
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        given = (basic.username, basic.password)
    else:
        given = (request.form.get("client_id"), request.form.get("client_secret", CLIENT_SECRET))
    return CLIENT_ID if given == (CLIENT_ID, CLIENT_SECRET) else None


def _allowed(redirect_uri: str) -> bool:
    """Xero takes https, and http only for localhost by that name."""
    parts = urlsplit(redirect_uri)
    return (parts.scheme == "https" and bool(parts.netloc)) or (parts.scheme, parts.hostname) == ("http", "localhost")


def _redirect(uri: str, told: dict[str, str]) -> Response:
    joint = "&" if urlsplit(uri).query else "?"
    return Response("", status=302, headers={"Location": f"{uri}{joint}{urlencode(told)}"})


def _error(name: str) -> Response:
    return json_response({"error": name}, status=400)


def _plain(status: int, text: str) -> Response:
    return Response(text, status=status, content_type="text/plain; charset=utf-8")
