"""On which contact the documents of a company go."""

from typing import Any

import pytest

from shared.mapping.companies import company_contact, organisation_of
from tests.builders import a_contact


def of(organisation: int, number: int, *, primary: bool = False, staff: bool = False) -> dict[str, Any]:
    return a_contact(
        contact_id=number,
        isPrimaryContact=primary,
        organisation={"organisationId": organisation, "name": "Byron Ltd"},
        relationshipToAccount={"isSupplier": False, "isStaff": staff},
    )


@pytest.mark.parametrize(
    ("contact", "organisation"),
    [(of(7, 9), "7"), (of(7, 7), ""), (of(0, 9), ""), (a_contact(contact_id=9, organisation=None), "")],
)
def test_a_further_contact_names_its_organisation(contact: dict[str, Any], organisation: str) -> None:
    assert organisation_of(contact) == organisation


@pytest.mark.parametrize(
    ("members", "chosen"),
    [
        ([of(7, 10), of(7, 7), of(7, 9, primary=True)], "7"),
        ([of(7, 10), of(7, 9, primary=True)], "9"),
        ([of(7, 9), of(7, 10, primary=True)], "10"),
        ([of(7, 10), of(7, 9)], "9"),
        ([of(7, 10), of(8, 7), of(7, 9)], "9"),
        ([of(7, 10), of(7, 7, staff=True)], "10"),
        ([of(8, 7)], ""),
        ([], ""),
    ],
    ids=[
        "its own",
        "the primary",
        "the primary of a higher id",
        "the lowest",
        "a stranger of its id",
        "staff of its id",
        "strangers",
        "nobody",
    ],
)
def test_the_company_is_the_contact_of_its_id_else_the_primary_else_the_lowest(
    members: list[dict[str, Any]], chosen: str
) -> None:
    assert company_contact("7", members) == chosen
