"""The contact of a company: the one in Xero on which the documents of all its contacts go. Pure."""

from collections.abc import Iterable
from typing import Any

from shared.mapping.source import id_at, is_set


def organisation_of(contact: Any) -> str:
    """Give the id of the organisation that a contact is a further contact of; "" for one that is its own."""
    organisation = id_at(contact, "organisation", "organisationId")
    return "" if organisation == id_at(contact, "contactId") else organisation


def company_contact(organisation: str, contacts: Iterable[Any]) -> str:
    """Give the id of the contact that has the organisation's id, else of its primary one, else the lowest; "" for none.

    An organisation's id is usually a contact's, but nobody says that it is. So contacts of another organisation do not count,
    nor do staff.
    """
    members = (one for one in contacts if _is_member(one, organisation))
    return id_at(min(members, key=lambda one: _rank(one, organisation), default=None), "contactId")


def _is_member(contact: Any, organisation: str) -> bool:
    is_staff = is_set(contact, "relationshipToAccount", "isStaff")
    return id_at(contact, "organisation", "organisationId") == organisation and not is_staff


def _rank(contact: Any, organisation: str) -> tuple[bool, bool, int, str]:
    number = id_at(contact, "contactId")
    return number != organisation, not is_set(contact, "isPrimaryContact"), len(number), number
