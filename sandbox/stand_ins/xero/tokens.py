"""Tokens: made, rotated, expired and revoked as Xero's identity server does it."""

import base64
import hashlib
import hmac
import json
import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sandbox.stand_ins.clock import Clock

ACCESS_LIFE = timedelta(minutes=30)
REFRESH_LIFE = timedelta(days=60)
GRACE = timedelta(minutes=30)
CODE_LIFE = timedelta(minutes=5)
SIGNING_KEY = b"sandbox"
USER_ID = "6f0c1f3e-3b3b-4c44-9d2a-0d5b8a3f1c11"


@dataclass(frozen=True, slots=True, kw_only=True)
class Grant:
    """What somebody allowed an app to do, once."""

    client_id: str
    scopes: frozenset[str]
    event_id: str


@dataclass(slots=True, kw_only=True)
class Token:
    grant: Grant
    expires: datetime
    rotated: bool = False


@dataclass(slots=True, kw_only=True)
class Code:
    grant: Grant
    expires: datetime
    redirect_uri: str
    challenge: str


class Tokens:
    """Every token and code that is out there."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.clear()

    def clear(self) -> None:
        self._random = random.Random(20260302)
        self._access: dict[str, Token] = {}
        self._refresh: dict[str, Token] = {}
        self._codes: dict[str, Code] = {}

    def new_id(self) -> str:
        return self._random.randbytes(16).hex()

    def grant_of(self, access_token: str) -> Grant | None:
        """Who a living access token belongs to."""
        token = self._access.get(access_token)
        return token.grant if token and self._clock.now() < token.expires else None

    def known(self, access_token: str) -> bool:
        """Whether a token was ever made here, however old."""
        return access_token in self._access

    def expire_all(self) -> None:
        for token in self._access.values():
            token.expires = self._clock.now()

    def new_access(self, grant: Grant) -> str:
        now = self._clock.now()
        text = _jwt(
            {
                "nbf": int(now.timestamp()),
                "exp": int((now + ACCESS_LIFE).timestamp()),
                "iss": "https://identity.xero.com",
                "aud": "https://identity.xero.com/resources",
                "client_id": grant.client_id,
                "xero_userid": USER_ID,
                "authentication_event_id": grant.event_id,
                "jti": self.new_id(),
                "scope": sorted(grant.scopes),
            }
        )
        self._access[text] = Token(grant=grant, expires=now + ACCESS_LIFE)
        return text

    def new_refresh(self, grant: Grant) -> str:
        text = self._random.randbytes(32).hex()
        self._refresh[text] = Token(grant=grant, expires=self._clock.now() + REFRESH_LIFE)
        return text

    def can_refresh(self, refresh_token: str) -> bool:
        token = self._refresh.get(refresh_token)
        return token is not None and self._clock.now() < token.expires

    def rotate(self, refresh_token: str, client_id: str) -> tuple[Grant, str] | None:
        """A new refresh token for an old one, which stays good for half an hour in case the answer is lost."""
        token = self._refresh.get(refresh_token)
        if token is None or token.grant.client_id != client_id or not self.can_refresh(refresh_token):
            return None
        if not token.rotated:
            token.rotated, token.expires = True, self._clock.now() + GRACE
        return token.grant, self.new_refresh(token.grant)

    def new_code(self, grant: Grant, *, redirect_uri: str, challenge: str) -> str:
        text = self._random.randbytes(24).hex()
        expires = self._clock.now() + CODE_LIFE
        self._codes[text] = Code(grant=grant, expires=expires, redirect_uri=redirect_uri, challenge=challenge)
        return text

    def redeem(self, code: str, *, client_id: str, redirect_uri: str, verifier: str) -> Grant | None:
        """Trade a code for what it stands for, once."""
        found = self._codes.pop(code, None)
        if found is None or self._clock.now() >= found.expires:
            return None
        matches = (found.grant.client_id, found.redirect_uri) == (client_id, redirect_uri)
        return found.grant if matches and found.challenge == _challenge(verifier, found.challenge) else None

    def revoke(self, refresh_token: str) -> bool:
        """Make everything worthless that came from the same app; False if the token is not known."""
        token = self._refresh.get(refresh_token)
        if token is None:
            return False
        client_id = token.grant.client_id
        self._access = _others(self._access.items(), client_id)
        self._refresh = _others(self._refresh.items(), client_id)
        return True


def _others(tokens: Iterable[tuple[str, Token]], client_id: str) -> dict[str, Token]:
    return {text: token for text, token in tokens if token.grant.client_id != client_id}


def _challenge(verifier: str, expected: str) -> str:
    if not expected:
        return ""
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _jwt(claims: dict[str, object]) -> str:
    head = _base64(json.dumps({"alg": "HS256", "typ": "JWT"}).encode())
    signed = f"{head}.{_base64(json.dumps(claims).encode())}"
    return f"{signed}.{_base64(hmac.new(SIGNING_KEY, signed.encode(), hashlib.sha256).digest())}"


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
