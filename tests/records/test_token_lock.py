"""Tokens: one function at a time renews them, a killed one keeps nobody out for long, and nobody frees another's lock."""

from collections.abc import Callable
from uuid import uuid4

import boto3
import pytest

from sandbox.stand_ins.clock import ManualClock
from shared.auth.secret_store import LOCK_SECONDS, TRIES, SecretStore, StoredTokens
from shared.auth.tokens import Token
from shared.errors import ConfigurationError, TransientError
from shared.kinds import System
from shared.records.model import TokenLockItem
from shared.records.schema import Area, area

NewTokens = Callable[..., StoredTokens]


@pytest.fixture
def secrets(table: str) -> SecretStore:
    return SecretStore(client=boto3.client("secretsmanager"), prefix=f"{uuid4().hex}/", connection=table)


@pytest.fixture
def new_tokens(secrets: SecretStore, clock: ManualClock) -> NewTokens:
    def build(sleep: Callable[[float], None] = clock.sleep) -> StoredTokens:
        return StoredTokens(secrets=secrets, system=System.XERO, clock=clock.now, sleep=sleep)

    return build


def test_a_token_comes_back_as_it_was_saved(new_tokens: NewTokens, secrets: SecretStore, clock: ManualClock) -> None:
    secrets.keep(System.XERO, {"client_id": "app"})
    token = Token(access_token="access", refresh_token="refresh", expires_at=clock.now())

    assert new_tokens().load() is None
    new_tokens().save(token)

    assert new_tokens().load() == token
    assert secrets.credentials_for(System.XERO) == {"client_id": "app"}


def test_new_credentials_have_another_version_and_no_token_yet(
    new_tokens: NewTokens, secrets: SecretStore, clock: ManualClock
) -> None:
    secrets.keep(System.XERO, {"client_id": "app"})
    new_tokens().save(Token(access_token="access", refresh_token="refresh", expires_at=clock.now()))
    before, _ = secrets.versioned(System.XERO)

    secrets.keep(System.XERO, {"client_id": "other"})

    version, credentials = secrets.versioned(System.XERO)
    assert (credentials, new_tokens().load()) == ({"client_id": "other"}, None)
    assert version not in ("", before)


def test_a_renewal_leaves_the_version_as_it_is(new_tokens: NewTokens, secrets: SecretStore, clock: ManualClock) -> None:
    secrets.keep(System.XERO, {"client_id": "app"})
    before = secrets.versioned(System.XERO)

    new_tokens().save(Token(access_token="access", refresh_token="refresh", expires_at=clock.now()))

    assert secrets.versioned(System.XERO) == before


def test_credentials_that_were_never_stored_are_named(secrets: SecretStore) -> None:
    with pytest.raises(ConfigurationError, match=secrets.connection):
        secrets.credentials()


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('{"token": {}}', "has no 'credentials'"),
        ('{"credentials": "a text"}', "has no 'credentials'"),
        ("[]", "not a JSON object"),
    ],
    ids=["missing", "text", "list"],
)
def test_a_secret_that_holds_something_else_is_named(secrets: SecretStore, text: str, wrong: str) -> None:
    secrets.client.create_secret(Name=secrets.name(System.XERO), SecretString=text)

    with pytest.raises(ConfigurationError, match=f"{secrets.connection}/xero .*{wrong}"):
        secrets.credentials_for(System.XERO)


def test_a_second_function_waits_until_the_first_is_done(new_tokens: NewTokens, table: str) -> None:
    waited: list[float] = []

    def first_finishes(seconds: float) -> None:
        waited.append(seconds)
        TokenLockItem(area(table, Area.RENEWAL), "xero").delete()

    taken = new_tokens().exclusive()
    taken.__enter__()
    with new_tokens(first_finishes).exclusive():
        assert len(waited) == 1


def test_a_function_killed_while_it_held_the_lock_keeps_nobody_out_for_long(
    new_tokens: NewTokens, clock: ManualClock
) -> None:
    killed = new_tokens().exclusive()
    killed.__enter__()
    before = clock.now()

    with new_tokens().exclusive():
        waited = (clock.now() - before).total_seconds()

    assert 0 < waited <= LOCK_SECONDS + 2
    assert LOCK_SECONDS < TRIES


def test_who_overran_its_lock_does_not_free_the_next_ones(
    new_tokens: NewTokens, clock: ManualClock, table: str
) -> None:
    slow = new_tokens().exclusive()
    slow.__enter__()
    clock.advance(seconds=LOCK_SECONDS + 1)

    with new_tokens().exclusive():
        slow.__exit__(None, None, None)
        held = list(TokenLockItem.query(area(table, Area.RENEWAL)))

    assert len(held) == 1


def test_a_lock_that_is_never_freed_is_a_passing_error(new_tokens: NewTokens) -> None:
    holder = new_tokens().exclusive()
    holder.__enter__()

    with pytest.raises(TransientError, match="another function"), new_tokens(lambda _seconds: None).exclusive():
        pass
