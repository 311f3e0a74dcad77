"""Secrets of a connection: its credentials, and its tokens with the lock under which one function renews them."""

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


class SecretStore(Struct, frozen=True, kw_only=True, eq=False):
    """One connection's secrets in Secrets Manager: `{prefix}{connection}` and `{prefix}{connection}/tokens/{system}`."""

    client: Any
    prefix: str
    connection: str

    def credentials(self) -> Mapping[str, Any]:
        """Give both systems' credentials as they were stored. Raises ConfigurationError where there are none."""
        return self._newest()[1]

    def credentials_for(self, system: System) -> Mapping[str, Any]:
        """Give one system's part of them. Raises ConfigurationError where there is none."""
        return self.versioned(system)[1]

    def versioned(self, system: System) -> tuple[str, Mapping[str, Any]]:
        """Give the secret's version, another one after each change, and one system's part. Raises as `credentials_for`."""
        version, document = self._newest()
        part = document.get(system.value)
        if not isinstance(part, Mapping):
            raise ConfigurationError(
                f"the secret {self.prefix}{self.connection} has no {system.value!r}",
                hint="store the credentials of both systems with python -m shared.admin connect",
            )
        return version, part

    def _newest(self) -> tuple[str, Mapping[str, Any]]:
        version, document = self._read("")
        if document is None:
            raise ConfigurationError(
                f"the secret {self.prefix}{self.connection} does not exist",
                hint="store the credentials with python -m shared.admin connect",
            )
        return version, document

    def read(self, suffix: str) -> dict[str, Any] | None:
        """Give a secret's document, None where it does not exist. Raises ConfigurationError where it is not JSON."""
        return self._read(suffix)[1]

    def _read(self, suffix: str) -> tuple[str, dict[str, Any] | None]:
        try:
            answer = self.client.get_secret_value(SecretId=self.name(suffix))
        except self.client.exceptions.ResourceNotFoundException:
            return "", None
        try:
            document = json.loads(answer["SecretString"])
        except (KeyError, ValueError):
            raise ConfigurationError(f"the secret {self.name(suffix)} is not JSON") from None
        return str(answer.get("VersionId") or ""), dict(document) if document else None

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
    """The TokenStore of one system of one connection: the token in Secrets Manager, its lock in the table."""

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
        """Hold the lock on this token. Whoever had to wait for it finds a new token."""
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

    @property
    def _suffix(self) -> str:
        return f"/tokens/{self.system}"
