"""What is refused: with the right status, naming field and value, and without changing or starting anything."""

import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import pytest

from sandbox.proof.in_process import Connector
from shared.api.handler import MOST_BYTES, SECURITY, ApiHandler
from tests.api.calls import Caller, an_event
from tests.api.scenes import an_invoice, make_sent, put_aside, record, take

JSON = {"content-type": "application/json"}
INVOICES = "/sales-invoices"
ONE = "/sales-invoices/2001"
DEEP = "[" * 60_000 + "]" * 60_000


@dataclass(frozen=True, kw_only=True)
class Bad:
    """A request, the status that it deserves, and the fields that are named."""

    method: str
    path: str
    status: int
    fields: tuple[str, ...] = ()
    query: dict[str, str] = field(default_factory=dict)
    body: Any = None
    headers: dict[str, str] = field(default_factory=lambda: JSON)
    encoded: bool = False


MALFORMED = {
    "an unknown kind": Bad(method="GET", path="/refunds", status=404, fields=("kind",)),
    "a kind in the singular": Bad(method="GET", path="/sales_invoice", status=404, fields=("kind",)),
    "an unknown status": Bad(method="GET", path=INVOICES, query={"status": "Lost"}, status=400, fields=("status",)),
    "a limit of none": Bad(method="GET", path=INVOICES, query={"limit": "0"}, status=400, fields=("limit",)),
    "a limit beyond all": Bad(method="GET", path=INVOICES, query={"limit": "201"}, status=400, fields=("limit",)),
    "a limit in words": Bad(method="GET", path=INVOICES, query={"limit": "ten"}, status=400, fields=("limit",)),
    "a day that is none": Bad(method="GET", path=INVOICES, query={"from": "2026-02-30"}, status=400, fields=("from",)),
    "a day in another form": Bad(method="GET", path=INVOICES, query={"to": "30/02/2026"}, status=400, fields=("to",)),
    "a misspelt filter": Bad(method="GET", path=INVOICES, query={"statuss": "Error"}, status=400, fields=("statuss",)),
    "a filter twice": Bad(method="GET", path=INVOICES, query={"limit": "1,2"}, status=400, fields=("limit",)),
    "a search without end": Bad(method="GET", path=INVOICES, query={"q": "a" * 101}, status=400, fields=("q",)),
    "a reason that is none": Bad(method="GET", path=INVOICES, query={"reason": "bad"}, status=400, fields=("reason",)),
    "an order that is none": Bad(method="GET", path=INVOICES, query={"order": "up"}, status=400, fields=("order",)),
    "a cursor of nowhere": Bad(method="GET", path=INVOICES, query={"cursor": "x"}, status=404, fields=("cursor",)),
    "a run's cursor of nowhere": Bad(method="GET", path="/runs", query={"cursor": "x"}, status=404, fields=("cursor",)),
    "a history's cursor of nowhere": Bad(
        method="GET", path=f"{ONE}/history", query={"cursor": "x"}, status=404, fields=("cursor",)
    ),
    "a cursor without end": Bad(
        method="GET", path=INVOICES, query={"cursor": "a" * 2000}, status=400, fields=("cursor",)
    ),
    "a parameter that a record does not take": Bad(
        method="GET", path=ONE, query={"limit": "1"}, status=400, fields=("limit",)
    ),
    "an id that is a script": Bad(
        method="GET", path="/sales-invoices/<script>alert(1)", status=404, fields=("record_id",)
    ),
    "an id that climbs": Bad(method="GET", path="/sales-invoices/..", status=404, fields=("record_id",)),
    "an id in another partition": Bad(method="GET", path="/sales-invoices/1%23x", status=404, fields=("record_id",)),
    "an unknown record": Bad(method="GET", path="/sales-invoices/999", status=404, fields=("record_id",)),
    "an unknown record's history": Bad(
        method="GET", path="/sales-invoices/999/history", status=404, fields=("record_id",)
    ),
    "an unknown record's preview": Bad(
        method="GET", path="/sales-invoices/999/preview", status=404, fields=("record_id",)
    ),
    "an unknown run": Bad(method="GET", path="/runs/2026-11-23T09:00:00.000Z~nobody", status=404, fields=("run_id",)),
    "a run that is none": Bad(method="GET", path="/runs/all", status=404, fields=("run_id",)),
    "an address that leads nowhere": Bad(method="GET", path="/sales-invoices/1/2/3", status=404, fields=("path",)),
    "a method that is not there": Bad(method="DELETE", path=ONE, status=405, fields=("method",)),
    "a record that is put": Bad(method="PUT", path=ONE, body="{}", status=405, fields=("method",)),
    "posting an unknown record": Bad(method="POST", path="/sales-invoices/999/post", status=404, fields=("record_id",)),
    "archiving an unknown record": Bad(
        method="POST", path="/sales-invoices/999/archive", status=404, fields=("record_id",)
    ),
    "retrying an unknown record": Bad(
        method="POST", path="/sales-invoices/999/retry", status=404, fields=("record_id",)
    ),
    "fetching an unknown payment": Bad(
        method="POST", path="/sales-payments/999/fetch", status=404, fields=("record_id",)
    ),
    "fetching what can be no order": Bad(
        method="POST", path="/sales-invoices/abc/fetch", status=404, fields=("record_id",)
    ),
    "retrying what is sent": Bad(method="POST", path=f"{ONE}/retry", status=409, fields=("status",)),
    "bringing back what is not aside": Bad(method="POST", path=f"{ONE}/unarchive", status=409, fields=("status",)),
    "posting what is aside": Bad(method="POST", path="/sales-invoices/2002/post", status=409, fields=("status",)),
    "archiving what is aside": Bad(method="POST", path="/sales-invoices/2002/archive", status=409, fields=("status",)),
    "a body that is no JSON": Bad(method="POST", path=f"{INVOICES}/retry", body="{", status=400, fields=("body",)),
    "a body that is a list": Bad(method="POST", path=f"{INVOICES}/retry", body="[]", status=422),
    "a body that is nothing": Bad(method="POST", path=f"{INVOICES}/retry", status=422),
    "a body without a choice": Bad(method="POST", path=f"{INVOICES}/retry", body="{}", status=422, fields=("ids",)),
    "a body with two choices": Bad(
        method="POST", path=f"{INVOICES}/archive", body='{"ids":["1"],"filter":{}}', status=422, fields=("ids",)
    ),
    "a body with an unknown field": Bad(
        method="POST", path=f"{INVOICES}/retry", body='{"id":"1"}', status=422, fields=("id",)
    ),
    "an id of another shape": Bad(
        method="POST", path=f"{INVOICES}/retry", body='{"ids":["1","a#b"]}', status=422, fields=("ids.1",)
    ),
    "ids that are numbers": Bad(
        method="POST", path=f"{INVOICES}/retry", body='{"ids":[1]}', status=422, fields=("ids.0",)
    ),
    "more ids than fit": Bad(
        method="POST", path=f"{INVOICES}/retry", body=json.dumps({"ids": ["1"] * 501}), status=422, fields=("ids",)
    ),
    "a filter with an unknown field": Bad(
        method="POST",
        path=f"{INVOICES}/archive",
        body='{"filter":{"state":"Error"}}',
        status=422,
        fields=("filter.state",),
    ),
    "a filter with a wrong day": Bad(
        method="POST",
        path=f"{INVOICES}/archive",
        body='{"filter":{"from":"2026-13-01"}}',
        status=422,
        fields=("filter.from",),
    ),
    "a filter that can match nothing": Bad(
        method="POST",
        path=f"{INVOICES}/retry",
        body='{"filter":{"status":"Sent"}}',
        status=409,
        fields=("filter.status",),
    ),
    "half a character": Bad(
        method="POST",
        path=f"{INVOICES}/retry",
        body='{"filter":{"cause":"\\ud800"}}',
        status=422,
    ),
    "a body that is too big": Bad(
        method="POST", path=f"{INVOICES}/retry", body="x" * (MOST_BYTES + 1), status=413, fields=("body",)
    ),
    "a body that is far too big": Bad(
        method="POST", path=f"{INVOICES}/retry", body="x" * 5 * MOST_BYTES, status=413, fields=("body",)
    ),
    "a body that is nested without end": Bad(method="POST", path=f"{INVOICES}/retry", body=DEEP, status=400),
    "a form": Bad(
        method="POST",
        path=f"{INVOICES}/retry",
        body="ids=1",
        headers={"content-type": "application/x-www-form-urlencoded"},
        status=415,
        fields=("content-type",),
    ),
    "a body of no type": Bad(
        method="POST", path=f"{INVOICES}/retry", body="{}", headers={}, status=415, fields=("content-type",)
    ),
    "bytes that are no text": Bad(
        method="POST",
        path=f"{INVOICES}/retry",
        body=base64.b64encode(b"\xff\xfe{}").decode(),
        encoded=True,
        status=400,
        fields=("body",),
    ),
    "bytes that are no base64": Bad(
        method="POST", path=f"{INVOICES}/retry", body="***", encoded=True, status=400, fields=("body",)
    ),
}


@pytest.fixture
def shop(deployed: Connector) -> Connector:
    take(deployed, an_invoice(2001), an_invoice(2002))
    make_sent(deployed, 2001)
    put_aside(deployed, 2002)
    return deployed


@pytest.mark.parametrize("bad", MALFORMED.values(), ids=MALFORMED)
def test_a_request_that_cannot_be_is_refused_and_does_nothing(
    bad: Bad, shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    before = [record(shop, number) for number in (2001, 2002)]
    event = an_event(
        bad.method,
        operator.at(bad.path),
        query=bad.query,
        body=bad.body,
        headers=bad.headers if bad.body is not None else {},
        encoded=bad.encoded,
    )

    refused = operator.send(event)

    assert (refused.status, refused.headers["content-type"]) == (bad.status, "application/problem+json")
    assert {"type", "title", "status", "detail", "errors"} == set(refused.body)
    assert set(bad.fields) <= set(refused.fields)
    assert before == [record(shop, number) for number in (2001, 2002)]
    assert started(waiting_machine) == []


EVERY_CALL = [
    *(("GET", path) for path in ("/summary", "/settings", "/runs", INVOICES, ONE, f"{ONE}/history", f"{ONE}/preview")),
    *(("POST", f"{INVOICES}/{verb}") for verb in ("fetch", "post")),
    *(("POST", f"{ONE}/{verb}") for verb in ("fetch", "post", "archive", "unarchive", "retry")),
    ("POST", "/sync"),
]
CHANGES = [(method, path) for method, path in EVERY_CALL if method == "POST"]


@pytest.mark.parametrize(("method", "path"), EVERY_CALL)
def test_who_has_not_signed_in_is_not_let_in(
    method: str, path: str, shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    nobody = replace(operator, groups=None)

    refused = nobody.send(an_event(method, nobody.at(path), groups=None))

    assert (refused.status, refused.headers["www-authenticate"]) == (401, "Bearer")
    assert started(waiting_machine) == []


@pytest.mark.parametrize("groups", ["", "[]", "[guest]", "[Operator]"])
@pytest.mark.parametrize(("method", "path"), [("GET", INVOICES), ("POST", "/sync")])
def test_who_is_in_no_group_of_ours_may_do_nothing(
    method: str, path: str, groups: str, shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    refused = operator.send(an_event(method, operator.at(path), groups=groups))

    assert (refused.status, refused.fields) == (403, ["group"])
    assert started(waiting_machine) == []


@pytest.mark.parametrize(("method", "path"), CHANGES)
def test_a_viewer_may_start_nothing(
    method: str, path: str, shop: Connector, viewer: Caller, waiting_machine: str
) -> None:
    refused = viewer.send(an_event(method, viewer.at(path), groups="[viewer]"))

    assert (refused.status, refused.fields) == (403, ["group"])
    assert started(waiting_machine) == []


def test_a_viewer_is_not_told_how_to_do_right_what_they_may_not_do(shop: Connector, viewer: Caller) -> None:
    refused = viewer.post(f"{INVOICES}/retry", {"nonsense": 1})

    assert refused.status == 403


@pytest.mark.parametrize("groups", ["[admin]", "[viewer operator]", "operator", "[viewer,admin]"])
def test_operators_and_admins_may(groups: str, shop: Connector, operator: Caller) -> None:
    accepted = operator.send(an_event("POST", operator.at("/sync"), groups=groups))

    assert accepted.status == 202


@pytest.mark.parametrize(("method", "path"), [("GET", INVOICES), ("GET", "/nowhere"), ("POST", "/sync")])
def test_every_answer_carries_the_headers_that_browsers_heed(
    method: str, path: str, shop: Connector, operator: Caller
) -> None:
    answer = operator.send(an_event(method, operator.at(path)))

    assert {name.lower(): value for name, value in SECURITY.items()}.items() <= answer.headers.items()


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [("DELETE", f"{ONE}/retry", "POST"), ("GET", "/sync", "POST"), ("POST", "/runs/archive", "GET")],
)
def test_a_method_that_is_not_there_is_answered_with_those_that_are(
    method: str, path: str, allowed: str, operator: Caller
) -> None:
    refused = operator.send(an_event(method, operator.at(path)))

    assert (refused.status, refused.headers["allow"]) == (405, allowed)


def test_a_refusal_quotes_no_more_than_the_start_of_a_long_value(operator: Caller) -> None:
    refused = operator.get(INVOICES, cursor="x" * 1500)

    (error,) = refused.body["errors"]
    assert refused.status == 404
    assert len(error["value"]) == 120


def test_a_refusal_calls_a_record_by_its_number(shop: Connector, operator: Caller) -> None:
    refused = operator.post("/sales-invoices/2001/retry")

    assert refused.body["detail"] == (
        "Sales invoice SI-2001 is Sent: only what is Error or Pending or Updated can be retried."
    )


def test_a_body_that_is_nested_too_deeply_is_told_so(shop: Connector, operator: Caller) -> None:
    headers = {"content-type": "application/json"}

    refused = operator.send(an_event("POST", operator.at(f"{INVOICES}/retry"), body=DEEP, headers=headers))

    assert refused.body["detail"] == "The body is nested too deeply."


@pytest.mark.parametrize(
    ("client", "status"),
    [(None, 500), (boto3.client("stepfunctions", region_name="eu-west-1", endpoint_url="http://127.0.0.1:9"), 503)],
    ids=["a bug", "a service that does not answer"],
)
def test_what_nobody_foresaw_is_told_without_details(
    client: Any, status: int, shop: Connector, handler: ApiHandler, operator: Caller
) -> None:
    logged: list[str] = []
    log: Callable[..., None] = lambda text, _about: logged.append(text)  # noqa: E731 (a log for this test)
    fragile = replace(operator, handler=replace(handler, executions=client, log=log))

    answer = fragile.post("/sync")

    assert (answer.status, answer.headers["content-type"]) == (status, "application/problem+json")
    assert "Attribute" not in answer.text
    assert "127.0.0.1" not in answer.text
    assert len(logged) == 1


def started(machine: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = boto3.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]
    return found
