"""Contacts, items and journals: uniqueness, lengths and what stays of what was there."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.xero_calls import Client, a_contact, an_invoice

D = Decimal
PERSON = {"FirstName": "Ann", "LastName": "Lee", "EmailAddress": "ann@example.test", "IncludeInEmails": True}
NAME_TAKEN = (
    "The contact name Marble & Co is already assigned to another contact. "
    "The contact name must be unique across all active contacts."
)
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        ({"ContactNumber": "2"}, [NAME_TAKEN]),
        ({"ContactNumber": "2", "Name": "MARBLE & CO"}, [NAME_TAKEN.replace("Marble & Co", "MARBLE & CO")]),
        ({"Name": "Other"}, [NUMBER_TAKEN]),
        ({}, [NAME_TAKEN, NUMBER_TAKEN]),
    ],
    ids=["name", "name in capitals", "number", "both"],
)
def test_a_name_and_a_number_belong_to_one_contact(client: Client, change: dict[str, str], messages: list[str]) -> None:
    client.one("Contacts", a_contact())

    assert client.refusals("Contacts", a_contact(**change)) == messages


def test_an_archived_contact_gives_up_its_name_but_not_its_number(client: Client) -> None:
    client.one("Contacts", a_contact())
    client.do("archive_contact", contact="20101")

    assert client.refusals("Contacts", a_contact()) == [NUMBER_TAKEN]
    client.one("Contacts", a_contact(ContactNumber="20102"))


def test_account_numbers_are_unique_too(client: Client) -> None:
    client.one("Contacts", a_contact(AccountNumber="A1"))

    assert client.refusals("Contacts", {"Name": "Other", "AccountNumber": "A1"}) == [
        "The Account Number already exists. Please enter a different Account Number."
    ]


@pytest.mark.parametrize(
    "change",
    [
        {"Name": ""},
        {"Name": "n" * 256},
        {"Name": "Marble <Co>"},
        {"Name": " Marble"},
        {"Name": "Marble  Co"},
        {"ContactNumber": "1" * 51},
        {"EmailAddress": "nobody"},
        {"EmailAddress": "a@x..com"},
        {"EmailAddress": "a@x.com."},
        {"EmailAddress": "jo@exa_mple.com"},
        {"EmailAddress": "zoë@example.test"},
        {"ContactStatus": "ARCHIVED"},
        {"DefaultCurrency": "SEK"},
        {"ContactPersons": [PERSON] * 6},
        {"ContactPersons": [PERSON], "EmailAddress": None},
        {"ContactPersons": [PERSON | {"EmailAddress": "nobody"}]},
        {"Addresses": [{"AddressType": "STREET", "Country": "Area 51"}]},
        {"Addresses": [{"AddressType": "STREET", "AddressLine1": "a" * 501}]},
        {"Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "1" * 51}]},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_wrong_with_a_contact_is_said_once(client: Client, change: dict[str, Any]) -> None:
    assert len(client.refusals("Contacts", a_contact(**change))) == 1


def test_what_is_not_sent_keeps_its_value_and_persons_are_replaced(client: Client) -> None:
    address = {"AddressType": "STREET", "AddressLine1": "1 High Street", "City": "Leeds"}
    known = client.one("Contacts", a_contact(Addresses=[address], ContactPersons=[PERSON, PERSON]))
    box = {"AddressType": "POBOX", "City": "York"}

    (changed,) = client.post(
        "Contacts",
        {"ContactID": known["ContactID"], "ContactPersons": [PERSON], "Addresses": [box], "FirstName": "Bo"},
    )

    assert {entry["City"] for entry in changed["Addresses"]} == {"Leeds", "York"}
    assert (changed["Name"], changed["FirstName"]) == ("Marble & Co", "Bo")
    assert len(changed["ContactPersons"]) == 1


@pytest.mark.parametrize("key", ["ContactNumber", "Name"])
def test_a_post_finds_the_contact_by_number_or_name(client: Client, key: str) -> None:
    known = client.one("Contacts", a_contact())

    (changed,) = client.post("Contacts", {key: a_contact()[key], "FirstName": "Bo"})

    assert changed["ContactID"] == known["ContactID"]


def test_an_archived_contact_cannot_be_changed(client: Client) -> None:
    known = client.one("Contacts", a_contact())
    client.post("Contacts", {"ContactID": known["ContactID"], "ContactStatus": "ARCHIVED"})

    change = {"ContactID": known["ContactID"], "FirstName": "Bo"}

    assert "has been archived" in client.refusals("Contacts", change, method="POST")[0]


def test_a_merged_contact_stays_behind_archived_and_its_documents_move(client: Client) -> None:
    gone = client.one("Contacts", a_contact())
    kept = client.one("Contacts", {"Name": "Marble Holdings"})
    client.one("Invoices", an_invoice(gone["ContactID"]))

    client.do("merge_contact", contact="20101", into="Marble Holdings")

    (merged,) = client.listed(f"Contacts/{gone['ContactID']}")
    (invoice,) = client.listed("Invoices", ContactIDs=kept["ContactID"])
    assert (merged["ContactStatus"], merged["MergedToContactID"]) == ("ARCHIVED", kept["ContactID"])
    assert invoice["Contact"]["Name"] == "Marble Holdings"


def test_an_item_code_is_taken_once_and_a_post_changes_the_item(client: Client) -> None:
    client.one("Items", {"Code": "SKU-1", "Name": "Mug"})

    refused = client.refusals("Items", {"Code": "SKU-1"})
    (changed,) = client.post("Items", {"Code": "SKU-1", "Description": "A blue mug"})

    assert refused == ["Price List Item with Code 'SKU-1' already exists"]
    assert (changed["Name"], changed["Description"]) == ("Mug", "A blue mug")


@pytest.mark.parametrize(
    "change",
    [
        {"Code": ""},
        {"Code": "c" * 31},
        {"Name": "n" * 51},
        {"Description": "d" * 4001},
        {"SalesDetails": {"AccountCode": "9999"}},
        {"SalesDetails": {"TaxType": "OUTPUT9"}},
        {"SalesDetails": {"AccountCode": "200", "TaxType": "INPUT2"}},
    ],
    ids=lambda change: next(iter(change)),
)
def test_what_is_wrong_with_an_item_is_said_once(client: Client, change: dict[str, Any]) -> None:
    assert len(client.refusals("Items", {"Code": "SKU-1"} | change)) == 1


def test_an_item_that_is_not_sold_shows_no_sales_details(client: Client) -> None:
    item = client.one("Items", {"Code": "SKU-1", "IsSold": False, "SalesDetails": {"UnitPrice": 5}})

    assert item["SalesDetails"] == {}


@pytest.mark.parametrize(("unitdp", "price"), [("2", "1.23"), ("4", "1.2346")])
def test_item_prices_have_as_many_places_as_asked_for(client: Client, unitdp: str, price: str) -> None:
    client.one("Items", {"Code": "SKU-1", "SalesDetails": {"UnitPrice": D("1.23456")}})

    (item,) = client.listed("Items/SKU-1", unitdp=unitdp)

    assert item["SalesDetails"]["UnitPrice"] == D(price)


def test_a_deleted_item_is_gone(client: Client) -> None:
    client.one("Items", {"Code": "SKU-1"})

    assert client.send("DELETE", "Items/SKU-1", {}).status_code == 204
    assert client.get("Items/SKU-1").status_code == 404


def _journal(*lines: dict[str, Any], **fields: Any) -> dict[str, Any]:
    rows = list(lines) or [{"LineAmount": D("10.01"), "AccountCode": "630"}, _row("499", "-10.01")]
    return {"Narration": "Stock count 7", "Date": "2026-10-01", "Status": "POSTED", "JournalLines": rows} | fields


def _row(code: str, amount: str) -> dict[str, Any]:
    return {"LineAmount": D(amount), "AccountCode": code}


def test_a_journal_is_found_by_its_narration(client: Client) -> None:
    made = client.one("ManualJournals", _journal())

    (found,) = client.listed("ManualJournals", where='Narration=="Stock count 7"', page="1")

    assert found["ManualJournalID"] == made["ManualJournalID"]
    assert found["JournalLines"][0]["LineAmount"] == D("10.01")


@pytest.mark.parametrize(
    ("journal", "message"),
    [
        (
            _journal(_row("630", "100.00"), _row("499", "-10.00")),
            "The total debits (100.00) must equal total credits (-10.00)",
        ),
        (_journal(_row("630", "0.00")), "A manual journal must have at least two journal lines"),
        (_journal(Narration=""), "A narration must be specified for the manual journal"),
        (_journal(Status="VOIDED"), "Manual journal not of valid status for creation"),
        *[
            (_journal(_row("630", "1"), _row(code, "-1")), f"Account code '{code}' cannot be used in a manual journal.")
            for code in ("090", "610", "631", "800", "960")
        ],
        (
            _journal(_row("630", "1"), _row("499A", "-1")),
            "Account code '499A' has been archived, or has been deleted. "
            "Each line item must reference a valid account.",
        ),
    ],
)
def test_what_is_wrong_with_a_journal_is_said(client: Client, journal: dict[str, Any], message: str) -> None:
    assert client.refusals("ManualJournals", journal) == [message]


def test_a_posted_journal_can_be_voided_unless_its_date_is_locked(client: Client) -> None:
    first, second = client.put("ManualJournals", _journal(), _journal(Narration="Stock count 8"))
    (voided,) = client.post(f"ManualJournals/{first['ManualJournalID']}", {"Status": "VOIDED"})
    client.do("lock_period", period="2026-10-01")

    locked = client.send("POST", f"ManualJournals/{second['ManualJournalID']}", {"Status": "VOIDED"})

    assert voided["Status"] == "VOIDED"
    assert (locked.status_code, "period lock date" in locked.text) == (400, True)


def test_settings_can_be_added_to(client: Client) -> None:
    (category,) = client.listed("TrackingCategories")
    client.send("PUT", f"TrackingCategories/{category['TrackingCategoryID']}/Options", {"Name": "Fair"}, query="")
    client.send("PUT", "Currencies", {"Code": "SEK"}, query="")
    client.send("PUT", "Accounts", {"Code": "201", "Name": "Trade Sales", "Type": "REVENUE"}, query="")

    (grown,) = client.listed("TrackingCategories")
    assert "Fair" in [option["Name"] for option in grown["Options"]]
    assert "SEK" in [currency["Code"] for currency in client.listed("Currencies")]
    assert client.listed("Accounts", where='Code=="201"')[0]["Class"] == "REVENUE"


@pytest.mark.parametrize("code", ["200", ""])
def test_an_account_needs_a_code_of_its_own(client: Client, code: str) -> None:
    response = client.send("PUT", "Accounts", {"Code": code, "Name": "Trade Sales", "Type": "REVENUE"}, query="")

    assert (response.status_code, "unique Code" in response.text) == (400, True)
