"""A `connect` that does not come to its end leaves what was there before, whatever stopped it and however late."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from shared.auth.credentials import XERO_SCOPES
from shared.kinds import System
from shared.records.model import table_connection
from tests.admin.desk import Desk, Raw

NEW = "openid"
NO_ANSWER = EndpointConnectionError(endpoint_url="https://aws.example")
DENIED = ClientError({"Error": {"Code": "AccessDeniedException", "Message": "not allowed"}}, "AnyOperation")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """The first call of an operation to AWS that mentions something meets an error before it is sent."""

    service: str
    operation: str
    mentions: str = ""
    error: BaseException = field(default=NO_ANSWER)

    @contextmanager
    def at(self, desk: Desk) -> Iterator[None]:
        """Raise it where the client would send, so that everything above is the real thing."""
        clients = {"dynamodb": table_connection().client, "secretsmanager": desk.deployed.runtime.secrets_client}
        events, name, left = clients[self.service].meta.events, f"{self.service}.{self.operation}", [self.error]

        def meet(params: dict[str, Any], **_: object) -> None:
            if left and self.mentions.encode() in params["body"]:
                raise left.pop()

        events.register(f"before-call.{name}", meet)
        try:
            yield
        finally:
            events.unregister(f"before-call.{name}", meet)
        assert left == []


STOPS = {
    "the second of two secrets is refused": Stop(
        service="secretsmanager", operation="CreateSecret", mentions="/xero", error=DENIED
    ),
    "a token cannot be stored": Stop(service="secretsmanager", operation="PutSecretValue", mentions="access_token"),
    "nobody gets the lock of a token": Stop(service="dynamodb", operation="PutItem", mentions="#renewal"),
    "the settings cannot be saved": Stop(service="dynamodb", operation="TransactWriteItems"),
    "the connection cannot be activated": Stop(service="dynamodb", operation="PutItem", mentions='"connections"'),
    "somebody presses Ctrl-C": Stop(
        service="dynamodb", operation="PutItem", mentions='"connections"', error=KeyboardInterrupt()
    ),
    "the command itself is wrong": Stop(service="dynamodb", operation="TransactWriteItems", error=RuntimeError("bug")),
}


def new_credentials(desk: Desk) -> Raw:
    """Others, which are let in all the same: what stops the command comes later."""
    credentials = desk.credentials()
    return {**credentials, "xero": {**credentials["xero"], "scopes": f"{XERO_SCOPES} {NEW}"}}


def stopped(desk: Desk, stop: Stop, **files: object) -> None:
    with stop.at(desk):
        try:
            status, _, _ = desk.connect(**files)
        except (KeyboardInterrupt, RuntimeError):
            return
    assert status == 2


def secrets(desk: Desk) -> dict[str, str]:
    """Give the connection's secrets as they are, by name."""
    client = desk.deployed.runtime.secrets_client
    prefix = f"{desk.deployed.runtime.environment.secret_prefix}{desk.connection}/"
    names = [one["Name"] for page in client.get_paginator("list_secrets").paginate() for one in page["SecretList"]]
    return {name: client.get_secret_value(SecretId=name)["SecretString"] for name in names if name.startswith(prefix)}


def earlier(desk: Desk) -> list[str]:
    client = desk.deployed.runtime.secrets_client
    return [
        client.get_secret_value(SecretId=name, VersionStage="AWSPREVIOUS")["SecretString"] for name in secrets(desk)
    ]


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_of_a_first_attempt_no_secret_stays_and_nothing_is_active(desk: Desk, stop: Stop) -> None:
    stopped(desk, stop, credentials=new_credentials(desk))

    assert secrets(desk) == {}
    assert not desk.is_active


@pytest.mark.parametrize("stop", STOPS.values(), ids=STOPS)
def test_what_worked_before_works_on_with_its_own_secrets_and_settings(desk: Desk, stop: Stop) -> None:
    desk.connect()
    before, (_, settings) = secrets(desk), desk.progress.settings()

    stopped(desk, stop, credentials=new_credentials(desk), settings={**desk.settings(), "tolerance": "0.03"})

    assert secrets(desk) == before
    assert desk.progress.settings()[1] == settings
    assert desk.is_active


def test_not_even_the_version_before_holds_what_was_refused(desk: Desk) -> None:
    desk.connect()

    stopped(desk, STOPS["the settings cannot be saved"], credentials=new_credentials(desk))

    assert [text for text in earlier(desk) if NEW in text] == []


def test_credentials_that_do_not_work_leave_those_that_do_in_place(desk: Desk) -> None:
    desk.connect()
    before, good = secrets(desk), desk.credentials()
    bad = {**good, "brightpearl": {**good["brightpearl"], "staff_token": "nonsense"}}

    status, _, _ = desk.connect(credentials=bad)

    assert status == 2
    assert secrets(desk) == before


def test_an_empty_secret_that_was_there_stays_one(desk: Desk) -> None:
    desk.connect()
    xero = desk.deployed.runtime.secrets(desk.connection).name(System.XERO)
    desk.deployed.runtime.secrets_client.put_secret_value(SecretId=xero, SecretString="{}")

    stopped(desk, STOPS["the connection cannot be activated"])

    assert secrets(desk)[xero] == "{}"


def test_what_cannot_be_put_back_is_named_and_the_rest_is_put_back(desk: Desk) -> None:
    kept = Stop(service="secretsmanager", operation="DeleteSecret", mentions="/xero", error=DENIED)
    wrong = {**desk.settings(), "rounding_account": "8888"}

    with kept.at(desk):
        status, _, complaint = desk.connect(settings=wrong)

    (left,) = secrets(desk)
    assert status == 2
    assert complaint.startswith("rounding_account is '8888'")
    assert f"could not be put back: the secret {left}\n" in complaint
    assert left.endswith("/xero")


def test_the_attempt_after_a_refused_one_is_like_a_first_one(desk: Desk) -> None:
    desk.connect(settings={**desk.settings(), "rounding_account": "8888"})

    status, _, _ = desk.connect()

    assert status == 0
    assert desk.is_active
    assert desk.deployed.runtime.secrets(desk.connection).credentials() == desk.credentials()
