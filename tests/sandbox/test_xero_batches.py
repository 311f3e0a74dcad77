"""Batches: what is taken and what is not, told element by element or all at once."""

from typing import Any

import pytest

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import Client, a_contact, an_invoice

ZERO_ID = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def batch(client: Client) -> dict[str, Any]:
    contact = client.one("Contacts", a_contact())["ContactID"]
    numbers = ("1", "1", "2")
    return {"Invoices": [an_invoice(contact, InvoiceNumber=number) for number in numbers]}


def test_each_element_is_told_how_it_fared(client: Client, batch: dict[str, Any]) -> None:
    elements = client.ok(client.send("PUT", "Invoices", batch), "Invoices")

    assert [element["StatusAttributeString"] for element in elements] == ["OK", "ERROR", "OK"]
    assert (elements[1]["InvoiceID"], elements[1]["InvoiceNumber"]) == (ZERO_ID, "1")
    assert elements[1]["HasErrors"] is elements[1]["HasValidationErrors"] is True
    assert elements[1]["ValidationErrors"] == [{"Message": "Invoice # must be unique."}]


def test_what_the_caller_says_of_an_elements_errors_is_not_repeated(client: Client, batch: dict[str, Any]) -> None:
    said = {"HasErrors": False, "HasValidationErrors": False, "StatusAttributeString": "OK", "ValidationErrors": []}
    batch["Invoices"][1] |= said

    _, refused, _ = client.ok(client.send("PUT", "Invoices", batch), "Invoices")

    assert (refused["HasErrors"], refused["HasValidationErrors"]) == (True, True)
    assert (refused["StatusAttributeString"], len(refused["ValidationErrors"])) == ("ERROR", 1)


@pytest.mark.parametrize("query", ["", "summarizeErrors=true", "SUMMARIZEERRORS=TRUE"])
def test_a_summarised_batch_fails_as_a_whole_but_keeps_what_was_good(
    client: Client, batch: dict[str, Any], query: str
) -> None:
    response = client.send("PUT", "Invoices", batch, query=query)

    body = loads(response.content)
    assert (response.status_code, body["ErrorNumber"], body["Type"]) == (400, 10, "ValidationException")
    assert body["Message"] == "A validation exception occurred"
    assert [element["InvoiceNumber"] for element in body["Elements"]] == ["1"]
    assert {invoice["InvoiceNumber"] for invoice in client.listed("Invoices")} == {"1", "2"}


@pytest.mark.parametrize("name", ["summarizeErrors", "SummarizeErrors", "summarizeerrors"])
def test_the_parameter_may_be_written_in_any_case(client: Client, batch: dict[str, Any], name: str) -> None:
    assert client.send("PUT", "Invoices", batch, query=f"{name}=false").status_code == 200


def test_one_element_may_come_without_its_wrapper(client: Client) -> None:
    response = client.send("PUT", "Contacts", a_contact())

    body = loads(response.content)
    assert (body["Status"], len(body["Contacts"])) == ("OK", 1)
    assert {"Id", "Status", "ProviderName", "DateTimeUTC"} <= set(body)


@pytest.mark.parametrize("body", ["", "[]", '{"Invoices": []}', "[1]"])
def test_an_empty_batch_is_refused(client: Client, body: str) -> None:
    response = client.session.put(
        "https://api.xero.com/api.xro/2.0/Invoices", data=body, headers=client.headers(Idempotency_Key="1")
    )

    assert (response.status_code, loads(response.content)["Type"]) == (400, "NoDataProcessedException")


@pytest.mark.parametrize("body", ["{", '{"Invoices": [{"Type": "ACCREC", "Date": "soon"}]}'])
def test_what_cannot_be_read_is_refused_as_a_whole(client: Client, body: str) -> None:
    response = client.session.put(
        "https://api.xero.com/api.xro/2.0/Invoices", data=body, headers=client.headers(Idempotency_Key="1")
    )

    assert (response.status_code, loads(response.content)["Type"]) == (400, "PostDataInvalidException")


def test_a_warning_does_not_fail_an_element(client: Client) -> None:
    lines = [{"LineAmount": 5, "AccountCode": "630"}, {"LineAmount": -5, "AccountCode": "476"}]
    journal = {"Narration": "Stock count", "Date": "2026-10-01", "Status": "POSTED", "JournalLines": lines}

    (taken,) = client.put("ManualJournals", journal)

    assert (taken["StatusAttributeString"], len(taken["JournalLines"])) == ("WARNING", 1)
    assert taken["Warnings"] == [
        {"Message": "Account code '476' has been removed as it does not match a recognised account."}
    ]


def test_the_order_of_elements_can_be_turned_round(client: Client, batch: dict[str, Any]) -> None:
    client.switch(answers_in_order=False)

    elements = client.ok(client.send("PUT", "Invoices", batch), "Invoices")

    assert [element["InvoiceNumber"] for element in elements] == ["2", "1", "1"]


def test_messages_can_come_under_another_name(client: Client, batch: dict[str, Any]) -> None:
    client.switch(error_text_in="Description")

    elements = client.ok(client.send("PUT", "Invoices", batch), "Invoices")

    assert elements[1]["ValidationErrors"] == [{"Description": "Invoice # must be unique."}]
