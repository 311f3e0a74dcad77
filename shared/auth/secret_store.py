"""Secrets of a connection: for each system its credentials and its token, with the lock under which one function writes them."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from msgspec import Struct
from pynamodb.exceptions import DeleteError, PutError

from shared.auth.tokens import Token
from shared.errors import ConfigurationError, TransientError
from shared.kinds import System
from shared.records.model import TokenLockItem
from shared.records.schema import Area, area

LOCK_SECONDS: Final = 90  # the longest renewal: two refresh tokens, each tried twice, 20 seconds for each attempt
TRIES: Final = 100  # one a second: longer than the lock of a function that was killed
PAUSE_SECONDS: Final = 1.0
AGAIN: Final = "store the credentials of both systems with python -m shared.admin connect"


class SecretStore(Struct, frozen=True, kw_only=True, eq=False):
    """One connection's secrets in Secrets Manager, one for each system: `{prefix}{connection}/{system}`.

    Each is {"credentials": {...}, "version": "...", "token": {...}}; without a token as long as nobody has asked for one. Whoever
    writes one holds the lock on its token (StoredTokens.exclusive), for the whole of it is written.
    """

    client: Any
    prefix: str
    connection: str

    def credentials(self) -> dict[str, Mapping[str, Any]]:
        """Give both systems' credentials as they were stored. Raises as `credentials_for`."""
        return {system.value: self.credentials_for(system) for system in System}

    def credentials_for(self, system: System) -> Mapping[str, Any]:
        """Give one system's. Raises ConfigurationError where there are none."""
        return self.versioned(system)[1]

    def versioned(self, system: System) -> tuple[str, Mapping[str, Any]]:
        """Give one system's with their version, another one each time that some are stored. Raises as `credentials_for`."""
        document = self._read(system)
        if document is None:
            raise ConfigurationError(f"the secret {self.name(system)} does not exist", hint=AGAIN)
        credentials = document.get("credentials")
        if not isinstance(credentials, Mapping):
            raise ConfigurationError(f"the secret {self.name(system)} has no 'credentials'", hint=AGAIN)
        return str(document.get("version") or ""), credentials

    def token(self, system: System) -> Mapping[str, Any] | None:
        """Give the token that was kept last, as a document."""
        return (self._read(system) or {}).get("token")

    def keep(self, system: System, credentials: Mapping[str, Any]) -> None:
        """Store credentials in the place of earlier ones, without the token that those gave."""
        text = json.dumps({"credentials": dict(credentials), "version": uuid4().hex})
        try:
            self.client.create_secret(Name=self.name(system), SecretString=text)
        except self.client.exceptions.ResourceExistsException:
            self.client.put_secret_value(SecretId=self.name(system), SecretString=text)

    def keep_token(self, system: System, token: Mapping[str, Any]) -> None:
        document = {**(self._read(system) or {}), "token": dict(token)}
        self.client.put_secret_value(SecretId=self.name(system), SecretString=json.dumps(document))

    def name(self, system: System) -> str:
        return f"{self.prefix}{self.connection}/{system}"

    def _read(self, system: System) -> dict[str, Any] | None:
        """Give a secret's document, None where it does not exist. Raises ConfigurationError where it is no JSON object."""
        try:
            answer = self.client.get_secret_value(SecretId=self.name(system))
        except self.client.exceptions.ResourceNotFoundException:
            return None
        try:
            document = json.loads(answer["SecretString"])
        except (KeyError, ValueError):
            document = None
        if not isinstance(document, dict):
            raise ConfigurationError(f"the secret {self.name(system)} is not a JSON object", hint=AGAIN)
        return document


class StoredTokens(Struct, frozen=True, kw_only=True, eq=False):
    """The TokenStore of one system of one connection: the token in its secret, its lock in the table."""

    secrets: SecretStore
    system: System
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def load(self) -> Token | None:
        document = self.secrets.token(self.system)
        return Token.parse(document) if document else None

    def save(self, token: Token) -> None:
        self.secrets.keep_token(self.system, token.document())

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock on this token and its secret. Whoever had to wait for it finds a new token."""
        owner = uuid4().hex
        self._take(owner)
        try:
            yield
        finally:
            self._give_back(owner)

    def _take(self, owner: str) -> None:
        for _ in range(TRIES):
            now = int(self.clock().timestamp())
            item = self._lock(owner=owner, expires=now + LOCK_SECONDS)
            try:
                item.save(TokenLockItem.pk.does_not_exist() | (TokenLockItem.expires < now))
            except PutError as taken:
                if taken.cause_response_code != "ConditionalCheckFailedException":
                    raise
                self.sleep(PAUSE_SECONDS)
            else:
                return
        raise TransientError(
            f"another function is renewing the token for {self.system.title()} and does not finish",
            hint="the next cycle tries again",
        )

    def _give_back(self, owner: str) -> None:
        try:
            self._lock().delete(TokenLockItem.owner == owner)
        except DeleteError as lost:
            if lost.cause_response_code != "ConditionalCheckFailedException":
                raise

    def _lock(self, **values: Any) -> TokenLockItem:
        return TokenLockItem(area(self.secrets.connection, Area.RENEWAL), self.system, **values)
