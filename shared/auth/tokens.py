"""OAuth tokens: kept in a store, renewed by one caller at a time, and never shown.

The new pair is saved before it is used. Where the answer to a renewal is lost, the same refresh token is sent again. Xero takes
the previous one for thirty minutes: https://community.xero.com/developer/discussion/105714701/
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any, Protocol, Self
from urllib.parse import urlencode

import requests

from shared.errors import AnswerError, ConfigurationError, ReconnectError, StepError, TransientError
from shared.http.secret_values import SecretStruct
from shared.http.wire import Reply, Request, send
from shared.kinds import System

LEEWAY = timedelta(seconds=90)
TIMEOUTS = (5.0, 15.0)
_OURS_TO_MEND = ("invalid_client", "unauthorized_client", "invalid_scope", "unsupported_grant_type", "invalid_request")


class Token(SecretStruct, frozen=True, kw_only=True):
    """An access token with its end, in aware UTC, and the refresh token that renews it."""

    access_token: str
    refresh_token: str = ""
    expires_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        return now < self.expires_at - LEEWAY

    def document(self) -> dict[str, str]:
        """Give the token as it is stored; `parse` reads it back."""
        return {
            "access_token": self.access_token,
            "refresh_token": self.refresh_token,
            "expires_at": self.expires_at.isoformat(),
        }

    @classmethod
    def parse(cls, document: Mapping[str, str]) -> Self:
        return cls(
            access_token=document["access_token"],
            refresh_token=document["refresh_token"],
            expires_at=datetime.fromisoformat(document["expires_at"]),
        )


class TokenStore(Protocol):
    """Where one connection's token for one system is kept. Functions that run at the same time share it."""

    def load(self) -> Token | None:
        """Give the token that was saved last, by any function; None where there is none yet."""

    def save(self, token: Token) -> None:
        """Keep a token instead of the last one. It must be safe when this returns: the old refresh token may be dead."""

    def exclusive(self) -> AbstractContextManager[object]:
        """Hold the lock under which one function at a time renews this token; others wait to enter.

        Must end by itself where its holder was killed. Raises TransientError where the wait takes too long.
        """


class ExpiredGrantError(ReconnectError):
    """The refresh token is no longer good: the only failure that ends an authorisation."""


class TokenEndpoint(SecretStruct, frozen=True, kw_only=True, eq=False):
    """The address that gives tokens; `form` are the fields besides the refresh token, `basic` the client's header."""

    system: System
    url: str
    form: Mapping[str, str]
    basic: str = ""
    session: requests.Session
    clock: Callable[[], datetime]

    def issue(self, refresh_token: str) -> Token:
        """Get a new token. A blank refresh token asks in the client's own name.

        Raises ExpiredGrantError where the refresh token is no longer good, ConfigurationError where the system does not know
        the app, TransientError where another try may help, and AnswerError otherwise.
        """
        asked_at = self.clock()
        reply = send(self.session, self._request(refresh_token), timeouts=TIMEOUTS)
        if reply.status == 0:
            reply = send(self.session, self._request(refresh_token), timeouts=TIMEOUTS)
        if reply.status != 200:
            raise self._refusal(reply)
        return self._token(reply.payload, refresh_token, asked_at)

    def _request(self, refresh_token: str) -> Request:
        fields = {**self.form, **({"refresh_token": refresh_token} if refresh_token else {})}
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        if self.basic:
            headers["Authorization"] = self.basic
        return Request(method="POST", url=self.url, headers=headers, body=urlencode(fields).encode(), write=True)

    def _token(self, payload: Any, refresh_token: str, asked_at: datetime) -> Token:
        try:
            return Token(
                access_token=_text(payload["access_token"]),
                refresh_token=str(payload.get("refresh_token") or refresh_token),
                expires_at=asked_at + timedelta(seconds=int(payload["expires_in"])),
            )
        except (KeyError, TypeError, ValueError) as cause:
            raise TransientError(
                f"{self._name}'s token service gave an answer without a token", hint="the connector tries again"
            ) from cause

    def _refusal(self, reply: Reply) -> StepError:
        reason = _reason(reply)
        if reason == "invalid_grant":
            return self.expired()
        if reason in _OURS_TO_MEND:
            return ConfigurationError(
                f"{self._name} does not know the connector's app ({reason})",
                hint="check the client id, the client secret and the scopes in the connection's credentials",
            )
        if reply.status in (0, 429) or reply.status >= 500:
            return TransientError(f"{self._name}'s token service {reply.summary}", hint="the connector tries again")
        return AnswerError(f"{self._name}'s token service answered {reply.status}", hint="check the token address")

    def expired(self) -> ExpiredGrantError:
        """Make the error for a connection without a refresh token that is any good."""
        return ExpiredGrantError(
            f"the authorisation for {self._name} has expired or was withdrawn",
            system=self.system,
            hint=f"connect {self._name} again (python -m shared.admin connect)",
        )

    @property
    def _name(self) -> str:
        return self.system.capitalize()


def _reason(reply: Reply) -> str:
    return str(reply.payload.get("error", "")) if isinstance(reply.payload, Mapping) else ""


def _text(value: object) -> str:
    if not isinstance(value, str) or not value:
        raise ValueError("blank token")
    return value


class TokenProvider:
    """Gives a token that is good now. `first_refresh_token` is that of the credentials; None asks in the client's own name."""

    def __init__(
        self,
        *,
        endpoint: TokenEndpoint,
        tokens: TokenStore,
        clock: Callable[[], datetime],
        first_refresh_token: str | None,
    ) -> None:
        self._endpoint = endpoint
        self._tokens = tokens
        self._clock = clock
        self._first = first_refresh_token
        self._token: Token | None = None

    def current(self) -> str:
        """Give the access token; renew it first where it is about to expire. Raises as TokenEndpoint.issue does."""
        if not self._is_good(self._token):
            self._token = self._tokens.load()
        if not self._is_good(self._token):
            self._renew()
        assert self._token is not None
        return self._token.access_token

    def renew(self) -> bool:
        """Replace the token that was just refused, unless somebody else already has."""
        self._renew()
        return True

    def _is_good(self, token: Token | None) -> bool:
        return token is not None and token.is_fresh(self._clock())

    def _renew(self) -> None:
        refused = self._token.access_token if self._token else ""
        with self._tokens.exclusive():
            stored = self._tokens.load()
            if stored and stored.access_token != refused and self._is_good(stored):
                self._token = stored
                return
            fresh = self._issue(stored)
            self._tokens.save(fresh)
            self._token = fresh

    def _issue(self, stored: Token | None) -> Token:
        """Try the stored refresh token, then that of the credentials, which is the newer one after a reconnect."""
        candidates = self._refresh_tokens(stored)
        for refresh_token in candidates[:-1]:
            try:
                return self._endpoint.issue(refresh_token)
            except ExpiredGrantError:
                continue
        return self._endpoint.issue(candidates[-1])

    def _refresh_tokens(self, stored: Token | None) -> list[str]:
        if self._first is None:
            return [""]
        given = dict.fromkeys([stored.refresh_token if stored else "", self._first])
        usable = [refresh_token for refresh_token in given if refresh_token]
        if not usable:
            raise self._endpoint.expired()
        return usable
