"""On which contact the documents of a company's further contacts go."""

from collections.abc import Collection, Mapping
from typing import Any, cast

import pytest

from shared.kinds import Kind
from shared.posting.companies import Companies
from shared.records.record import Record, Summary
from shared.records.status import Status
from tests.records.builders import a_record


def a_contact(name: str, organisation: str = "10", *, primary: bool = False, **changes: Any) -> Record:
    document = {
        "contactId": int(name),
        "organisation": {"organisationId": int(organisation)} if organisation else {},
        "isPrimaryContact": primary,
    }
    return a_record(
        name, **{"kind": Kind.CONTACT, "document": document, "summary": Summary(contact_name="Byron Ltd"), **changes}
    )


class Shop:
    """The contacts that exist; it notes who was asked for."""

    def __init__(self, *contacts: Record) -> None:
        self.contacts = {one.id: one for one in contacts}
        self.asked: list[object] = []

    def read(self, ids: Collection[str]) -> Mapping[str, Record]:
        self.asked.append(sorted(ids))
        return {name: self.contacts[name] for name in ids if name in self.contacts}

    def called(self, kind: Kind, name: str) -> list[Record]:
        assert kind == Kind.CONTACT
        self.asked.append(name)
        return list(self.contacts.values())

    def standing(self, *records: Record) -> dict[str, str]:
        found = Companies(store=cast("Any", self)).standing({one.id: one for one in records}, self.read)
        return {name: record.id for name, record in found.items()}


FIRST, FURTHER, THIRD = a_contact("10"), a_contact("12"), a_contact("11")
WHERE: dict[str, tuple[list[Record], str]] = {
    "the company's": ([FIRST, FURTHER], "10"),
    "the primary one, where that is gone": ([a_contact("12"), a_contact("13", primary=True)], "13"),
    "the lowest": ([FURTHER, THIRD], "11"),
    "where the company's is put aside": ([a_contact("10", status=Status.ARCHIVE), THIRD, FURTHER], "11"),
    "where it is somebody else": ([a_contact("10", "77"), FURTHER], "12"),
    "none but itself": ([FURTHER], "12"),
    "put aside itself": ([a_contact("12", status=Status.ARCHIVE)], "12"),
}


@pytest.mark.parametrize(("contacts", "on"), WHERE.values(), ids=WHERE)
def test_documents_of_a_further_contact_go_on_the_one_of_its_company(contacts: list[Record], on: str) -> None:
    own = next(one for one in contacts if one.id == "12")

    assert Shop(*contacts).standing(own) == {"12": on}


def test_others_are_looked_at_by_name_only_where_the_companys_own_is_not_there() -> None:
    there, gone = Shop(FIRST, FURTHER), Shop(FURTHER)

    there.standing(FURTHER)
    gone.standing(FURTHER)

    assert (there.asked, gone.asked) == ([["10"]], [["10"], "Byron Ltd"])


def test_who_is_in_xero_by_itself_or_of_no_company_stays() -> None:
    shop, alone = Shop(FIRST), a_contact("14", "")

    assert shop.standing(a_contact("12", remote_id="x-12"), alone) == {"12": "12", "14": "14"}
    assert shop.asked == []
