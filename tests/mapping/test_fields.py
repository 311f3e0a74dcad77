"""Contacts and items by their fields: what goes, what stays, what is known afterwards."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.codec import from_json, to_bytes
from shared.mapping.contact_fields import CONTACT, contact_payload, too_many_persons, without
from shared.mapping.contacts import to_contact
from shared.mapping.fields import (
    How,
    Known,
    alike,
    all_sent,
    changed,
    doubted,
    known_after,
    known_when_linked,
    left_out,
    missing,
    notes_of,
    values_of,
)
from shared.mapping.item_fields import ITEM
from shared.mapping.products import to_item
from tests.builders import a_contact, a_product, some_settings

ADA = {"FirstName": "Ada", "LastName": "Byron"}
PAT = {"FirstName": "Pat", "LastName": "Payne", "EmailAddress": "pat@example.com", "IncludeInEmails": True}


def fields_of(**changes: Any) -> dict[str, Any]:
    return CONTACT.fields(to_contact(a_contact(**changes), some_settings()).payload)


def test_a_contact_falls_into_fields_and_the_blank_ones_are_none() -> None:
    assert list(fields_of(email=None)) == [
        "Name",
        "Person",
        "Phones/DEFAULT",
        "Phones/MOBILE",
        "Addresses/STREET",
        "Addresses/POBOX",
    ]


def test_a_person_is_two_fields() -> None:
    persons = CONTACT.fields({"ContactPersons": [PAT]})

    assert persons == {
        "ContactPersons/pat payne": {"FirstName": "Pat", "LastName": "Payne"},
        "ContactPersons/pat payne/EmailAddress": "pat@example.com",
    }


def test_a_name_is_known_without_the_suffix_that_we_gave_it() -> None:
    assert CONTACT.fields({"ContactNumber": "7", "Name": "Byron Ltd (7)"}) == {"Name": "Byron Ltd"}


def test_an_edit_is_what_differs_from_what_the_source_said_last() -> None:
    known: Known = {"a": ["sent", 1], "b": ["kept", 2], "c": ["same", 3], "d": ["refused", 4], "e": ["sent", 5]}

    assert changed({"a": 1, "b": 2, "c": 3, "d": 4, "e": 5}, known) == {}
    assert changed({"a": 9, "b": 8, "c": 3, "d": 4, "e": 5, "f": 6}, known) == {"a": 9, "b": 8, "f": 6}


@pytest.mark.parametrize(("how", "blank"), [(How.SENT, True), *((how, False) for how in How if how != How.SENT)])
def test_a_blank_goes_only_where_we_have_sent_a_value(how: How, blank: bool) -> None:
    assert changed({}, {"a": [how, 1]}) == ({"a": None} if blank else {})


def test_what_was_sent_is_known_and_what_was_left_stays_left_until_it_changes() -> None:
    known: Known = {"a": ["kept", 1], "b": ["kept", 2], "c": ["sent", 3]}

    assert known_after({"a": 1, "b": 9}, known, {"b": 9, "c": None}) == {"a": ["kept", 1], "b": ["sent", 9]}


def test_a_link_sends_what_is_blank_there_and_knows_what_differs() -> None:
    ours, theirs = {"a": "x", "b": "y", "c": "z"}, {"b": " Y ", "c": "other", "d": "more"}

    assert missing(ours, theirs) == {"a": "x"}
    assert known_when_linked(ours, theirs) == {"a": ["sent", "x"], "b": ["same", "y"], "c": ["kept", "z"]}


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("020 111", "020111", True),
        ("Byron Ltd", "BYRON  LTD", True),
        ("Byron Ltd", "Byron", False),
        ({"City": "Leeds", "Region": ""}, {"City": "leeds"}, True),
        ({"City": "Leeds"}, {"City": "York"}, False),
    ],
)
def test_spaces_and_capitals_make_no_difference(one: Any, other: Any, same: bool) -> None:
    assert alike(one, other) is same


def test_a_step_that_may_not_have_been_taken_puts_its_fields_in_doubt() -> None:
    before: Known = {"a": ["sent", 1], "b": ["sent", 2]}
    after = known_after({"a": 9, "b": 2, "c": 3}, before, {"a": 9, "c": 3})

    known = doubted(before, after)

    assert changed({"a": 1, "b": 2}, known) == {"a": 1, "c": None}


def test_the_fields_that_stay_as_they_are_in_xero_are_named() -> None:
    known = left_out({"Name": ["kept", "x"], "Phones/DEFAULT": ["sent", "1"]}, ["Phones/DEFAULT"], How.REFUSED)

    assert notes_of(known, CONTACT.words) == (
        "these were in Xero already and differ, so they stay there until they change in Brightpearl: name",
        "Xero does not take these, so they were left out: telephone",
    )
    assert notes_of({"ContactPersons/ada byron": ["no room", ADA]}, CONTACT.words) == (
        "Xero takes no more persons, so these were left out: person Ada Byron",
    )


def test_what_is_known_is_the_same_after_it_was_kept_as_json() -> None:
    known = all_sent(fields_of())

    kept = from_json(to_bytes(known))

    assert changed(fields_of(), kept) == {}
    assert values_of(kept) == fields_of()


def test_persons_are_written_over_those_that_xero_has() -> None:
    theirs = {"ContactPersons": [PAT, {**ADA, "EmailAddress": "old@example.com", "IncludeInEmails": True}]}
    changes = {
        "ContactPersons/ada byron/EmailAddress": "new@example.com",
        "ContactPersons/sam hill": {"FirstName": "Sam", "LastName": "Hill"},
        "ContactPersons/gone away": None,
        "ContactPersons/gone away/EmailAddress": None,
    }

    assert contact_payload(changes, theirs)["ContactPersons"] == [
        PAT,
        {**ADA, "EmailAddress": "new@example.com", "IncludeInEmails": True},
        {"FirstName": "Sam", "LastName": "Hill", "IncludeInEmails": False},
    ]


def test_a_person_who_left_is_taken_out_and_nobody_else() -> None:
    theirs = {"ContactPersons": [PAT, ADA]}

    payload = contact_payload({"ContactPersons/ada byron": None, "ContactPersons/ada byron/EmailAddress": None}, theirs)

    assert payload == {"ContactPersons": [PAT]}


def test_new_persons_find_room_beside_those_whom_xero_has() -> None:
    theirs = {"ContactPersons": [{"FirstName": str(number)} for number in range(4)]}
    changes = {
        "ContactPersons/0": None,
        "ContactPersons/a": {"FirstName": "a"},
        "ContactPersons/b": {"FirstName": "b"},
        "ContactPersons/c": {"FirstName": "c"},
        "ContactPersons/c/EmailAddress": "c@example.com",
    }

    assert too_many_persons(changes, theirs) == {"ContactPersons/c", "ContactPersons/c/EmailAddress"}


def test_a_person_goes_on_without_the_address_that_is_left_out() -> None:
    payload = {"Name": "x", "ContactPersons": [PAT, ADA]}

    assert without(payload, {"ContactPersons/pat payne/EmailAddress"}) == {
        "Name": "x",
        "ContactPersons": [{name: value for name, value in PAT.items() if name != "EmailAddress"}, ADA],
    }
    assert without(payload, {"ContactPersons/pat payne"}) == {"Name": "x"}


def test_a_changed_price_goes_with_what_xero_has_beside_it() -> None:
    theirs = {"PurchaseDetails": {"UnitPrice": 1, "TaxType": "INPUT2", "AccountCode": "300"}}

    assert ITEM.payload({"PurchaseDetails/UnitPrice": 2}, theirs) == {
        "PurchaseDetails": {"UnitPrice": 2, "TaxType": "INPUT2", "AccountCode": "300"}
    }


def test_the_accounts_of_an_item_that_xero_counts_stay_as_they_are() -> None:
    details = {"UnitPrice": 1, "COGSAccountCode": "310"}
    theirs = {"IsTrackedAsInventory": True, "InventoryAssetAccountCode": "630", "PurchaseDetails": details}
    ours = ITEM.fields(to_item(a_product(), some_settings()).payload)

    payload = ITEM.payload({**ours, "PurchaseDetails/AccountCode": "400", "PurchaseDetails/UnitPrice": 2}, theirs)

    assert payload["PurchaseDetails"] == {"UnitPrice": 2, "COGSAccountCode": "310"}
    assert "InventoryAssetAccountCode" not in payload
    assert ITEM.payload({"PurchaseDetails/AccountCode": "400"}, theirs) == {}


PATHS = ("Name", "EmailAddress", "Phones/DEFAULT", "Phones/MOBILE", "Addresses/POBOX", "ContactPersons/ada byron")
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Addresses/POBOX": st.sampled_from([{"AddressLine1": line} for line in ("1 High St", "2 Dock Rd")]),
    "ContactPersons/ada byron": st.just(ADA),
}
OURS = st.fixed_dictionaries({}, optional={path: VALUES.get(path, st.sampled_from("xyz")) for path in PATHS})
TYPED = {
    "Phones": [{"PhoneType": "FAX", "PhoneNumber": "020 999"}],
    "Addresses": [{"AddressType": "POBOX", "AttentionTo": "Goods in"}],
    "ContactPersons": [PAT],
    "TaxNumber": "GB 1",
}


def stored(theirs: dict[str, Any], payload: dict[str, Any]) -> dict[str, Any]:
    """What Xero makes of an update: telephones and addresses by their types, persons all at once."""
    lists = {"Phones": "PhoneType", "Addresses": "AddressType"}
    merged = {
        name: list({entry[kind]: entry for entry in (*theirs.get(name, ()), *payload[name])}.values())
        for name, kind in lists.items()
        if name in payload
    }
    return {**theirs, **payload, **merged}


@given(
    typed=st.sampled_from([TYPED, {}]), linked=OURS, edits=st.lists(OURS, max_size=6), lost=st.sets(st.integers(0, 5))
)
def test_what_a_bookkeeper_typed_and_brightpearl_never_had_survives_any_sequence_of_edits(
    typed: dict[str, Any], linked: dict[str, Any], edits: list[dict[str, Any]], lost: set[int]
) -> None:
    theirs = stored(typed, contact_payload(missing(linked, CONTACT.fields(typed)), typed))
    known: Known = known_when_linked(linked, CONTACT.fields(typed))

    for number, ours in enumerate(edits):
        changes = changed(ours, known)
        after = known_after(ours, known, changes)
        theirs = stored(theirs, contact_payload(changes, theirs))
        known = doubted(known, after) if number in lost else after

    there, before = CONTACT.fields(theirs), CONTACT.fields(typed)
    assert {path: there.get(path) for path in before} == before
    assert not typed or "Goods in" in [place.get("AttentionTo") for place in theirs["Addresses"]]
    final = edits[-1] if edits else linked
    sent = {path: value for path, (how, value) in known.items() if how == How.SENT and value is not None}
    assert all(alike(there[path], value) for path, value in sent.items())
    assert {*sent} <= {*final}


def test_how_a_value_stands_is_kept_with_records_in_these_words() -> None:
    assert [str(how) for how in How] == ["sent", "same", "kept", "refused", "no room"]
