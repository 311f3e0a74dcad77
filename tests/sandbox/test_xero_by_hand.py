"""What goes wrong by hand in Xero, and how it shows in the ledger."""

from typing import Any

import pytest

from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_credit, a_line, an_invoice

LINES = [{"account": "630", "amount": "-5.00"}, {"account": "499", "amount": "5.00"}]


@pytest.fixture
def client() -> Client:
    client = Client()
    contact = client.one("Contacts", a_contact())["ContactID"]
    second = a_line(AccountCode="205", UnitAmount=10, Quantity=3, TaxAmount="5.99")
    client.one("Invoices", an_invoice(contact, a_line(), second))
    client.one("Invoices", a_bill(contact))
    client.one("CreditNotes", a_credit(contact))
    return client


def lines_of(client: Client, number: str) -> list[tuple[str, str]]:
    """The lines of the journals under that number: code and base."""
    journals = (journal for journal in client.xero.ledger() if journal["number"] == number)
    return [(line["code"], line["base"]) for journal in journals for line in journal["lines"]]


def test_another_day(client: Client) -> None:
    client.do("edit_document", document="BP-100123", changes={"Date": "2026-11-01"})

    assert [one["date"] for one in client.xero.ledger() if one["number"] == "BP-100123"] == ["2026-11-01"]


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"account": "260"}, [("610", "155.99"), ("260", "-100.00"), ("205", "-30.00"), ("820", "-25.99")]),
        ({"account": "260", "line": 2}, [("610", "155.99"), ("200", "-100.00"), ("260", "-30.00"), ("820", "-25.99")]),
        ({"price": "80"}, [("610", "131.99"), ("200", "-80.00"), ("205", "-30.00"), ("820", "-21.99")]),
        ({"tax_type": "RROUTPUT"}, [("610", "140.99"), ("200", "-100.00"), ("205", "-30.00"), ("820", "-10.99")]),
    ],
    ids=["another account", "another account on another line", "another amount", "another rate of tax"],
)
def test_one_line_is_changed_and_the_others_stay_as_they_are(
    client: Client, changes: dict[str, Any], lines: list[tuple[str, str]]
) -> None:
    client.do("edit_line", document="BP-100123", **changes)

    assert lines_of(client, "BP-100123") == lines


def test_the_account_of_what_is_paid_may_still_be_changed_but_not_its_amount(client: Client) -> None:
    client.do("pay_invoice", invoice="BP-100123")

    client.do("edit_line", document="BP-100123", account="260")

    assert ("260", "-100.00") in lines_of(client, "BP-100123")
    with pytest.raises(ValueError, match="cannot be edited"):
        client.do("edit_line", document="BP-100123", price="80")


@pytest.mark.parametrize("line", [0, 3])
def test_a_line_that_is_not_there_cannot_be_changed(client: Client, line: int) -> None:
    with pytest.raises(ValueError, match=f"BP-100123 has no line {line}"):
        client.do("edit_line", document="BP-100123", line=line, account="260")


def test_a_line_of_text_stays_one(client: Client) -> None:
    contact = client.listed("Contacts")[0]["ContactID"]
    client.one("Invoices", an_invoice(contact, {"Description": "Thanks"}, a_line(), InvoiceNumber="BP-2"))

    edited = client.do("edit_line", document="BP-2", line=2, price=50)

    assert edited["LineItems"][0].keys() & {"Quantity", "UnitAmount"} == set()
    assert client.do("copy_document", document="BP-2")["Total"] == "60.00"


@pytest.mark.parametrize(("number", "copy"), [("BP-100123", "INV-0003"), ("SUP-7", "SUP-7"), ("CR-1", "CN-0002")])
def test_a_document_is_entered_twice(client: Client, number: str, copy: str) -> None:
    before = lines_of(client, number)

    made = client.do("copy_document", document=number, date="2026-10-09")

    assert (made["Status"], made["Date"]) == ("AUTHORISED", "2026-10-09")
    assert lines_of(client, copy) == (before * 2 if copy == number else before)


def test_a_journal_is_entered_changed_and_taken_out(client: Client) -> None:
    made = client.do("enter_journal", narration="Stock 3", date="2026-10-04", lines=LINES)
    assert made["Status"] == "POSTED"
    assert lines_of(client, "Stock 3") == [("630", "-5.00"), ("499", "5.00")]

    client.do("edit_journal", journal="Stock 3", date="2026-10-05", narration="Stock 4")
    assert [one["date"] for one in client.xero.ledger() if one["number"] == "Stock 4"] == ["2026-10-05"]

    dearer = [{"account": "630", "amount": -6}, {"account": "429", "amount": 6}]
    client.do("edit_journal", journal=made["ManualJournalID"], lines=dearer)
    assert lines_of(client, "Stock 4") == [("630", "-6.00"), ("429", "6.00")]

    client.do("edit_journal", journal="Stock 4", status="VOIDED")
    assert lines_of(client, "Stock 4") == []


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ([{"account": "630"}], "an account and an amount"),
        ([{"account": "1", "amount": 5}], "no account '1'"),
        ([{"account": "630", "amount": 5}, {"account": "499", "amount": -4}], "must equal total credits"),
        ([{"account": "090", "amount": 5}, {"account": "499", "amount": -5}], "cannot be used in a manual journal"),
    ],
)
def test_a_journal_that_is_wrong_is_refused(client: Client, lines: list[dict[str, Any]], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        client.do("enter_journal", narration="x", lines=lines)


def test_a_bank_account_without_a_code_is_not_for_journals_either(client: Client) -> None:
    till = client.do("create_account", name="Till")
    lines = [{"account": till["AccountID"], "amount": 5}, {"account": "499", "amount": -5}]

    with pytest.raises(ValueError, match="cannot be used in a manual journal"):
        client.do("enter_journal", narration="x", lines=lines)


def test_a_journal_that_is_not_there_cannot_be_changed(client: Client) -> None:
    with pytest.raises(ValueError, match="no manual journal 'x'"):
        client.do("edit_journal", journal="x", status="VOIDED")
