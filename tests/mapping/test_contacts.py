"""Contacts: one test for each rule."""

from typing import Any

import pytest

from shared.errors import InvalidDataError
from shared.mapping.contacts import to_contact, with_suffix, without_suffix
from shared.mapping.references import Payload
from tests.builders import a_contact, an_address, some_settings


def contact_of(**changes: Any) -> Payload:
    return to_contact(a_contact(**changes), some_settings()).payload


def person(number: int, **changes: Any) -> dict[str, Any]:
    return a_contact(contact_id=number, first_name=f"P{number}", email=f"p{number}@example.com", **changes)


def test_the_contact_number_is_brightpearls_id() -> None:
    assert contact_of(contact_id=20101)["ContactNumber"] == "20101"


def test_a_contact_without_an_id_is_refused() -> None:
    with pytest.raises(InvalidDataError, match="no id"):
        contact_of(contact_id=0)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"company": "Byron Ltd"}, "Byron Ltd"),
        ({"company": None}, "Ada Byron"),
        ({"company": "  "}, "Ada Byron"),
        ({"company": " Byron \t  & Sons "}, "Byron & Sons"),
        ({"company": "<b>Byron</b>"}, "b Byron /b"),
        ({"company": None, "first_name": "", "last_name": "Byron"}, "Byron"),
        ({"company": None, "first_name": "", "last_name": ""}, "ada@example.com"),
        ({"company": None, "first_name": "", "last_name": "", "email": None}, "Brightpearl contact 20101"),
    ],
)
def test_the_name_is_the_company_else_the_full_name_else_what_there_is(changes: dict[str, Any], name: str) -> None:
    assert contact_of(**changes)["Name"] == name


def test_the_person_is_named_besides() -> None:
    payload = contact_of(first_name="Ada", last_name="Byron")

    assert (payload["FirstName"], payload["LastName"]) == ("Ada", "Byron")


def test_the_invoice_address_is_the_street_and_the_delivery_address_the_postal_one() -> None:
    street, postal = contact_of()["Addresses"]

    assert street == {
        "AddressType": "STREET",
        "AddressLine1": "1 High St",
        "AddressLine2": "Clifton",
        "City": "Bristol",
        "Region": "Avon",
        "PostalCode": "BS8 1AA",
        "Country": "GB",
    }
    assert (postal["AddressType"], postal["AddressLine1"]) == ("POBOX", "2 Dock Rd")


def test_one_address_serves_for_both() -> None:
    street, postal = contact_of(postAddressIds={"DEF": 51001})["Addresses"]

    assert street["AddressLine1"] == postal["AddressLine1"] == "1 High St"


def test_addresses_may_come_as_a_list() -> None:
    as_list = [an_address(51002, addressLine1="2 Dock Rd"), an_address(51001)]

    assert contact_of(postalAddresses=as_list) == contact_of()


def test_a_contact_without_addresses_has_blank_ones() -> None:
    payload = contact_of(postAddressIds={}, postalAddresses={})

    assert [address["AddressLine1"] for address in payload["Addresses"]] == ["", ""]


@pytest.mark.parametrize(
    ("changes", "country"),
    [({}, "GB"), ({"countryIsoCode2": None}, "GBR"), ({"countryIsoCode2": "G8", "countryIsoCode": ""}, "")],
)
def test_a_country_is_letters_only(changes: dict[str, Any], country: str) -> None:
    payload = contact_of(postalAddresses=[an_address(**changes)])

    assert payload["Addresses"][0]["Country"] == country


def test_telephone_numbers_have_their_types_and_are_cut_to_what_xero_takes() -> None:
    communication = {"emails": {}, "telephones": {"PRI": "0" * 60, "MOB": "07", "SEC": "020 2", "FAX": "020 3"}}

    phones = {phone["PhoneType"]: phone["PhoneNumber"] for phone in contact_of(communication=communication)["Phones"]}

    assert phones == {"DEFAULT": "0" * 50, "MOBILE": "07", "DDI": "020 2", "FAX": "020 3"}


@pytest.mark.parametrize(
    "email", ["ada", "ada@", "ada@exämple.com", "a da@example.com", f"{'a' * 250}@example.com", "<ada@example.com>"]
)
def test_an_e_mail_address_that_xero_does_not_take_is_left_out_and_said(email: str) -> None:
    mapped = to_contact(a_contact(email=email), some_settings())

    assert mapped.payload["EmailAddress"] == ""
    assert "not one that Xero takes" in mapped.notes[0]


def test_what_was_emptied_in_brightpearl_is_sent_as_empty() -> None:
    payload = contact_of(email=None, first_name="", communication={})

    assert payload["EmailAddress"] == payload["FirstName"] == payload["Phones"][0]["PhoneNumber"] == ""


@pytest.mark.parametrize(("number", "sent"), [("GB 123 456", True), ("", False), ("x" * 51, False)])
def test_a_tax_number_is_sent_where_it_fits(number: str, sent: bool) -> None:
    assert ("TaxNumber" in contact_of(financialDetails={"taxNumber": number})) is sent


def test_up_to_five_secondary_contacts_become_persons_in_the_order_of_their_ids() -> None:
    secondary = {str(number): person(number) for number in (20110, 9, 20107, 20108, 20109, 20106)}

    mapped = to_contact(a_contact(secondaryContacts=secondary), some_settings())

    assert [each["FirstName"] for each in mapped.payload["ContactPersons"]] == [
        "P9",
        "P20106",
        "P20107",
        "P20108",
        "P20109",
    ]
    assert mapped.notes == ("1 of the secondary contacts left out, because Xero takes 5",)


def test_a_secondary_contact_without_a_name_is_no_person() -> None:
    nobody = a_contact(contact_id=20102, first_name="", last_name="")

    assert contact_of(secondaryContacts=[nobody, person(20103)])["ContactPersons"] == [
        {"FirstName": "P20103", "LastName": "Byron", "EmailAddress": "p20103@example.com", "IncludeInEmails": False}
    ]


def test_persons_need_a_primary_e_mail_address() -> None:
    mapped = to_contact(a_contact(email=None, secondaryContacts=[person(20102)]), some_settings())

    assert "ContactPersons" not in mapped.payload
    assert "primary e-mail address" in mapped.notes[0]


def test_persons_in_xero_stay_where_nothing_is_known_of_secondary_contacts() -> None:
    assert "ContactPersons" not in contact_of()
    assert contact_of(secondaryContacts=[])["ContactPersons"] == []


def test_a_name_that_is_taken_gets_the_contacts_id() -> None:
    payload = with_suffix(contact_of(), "20101")

    assert payload == {**contact_of(), "Name": "Byron Ltd (20101)"}


def test_a_suffix_is_given_once() -> None:
    once = with_suffix(contact_of(), "20101")

    assert with_suffix(once, "20101") == once


def test_a_long_name_is_cut_for_its_suffix() -> None:
    name = with_suffix({"Name": "x" * 255}, "20101")["Name"]

    assert len(name) == 255
    assert name.endswith("x (20101)")
    assert with_suffix({"Name": f"{'x' * 246} {'y' * 20}"}, "20101")["Name"] == f"{'x' * 246} (20101)"


@pytest.mark.parametrize(("number", "kept"), [("x" * 50, True), ("x" * 51, False)])
def test_a_tax_number_of_fifty_characters_just_fits(number: str, *, kept: bool) -> None:
    assert ("TaxNumber" in contact_of(financialDetails={"taxNumber": number})) is kept


def test_the_parts_of_an_address_are_cut_to_what_xero_takes() -> None:
    long: dict[str, Any] = dict.fromkeys(
        ("addressLine1", "addressLine2", "addressLine3", "addressLine4", "postalCode"), "x" * 600
    )

    street = contact_of(postalAddresses=[an_address(**long)])["Addresses"][0]

    assert {name: len(value) for name, value in street.items() if name not in ("AddressType", "Country")} == {
        "AddressLine1": 500,
        "AddressLine2": 500,
        "City": 255,
        "Region": 255,
        "PostalCode": 50,
    }


@pytest.mark.parametrize("country", ["gb", "GB"])
def test_a_country_may_be_written_small(country: str) -> None:
    assert contact_of(postalAddresses=[an_address(countryIsoCode2=country)])["Addresses"][0]["Country"] == country


@pytest.mark.parametrize(("length", "kept"), [(255, True), (256, False)])
def test_an_e_mail_address_has_255_characters_at_most(length: int, *, kept: bool) -> None:
    address = "@example.com".rjust(length, "a")

    assert bool(contact_of(email=address)["EmailAddress"]) is kept


@pytest.mark.parametrize("names", [{"first_name": "Ada", "last_name": ""}, {"first_name": "", "last_name": "Byron"}])
def test_one_name_makes_a_person(names: dict[str, str]) -> None:
    assert len(contact_of(secondaryContacts=[a_contact(contact_id=20102, **names)])["ContactPersons"]) == 1


def test_five_persons_need_no_word() -> None:
    five = [person(number) for number in range(20102, 20107)]

    assert to_contact(a_contact(secondaryContacts=five), some_settings()).notes == ()


def test_it_is_said_why_persons_are_left_out() -> None:
    mapped = to_contact(a_contact(email="ada", secondaryContacts=[person(20102)]), some_settings())

    assert mapped.notes == (
        "the e-mail address 'ada' is not one that Xero takes, so it was left out",
        "the secondary contacts were left out, because Xero needs a primary e-mail address for them",
    )


@pytest.mark.parametrize(("contact_id", "name"), [("7", "Byron ()"), ("", "Byron ()")])
def test_brackets_that_are_not_ours_stay(contact_id: str, name: str) -> None:
    assert without_suffix(name, contact_id) == name


@pytest.mark.parametrize(
    ("uses", "street", "post"),
    [
        ({"BIL": 1, "DEF": 2, "DEL": 3}, "1", "3"),
        ({"DEF": 2, "DEL": 3}, "2", "3"),
        ({"BIL": 1, "DEF": 2}, "1", "1"),
        ({"DEF": 2}, "2", "2"),
        ({"DEL": 3}, "", "3"),
    ],
)
def test_an_invoice_goes_to_the_billing_address_and_goods_to_that_of_deliveries(
    uses: dict[str, int], street: str, post: str
) -> None:
    addresses = [an_address(number, addressLine1=str(number)) for number in (1, 2, 3)]

    found = contact_of(postAddressIds=uses, postalAddresses=addresses)["Addresses"]

    assert [address["AddressLine1"] for address in found] == [street, post]
