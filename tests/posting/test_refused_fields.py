"""A contact that Xero refuses for one of its fields goes without it, and its record says so."""

from typing import Any, Final

import pytest

from shared.mapping.contact_fields import contact_fields
from shared.mapping.fields import How
from shared.posting.target import Element, Refuse, Rename, Wanted
from shared.posting.targets.refused_fields import REFUSED, without_what_was_refused
from shared.posting.targets.xero_contacts import ContactTarget
from tests.posting.memory import silent_xero

CONTACT: Final[dict[str, Any]] = {
    "ContactNumber": "202",
    "Name": "Harbour Ltd",
    "EmailAddress": "a@harbour.example",
    "TaxNumber": "GB1",
    "Phones": [{"PhoneType": "DEFAULT", "PhoneNumber": "1"}],
    "Addresses": [{"AddressType": "STREET", "City": "Leeds"}],
    "ContactPersons": [
        {"FirstName": "Jo", "LastName": "B", "EmailAddress": "jo@harbour.example", "IncludeInEmails": False}
    ],
}


def without(*words: str, **changes: Any) -> Rename | Refuse:
    payload = {**CONTACT, **changes.pop("told", {})}
    refused = Element(key=(), refusals=words)
    fields = {path: [How.SENT, value] for path, value in contact_fields(payload).items()}
    return without_what_was_refused(Wanted(payload=payload, refused=refused, fields=fields, **changes))


@pytest.mark.parametrize(
    ("words", "gone"),
    [
        ("Phone number is too long", "Phones"),
        ("The tax number is not valid", "TaxNumber"),
        ("TaxNumber is wrong", "TaxNumber"),
        ("Country is too long", "Addresses"),
        ("postal code is too long", "Addresses"),
        ("PostalCode is too long", "Addresses"),
        ("AddressLine1 is too long", "Addresses"),
        ("The city is unknown", "Addresses"),
        ("The region is unknown", "Addresses"),
        ("Only five contact persons", "ContactPersons"),
        ("Additional people cannot be added", "ContactPersons"),
        ("Additional persons cannot be added", "ContactPersons"),
    ],
)
def test_what_the_words_are_about_is_left_out(words: str, gone: str) -> None:
    resolution = without(words, remote_id="c-1")

    assert isinstance(resolution, Rename)
    assert resolution.payload is not None
    assert not resolution.payload.get(gone)
    assert [name for name in CONTACT if not resolution.payload.get(name)] == [gone]
    assert resolution.notes[0].startswith("Xero does not take these, so they were left out: ")
    assert len(resolution.notes) == 1
    assert resolution.fields is not None
    assert {path.split("/")[0]: how for path, (how, _) in resolution.fields.items()} == {
        name: How.REFUSED if name == gone else How.SENT for name in CONTACT if name != "ContactNumber"
    }


@pytest.mark.parametrize(("remote_id", "persons"), [("", False), ("c-1", True)], ids=["a new one", "one that is there"])
def test_a_new_contact_without_an_address_has_no_persons(remote_id: str, persons: bool) -> None:
    resolution = without("Email address must be valid", remote_id=remote_id)

    assert isinstance(resolution, Rename)
    assert resolution.payload is not None
    assert "EmailAddress" not in resolution.payload
    assert bool(resolution.payload.get("ContactPersons")) is persons


def test_an_address_of_a_person_that_is_none_by_the_letter_goes_first() -> None:
    person = {"FirstName": "Jo", "LastName": "B", "EmailAddress": "jo", "IncludeInEmails": False}

    resolution = without("The e-mail address is wrong", told={"ContactPersons": [person]}, remote_id="c-1")

    assert isinstance(resolution, Rename)
    assert resolution.payload is not None
    assert resolution.payload["EmailAddress"] == "a@harbour.example"


@pytest.mark.parametrize("words", ["Odd", "Phone number is too long"])
def test_where_nothing_of_it_was_sent_the_refusal_stands(words: str) -> None:
    resolution = without(words, told={"Phones": []})

    assert isinstance(resolution, Refuse)
    assert words in resolution.problem.message
    assert REFUSED.count("|") > 4


def test_contacts_are_posted_under_this_name() -> None:
    assert ContactTarget(silent_xero(), lambda _: {}, lambda _: ()).name == "contact"
