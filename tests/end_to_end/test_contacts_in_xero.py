"""What people have typed on contacts in Xero stays: links fill what is blank, edits send what has changed."""

from typing import Any

import pytest
from msgspec.structs import replace

from sandbox.stand_ins.xero import contact_checks, contacts
from shared.errors import ErrorClass
from shared.kinds import Kind
from shared.records.status import Status
from shared.records.transactions import Change
from tests.end_to_end.shop import Raw, Shop

THEIRS: Raw = {
    "Name": "Harbour Books Ltd",
    "EmailAddress": "accounts@harbour.example",
    "FirstName": "Fred",
    "LastName": "Old",
    "Phones": [
        {"PhoneType": "DEFAULT", "PhoneNumber": "020 111"},
        {"PhoneType": "MOBILE", "PhoneNumber": "07900 111"},
    ],
    "Addresses": [{"AddressType": "POBOX", "AddressLine1": "PO Box 1", "City": "Leeds"}],
    "ContactPersons": [{"FirstName": "Pat", "LastName": "Payables", "EmailAddress": "pat@harbour.example"}],
}


def entered(shop: Shop, **changes: Any) -> Raw:
    """What a bookkeeper had in Xero before the connector came."""
    return shop.xero("create_contact", contact={**THEIRS, **changes})


def phones(contact: Raw) -> dict[str, str]:
    return {one["PhoneType"]: one["PhoneNumber"] for one in contact["Phones"] if one["PhoneNumber"]}


def places(contact: Raw) -> dict[str, str]:
    return {one["AddressType"]: one.get("AddressLine1", "") for one in contact["Addresses"]}


def type_in_xero(shop: Shop, **fields: Any) -> None:
    contact_id = shop.contact_in_xero(shop.customer)["ContactID"]
    shop.xero("edit_contact", contact=contact_id, changes=fields)


def writes(shop: Shop) -> list[Raw]:
    calls = shop.deployed.sandbox.xero.traffic.calls()
    return [call for call in calls if call["path"].endswith("/Contacts") and call["method"] in ("PUT", "POST")]


def test_linking_a_contact_leaves_what_the_bookkeeper_typed_and_fills_what_is_blank(shop: Shop) -> None:
    theirs = entered(shop)
    shop.sell()

    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    assert contact["ContactID"] == theirs["ContactID"]
    assert (contact["FirstName"], contact["LastName"]) == ("Fred", "Old")
    assert phones(contact) == {"DEFAULT": "020 111", "MOBILE": "07900 111"}
    assert places(contact) == {"STREET": "1 High Street", "POBOX": "PO Box 1"}
    assert [one["FirstName"] for one in contact["ContactPersons"]] == ["Pat"]


def test_a_link_notes_the_fields_that_differ_until_they_change_in_brightpearl(shop: Shop) -> None:
    entered(shop)
    shop.brightpearl("edit_contact", contact=shop.customer, telephone="0117 222")
    shop.sell()
    shop.good_cycle()
    (noted,) = shop.record(Kind.CONTACT, shop.customer).notes

    shop.brightpearl("edit_contact", contact=shop.customer, telephone="0117 333")
    shop.sell()
    shop.good_cycle()

    assert noted.endswith("first and last name, telephone, postal address")
    assert phones(shop.contact_in_xero(shop.customer)) == {"DEFAULT": "0117 333", "MOBILE": "07900 111"}
    assert shop.record(Kind.CONTACT, shop.customer).notes[0].endswith("first and last name, postal address")


def test_an_edit_sends_nothing_but_what_has_changed(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    type_in_xero(shop, Phones=[{"PhoneType": "MOBILE", "PhoneNumber": "07900 222"}], FirstName="Fred")

    shop.brightpearl("edit_contact", contact=shop.customer, email="new@harbour.example")
    shop.sell()
    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    assert contact["EmailAddress"] == "new@harbour.example"
    assert (contact["FirstName"], phones(contact)) == ("Fred", {"MOBILE": "07900 222"})


@pytest.mark.parametrize("by_us", [True, False])
def test_what_is_emptied_in_brightpearl_is_emptied_in_xero_where_it_came_from_us(shop: Shop, by_us: bool) -> None:
    if not by_us:
        entered(shop)
    shop.brightpearl("edit_contact", contact=shop.customer, telephone="020 111")
    shop.sell()
    shop.good_cycle()

    shop.brightpearl("edit_contact", contact=shop.customer, telephone="")
    shop.sell()
    shop.good_cycle()

    assert phones(shop.contact_in_xero(shop.customer)).get("DEFAULT") == (None if by_us else "020 111")


def test_an_edited_address_keeps_what_only_xero_has_of_it(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    (street, *_) = shop.contact_in_xero(shop.customer)["Addresses"]
    type_in_xero(shop, Addresses=[{**street, "AttentionTo": "Goods in", "AddressLine3": "Unit 4"}])

    shop.brightpearl("edit_contact", contact=shop.customer, line1="2 High Street")
    shop.sell()
    shop.good_cycle()

    (street, *_) = shop.contact_in_xero(shop.customer)["Addresses"]
    assert (street["AddressLine1"], street["AttentionTo"], street["AddressLine3"]) == (
        "2 High Street",
        "Goods in",
        "Unit 4",
    )


@pytest.mark.parametrize(
    ("theirs", "links"),
    [
        ({"Name": "HARBOUR Books ltd", "EmailAddress": ""}, True),
        ({"Name": "Harbour Books", "EmailAddress": "Accounts@Harbour.example"}, True),
        ({"Name": "Northern Steel plc", "EmailAddress": ""}, False),
        ({"Name": "Northern Steel plc", "EmailAddress": "a@northern.example"}, False),
    ],
)
def test_a_contact_number_links_only_with_the_name_or_the_address(shop: Shop, theirs: Raw, links: bool) -> None:
    contact = shop.xero("create_contact", contact={**theirs, "ContactNumber": str(shop.customer)})
    order, _ = shop.sell()

    shop.good_cycle()

    record = shop.record(Kind.CONTACT, shop.customer)
    assert (record.remote_id == contact["ContactID"]) is links
    assert shop.contact_in_xero(shop.customer)["Name"] == theirs["Name"]
    assert (shop.record(Kind.SALES_INVOICE, order).status == Status.SENT) is links


def test_a_number_of_another_app_is_an_error_that_names_both_and_can_be_put_right(shop: Shop) -> None:
    shop.xero("create_contact", contact={"Name": "Northern Steel plc", "ContactNumber": str(shop.customer)})
    order, _ = shop.sell()
    shop.good_cycle()
    problem = shop.failure(Kind.CONTACT, shop.customer).problem

    type_in_xero(shop, EmailAddress="accounts@harbour.example")
    shop.retry(Kind.CONTACT, shop.customer)
    shop.good_cycle()

    assert problem.error_class == ErrorClass.DATA
    assert f"{shop.customer} in Xero belongs to Northern Steel plc, here it is Harbour Books Ltd" in problem.message
    assert shop.contact_in_xero(shop.customer)["Name"] == "Northern Steel plc"
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_what_the_ledger_knows_as_ours_stays_ours_whatever_it_is_called_in_xero(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    type_in_xero(shop, Name="Quay Group plc", EmailAddress="group@quay.example")

    shop.brightpearl("edit_contact", contact=shop.customer, telephone="0117 444")
    shop.sell()
    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    assert (contact["Name"], phones(contact)) == ("Quay Group plc", {"DEFAULT": "0117 444"})
    assert shop.errors() == []


@pytest.mark.parametrize(
    ("email", "name"), [("", "Harbour Books Ltd"), ("other@harbour.example", "Harbour Books Ltd ({})")]
)
def test_an_exact_name_links_where_it_has_no_address_there(shop: Shop, email: str, name: str) -> None:
    theirs = entered(shop, EmailAddress=email, ContactPersons=[])
    shop.sell()

    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    notes = shop.record(Kind.CONTACT, shop.customer).notes
    assert contact["Name"] == name.format(shop.customer)
    assert (contact["ContactID"] == theirs["ContactID"]) is (email == "")
    assert any("other@harbour.example" in note for note in notes) is bool(email)


def test_an_address_that_xero_refuses_is_left_out_and_said(shop: Shop) -> None:
    contact = shop.new_contact(company="Quay Ltd", email="a@x.com.")
    order, _ = shop.sell(contact=contact)

    shop.good_cycle()

    assert "EmailAddress" not in shop.contact_in_xero(contact)
    assert shop.record(Kind.CONTACT, contact).notes == (
        "Xero does not take these, so they were left out: e-mail address",
    )
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_a_person_whose_address_xero_refuses_goes_without_it(shop: Shop) -> None:
    shop.new_contact(
        first_name="Ann", last_name="Reed", colleague_of=shop.customer, company="Harbour Books Ltd", email="a@x.com."
    )
    order, _ = shop.sell()

    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    assert contact["EmailAddress"] == "accounts@harbour.example"
    assert [(one["FirstName"], one.get("EmailAddress")) for one in contact["ContactPersons"]] == [("Ann", None)]
    assert shop.record(Kind.CONTACT, shop.customer).notes[0].endswith("e-mail address of Ann Reed")
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


def test_a_contact_that_was_sent_before_its_fields_were_kept_is_edited_by_its_history(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    record = shop.record(Kind.CONTACT, shop.customer)
    shop.deployed.store.revise([record], lambda now: Change(before=now, after=replace(now, fields=None)))
    type_in_xero(shop, Phones=[{"PhoneType": "MOBILE", "PhoneNumber": "07900 222"}], FirstName="Fred")

    shop.brightpearl("edit_contact", contact=shop.customer, email="new@harbour.example")
    shop.sell()
    shop.good_cycle()

    contact = shop.contact_in_xero(shop.customer)
    assert (contact["EmailAddress"], contact["FirstName"]) == ("new@harbour.example", "Fred")
    assert phones(contact) == {"MOBILE": "07900 222"}


def test_a_refused_address_is_tried_again_when_it_changes_and_not_before(shop: Shop) -> None:
    contact = shop.new_contact(company="Quay Ltd", email="a@x.com.")
    shop.sell(contact=contact)
    shop.good_cycle()
    before = len(writes(shop))

    shop.brightpearl("edit_contact", contact=contact, telephone="0117 444")
    shop.sell(contact=contact)
    shop.good_cycle()
    in_between = len(writes(shop)) - before
    shop.brightpearl("edit_contact", contact=contact, email="a@x.example")
    shop.sell(contact=contact)
    shop.good_cycle()

    assert in_between == 1
    assert shop.contact_in_xero(contact)["EmailAddress"] == "a@x.example"
    assert shop.record(Kind.CONTACT, contact).notes == ()


def test_a_linked_contact_that_xero_refuses_to_change_stops_no_document(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.sell()
    shop.good_cycle()
    monkeypatch.setattr(contact_checks, "complaints", lambda *_: ["This contact cannot be changed today."])
    monkeypatch.setattr(contacts, "complaints", contact_checks.complaints)

    shop.brightpearl("rename_contact", contact=shop.customer, company="Quay Books Ltd")
    order, _ = shop.sell()
    shop.good_cycle()

    assert shop.record(Kind.CONTACT, shop.customer).status == Status.ERROR
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
