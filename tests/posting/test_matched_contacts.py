"""Whether a contact in Xero is the one that we mean, and what it is told then; and where documents of merged ones go."""

from collections.abc import Iterable
from typing import Any, Final, cast

import pytest

from shared.errors import ErrorClass, Problem
from shared.posting.target import Adopt, Element, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.posting.targets.matched_contacts import match, renamed
from shared.posting.targets.merged_contacts import follow_merges
from shared.xero.client import Xero
from shared.xero.merges import MOST_MERGES

Raw = dict[str, Any]
OURS: Final[Raw] = {"ContactNumber": "202", "Name": "Harbour Books Ltd", "EmailAddress": "accounts@harbour.example"}
THEIRS: Final[Raw] = {**OURS, "ContactID": "c-1", "ContactStatus": "ACTIVE"}


def element(raw: Raw) -> Element:
    return Element(key=(raw["ContactNumber"],), remote_id=raw["ContactID"], raw=raw)


def matched(*there: Raw, remote_id: str = "", **ours: Any) -> Resolution | None:
    payload = {name: value for name, value in {**OURS, **ours}.items() if value is not None}
    want = Wanted(payload=payload, remote_id=remote_id)
    return match(want, list(there), cast("Any", element), ours={"203"})


def nobody_of(**changes: Any) -> Raw:
    """One with our name that nobody has numbered."""
    return {**THEIRS, "ContactNumber": "", **changes}


def test_nobody_with_our_id_number_or_name_is_nobody() -> None:
    assert matched() is None
    assert matched(nobody_of(Name="Quay Ltd", ContactNumber="7")) is None


def test_one_with_our_number_and_name_that_has_all_is_ours_without_a_call() -> None:
    resolution = matched(THEIRS)

    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note, resolution.notes) == ("c-1", "found in Xero", ())
    assert resolution.fields is not None
    assert set(resolution.fields) >= {"Name", "EmailAddress"}


@pytest.mark.parametrize("theirs", [{"Name": "harbour  books ltd"}, {"Name": "Quay Ltd"}], ids=["a name", "an e-mail"])
def test_our_number_with_our_name_or_our_address_is_ours(theirs: Raw) -> None:
    assert isinstance(matched({**THEIRS, **theirs}), Adopt | TakeOver)


def test_our_number_with_another_name_and_address_is_somebody_elses() -> None:
    resolution = matched({**THEIRS, "Name": "Quay Ltd", "EmailAddress": "q@quay.example"})

    assert isinstance(resolution, Refuse)
    assert resolution.remote_id == "c-1"
    assert resolution.problem == Problem(
        error_class=ErrorClass.DATA,
        message="contact number 202 in Xero belongs to Quay Ltd, here it is Harbour Books Ltd",
        hint="if the two are the same, give the one in Xero the name or the e-mail address that it has in Brightpearl and retry;"
        " if not, have the app that numbered it give it another contact number, or enter this customer in Brightpearl anew and"
        " order on the new contact",
    )


@pytest.mark.parametrize(("theirs", "ours"), [("", None), ("", ""), (None, None)])
def test_no_address_on_both_sides_is_no_address_in_common(theirs: str | None, ours: str | None) -> None:
    there = {**THEIRS, "Name": "Quay Ltd", "EmailAddress": theirs}

    assert isinstance(matched(there, EmailAddress=ours), Refuse)


def test_one_of_our_name_whom_nobody_has_numbered_becomes_ours_and_gets_what_it_has_blank() -> None:
    resolution = matched(nobody_of(EmailAddress=""))

    assert isinstance(resolution, TakeOver)
    assert resolution.remote_id == "c-1"
    assert resolution.payload is not None
    assert resolution.payload["ContactNumber"] == "202"
    assert resolution.payload["EmailAddress"] == "accounts@harbour.example"


@pytest.mark.parametrize(
    ("theirs", "told"),
    [
        ({"ContactNumber": "7", "EmailAddress": ""}, "7"),
        ({"EmailAddress": "q@quay.example"}, "q@quay.example"),
        ({"ContactNumber": "203"}, "accounts@harbour.example"),
    ],
    ids=["another number", "another address", "the number of another contact of ours, our address"],
)
def test_one_of_our_name_that_is_somebody_else_makes_us_take_another_name(theirs: Raw, told: str) -> None:
    resolution = matched(nobody_of(**theirs))

    assert isinstance(resolution, Rename)
    assert resolution.payload is not None
    name = resolution.payload["Name"]
    assert name != OURS["Name"]
    assert "202" in name
    assert resolution.notes == (f"Xero has another contact Harbour Books Ltd ({told}), so this one is {name} there",)


def test_one_of_our_name_and_address_is_ours_under_the_number_that_another_app_gave_it() -> None:
    whole, lacking = matched(nobody_of(ContactNumber="A-7")), matched(nobody_of(ContactNumber="A-7"), TaxNumber="GB1")

    assert isinstance(whole, Adopt)
    assert whole.notes == ("another app has given it contact number A-7 in Xero, which stays",)
    assert isinstance(lacking, TakeOver)
    assert lacking.notes == whole.notes
    assert lacking.remote_id == "c-1"
    assert lacking.payload == {"ContactNumber": "A-7", "TaxNumber": "GB1"}


def test_who_has_a_name_is_named_in_some_way() -> None:
    assert "(nobody's number)" in renamed(OURS, {}).notes[0]


def test_our_own_contact_is_not_another_one_of_its_name_and_takes_nobody_over() -> None:
    assert matched(THEIRS, remote_id="c-1") is None
    assert isinstance(matched(THEIRS, nobody_of(ContactID="c-2", EmailAddress=""), remote_id="c-1"), Rename)


def test_one_of_our_name_in_the_archive_is_in_nobodys_way() -> None:
    assert matched(nobody_of(ContactStatus="ARCHIVED")) is None


@pytest.mark.parametrize("remote_id", ["", "c-1"])
def test_our_own_in_the_archive_is_to_be_restored(remote_id: str) -> None:
    resolution = matched({**THEIRS, "ContactStatus": "ARCHIVED"}, remote_id=remote_id)

    assert isinstance(resolution, Refuse)
    assert resolution.problem == Problem(
        error_class=ErrorClass.DATA,
        message="the contact Harbour Books Ltd is archived in Xero",
        hint="restore it in Xero (Contacts > Archived), then retry",
    )


def test_one_that_was_merged_stays_as_it_is() -> None:
    resolution = matched({**THEIRS, "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"}, remote_id="c-1")

    assert isinstance(resolution, Adopt)
    assert resolution.note == "left as it is, because it was merged into another contact in Xero"
    assert resolution.element.remote_id == ""


def test_one_that_was_merged_before_we_knew_of_it_keeps_its_id() -> None:
    resolution = matched({**THEIRS, "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"})

    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == "c-1"


def test_what_stays_theirs_where_one_is_taken_over_is_noted() -> None:
    resolution = matched(
        {**THEIRS, "Name": "harbour books ltd", "EmailAddress": "", "TaxNumber": "GB2"}, TaxNumber="GB1"
    )

    assert isinstance(resolution, TakeOver)
    assert len(resolution.notes) == 1
    assert "so they stay there" in resolution.notes[0]


def test_our_own_in_the_archive_is_to_be_restored_whatever_its_number_is_there() -> None:
    resolution = matched({**THEIRS, "ContactNumber": "7", "ContactStatus": "ARCHIVED"}, remote_id="c-1")

    assert isinstance(resolution, Refuse)
    assert "is archived in Xero" in resolution.problem.message


def test_the_link_to_what_it_was_merged_into_stays() -> None:
    """Though that is another contact of ours, and our number is still on what was merged."""
    gone = {**THEIRS, "ContactStatus": "ARCHIVED", "MergedToContactID": "c-2"}
    became = {**THEIRS, "ContactID": "c-2", "ContactNumber": "203", "Name": "Harbour"}

    resolution = matched(gone, became, remote_id="c-2")

    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == ""
    assert resolution.note == "left as it is, because it was merged into another contact in Xero"


class Contacts:
    """Xero with these contacts; it notes how often it was asked."""

    def __init__(self, *contacts: Raw) -> None:
        self.contacts = contacts
        self.asked: list[list[str]] = []

    def by_ids(self, _resource: object, ids: Iterable[str]) -> list[Raw]:
        self.asked.append(list(ids))
        return [one for one in self.contacts if one["ContactID"] in self.asked[-1]]


def merged(name: str, into: str) -> Raw:
    return {"ContactID": name, "ContactStatus": "ARCHIVED", "MergedToContactID": into}


def followed(contacts: Contacts, *, contact: str = "c-1") -> Resolution | None:
    refused = Element(key=(), refusals=("The contact Harbour has been archived",))
    want = Wanted(payload={"InvoiceNumber": "SI-1", "Contact": {"ContactID": contact}}, refused=refused)
    found = follow_merges(cast("Xero", contacts), [want])
    assert [one for one, _ in found] in ([], [want])
    return found[0][1] if found else None


def test_a_document_of_a_merged_contact_goes_to_the_one_at_the_end() -> None:
    contacts = Contacts(merged("c-1", "c-2"), merged("c-2", "c-3"), {"ContactID": "c-3", "ContactStatus": "ACTIVE"})

    resolution = followed(contacts)

    assert isinstance(resolution, Rename)
    assert resolution.payload == {"InvoiceNumber": "SI-1", "Contact": {"ContactID": "c-3"}}
    assert contacts.asked == [["c-1"], ["c-2"], ["c-3"]]


@pytest.mark.parametrize(
    "contacts",
    [
        Contacts({"ContactID": "c-1", "ContactStatus": "ARCHIVED"}),
        Contacts(merged("c-1", "c-2"), {"ContactID": "c-2", "ContactStatus": "ARCHIVED"}),
        Contacts(merged("c-1", "c-2")),
    ],
    ids=["archived", "merged into one in the archive", "merged into one that is not there"],
)
def test_a_document_of_an_archived_contact_is_refused_in_xeros_words(contacts: Contacts) -> None:
    resolution = followed(contacts)

    assert isinstance(resolution, Refuse)
    assert resolution.problem.message == (
        "its contact is archived in Xero (Xero: The contact Harbour has been archived)"
    )


def test_a_contact_that_is_not_archived_or_not_there_decides_nothing() -> None:
    assert followed(Contacts({"ContactID": "c-1", "ContactStatus": "ACTIVE"})) is None
    assert followed(Contacts()) is None


def test_merges_are_followed_a_few_times_and_no_contact_is_read_twice() -> None:
    chain = Contacts(*(merged(f"c-{one}", f"c-{one + 1}") for one in range(1, 10)))
    line = Contacts(merged("c-1", "c-2"), merged("c-2", "c-3"), {"ContactID": "c-3"})

    assert isinstance(followed(chain), Refuse)
    assert len(chain.asked) == MOST_MERGES == 5
    assert isinstance(followed(line), Rename)
    assert follow_merges(cast("Xero", line), []) == []
    assert len(line.asked) == 3
