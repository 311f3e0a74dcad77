"""Contacts in Xero: how they are looked for, who has a name there, and what goes under another one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast

from shared.posting.target import Adopt, Element, Looks, Rename, TakeOver, Wanted, says
from shared.posting.targets.xero_contacts import ContactTarget
from shared.xero.resources import CONTACTS

Raw = dict[str, Any]
OURS: Raw = {"ContactNumber": "202", "Name": "Harbour Books", "EmailAddress": "accounts@harbour.example"}
SINCE = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


def there(number: str, name: str, **changes: Any) -> Raw:
    return {
        "ContactID": f"c-{number or name}",
        "ContactNumber": number,
        "Name": name,
        "ContactStatus": "ACTIVE",
        **changes,
    }


@dataclass
class Books:
    """A Xero with these contacts, which notes what it was asked for."""

    contacts: Sequence[Raw] = ()
    asked: list[object] = field(default_factory=list)

    def where_any(self, resource: object, conditions: Iterable[str]) -> Sequence[Raw]:
        assert resource is CONTACTS
        self.asked.append(list(conditions))
        return self.contacts

    def modified(self, resource: object, since: datetime) -> Sequence[Raw]:
        assert resource is CONTACTS
        self.asked.append(since)
        return self.contacts

    def write(self, resource: object, body: bytes, *, create: bool, idempotency_key: str) -> Sequence[Raw]:
        assert resource is CONTACTS
        self.asked.append((body, create, idempotency_key))
        return self.contacts


def a_target(*contacts: Raw, claims: Raw | None = None) -> ContactTarget:
    def claimed(names: Iterable[str]) -> Raw:
        books.asked.append(sorted(names))
        return claims or {}

    books = Books(contacts)
    return ContactTarget(cast("Any", books), claimed, lambda numbers: {*numbers} & {"202", "203"})


def asked(target: ContactTarget) -> list[object]:
    return cast("Books", target.xero).asked


def a_want(number: str = "202", **changes: Any) -> Wanted:
    return Wanted(payload={**OURS, "ContactNumber": number}, **changes)


def refused(*words: str) -> Element:
    return Element(key=(), refusals=words)


def test_many_are_looked_for_at_once_by_number_name_and_id() -> None:
    target = a_target()

    found = target.look_up([a_want(), Wanted(payload={"ContactNumber": "203"}, remote_id="c-203")], since=None)

    assert found == {}
    assert asked(target) == [
        [
            'ContactNumber=="202"',
            'Name=="Harbour Books"',
            'ContactNumber=="203"',
            'ContactID==guid("c-203")',
        ]
    ]


def test_what_is_there_is_found_by_its_number() -> None:
    target = a_target(there("202", "Harbour Books", EmailAddress="accounts@harbour.example"), there("", "Mill"))

    found = target.look_up([a_want(), a_want("203")], since=None)

    assert {key: type(one) for key, one in found.items()} == {("202",): Adopt, ("203",): Rename}


def test_what_a_lost_request_has_left_is_looked_for_by_its_number_alone() -> None:
    target = a_target(there("202", "Harbour Books"), there("204", "Mill"))

    (found,) = target.look_up([a_want()], since=SINCE).items()

    assert (found[0], type(found[1])) == (("202",), Adopt)
    assert len(asked(target)) == 1
    assert isinstance(asked(target)[0], datetime)


def test_what_was_refused_for_one_of_its_fields_goes_without_it_and_nobody_is_asked() -> None:
    target = a_target()

    found = target.look_up([a_want(refused=refused("Email address is not valid"))], since=None)

    (resolution,) = found.values()
    assert isinstance(resolution, Rename)
    assert resolution.payload == {"ContactNumber": "202", "Name": "Harbour Books"}
    assert asked(target) == []


def test_what_was_refused_for_its_name_is_looked_for_beside_one_that_was_refused_for_a_field() -> None:
    target = a_target(there("7", "Harbour Books"))
    taken = a_want("203", refused=refused("The contact name is already assigned to another contact, by e-mail"))

    found = target.look_up([a_want(refused=refused("Email address is not valid")), taken], since=None)

    assert {key: type(one) for key, one in found.items()} == {("202",): Rename, ("203",): Rename}
    assert asked(target) == [['ContactNumber=="203"', 'Name=="Harbour Books"']]


def test_after_these_words_it_looks_what_is_there() -> None:
    words = (
        "The contact name Mill is already assigned to another contact. The contact name must be unique",
        "Another contact has this contact number",
        "The contact Mill has been archived",
        "Email address is not valid",
    )

    assert [says(a_target().clash, [one]) for one in (*words, "Name is mandatory")] == [True] * 4 + [False]


def test_its_name_in_small_letters_is_its_claim_once_it_is_there() -> None:
    target = a_target()

    made, none = target.element(there("202", "HARBOUR Books")), target.element({"Name": "Mill"})

    assert (made.key, made.remote_id, made.claim) == (("202",), "c-202", "harbour books")
    assert (none.key, none.claim) == (("",), "")


def ready(target: ContactTarget, *names: str) -> dict[str, str]:
    """New contacts of these names, numbered from 301 on: those that have to go under another one."""
    payloads = [{"ContactNumber": str(301 + at), "Name": name} for at, name in enumerate(names)]
    renamed = target.ready(payloads)
    return {key[0]: str((one.payload or {})["Name"]) for key, one in renamed.items()}


def test_a_name_that_another_contact_of_ours_has_gets_a_suffix_before_it_goes() -> None:
    target = a_target(claims={"mill": "7"})

    assert ready(target, "Mill", "Quay") == {"301": "Mill (301)"}
    assert asked(target) == [["mill", "quay"]]
    (renamed,) = target.ready([{"ContactNumber": "301", "Name": "Mill"}]).values()
    assert renamed.notes == ("Xero has another contact Mill (7), so this one is Mill (301) there",)


def test_whoever_has_it_already_is_not_asked_for_again() -> None:
    target = a_target(claims={"mill": "301", "quay": "7"})

    first = ready(target, "Mill", "Quay")
    again = ready(target, "Mill", "Quay")

    assert first == again == {"302": "Quay (302)"}
    assert asked(target) == [["mill", "quay"]]


def test_what_was_sent_has_its_name_from_then_on() -> None:
    target = a_target(there("7", "Mill"), {"Name": "Quay", "ContactNumber": "8", "HasErrors": True})

    elements = target.send("{}", create=True, idempotency_key="k")

    assert [one.remote_id for one in elements] == ["c-7", ""]
    assert ready(target, "Mill", "Quay") == {"301": "Mill (301)"}
    assert asked(target) == [(b"{}", True, "k"), ["quay"]]


def test_what_was_found_has_its_name_but_for_what_is_archived_or_not_numbered() -> None:
    target = a_target(
        there("7", "Mill"),
        there("8", "Quay", ContactStatus="ARCHIVED"),
        there("", "Pier"),
        claims={"mill": "301"},
    )

    target.look_up([a_want()], since=None)

    assert ready(target, "Mill", "Quay", "Pier") == {"301": "Mill (301)"}
    assert asked(target)[1:] == [["pier", "quay"]]


def test_who_had_to_take_another_name_takes_it_again() -> None:
    target = a_target(there("7", "Harbour Books"))
    found = target.look_up([a_want()], since=None)

    renamed = target.ready([OURS, {"ContactNumber": "203", "Name": "Quay"}])

    assert dict(renamed) == dict(found)
    (note,) = next(iter(renamed.values())).notes
    assert note == "Xero has another contact Harbour Books (7), so this one is Harbour Books (202) there"


def test_who_can_be_taken_over_keeps_its_name() -> None:
    target = a_target(there("", "Harbour Books"))

    (found,) = target.look_up([a_want()], since=None).values()

    assert isinstance(found, TakeOver)
    assert target.ready([OURS]) == {}


def test_two_new_ones_of_one_name_do_not_go_together() -> None:
    target = a_target()

    assert (target.name, target.unique_field, target.looks) == ("contact", "Name", Looks.OLD)
    assert target.key({}) == ("",)
