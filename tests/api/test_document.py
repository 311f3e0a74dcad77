"""What is written of the code is in step with it, and the OpenAPI document is kept by the answers."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.world import Sandbox
from shared.api.document import FILE, KINDS_FILE, kinds
from shared.api.handler import bare_router
from shared.api.openapi import document
from tests.api.calls import Caller
from tests.api.scenes import an_invoice, make_error, take

ROOT = Path(__file__).parents[2]
ONE = "/connections/{connection}/{kind}/{record_id}"
ANSWERS = {
    "/connections": "/api/v1/connections",
    "/connections/{connection}/summary": "/summary",
    "/connections/{connection}/settings": "/settings",
    "/connections/{connection}/runs": "/runs",
    "/connections/{connection}/{kind}": "/sales-invoices",
    ONE: "/sales-invoices/{id}",
    f"{ONE}/history": "/sales-invoices/{id}/history",
    f"{ONE}/preview": "/sales-invoices/{id}/preview",
}


@pytest.fixture(scope="module")
def contract() -> dict[str, Any]:
    read: dict[str, Any] = json.loads((ROOT / FILE).read_text(encoding="utf-8"))
    return read


def holds(contract: dict[str, Any], schema: dict[str, Any], answer: Any) -> None:
    Draft202012Validator({**schema, "components": contract["components"]}).validate(answer)


def shape(contract: dict[str, Any], path: str, method: str, status: str) -> dict[str, Any]:
    (content,) = contract["paths"][f"/api/v1{path}"][method]["responses"][status]["content"].values()
    found: dict[str, Any] = content["schema"]
    return found


def test_the_committed_document_is_what_the_code_says() -> None:
    assert (ROOT / FILE).read_text(encoding="utf-8") == document(bare_router()), "run python -m shared.api.document"


def test_the_kinds_that_the_console_shows_are_those_of_the_code() -> None:
    assert (ROOT / KINDS_FILE).read_text(encoding="utf-8") == kinds(), "run python -m shared.api.document"


def test_the_document_is_served_as_it_is_committed(operator: Caller, contract: dict[str, Any]) -> None:
    served = operator.get_at("/api/v1/openapi.json")

    assert (served.status, json.loads(served.text)) == (200, contract)


def test_the_document_is_not_for_strangers(operator: Caller) -> None:
    stranger = Caller(handler=operator.handler, connection="x", groups=None)

    assert stranger.get_at("/api/v1/openapi.json").status == 401


def test_every_route_wants_a_token_and_says_which_group(contract: dict[str, Any]) -> None:
    operations = [operation for methods in contract["paths"].values() for operation in methods.values()]

    assert contract["openapi"] == "3.1.0"
    assert {json.dumps(operation["security"]) for operation in operations} == {'[{"token": []}]'}
    assert {operation["x-group"] for operation in operations} == {"viewer", "operator"}
    assert len({operation["operationId"] for operation in operations}) == len(operations)


@pytest.mark.parametrize("path", ANSWERS)
def test_answers_are_as_the_document_says(
    path: str, deployed: Connector, sandbox: Sandbox, operator: Caller, contract: dict[str, Any]
) -> None:
    sandbox.seed(orders=4, seed=7)
    deployed.cycle()
    (newest, *_) = operator.get("/sales-invoices", status="Sent").body["records"]
    address = ANSWERS[path].format(id=newest["id"])

    answer = operator.get_at(address) if address.startswith("/api") else operator.get(address)

    assert answer.status == 200
    holds(contract, shape(contract, path, "get", "200"), json.loads(answer.text))


def test_a_started_run_and_a_refusal_are_as_the_document_says(
    deployed: Connector, operator: Caller, contract: dict[str, Any]
) -> None:
    take(deployed, an_invoice(1))
    make_error(deployed, 1)

    accepted, refused = operator.post("/sales-invoices/1/retry"), operator.post("/sales-invoices/1/unarchive")
    run = operator.get(f"/runs/{accepted.body['run']}")

    holds(contract, shape(contract, f"{ONE}/retry", "post", "202"), accepted.body)
    holds(contract, shape(contract, f"{ONE}/unarchive", "post", "409"), refused.body)
    holds(contract, shape(contract, "/connections/{connection}/runs/{run_id}", "get", "200"), run.body)
