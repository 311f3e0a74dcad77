"""Calls to the API as the gateway makes them, answered in this process."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from botocore.awsrequest import AWSPreparedRequest

from shared.api.handler import ApiHandler
from shared.codec import from_json
from shared.records.model import table_connection

CLAIMS = {"sub": "1", "email": "ada@example.com"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def body(self) -> Any:
        return from_json(self.text)

    @property
    def fields(self) -> list[str]:
        """What a refusal says is wrong."""
        return [error["field"] for error in self.body["errors"]]


def an_event(
    method: str,
    path: str,
    *,
    query: Mapping[str, str] | None = None,
    body: str | None = None,
    headers: Mapping[str, str] | None = None,
    groups: str | None = "[operator]",
    encoded: bool = False,
) -> dict[str, Any]:
    claims = None if groups is None else {**CLAIMS, **({"cognito:groups": groups} if groups else {})}
    return {
        "version": "2.0",
        "routeKey": "ANY /api/{proxy+}",
        "rawPath": path,
        "rawQueryString": urlencode(query or {}),
        **({"queryStringParameters": dict(query)} if query else {}),
        "headers": dict(headers or {}),
        "requestContext": {
            "http": {"method": method, "path": path},
            "stage": "$default",
            **({} if claims is None else {"authorizer": {"jwt": {"claims": claims, "scopes": []}}}),
        },
        **({} if body is None else {"body": body}),
        "isBase64Encoded": encoded,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Somebody who calls about one connection."""

    handler: ApiHandler
    connection: str
    groups: str | None = "[operator]"

    def get(self, path: str, **query: str) -> Reply:
        named = {name.removesuffix("_"): value for name, value in query.items()}
        return self.send(an_event("GET", self.at(path), query=named, groups=self.groups))

    def get_with(self, headers: Mapping[str, str], path: str) -> Reply:
        return self.send(an_event("GET", self.at(path), headers=headers, groups=self.groups))

    def get_at(self, address: str) -> Reply:
        return self.send(an_event("GET", address, groups=self.groups))

    def post(self, path: str, body: Any = None) -> Reply:
        text, headers = (None, {}) if body is None else (json.dumps(body), {"content-type": "application/json"})
        return self.send(an_event("POST", self.at(path), body=text, headers=headers, groups=self.groups))

    def send(self, event: Mapping[str, Any]) -> Reply:
        answer = self.handler.answer(event, None)
        headers = {name.lower(): str(value) for name, value in answer["headers"].items()}
        return Reply(status=answer["statusCode"], headers=headers, text=answer.get("body") or "")

    def at(self, path: str) -> str:
        return f"/api/v1/connections/{self.connection}{path}"


@contextmanager
def counted() -> Iterator[list[str]]:
    """Count the requests to DynamoDB: PynamoDB's and boto3's go through the same kind of client."""
    calls: list[str] = []

    def note(request: AWSPreparedRequest, **_: Any) -> None:
        calls.append(str(request.headers["X-Amz-Target"]))

    events = table_connection().client.meta.events
    events.register("before-send.dynamodb", note)
    try:
        yield calls
    finally:
        events.unregister("before-send.dynamodb", note)
