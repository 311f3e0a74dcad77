"""Recorded calls against a description: each kind of mistake is found and placed, and what is right is left alone."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.proof.xero_traffic import main

DESCRIPTION = """
openapi: 3.0.0
info: {title: A small part of the accounting API, version: "1"}
servers: [{url: "https://api.xero.com/api.xro/2.0"}]
paths:
  /Invoices:
    parameters:
      - {in: header, name: xero-tenant-id, required: true, schema: {type: string, format: uuid}}
      - {in: query, name: summarizeErrors, schema: {type: boolean}}
    get:
      parameters: [{in: query, name: page, schema: {type: integer}}]
      responses: &answers
        "200":
          description: as asked
          content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}
        "400":
          description: refused
          content: {application/json: {schema: {type: object, properties: {ErrorNumber: {type: integer}}}}}
    put: &write
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Invoices"}}}}
      responses: *answers
    post: *write
components:
  schemas:
    Invoices: {type: object, properties: {Invoices: {type: array, items: {$ref: "#/components/schemas/Invoice"}}}}
    Invoice:
      type: object
      properties:
        InvoiceID: {type: string}
        Type: {type: string, enum: [ACCPAY, ACCREC]}
        InvoiceNumber: {type: string, maxLength: 255}
        Contact: {type: object, properties: {ContactID: {type: string}}}
        Date: {type: string}
        DueDate: {type: string}
        Status: {type: string}
        LineItems: {type: array, items: {type: object, properties: {UnitAmount: {type: number}}}}
        IsDiscounted: {type: boolean, default: "false"}
"""
TENANT = "7c3a1c5e-8d61-4c55-9a0d-2f6f5a1c0a01"
INVOICE = {
    "Type": "ACCREC",
    "InvoiceNumber": "SI-1",
    "Contact": {"ContactID": "c-1"},
    "Date": "2026-11-23",
    "DueDate": "2026-12-23",
    "Status": "AUTHORISED",
    "LineItems": [{"UnitAmount": 4.75}],
}
Raw = dict[str, Any]


def a_write(**changes: Any) -> Raw:
    """Give a recorded call with which nothing is wrong; `invoice` changes its one element, all else the call."""
    invoice = {**INVOICE, **changes.pop("invoice", {})}
    return {
        "method": "PUT",
        "path": "/api.xro/2.0/Invoices",
        "query": "summarizeErrors=false&unitdp=4",
        "headers": headers(),
        "body": json.dumps({"Invoices": [{name: value for name, value in invoice.items() if value is not None}]}),
        "status": 200,
        "response": json.dumps({"Invoices": [{**INVOICE, "InvoiceID": "i-1", "Date": "/Date(1795392000000+0000)/"}]}),
        **changes,
    }


def a_read(**changes: Any) -> Raw:
    return {**a_write(), "method": "GET", "query": "page=1", "body": "", **changes}


def headers(**changes: str) -> dict[str, str]:
    usual = {"Accept": "application/json", "Content-Type": "application/json", "Xero-Tenant-Id": TENANT}
    return {**usual, "Idempotency-Key": "step-1", **{name.replace("_", "-"): value for name, value in changes.items()}}


@dataclass(frozen=True, kw_only=True)
class Desk:
    folder: Path
    printed: pytest.CaptureFixture[str]

    def write(self, name: str, text: str) -> str:
        (self.folder / name).write_text(text)
        return str(self.folder / name)

    def check(self, *calls: Raw, text: str = "", responses: bool = True) -> tuple[int, list[str], str]:
        """Check the calls, or a text in their place; answers with the exit status and both channels."""
        description = self.write("description.yaml", DESCRIPTION)
        recorded = self.write("xero.jsonl", text or "\n".join(map(json.dumps, calls)))
        options = ["--responses"] if responses else []
        status = main(["--description", description, *options, recorded])
        said = self.printed.readouterr()
        return status, said.out.splitlines(), said.err


@pytest.fixture
def desk(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(folder=tmp_path, printed=capsys)


RIGHT = {
    "a new invoice": a_write(),
    "one that is amended": a_write(method="POST", invoice={"InvoiceID": "i-1"}),
    "a list": a_read(),
    "a refusal that is described": a_write(status=400, response='{"ErrorNumber": 10}'),
    "a limit, which is not": a_read(status=429, response=""),
    "no change since": a_read(headers=headers(If_Modified_Since="2026-11-23T00:00:00+00:00"), status=304, response=""),
    "an answer with a field that is not described": a_read(response='{"Invoices": [], "Own": 1}'),
}


@pytest.mark.parametrize("call", RIGHT.values(), ids=RIGHT)
def test_nothing_is_found_in_what_is_right(desk: Desk, call: Raw) -> None:
    assert desk.check(call) == (0, ["1 calls checked, 0 findings"], "")


@dataclass(frozen=True, kw_only=True)
class Wrong:
    """A call, and what is said of it."""

    call: Raw
    says: str


WRONG = {
    "a path that Xero does not have": Wrong(call=a_read(path="/api.xro/2.0/Unvoices"), says="Path not found"),
    "a call without the organisation": Wrong(call=a_read(headers=headers(Xero_Tenant_Id="")), says="xero-tenant-id"),
    "a page that is no number": Wrong(call=a_read(query="page=one"), says="page"),
    "a value that is not on the list": Wrong(
        call=a_write(invoice={"Type": "SALE"}), says="$.Invoices[0].Type: 'SALE' is not one of"
    ),
    "a field that Xero would ignore": Wrong(call=a_write(invoice={"type": "ACCREC"}), says="'type' was unexpected"),
    "a text that is too long": Wrong(
        call=a_write(invoice={"InvoiceNumber": "9" * 300}), says="$.Invoices[0].InvoiceNumber: '999"
    ),
    "an amount that is a text": Wrong(
        call=a_write(invoice={"LineItems": [{"UnitAmount": "4.75"}]}),
        says="$.Invoices[0].LineItems[0].UnitAmount: '4.75' is not of type 'number'",
    ),
    "a body that is no JSON": Wrong(call=a_write(body="{"), says="Failed to deserialize"),
    "an answer that Xero would not give": Wrong(
        call=a_read(response='{"Invoices": [{"Type": "SALE"}]}'), says="answered 200: $.Invoices[0].Type: 'SALE'"
    ),
    "an answer of a kind that is not described": Wrong(call=a_read(status=204), says="answered 204: Unknown response"),
    "no change, when nobody asked since when": Wrong(
        call=a_read(status=304, response=""), says="answered 304: Unknown response"
    ),
    "an answer in XML": Wrong(call=a_read(headers=headers(Accept="*/*")), says="does not ask for application/json"),
    "a write without a key": Wrong(call=a_write(headers=headers(Idempotency_Key="")), says="not 0"),
    "a key that is too long": Wrong(call=a_write(headers=headers(Idempotency_Key="k" * 129)), says="not 129"),
    "one refusal for all": Wrong(call=a_write(query="unitdp=4"), says="without summarizeErrors=false"),
    "amounts that are rounded": Wrong(call=a_write(query="summarizeErrors=false"), says="without unitdp=4"),
    "too many at once": Wrong(
        call=a_write(body=json.dumps({"Invoices": [INVOICE] * 51})), says="51 elements, where 50"
    ),
    "a document without lines": Wrong(call=a_write(invoice={"LineItems": []}), says="Invoices[0] is without LineItems"),
    "a create that overwrites": Wrong(call=a_write(method="POST"), says="Invoices[0] is without InvoiceID"),
    "a day that is none": Wrong(call=a_write(invoice={"Date": "23/11/2026"}), says="Invoices[0].Date is '23/11/2026'"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_place(desk: Desk, wrong: Wrong) -> None:
    status, (*found, total), _ = desk.check(a_read(), wrong.call)

    assert status == 1
    assert all(line.startswith(f"xero.jsonl:2 {wrong.call['method']} {wrong.call['path']}: ") for line in found)
    assert wrong.says in found[0]
    assert total == f"2 calls checked, {len(found)} findings"


def test_answers_are_left_alone_unless_they_are_asked_for(desk: Desk) -> None:
    call = a_read(response="<html>")

    assert (desk.check(call, responses=False)[0], desk.check(call)[0]) == (0, 1)


def test_a_finding_is_one_line_of_a_readable_length(desk: Desk) -> None:
    _, (found, _), _ = desk.check(a_write(invoice={"InvoiceNumber": "9" * 3000}))

    assert len(found) < 300
    assert found.endswith("is too long")


NOTHING_TO_LEARN: dict[str, tuple[str, str]] = {
    "no line": ("\n", "there is no call to the accounting API"),
    "calls for tokens alone": (json.dumps(a_write(path="/connect/token")), "there is no call to the accounting API"),
    "no JSON": ("PUT /Invoices", "xero.jsonl:1 is no recorded call"),
    "no call": ('["PUT"]', "xero.jsonl:1 is no recorded call"),
}


@pytest.mark.parametrize(("text", "sentence"), NOTHING_TO_LEARN.values(), ids=NOTHING_TO_LEARN)
def test_a_record_that_proves_nothing_is_no_success(desk: Desk, text: str, sentence: str) -> None:
    status, said, complaint = desk.check(text=text)

    assert (status, said) == (2, [])
    assert sentence in complaint


UNREADABLE: dict[str, Callable[[Desk], str]] = {
    "not there": lambda desk: str(desk.folder / "missing.yaml"),
    "something else": lambda desk: desk.write("other.yaml", "just: yaml"),
}


@pytest.mark.parametrize("description", UNREADABLE.values(), ids=UNREADABLE)
def test_a_description_that_is_none_is_named(desk: Desk, description: Callable[[Desk], str]) -> None:
    path = description(desk)

    status = main(["--description", path, desk.write("xero.jsonl", json.dumps(a_read()))])

    assert status == 2
    assert path in desk.printed.readouterr().err
