"""A token is renewed by one caller, saved before it is used, and only a refused grant ends an authorisation."""

from base64 import b64encode
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any
from urllib.parse import parse_qs

import pytest
import requests
from requests.exceptions import ReadTimeout

from shared.auth.credentials import BrightpearlCredentials, BrightpearlOAuth, Grant, XeroCredentials
from shared.auth.tokens import Token
from shared.brightpearl import auth as brightpearl_auth
from shared.errors import AnswerError, ConfigurationError, ReconnectError, StepError, TransientError
from shared.http.wire import open_session
from shared.xero import auth as xero_auth
from tests.clients.doubles import START, Answer, Clock, MemoryTokens, Network, Said


def a_token(name: str = "old", *, minutes: float = 30) -> Token:
    return Token(access_token=name, refresh_token=f"{name}-refresh", expires_at=START + timedelta(minutes=minutes))


def issued(name: str = "new", **extra: Any) -> Said:
    return Said(body={"access_token": name, "refresh_token": f"{name}-refresh", "expires_in": 1800, **extra})


def refused(error: str, status: int = 400) -> Said:
    return Said(status=status, body={"error": error, "error_description": "…"})


def xero_credentials(grant: Grant = Grant.REFRESH_TOKEN, *, refresh_token: str = "") -> XeroCredentials:
    return XeroCredentials(
        client_id="id",
        client_secret="se+cret/=",
        grant=grant,
        refresh_token=refresh_token,
        identity_url="https://identity.test/connect/token",
    )


def authorised(
    network: Network, tokens: MemoryTokens, credentials: XeroCredentials | None = None, *, clock: Clock | None = None
) -> xero_auth.XeroAuthorisation:
    return xero_auth.authorise(
        credentials or xero_credentials(), tokens=tokens, session=open_session(network), clock=(clock or Clock()).now
    )


def bearer(headers: Mapping[str, str]) -> str:
    return headers["Authorization"].removeprefix("Bearer ")


def form(request: requests.PreparedRequest) -> dict[str, str]:
    body = request.body
    assert isinstance(body, bytes)
    return {name: values[0] for name, values in parse_qs(body.decode()).items()}


def test_a_good_token_is_used_without_a_call() -> None:
    network = Network()

    assert bearer(authorised(network, MemoryTokens(a_token())).headers()) == "old"

    assert network.sent == []


def test_a_token_about_to_run_out_is_renewed_and_saved_first() -> None:
    network, tokens = Network(issued()), MemoryTokens(a_token(minutes=1))

    assert bearer(authorised(network, tokens).headers()) == "new"

    assert tokens.token == Token(
        access_token="new", refresh_token="new-refresh", expires_at=START + timedelta(seconds=1800)
    )
    assert form(network.sent[0]) == {"grant_type": "refresh_token", "refresh_token": "old-refresh"}
    assert network.sent[0].headers["Authorization"] == f"Basic {b64encode(b'id:se+cret/=').decode()}"


def test_a_custom_connection_asks_in_its_own_name() -> None:
    network, tokens = Network(Said(body={"access_token": "own", "expires_in": 1800})), MemoryTokens()

    assert bearer(authorised(network, tokens, xero_credentials(Grant.CLIENT_CREDENTIALS)).headers()) == "own"

    asked = form(network.sent[0])
    assert asked["grant_type"] == "client_credentials"
    assert "accounting.invoices" in asked["scope"]
    assert "refresh_token" not in asked
    assert tokens.token is not None


def test_a_token_runs_out_while_it_is_used() -> None:
    network, clock = Network(issued()), Clock()
    authorisation = authorised(network, MemoryTokens(a_token()), clock=clock)
    authorisation.headers()

    clock.advance(29 * 60)

    assert bearer(authorisation.headers()) == "new"


def test_a_token_refused_in_spite_of_its_date_is_replaced() -> None:
    network, tokens = Network(issued()), MemoryTokens(a_token())
    authorisation = authorised(network, tokens)
    authorisation.headers()

    assert authorisation.renew()

    assert bearer(authorisation.headers()) == "new"


def test_a_token_somebody_else_has_renewed_is_taken_over() -> None:
    network, tokens = Network(), MemoryTokens(a_token())
    authorisation = authorised(network, tokens)
    authorisation.headers()
    tokens.token = a_token("theirs")

    assert authorisation.renew()

    assert bearer(authorisation.headers()) == "theirs"


def test_many_at_once_renew_once() -> None:
    calls, lock, barrier = 0, Lock(), Barrier(8)

    def answer(_: requests.PreparedRequest) -> Said:
        nonlocal calls
        with lock:
            calls += 1
        return issued()

    tokens = MemoryTokens(a_token(minutes=0))

    def use(_: int) -> str:
        authorisation = authorised(Network(answer), tokens)
        barrier.wait()
        return bearer(authorisation.headers())

    with ThreadPoolExecutor(8) as pool:
        given = set(pool.map(use, range(8)))

    assert given == {"new"}
    assert calls == 1


def test_a_lost_answer_is_followed_by_the_same_refresh_token() -> None:
    network, tokens = Network(ReadTimeout("lost"), issued()), MemoryTokens(a_token(minutes=0))

    assert bearer(authorised(network, tokens).headers()) == "new"

    assert [form(request)["refresh_token"] for request in network.sent] == ["old-refresh", "old-refresh"]


PASSING: dict[str, list[Answer]] = {
    "twice no answer": [ReadTimeout("lost"), ReadTimeout("lost")],
    "an outage": [Said(status=503, text="unavailable")],
    "an error": [Said(status=500, text="<html>")],
    "too many calls": [Said(status=429, text="")],
    "no token": [Said(body={"token_type": "Bearer"})],
    "a blank token": [Said(body={"access_token": "", "expires_in": 1800})],
    "half an answer": [Said(text='{"access_tok')],
}


@pytest.mark.parametrize("script", PASSING.values(), ids=PASSING)
def test_trouble_at_the_token_service_passes_and_costs_no_authorisation(script: list[Answer]) -> None:
    before = a_token(minutes=0)
    tokens = MemoryTokens(before)

    with pytest.raises(TransientError):
        authorised(Network(*script), tokens).headers()

    assert tokens.token is before


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (refused("invalid_grant"), ReconnectError),
        (refused("invalid_client"), ConfigurationError),
        (refused("invalid_client", 401), ConfigurationError),
        (refused("unauthorized_client"), ConfigurationError),
        (refused("invalid_scope"), ConfigurationError),
        (Said(status=404, text="not here"), AnswerError),
    ],
    ids=["expired", "unknown client", "unknown client 401", "client not allowed", "scope", "wrong address"],
)
def test_only_a_refused_grant_asks_for_a_new_connection(answer: Said, error: type[StepError]) -> None:
    with pytest.raises(error) as caught:
        authorised(Network(answer), MemoryTokens(a_token(minutes=0))).headers()

    assert "secret" not in str(caught.value) or error is ConfigurationError


def test_after_a_reconnect_the_newer_refresh_token_of_the_credentials_is_used() -> None:
    network, tokens = Network(refused("invalid_grant"), issued()), MemoryTokens(a_token(minutes=0))
    credentials = xero_credentials(refresh_token="reconnected")

    assert bearer(authorised(network, tokens, credentials).headers()) == "new"

    assert [form(request)["refresh_token"] for request in network.sent] == ["old-refresh", "reconnected"]


def test_a_connection_that_was_never_authorised_says_so() -> None:
    with pytest.raises(ReconnectError):
        authorised(Network(), MemoryTokens()).headers()


def test_a_refresh_token_that_does_not_rotate_is_kept() -> None:
    answer = Said(body={"access_token": "new", "expires_in": 537227})
    tokens = MemoryTokens(a_token(minutes=0))

    authorised(Network(answer), tokens).headers()

    assert tokens.token is not None
    assert tokens.token.refresh_token == "old-refresh"


def brightpearl_credentials(**entries: Any) -> BrightpearlCredentials:
    return BrightpearlCredentials(base_url="https://euw1.test", account="shop", app_ref="shop_app", **entries)


@pytest.mark.parametrize("kind", ["staff", "account"])
def test_a_private_app_sends_its_fixed_token_and_tries_it_once_more(kind: str) -> None:
    credentials = brightpearl_credentials(**{f"{kind}_token": "fixed"})

    authorisation = brightpearl_auth.authorise(
        credentials, tokens=MemoryTokens(), session=open_session(Network()), clock=Clock().now
    )

    assert authorisation.headers() == {"brightpearl-app-ref": "shop_app", f"brightpearl-{kind}-token": "fixed"}
    assert authorisation.renew()
    assert authorisation.headers()[f"brightpearl-{kind}-token"] == "fixed"


def test_an_installed_app_renews_with_its_form_encoded() -> None:
    oauth = BrightpearlOAuth(
        client_id="shop_app", dev_ref="dev", token_url="https://oauth.test/token/shop", refresh_token="b64/+=="
    )
    network = Network(issued())

    authorisation = brightpearl_auth.authorise(
        brightpearl_credentials(oauth=oauth), tokens=MemoryTokens(), session=open_session(network), clock=Clock().now
    )

    assert authorisation.headers() == {
        "Authorization": "Bearer new",
        "brightpearl-app-ref": "shop_app",
        "brightpearl-dev-ref": "dev",
    }
    assert b"b64%2F%2B%3D%3D" in (network.sent[0].body or b"")
    assert form(network.sent[0])["client_id"] == "shop_app"


def test_a_token_survives_storage() -> None:
    assert Token.parse(a_token().document()) == a_token()


def test_nothing_shows_a_secret() -> None:
    oauth = BrightpearlOAuth(
        client_id="c", dev_ref="d", token_url="t", client_secret="se+cret/=", refresh_token="se+cret/="
    )
    shown = [
        repr(a_token("se+cret/=")),
        repr(xero_credentials(refresh_token="se+cret/=")),
        repr(brightpearl_credentials(staff_token="se+cret/=", oauth=oauth)),
        repr(authorised(Network(), MemoryTokens())),
        repr(
            brightpearl_auth.authorise(
                brightpearl_credentials(staff_token="se+cret/="),
                tokens=MemoryTokens(),
                session=open_session(Network()),
                clock=Clock().now,
            )
        ),
    ]

    assert not any("se+cret/=" in text for text in shown)
