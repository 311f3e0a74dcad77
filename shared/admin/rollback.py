"""What connect replaces, put back when anything stops it: neither half a connection nor a refused secret stays."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, Final

from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from shared.auth.secret_store import SecretStore, StoredTokens
from shared.errors import ConfigurationError, TransientError
from shared.kinds import System
from shared.records.model import CONNECTIONS, ConnectionItem
from shared.records.progress import Progress

REFUSALS: Final = (ClientError, BotoCoreError, PynamoDBException, TransientError)
Tokens = Mapping[System, StoredTokens]


@contextmanager
def all_or_nothing(secrets: SecretStore, progress: Progress, *, by: str, tokens: Tokens) -> Iterator[None]:
    """Undo what the block does to secrets, settings and pins unless it comes to its end; being interrupted counts, too."""
    texts = {system: _text(secrets, system) for system in System}
    settings, connection = _settings(progress), _connection(progress)
    try:
        yield
    except BaseException as cause:
        left = [
            *_secrets_left(secrets, texts, tokens),
            *_settings_left(progress, settings, by=by),
            *_connection_left(progress, connection),
        ]
        if left:
            raise ConfigurationError(
                f"{str(cause) or type(cause).__name__}; and these could not be put back: {', '.join(left)}",
                hint="run the command again as soon as AWS answers: these hold what was not found to be right",
            ) from cause
        raise


def _text(secrets: SecretStore, system: System) -> str | None:
    """None where there is no such secret, which is not the same as an empty one."""
    try:
        answer = secrets.client.get_secret_value(SecretId=secrets.name(system))
    except secrets.client.exceptions.ResourceNotFoundException:
        return None
    if "SecretString" not in answer:
        raise ConfigurationError(
            f"the secret {secrets.name(system)} is not text", hint="delete it, or choose another name"
        )
    return str(answer["SecretString"])


def _settings(progress: Progress) -> tuple[int, dict[str, Any]] | None:
    try:
        return progress.settings()
    except ConfigurationError:
        return None


def _connection(progress: Progress) -> ConnectionItem | None:
    """None where there is no such connection."""
    found = ConnectionItem.batch_get([(CONNECTIONS, progress.connection)], consistent_read=True)
    return next(iter(found), None)


def _secrets_left(secrets: SecretStore, texts: Mapping[System, str | None], tokens: Tokens) -> Iterator[str]:
    """Put each back, also when another cannot be; name those that cannot."""
    for system, text in texts.items():
        try:
            with tokens[system].exclusive():
                _put_back(secrets, system, text)
        except REFUSALS:
            yield f"the secret {secrets.name(system)}"


def _put_back(secrets: SecretStore, system: System, text: str | None) -> None:
    client, name = secrets.client, secrets.name(system)
    if text is None:
        with suppress(client.exceptions.ResourceNotFoundException):
            client.delete_secret(SecretId=name, ForceDeleteWithoutRecovery=True)
    elif _text(secrets, system) != text:
        # Twice, for the version before the present one can be read, too.
        client.put_secret_value(SecretId=name, SecretString=text)
        client.put_secret_value(SecretId=name, SecretString=text)


def _settings_left(progress: Progress, before: tuple[int, dict[str, Any]] | None, *, by: str) -> Iterator[str]:
    """Versions are never taken away: the old one becomes the newest. A first one stays, for nothing runs by it yet."""
    try:
        if before and progress.settings()[0] != before[0]:
            progress.save_settings(before[1], by=by)
    except REFUSALS:
        yield f"version {before[0] if before else 0} of the settings"


def _connection_left(progress: Progress, before: ConnectionItem | None) -> Iterator[str]:
    """Put it back as it was, with its own pins or not at all."""
    try:
        now = _connection(progress)
        if before is not None and (now is None or now.attribute_values != before.attribute_values):
            before.save()
        elif before is None and now is not None:
            now.delete()
    except REFUSALS:
        yield f"the connection {progress.connection}"
