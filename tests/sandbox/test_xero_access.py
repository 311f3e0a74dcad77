"""Who may call and how often: tokens, tenants, limits and remembered answers."""

import base64
import hashlib
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import API, Client, a_contact

IDENTITY = "https://identity.xero.com"
CALLBACK = "https://connector.example.test/callback"


@pytest.fixture
def client() -> Client:
    return Client(limits=True)


def _app(client: Client) -> tuple[str, str]:
    known = client.xero.identity.credentials()
    return known["client_id"], known["client_secret"]


def _token(client: Client, auth: tuple[str, str] | None = None, /, **form: str) -> requests.Response:
    return client.session.post(f"{IDENTITY}/connect/token", data=form, auth=auth or _app(client))


def _authorise(client: Client, **query: str) -> dict[str, str]:
    asked = {"response_type": "code", "client_id": _app(client)[0], "redirect_uri": CALLBACK, "state": "s1"}
    scope = {"scope": "offline_access accounting.contacts"}
    response = client.session.get(
        "https://login.xero.com/identity/connect/authorize", params=asked | scope | query, allow_redirects=False
    )
    assert response.status_code == 302, response.text
    told = parse_qs(urlsplit(response.headers["Location"]).query)
    return {name: values[0] for name, values in told.items()}


def _redeem(client: Client, code: str, **form: str) -> requests.Response:
    return _token(client, grant_type="authorization_code", code=code, redirect_uri=CALLBACK, **form)


def test_a_code_is_traded_for_tokens_once(client: Client) -> None:
    told = _authorise(client)

    first, second = _redeem(client, told["code"]), _redeem(client, told["code"])

    assert told["state"] == "s1"
    assert {"access_token", "refresh_token", "expires_in", "token_type", "scope"} == set(first.json())
    assert first.json()["expires_in"] == 1800
    assert (second.status_code, second.json()) == (400, {"error": "invalid_grant"})


def test_a_code_lasts_five_minutes(client: Client) -> None:
    code = _authorise(client)["code"]
    client.clock.advance(minutes=5)

    assert _redeem(client, code).json() == {"error": "invalid_grant"}


@pytest.mark.parametrize(("verifier", "status"), [("v" * 43, 200), ("w" * 43, 400)])
def test_a_code_with_a_challenge_needs_its_verifier(client: Client, verifier: str, status: int) -> None:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(b"v" * 43).digest()).rstrip(b"=").decode()
    code = _authorise(client, code_challenge=challenge, code_challenge_method="S256")["code"]

    assert _redeem(client, code, code_verifier=verifier).status_code == status


@pytest.mark.parametrize(
    ("redirect_uri", "status"),
    [(CALLBACK, 302), ("http://localhost:8000/cb", 302), ("http://127.0.0.1:8000/cb", 400), ("http://a.test/", 400)],
)
def test_only_secure_addresses_and_localhost_are_redirected_to(client: Client, redirect_uri: str, status: int) -> None:
    query = {"client_id": _app(client)[0], "redirect_uri": redirect_uri, "scope": "openid"}

    response = client.session.get(
        "https://login.xero.com/identity/connect/authorize", params=query, allow_redirects=False
    )

    assert response.status_code == status


def test_an_unknown_scope_is_told_to_the_app(client: Client) -> None:
    assert _authorise(client, scope="accounting.everything")["error"] == "invalid_scope"


def test_refreshing_rotates_and_the_old_token_has_half_an_hour_of_grace(client: Client) -> None:
    old = client.xero.identity.credentials()["refresh_token"]
    new = _token(client, grant_type="refresh_token", refresh_token=old).json()["refresh_token"]
    client.clock.advance(minutes=29)
    in_time = _token(client, grant_type="refresh_token", refresh_token=old)
    client.clock.advance(minutes=1)
    too_late = _token(client, grant_type="refresh_token", refresh_token=old)

    assert new != old
    assert (in_time.status_code, too_late.status_code) == (200, 400)
    assert too_late.json() == {"error": "invalid_grant"}
    assert _token(client, grant_type="refresh_token", refresh_token=new).status_code == 200


def test_a_refresh_token_that_nobody_used_lasts_sixty_days(client: Client) -> None:
    token = client.xero.identity.credentials()["refresh_token"]
    client.clock.advance(days=60)

    assert _token(client, grant_type="refresh_token", refresh_token=token).status_code == 400


def test_an_app_of_its_own_gets_no_refresh_token(client: Client) -> None:
    body = _token(client, grant_type="client_credentials", scope="accounting.contacts").json()

    assert "access_token" in body
    assert "refresh_token" not in body


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "client_credentials", "scope": "x"}, "invalid_scope"),
        ({"grant_type": "refresh_token", "refresh_token": "x"}, "invalid_grant"),
    ],
)
def test_what_the_identity_server_refuses_it_names(client: Client, form: dict[str, str], error: str) -> None:
    response = _token(client, **form)

    assert (response.status_code, response.json()) == (400, {"error": error})


def test_a_wrong_secret_is_an_invalid_client(client: Client) -> None:
    wrong = (_app(client)[0], "guess")

    assert _token(client, wrong, grant_type="client_credentials").json() == {"error": "invalid_client"}


def test_the_identity_server_answers_at_both_addresses(client: Client) -> None:
    form = {"grant_type": "client_credentials"}

    assert client.session.post(f"{IDENTITY}/identity/connect/token", data=form, auth=_app(client)).status_code == 200


def test_connections_are_a_bare_list(client: Client) -> None:
    headers = client.headers()

    (connection,) = client.session.get("https://api.xero.com/connections", headers=headers).json()
    deleted = client.session.delete(f"https://api.xero.com/connections/{connection['id']}", headers=headers)

    assert connection["tenantId"] == headers["xero-tenant-id"]
    assert connection["tenantType"] == "ORGANISATION"
    assert deleted.status_code == 204
    assert client.session.get("https://api.xero.com/connections", headers=headers).json() == []
    assert client.session.get("https://api.xero.com/connections").status_code == 401


def test_revoking_a_refresh_token_ends_the_connection(client: Client) -> None:
    token = client.xero.identity.credentials()["refresh_token"]

    response = client.session.post(f"{IDENTITY}/connect/revocation", data={"token": token}, auth=_app(client))

    assert (response.status_code, response.text) == (200, "")
    assert client.get("Organisation").status_code == 403
    assert _token(client, grant_type="refresh_token", refresh_token=token).status_code == 400


def test_an_access_token_lasts_half_an_hour(client: Client) -> None:
    headers = client.headers()
    client.clock.advance(minutes=30)

    response = client.session.get(f"{API}/Organisation", headers=headers)

    body = response.json()
    assert (response.status_code, body["Title"], body["Status"]) == (401, "Unauthorized", 401)
    assert body["Detail"].startswith("TokenExpired")
    assert {"Type", "Instance", "Extensions"} <= set(body)


def test_an_unknown_token_is_unsuccessful(client: Client) -> None:
    response = client.get("Organisation", {"Authorization": "Bearer nobody"})

    assert (response.status_code, response.json()["Detail"]) == (401, "AuthenticationUnsuccessful")


def test_a_scope_that_was_not_given_is_missing(client: Client) -> None:
    token = _redeem(client, _authorise(client)["code"]).json()["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    assert client.get("Contacts", headers).status_code == 200
    refused = client.get("Invoices", headers)
    assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "insufficent_scope")


@pytest.mark.parametrize("tenant", ["", "00000000-0000-0000-0000-000000000000"])
def test_another_organisation_is_forbidden(client: Client, tenant: str) -> None:
    response = client.get("Organisation", {"xero-tenant-id": tenant})

    assert (response.status_code, response.json()["Title"]) == (403, "Forbidden")


def test_a_disconnected_app_is_forbidden_until_it_is_connected_again(client: Client) -> None:
    client.do("disconnect")
    refused = client.get("Organisation").status_code
    _authorise(client)

    assert (refused, client.get("Organisation").status_code) == (403, 200)


def test_who_does_not_ask_for_json_gets_xml(client: Client) -> None:
    response = client.get("Organisation", {"Accept": "*/*"})

    assert response.headers["Content-Type"].startswith("text/xml")
    assert response.text.startswith("<Response")


def test_every_answer_tells_what_is_left(client: Client) -> None:
    first, second = client.get("Organisation"), client.get("Nothing")

    names = ("X-MinLimit-Remaining", "X-DayLimit-Remaining", "X-AppMinLimit-Remaining")
    assert [first.headers[name] for name in names] == ["59", "4999", "9999"]
    assert [second.headers[name] for name in names] == ["58", "4998", "9998"]


def test_the_sixty_first_call_of_a_minute_waits_for_the_next(client: Client) -> None:
    for _ in range(60):
        assert client.get("Organisation").status_code == 200

    refused = client.get("Organisation")
    client.clock.advance(seconds=int(refused.headers["Retry-After"]))

    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "minute")
    assert refused.headers["X-MinLimit-Remaining"] == "0"
    assert client.get("Organisation").status_code == 200


def test_the_day_runs_out_too(client: Client) -> None:
    client.switch(day_limit=1000)
    client.do("use_up_limit", limit="day", left=1)

    allowed, refused = client.get("Organisation"), client.get("Organisation")

    assert allowed.headers["X-DayLimit-Remaining"] == "0"
    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "day")
    assert int(refused.headers["Retry-After"]) > 3600


def test_the_limit_of_the_app_does_not_say_how_long_to_wait(client: Client) -> None:
    client.do("use_up_limit", limit="appminute")

    refused = client.get("Organisation")

    assert (refused.status_code, refused.headers["X-Rate-Limit-Problem"]) == (429, "appminute")
    assert "Retry-After" not in refused.headers


def test_the_sixth_call_at_once_is_refused_without_a_wait(client: Client) -> None:
    for _ in range(5):
        client.xero.limits.enter()

    crowded = client.get("Organisation")
    client.xero.limits.leave()

    assert (crowded.status_code, crowded.headers["X-Rate-Limit-Problem"]) == (429, "concurrent")
    assert "Retry-After" not in crowded.headers
    assert client.get("Organisation").status_code == 200


def _put(client: Client, key: str, **fields: Any) -> requests.Response:
    return client.send("PUT", "Contacts", {"Contacts": [a_contact(**fields)]}, key=key)


def test_the_same_call_with_the_same_key_is_answered_from_memory(client: Client) -> None:
    first, second = _put(client, "k"), _put(client, "k")

    assert first.content == second.content
    assert second.headers["X-MinLimit-Remaining"] == "58"
    assert len(client.listed("Contacts")) == 1


def test_errors_are_remembered_too(client: Client) -> None:
    refused = client.send("PUT", "Contacts", {"Contacts": [{}]}, key="k", query="")
    again = client.send("PUT", "Contacts", {"Contacts": [{}]}, key="k", query="")

    assert (refused.status_code, again.content) == (400, refused.content)


def test_a_key_is_forgotten_six_minutes_after_its_first_call(client: Client) -> None:
    _put(client, "k")
    client.clock.advance(minutes=5, seconds=59)
    remembered = _put(client, "k")
    client.clock.advance(seconds=1)

    (forgotten,) = client.ok(_put(client, "k"), "Contacts")

    assert loads(remembered.content)["Contacts"][0]["StatusAttributeString"] == "OK"
    assert forgotten["StatusAttributeString"] == "ERROR"


def test_a_key_belongs_to_one_request(client: Client) -> None:
    _put(client, "k")

    response = _put(client, "k", Name="Other")

    assert (response.status_code, response.json()["Message"]) == (
        400,
        "Idempotency Key: k is used with a different request.",
    )


def test_a_key_over_128_characters_is_refused_by_its_length(client: Client) -> None:
    response = _put(client, "k" * 129)

    assert response.status_code == 400
    assert "129" in response.json()["Message"]


def test_a_refused_call_is_not_remembered_for_its_key(client: Client) -> None:
    client.xero.force_limit("rate_limit_minute")

    assert _put(client, "k").status_code == 429
    assert _put(client, "k").status_code == 200


SMALL_LETTERS: dict[str, tuple[int, dict[str, str]]] = {
    "an unknown token": (401, {"Authorization": "Bearer nobody"}),
    "another organisation": (403, {"xero-tenant-id": "nobody"}),
}


@pytest.mark.parametrize(("status", "headers"), SMALL_LETTERS.values(), ids=SMALL_LETTERS)
def test_problem_details_have_small_letters_where_the_switch_says_so(
    client: Client, status: int, headers: dict[str, str]
) -> None:
    client.switch(problem_json=True)

    refused = client.get("Organisation", headers)

    assert (refused.status_code, refused.headers["Content-Type"]) == (status, "application/problem+json")
    assert set(refused.json()) == {"type", "title", "status", "detail"}


def test_a_limit_has_problem_details_too_where_the_switch_says_so(client: Client) -> None:
    client.switch(problem_json=True)
    client.xero.force_limit("rate_limit_app_minute")

    refused = client.get("Organisation")

    assert (refused.status_code, refused.json()["title"]) == (429, "Too Many Requests")
    assert refused.headers["X-Rate-Limit-Problem"] == "appminute"
