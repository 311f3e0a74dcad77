"""Contacts and items by their fields: how each is read, written and called."""

from typing import Any

import pytest

from shared.mapping.contact_fields import (
    CONTACT,
    contact_fields,
    contact_payload,
    contact_words,
    doubtful_emails,
    emails,
    same_name,
    too_many_persons,
    without,
)
from shared.mapping.contacts import contact_key
from shared.mapping.fields import Edit, alike, edit, link, within
from shared.mapping.item_fields import ITEM, item_fields, item_payload, item_words

PLACE = {
    "AddressLine1": "1 High St",
    "AddressLine2": "Clifton",
    "City": "Bristol",
    "Region": "Avon",
    "PostalCode": "BS8 1AA",
    "Country": "GB",
}
NOWHERE = dict.fromkeys(PLACE, "")
ADA = {"FirstName": "Ada", "LastName": "Byron"}


# reading


def test_every_part_of_a_contact_is_read() -> None:
    contact = {
        "ContactNumber": "7",
        "Name": "Byron Ltd (7)",
        "EmailAddress": "ada@example.com",
        "TaxNumber": "GB 1",
        **ADA,
        "Phones": [
            {"PhoneType": "MOBILE", "PhoneNumber": "000 111", "PhoneAreaCode": "7700", "PhoneCountryCode": "44"},
            {"PhoneType": "FAX", "PhoneNumber": ""},
        ],
        "Addresses": [{"AddressType": "STREET", **PLACE, "AttentionTo": "Goods in"}, {"AddressType": "POBOX"}],
        "ContactPersons": [{"FirstName": " Pat ", "LastName": "Payne", "EmailAddress": "pat@example.com"}],
    }

    assert contact_fields(contact) == {
        "Name": "Byron Ltd",
        "EmailAddress": "ada@example.com",
        "TaxNumber": "GB 1",
        "Person": ADA,
        "Phones/MOBILE": "44 7700 000 111",
        "Addresses/STREET": PLACE,
        "ContactPersons/pat payne": {"FirstName": " Pat ", "LastName": "Payne"},
        "ContactPersons/pat payne/EmailAddress": "pat@example.com",
    }


def test_a_contact_of_which_nothing_is_known_has_no_fields() -> None:
    assert contact_fields({"Name": None, "Phones": None, "Addresses": None, "ContactPersons": None}) == {}


def test_a_person_may_lack_a_name_and_an_address() -> None:
    persons = contact_fields({"ContactPersons": [{"LastName": "Hill"}]})

    assert persons == {"ContactPersons/hill": {"FirstName": "", "LastName": "Hill"}}


def test_a_name_in_brackets_stays_where_we_have_no_number() -> None:
    assert contact_fields({"Name": "Byron Ltd (XXXX)"}) == {"Name": "Byron Ltd (XXXX)"}


@pytest.mark.parametrize(
    ("ours", "theirs", "same"),
    [
        ("Byron Ltd (7)", "BYRON LTD", True),
        ("Byron Ltd", "Byron Ltd (7)", True),
        ("Byron Ltd", "Byron Ltd (8)", False),
        ("Byron Ltd", "Other Ltd", False),
        ("Byron Ltd", None, False),
    ],
)
def test_two_contacts_have_one_name_with_or_without_our_number(ours: str, theirs: str | None, *, same: bool) -> None:
    assert same_name({"Name": ours, "ContactNumber": "7"}, {"Name": theirs}) is same


def test_a_name_in_brackets_tells_contacts_apart_where_we_have_no_number() -> None:
    assert not same_name({"Name": "Byron Ltd"}, {"Name": "Byron Ltd (None)"})


def test_xero_tells_names_apart_whatever_their_capitals() -> None:
    assert contact_key({"Name": "Straße LTD"}) == contact_key({"Name": "STRASSE Ltd"}) == "strasse ltd"
    assert contact_key({}) == contact_key({"Name": None}) == ""


@pytest.mark.parametrize(
    ("address", "sound"),
    [
        ("ada@example.com", True),
        ("ada.byron+tag@mail.example.co.uk", True),
        ("Ada_9@EXAMPLE-1.org", True),
        ("a@x..com", False),
        (".a@x.com", False),
        ("a..b@x.com", False),
        ("a@-x.com", False),
        ("a@x-.com", False),
        ("a@x", False),
        ("a b@x.com", False),
        ("ä@x.com", False),
        (None, False),
    ],
)
def test_an_address_is_doubtful_where_the_standard_does_not_know_it(address: str | None, *, sound: bool) -> None:
    fields = {"Name": "not an address", "EmailAddress": address, "ContactPersons/ada byron/EmailAddress": address}

    assert doubtful_emails(fields) == (set() if sound else {*fields} - {"Name"})
    assert emails(fields) == {*fields} - {"Name"}


# writing


def test_what_was_emptied_is_written_as_a_blank() -> None:
    emptied = ("Name", "EmailAddress", "Person", "Phones/MOBILE", "Addresses/STREET")

    assert contact_payload(dict.fromkeys(emptied), {}) == {
        "Name": "",
        "EmailAddress": "",
        "FirstName": "",
        "LastName": "",
        "Phones": [{"PhoneType": "MOBILE", "PhoneNumber": ""}],
        "Addresses": [{"AddressType": "STREET", **NOWHERE}],
    }


def test_every_changed_part_is_written() -> None:
    changes = {
        "Name": "Byron Ltd",
        "TaxNumber": "GB 1",
        "Person": ADA,
        "Phones/FAX": "1",
        "Phones/DDI": "2",
        "Addresses/POBOX": PLACE,
    }

    assert contact_payload(changes, {}) == {
        "Name": "Byron Ltd",
        "TaxNumber": "GB 1",
        **ADA,
        "Phones": [{"PhoneType": "FAX", "PhoneNumber": "1"}, {"PhoneType": "DDI", "PhoneNumber": "2"}],
        "Addresses": [{"AddressType": "POBOX", **PLACE}],
    }


def test_what_only_people_in_xero_write_on_an_address_stays_on_it() -> None:
    kept = {"AddressLine3": "Unit 9", "AddressLine4": "Rear", "AttentionTo": "Goods in"}
    theirs = {"Addresses": [{"AddressType": "POBOX", "AttentionTo": "Nobody"}, {"AddressType": "STREET", **kept}, {}]}

    assert contact_payload({"Addresses/STREET": PLACE}, theirs)["Addresses"] == [
        {"AddressType": "STREET", **PLACE, **kept}
    ]


def test_a_persons_address_may_be_emptied_and_a_person_may_come_twice_as_one() -> None:
    theirs = {"ContactPersons": [{**ADA, "EmailAddress": "ada@example.com"}]}
    changes = {
        "ContactPersons/ada byron": {"FirstName": "ADA", "LastName": "Byron"},
        "ContactPersons/ada byron/EmailAddress": None,
        "ContactPersons/nobody/EmailAddress": "nobody@example.com",
    }

    assert contact_payload(changes, theirs)["ContactPersons"] == [
        {"IncludeInEmails": False, "FirstName": "ADA", "LastName": "Byron", "EmailAddress": ""}
    ]


def test_the_last_person_who_left_leaves_nobody() -> None:
    assert contact_payload({"ContactPersons/ada byron": None}, {"ContactPersons": [ADA]}) == {"ContactPersons": []}


@pytest.mark.parametrize(
    ("there", "crowd"), [(3, set()), (4, {"sixth"}), (5, {"fifth", "sixth"}), (6, {"fifth", "sixth"})]
)
def test_xero_has_room_for_five_persons(there: int, crowd: set[str]) -> None:
    theirs = {"ContactPersons": [{"LastName": f"P{number}"} for number in range(there)]}
    changes: dict[str, Any] = {
        "Name": "Byron Ltd",
        "ContactPersons/p0/EmailAddress": "p0@example.com",
        "ContactPersons/p1": {"FirstName": "", "LastName": "P1"},
        "ContactPersons/fifth": {"FirstName": "", "LastName": "Fifth"},
        "ContactPersons/sixth": {"FirstName": "", "LastName": "Sixth"},
    }

    assert too_many_persons(changes, theirs) == {f"ContactPersons/{name}" for name in crowd}


def test_what_is_left_out_of_a_payload_goes_alone() -> None:
    payload = {
        "Name": "Byron Ltd",
        "EmailAddress": "ada@example.com",
        "Phones": [{"PhoneType": "FAX", "PhoneNumber": "1"}, {"PhoneType": "DDI", "PhoneNumber": "2"}],
        "Addresses": [{"AddressType": "POBOX", **PLACE}, {"AddressType": "STREET", **PLACE}],
        "ContactPersons": [ADA],
    }

    assert without(payload, {"EmailAddress", "Phones/FAX", "Addresses/STREET"}) == {
        "Name": "Byron Ltd",
        "Phones": [{"PhoneType": "DDI", "PhoneNumber": "2"}],
        "Addresses": [{"AddressType": "POBOX", **PLACE}],
        "ContactPersons": [ADA],
    }
    assert without({"Name": "Byron Ltd"}, {"Phones/FAX"}) == {"Name": "Byron Ltd"}


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [
        ("ContactPersons/ada byron", True),
        ("Addresses/STREET", True),
        ("Name", False),
        ("Phones/FAX", False),
        ("EmailAddress", False),
    ],
)
def test_only_persons_and_addresses_are_written_beside_what_xero_has(path: str, *, is_needed: bool) -> None:
    assert CONTACT.needs_theirs({path: "x"}) is is_needed


# words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Name", "name"),
        ("EmailAddress", "e-mail address"),
        ("TaxNumber", "tax number"),
        ("Person", "first and last name"),
        ("Phones/DEFAULT", "telephone"),
        ("Phones/MOBILE", "mobile"),
        ("Phones/DDI", "second telephone"),
        ("Phones/FAX", "fax"),
        ("Phones/OFFICE", "Phones/OFFICE"),
        ("Addresses/STREET", "street address"),
        ("Addresses/POBOX", "postal address"),
        ("ContactPersons/ada byron", "person Ada Byron"),
        ("ContactPersons/ada byron/EmailAddress", "e-mail address of Ada Byron"),
    ],
)
def test_a_contacts_field_has_a_name_that_people_know(path: str, words: str) -> None:
    assert contact_words(path) == CONTACT.words(path) == words


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("Code", "code"),
        ("Name", "name"),
        ("Description", "description"),
        ("PurchaseDescription", "purchase text"),
        ("SalesDetails/UnitPrice", "sales price"),
        ("SalesDetails/AccountCode", "sales account"),
        ("PurchaseDetails/UnitPrice", "purchase price"),
        ("PurchaseDetails/AccountCode", "purchase account"),
    ],
)
def test_an_items_field_has_a_name_that_people_know(path: str, words: str) -> None:
    assert item_words(path) == ITEM.words(path) == words


def test_what_identifies_a_contact_and_an_item_is_always_sent() -> None:
    assert (CONTACT.identity, ITEM.identity) == ("ContactNumber", "Code")


def test_the_number_that_another_app_gave_a_contact_stays_and_an_items_code_is_ours() -> None:
    assert (CONTACT.stays, ITEM.stays) == (True, False)


# items


def test_every_part_of_an_item_is_read() -> None:
    item = {
        "Code": "TEE",
        "Name": "Tee",
        "Description": "Soft tee",
        "PurchaseDescription": "Tee, by the dozen",
        "SalesDetails": {"UnitPrice": 25, "AccountCode": "200", "TaxType": "OUTPUT2"},
        "PurchaseDetails": {"UnitPrice": 0, "AccountCode": "300"},
    }

    assert item_fields(item) == {
        "Code": "TEE",
        "Name": "Tee",
        "Description": "Soft tee",
        "PurchaseDescription": "Tee, by the dozen",
        "SalesDetails/UnitPrice": 25,
        "SalesDetails/AccountCode": "200",
        "PurchaseDetails/AccountCode": "300",
    }
    assert item_fields({"SalesDetails": None, "PurchaseDescription": ""}) == {}


def test_every_changed_part_of_an_item_is_written_and_what_was_emptied_goes() -> None:
    changes = {"Name": "Tee", "Description": None, "SalesDetails/UnitPrice": None, "SalesDetails/AccountCode": "210"}
    theirs = {"SalesDetails": {"UnitPrice": 25, "AccountCode": "200", "TaxType": "OUTPUT2"}, "PurchaseDetails": None}

    assert item_payload(changes, theirs) == {
        "Name": "Tee",
        "Description": "",
        "SalesDetails": {"AccountCode": "210", "TaxType": "OUTPUT2"},
    }
    assert item_payload({"PurchaseDetails/UnitPrice": 5}, theirs) == {"PurchaseDetails": {"UnitPrice": 5}}


@pytest.mark.parametrize(
    ("path", "is_needed"),
    [("SalesDetails/UnitPrice", True), ("PurchaseDetails/AccountCode", True), ("Name", False), ("Code", False)],
)
def test_only_prices_and_accounts_are_written_beside_what_xero_has(path: str, *, is_needed: bool) -> None:
    assert ITEM.needs_theirs({path: 1}) is is_needed


def test_there_is_room_for_everything_of_an_item() -> None:
    assert ITEM.crowd({"Name": "Tee"}, {}) == set()


# edits


@pytest.mark.parametrize(("one", "other", "same"), [(1, 1, True), (1, 2, False), (None, "", False), ("1", 1, False)])
def test_what_is_no_text_is_alike_where_it_is_the_same(one: Any, other: Any, *, same: bool) -> None:
    assert alike(one, other) is same


def test_an_edit_sends_what_changed_and_knows_all_of_it_afterwards() -> None:
    made = edit({"a": 2, "b": 1}, {"a": ["sent", 1], "b": ["kept", 1], "c": ["sent", 3]})

    assert (made.changes, made.known) == ({"a": 2, "c": None}, {"a": ["sent", 2], "b": ["kept", 1]})


def test_a_link_sends_what_is_blank_and_knows_what_is_there() -> None:
    made = link({"a": 1, "b": 2, "c": 3}, {"b": 2, "c": 4})

    assert (made.changes, made.known) == ({"a": 1}, {"a": ["sent", 1], "b": ["same", 2], "c": ["kept", 3]})


def test_whom_there_is_no_room_for_stays_out_and_is_known_to() -> None:
    ours = {"Name": "x", "ContactPersons/new": {"FirstName": "New", "LastName": ""}}
    theirs = {"ContactPersons": [{"LastName": f"P{number}"} for number in range(5)]}

    made = within(Edit(changes=ours, known={path: ["sent", value] for path, value in ours.items()}), CONTACT, theirs)

    assert made.changes == {"Name": "x"}
    assert made.known == {"Name": ["sent", "x"], "ContactPersons/new": ["no room", ours["ContactPersons/new"]]}


def test_the_purchase_account_of_an_item_that_xero_does_not_count_is_written() -> None:
    assert item_payload({"PurchaseDetails/AccountCode": "310"}, {}) == {"PurchaseDetails": {"AccountCode": "310"}}


def test_a_person_whose_name_is_written_otherwise_keeps_the_rest() -> None:
    there = {**ADA, "EmailAddress": "ada@example.com", "IncludeInEmails": True}
    named = {"FirstName": "ADA", "LastName": "BYRON"}

    payload = contact_payload({"ContactPersons/ada byron": named}, {"ContactPersons": [there]})

    assert payload["ContactPersons"] == [{**there, **named}]
