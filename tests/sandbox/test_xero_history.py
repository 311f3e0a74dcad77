"""Who changed what in Xero, what of it counts as a change, and what is left of what people take away."""

from datetime import datetime
from typing import Any

import pytest

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import Client, a_contact, a_payment, an_invoice


@pytest.fixture
def client() -> Client:
    return Client()


def an_invoice_of(client: Client, **fields: Any) -> str:
    contact = client.one("Contacts", a_contact())["ContactID"]
    return str(client.one("Invoices", an_invoice(contact, **fields))["InvoiceID"])


def history(client: Client, path: str) -> list[tuple[str, str]]:
    answer = client.get(f"{path}/History")
    assert answer.status_code == 200, answer.text
    return [(entry["Changes"], entry["User"]) for entry in loads(answer.content)["HistoryRecords"]]


def updated(client: Client, path: str) -> str:
    return str(client.listed(path)[0]["UpdatedDateUTC"])


def test_the_history_of_a_document_names_who_changed_it_the_latest_first(client: Client) -> None:
    invoice = an_invoice_of(client)
    client.do("edit_document", document=invoice, changes={"Reference": "PO 9"}, by="Ann Lee")
    client.clock.advance(minutes=1)

    client.do("void", document=invoice)

    assert history(client, f"Invoices/{invoice}") == [
        ("Voided", "Pat Ledger"),
        ("Edited", "Ann Lee"),
        ("Created", "System Generated"),
    ]
    latest = loads(client.get(f"Invoices/{invoice}/History").content)["HistoryRecords"][0]
    assert latest["DateUTCString"] == f"{client.clock.now():%Y-%m-%dT%H:%M:%S}"


def test_contacts_payments_and_journals_have_a_history_too(client: Client) -> None:
    invoice = an_invoice_of(client)
    payment = client.one("Payments", a_payment(invoice))["PaymentID"]
    client.do("delete_payment", payment=payment)
    lines = [{"account": "200", "amount": "1"}, {"account": "310", "amount": "-1"}]
    journal = client.do("enter_journal", narration="Year end", lines=lines)["ManualJournalID"]
    client.do("void_journal", narration="Year end")
    contact = client.listed("Contacts")[0]["ContactID"]
    client.do("archive_contact", contact=contact)

    assert history(client, f"Payments/{payment}")[0] == ("Deleted", "Pat Ledger")
    assert history(client, f"ManualJournals/{journal}")[0] == ("Voided", "Pat Ledger")
    assert history(client, f"Contacts/{contact}")[0] == ("Archived", "Pat Ledger")


def test_what_is_not_there_has_no_history(client: Client) -> None:
    assert client.get("Invoices/00000000-0000-0000-0000-000000000000/History").status_code == 404


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("edit_document", {"document": "BP-100123", "changes": {"DueDate": "2026-12-24"}}),
        ("edit_line", {"document": "BP-100123", "account": "205"}),
        ("void", {"document": "BP-100123"}),
        ("pay_invoice", {"invoice": "BP-100123", "amount": 5}),
    ],
)
def test_what_people_do_to_a_document_counts_as_a_change(client: Client, action: str, given: dict[str, Any]) -> None:
    invoice = an_invoice_of(client)
    before = updated(client, f"Invoices/{invoice}")
    client.clock.advance(minutes=1)

    client.do(action, **given)

    assert updated(client, f"Invoices/{invoice}") != before


def test_another_due_date_of_what_is_paid_in_part_and_a_recoded_line_do_not(client: Client) -> None:
    invoice = an_invoice_of(client)
    client.do("pay_invoice", invoice=invoice, amount=5)
    before = updated(client, f"Invoices/{invoice}")
    client.clock.advance(minutes=1)

    client.do("edit_document", document=invoice, changes={"DueDate": "2026-12-24"})
    client.do("recode_line", document=invoice, account="205")

    (shown,) = client.listed(f"Invoices/{invoice}")
    assert (shown["DueDateString"], shown["LineItems"][0]["AccountCode"]) == ("2026-12-24T00:00:00", "205")
    assert shown["UpdatedDateUTC"] == before


@pytest.mark.parametrize("bumped", [False, True])
def test_whether_the_documents_of_a_merged_contact_count_as_changed_is_a_switch(client: Client, bumped: bool) -> None:
    client.switch(merge_bumps_documents=bumped)
    invoice = an_invoice_of(client)
    other = client.one("Contacts", a_contact(Name="Granite", ContactNumber="20102"))["ContactID"]
    before = client.listed(f"Invoices/{invoice}")[0]
    client.clock.advance(minutes=1)

    client.do("merge_contact", contact="20101", into=other)

    after = client.listed(f"Invoices/{invoice}")[0]
    assert after["Contact"]["ContactID"] == other
    assert (after["UpdatedDateUTC"] != before["UpdatedDateUTC"]) is bumped
    left = client.listed(f"Contacts/{before['Contact']['ContactID']}")[0]
    assert (left["ContactStatus"], left["MergedToContactID"]) == ("ARCHIVED", other)
    assert left["UpdatedDateUTC"] != before["UpdatedDateUTC"]


@pytest.mark.parametrize(("frees", "refused"), [(False, ["Invoice # must be unique."]), (True, [])])
def test_whether_a_voided_number_is_free_is_a_switch(client: Client, frees: bool, refused: list[str]) -> None:
    client.switch(voided_frees_number=frees)
    contact = client.one("Contacts", a_contact())["ContactID"]
    client.one("Invoices", an_invoice(contact))
    client.do("void", document="BP-100123")

    (again,) = client.put("Invoices", an_invoice(contact))

    assert [error["Message"] for error in again.get("ValidationErrors", [])] == refused


@pytest.mark.parametrize(("frees", "refused"), [(True, []), (False, ["Invoice # must be unique."])])
def test_whether_a_deleted_number_is_free_is_a_switch(client: Client, frees: bool, refused: list[str]) -> None:
    client.switch(deleted_frees_number=frees)
    contact = client.one("Contacts", a_contact())["ContactID"]
    client.one("Invoices", an_invoice(contact, Status="DRAFT"))
    client.do("delete_document", document="BP-100123")

    (again,) = client.put("Invoices", an_invoice(contact))

    assert [error["Message"] for error in again.get("ValidationErrors", [])] == refused


@pytest.mark.parametrize(("listed", "statuses"), [(True, ["DELETED"]), (False, [])])
def test_whether_payments_that_are_deleted_are_listed_is_a_switch(
    client: Client, listed: bool, statuses: list[str]
) -> None:
    client.switch(payments_list_deleted=listed)
    payment = client.one("Payments", a_payment(an_invoice_of(client)))["PaymentID"]
    since = client.clock.advance(minutes=1)
    client.do("delete_payment", payment=payment)

    found = client.get("Payments", {"If-Modified-Since": _http(since)}, page="1")

    payments = loads(found.content)["Payments"] if found.status_code == 200 else []
    assert [one["Status"] for one in payments] == statuses
    assert client.listed(f"Payments/{payment}")[0]["Status"] == "DELETED"


def test_an_item_that_is_deleted_is_not_listed_and_a_voided_journal_is(client: Client) -> None:
    client.do("create_item", item={"Code": "MUG", "Name": "Mug"})
    lines = [{"account": "200", "amount": "1"}, {"account": "310", "amount": "-1"}]
    client.do("enter_journal", narration="Year end", lines=lines)

    client.do("delete_item", code="MUG")
    client.do("void_journal", narration="Year end")

    assert client.listed("Items") == []
    assert [one["Status"] for one in client.listed("ManualJournals")] == ["VOIDED"]


def _http(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}"
