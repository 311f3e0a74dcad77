"""Secrets of a connection: its credentials, and the tokens that are renewed under one lock."""

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

LOCK_SECONDS: Final = 90  # two refresh tokens tried twice, each attempt given up after 20 seconds
TRIES: Final = 100  # longer than the lock of a function that was killed while it held it
PAUSE_SECONDS: Final = 1.0


class SecretStore(Struct, frozen=True, kw_only=True, eq=False):
    """One connection's secrets in Secrets Manager: `{prefix}{connection}` and `{prefix}{connection}/tokens/{system}`."""

    client: Any
    prefix: str
    connection: str

    def credentials(self) -> Mapping[str, Any]:
        """Answer with both systems' credentials as they were stored."""
        document = self.read("")
        if document is None:
            raise ConfigurationError(
                f"the secret {self.prefix}{self.connection} does not exist",
                hint="store the credentials with python -m shared.admin connect",
            )
        return document

    def credentials_for(self, system: System) -> Mapping[str, Any]:
        """Answer with one system's part of them."""
        part = self.credentials().get(system.value)
        if not isinstance(part, Mapping):
            raise ConfigurationError(
                f"the secret {self.prefix}{self.connection} has no {system.value!r}",
                hint="store the credentials of both systems with python -m shared.admin connect",
            )
        return part

    def read(self, suffix: str) -> dict[str, Any] | None:
        try:
            answer = self.client.get_secret_value(SecretId=self.name(suffix))
        except self.client.exceptions.ResourceNotFoundException:
            return None
        try:
            document = json.loads(answer["SecretString"])
        except (KeyError, ValueError):
            raise ConfigurationError(f"the secret {self.name(suffix)} is not JSON") from None
        return dict(document) if document else None

    def write(self, suffix: str, document: Mapping[str, Any]) -> None:
        self.client.put_secret_value(SecretId=self.name(suffix), SecretString=json.dumps(dict(document)))

    def create(self, suffix: str, document: Mapping[str, Any]) -> None:
        """Create the secret, or give it a new value where it exists."""
        try:
            self.client.create_secret(Name=self.name(suffix), SecretString=json.dumps(dict(document)))
        except self.client.exceptions.ResourceExistsException:
            self.write(suffix, document)

    def name(self, suffix: str) -> str:
        return f"{self.prefix}{self.connection}{suffix}"


class StoredTokens(Struct, frozen=True, kw_only=True, eq=False):
    """The TokenVault of one system of one connection."""

    secrets: SecretStore
    system: System
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]

    def load(self) -> Token | None:
        document = self.secrets.read(self._suffix)
        return Token.parse(document) if document else None

    def save(self, token: Token) -> None:
        self.secrets.write(self._suffix, token.document())

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lock on this token; whoever waits finds the new token when it gets in."""
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
        raise TransientError(f"another function is renewing the token for {self.system.title()} and does not finish")

    def _give_back(self, owner: str) -> None:
        try:
            self._lock().delete(TokenLockItem.owner == owner)
        except DeleteError as lost:
            if lost.cause_response_code != "ConditionalCheckFailedException":
                raise

    def _lock(self, **values: Any) -> TokenLockItem:
        return TokenLockItem(self.secrets.connection, f"token_lock#{self.system}", **values)

    @property
    def _suffix(self) -> str:
        return f"/tokens/{self.system}"
