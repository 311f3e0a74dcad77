"""Who is let in, and what the others are told."""

from datetime import timedelta
from urllib.parse import quote, urlencode

import pytest
from werkzeug.datastructures import Headers

from sandbox.stand_ins.arrival import to_request
from tests.sandbox.brightpearl_calls import Caller

CHEAP = "/integration-service/account-configuration"
NOT_AUTHENTICATED = "Not authenticated. You must provide a valid authentication token."


def bearer(caller: Caller, token: str | None = None) -> dict[str, str]:
    oauth = caller.known["oauth"]
    return {
        "Authorization": f"Bearer {token or oauth['access_token']}",
        "brightpearl-app-ref": caller.known["app_ref"],
        "brightpearl-dev-ref": oauth["dev_ref"],
    }


def refreshed(caller: Caller, refresh_token: str) -> dict[str, str]:
    oauth = caller.known["oauth"]
    fields = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "client_id": oauth["client_id"],
        "client_secret": oauth["client_secret"],
    }
    reply = caller.form(caller.known["token_url"], urlencode(fields))
    assert reply.status == 200, reply.text
    tokens: dict[str, str] = reply.body
    return tokens


def test_each_of_the_three_kinds_of_headers_lets_a_caller_in() -> None:
    caller = Caller()
    app = {"brightpearl-app-ref": caller.known["app_ref"]}
    kinds = [
        {**app, "brightpearl-staff-token": caller.known["staff_token"]},
        {**app, "brightpearl-account-token": caller.known["account_token"]},
        bearer(caller),
    ]

    statuses = [caller.call("GET", CHEAP, headers=headers).status for headers in kinds]

    assert statuses == [200, 200, 200]


@pytest.mark.parametrize("missing", ["brightpearl-app-ref", "brightpearl-staff-token"])
def test_a_missing_header_is_refused_with_a_text_and_no_error_list(missing: str) -> None:
    caller = Caller()
    headers = {name: value for name, value in caller.staff_headers().items() if name != missing}

    reply = caller.call("GET", CHEAP, headers=headers)

    assert (reply.status, reply.body) == (401, {"response": NOT_AUTHENTICATED})
    assert reply.headers["Message-Type"] == "api-proxy"
    assert "WWW-Authenticate" not in reply.headers


def test_an_unknown_bearer_token_is_told_back() -> None:
    caller = Caller()

    reply = caller.call("GET", CHEAP, headers=bearer(caller, "nonsense"))

    assert (reply.status, reply.body) == (401, {"response": "Invalid instance token: nonsense"})


def test_an_expired_token_is_refused_until_it_is_refreshed() -> None:
    caller = Caller()
    caller.vendor.expire_tokens()

    refused = [caller.call("GET", CHEAP, headers=bearer(caller)) for _ in range(2)]
    fresh = refreshed(caller, caller.known["oauth"]["refresh_token"])

    assert [(reply.status, reply.body) for reply in refused] == [(401, {"response": "Authorization token expired"})] * 2
    assert caller.call("GET", CHEAP, headers=bearer(caller, fresh["access_token"])).status == 200


def test_a_token_expires_by_itself_after_seven_days() -> None:
    caller = Caller()
    caller.clock.advance(days=7)

    assert caller.call("GET", CHEAP, headers=bearer(caller)).body == {"response": "Authorization token expired"}


def test_a_private_app_meets_an_expiry_once() -> None:
    caller = Caller()
    caller.vendor.expire_tokens()

    statuses = [caller.get(CHEAP).status for _ in range(2)]

    assert statuses == [401, 200]


def test_a_refresh_token_stays_good_unless_tokens_rotate() -> None:
    caller = Caller()
    first = caller.known["oauth"]["refresh_token"]

    again = refreshed(caller, first)["refresh_token"]
    caller.switch(refresh_token_rotates=True)
    rotated = refreshed(caller, first)["refresh_token"]

    assert again == first != rotated
    gone = caller.form(
        caller.known["token_url"],
        f"grant_type=refresh_token&client_id={caller.known['app_ref']}&refresh_token={quote(first, safe='')}",
    )
    assert gone.status == 400
    assert gone.body == {
        "error": "invalid_grant",
        "error_description": "The auth token has either expired or does not exist",
    }


def consent_code(caller: Caller, redirect: str) -> str:
    query = urlencode(
        {"response_type": "code", "client_id": caller.known["app_ref"], "redirect_uri": redirect, "state": "s1"}
    )
    url = f"http://sandbox.test{caller.known['authorize_url']}?{query}"
    location = caller.vendor.handle(to_request(method="GET", url=url, headers=Headers(), body=b"")).headers["Location"]
    assert location.startswith(f"{redirect}?code=")
    assert location.endswith("&state=s1")
    return location.removeprefix(f"{redirect}?code=").removesuffix("&state=s1")


@pytest.mark.parametrize(
    ("redirect", "status", "description"),
    [
        ("https://app.test/back", 200, None),
        ("https://app.test/elsewhere", 400, "Redirect uri does not match that used to request auth token"),
    ],
    ids=["the same redirect", "another redirect"],
)
def test_a_code_is_exchanged_for_tokens_by_whoever_asked_for_it(
    redirect: str, status: int, description: str | None
) -> None:
    caller = Caller()
    code = consent_code(caller, "https://app.test/back")

    fields = urlencode(
        {"grant_type": "authorization_code", "client_id": caller.known["app_ref"], "redirect_uri": redirect}
    )
    reply = caller.form(caller.known["token_url"], f"{fields}&code={code}")

    assert reply.status == status
    assert reply.body.get("error_description") == description
    if status == 200:
        assert reply.body["installation_instance_id"] == "13"
        assert reply.body["expires_in"] == timedelta(days=7).total_seconds()
        assert caller.call("GET", CHEAP, headers=bearer(caller, reply.body["access_token"])).status == 200


def test_a_wrong_secret_is_an_invalid_client() -> None:
    caller = Caller()

    reply = caller.form(
        caller.known["token_url"], f"grant_type=refresh_token&client_id={caller.known['app_ref']}&client_secret=x"
    )

    assert (reply.status, reply.body) == (400, {"error": "invalid_client"})
