"""Customers and suppliers to contacts of Xero. https://developer.xero.com/documentation/api/accounting/contacts"""

import re
from typing import Any, Final

from shared.errors import InvalidDataError
from shared.mapping.references import Mapped, Payload
from shared.mapping.source import Source, at, entries, id_at, text_at
from shared.mapping.text import LONGEST_NAME, one_line
from shared.settings import Settings

MOST_PERSONS: Final = 5

_EMAIL: Final = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+")
_LONGEST_LINE: Final = 500
_LONGEST_CODE: Final = 50
_PHONES: Final = {"DEFAULT": "PRI", "MOBILE": "MOB", "DDI": "SEC", "FAX": "FAX"}
_USES: Final = ("BIL", "DEF", "DEL")
_STREET: Final = ("BIL", "DEF")
_POST: Final = ("DEL", *_STREET)


def to_contact(contact: Source, settings: Settings) -> Mapped:  # noqa: ARG001 (every mapper takes the settings)
    """Map a contact. Its `secondaryContacts`, the others of its organisation, become its persons.

    It says all fields, the blank ones too; contact_fields.py and fields.py say which of them are sent.
    Raises InvalidDataError for a contact without an id.
    """
    contact_id = id_at(contact, "contactId")
    if not contact_id:
        raise InvalidDataError("the contact has no id", hint="fetch it again")
    email, email_notes = _email(contact)
    persons, person_notes = _persons(contact, has_email=bool(email))
    payload: Payload = {
        "ContactNumber": contact_id,
        "Name": contact_name(contact) or f"Brightpearl contact {contact_id}",
        "FirstName": _name(text_at(contact, "firstName")),
        "LastName": _name(text_at(contact, "lastName")),
        "EmailAddress": email,
        "Phones": _phones(contact),
        "Addresses": _addresses(contact),
        **_tax_number(contact),
        **persons,
    }
    return Mapped(payload=payload, notes=(*email_notes, *person_notes))


def contact_name(contact: Source) -> str:
    """Give the company name, else the full name, else the e-mail address, as Xero takes names; "" where there is none."""
    company = _name(text_at(contact, "organisation", "name"))
    person = _name(f"{text_at(contact, 'firstName')} {text_at(contact, 'lastName')}")
    return company or person or _name(text_at(contact, "communication", "emails", "PRI", "email"))


def with_suffix(payload: Payload, contact_id: str) -> Payload:
    """Make a name that is taken in Xero unique, always in the same way."""
    suffix = f" ({contact_id})"
    name = str(payload["Name"])
    if name.endswith(suffix):
        return payload
    return {**payload, "Name": name[: LONGEST_NAME - len(suffix)].rstrip() + suffix}


def contact_key(contact: Source) -> str:
    """Give the name of a payload or of Xero's contact as Xero tells names apart: whatever the letters' case."""
    return str(contact.get("Name") or "").casefold()


def without_suffix(name: str, contact_id: str) -> str:
    """Give the name as it is in Brightpearl."""
    return name.removesuffix(f" ({contact_id})") if contact_id else name


def _name(text: str) -> str:
    return one_line(text.replace("<", " ").replace(">", " "))


def _email(contact: Source) -> tuple[str, list[str]]:
    written = text_at(contact, "communication", "emails", "PRI", "email")
    if not written or _is_email(written):
        return written, []
    return "", [f"the e-mail address {one_line(written)!r} is not one that Xero takes, so it was left out"]


def _is_email(text: str) -> bool:
    return text.isascii() and len(text) <= LONGEST_NAME and _EMAIL.fullmatch(text) is not None


def _phones(contact: Source) -> list[Payload]:
    numbers = at(contact, "communication", "telephones")
    return [
        {"PhoneType": kind, "PhoneNumber": one_line(text_at(numbers, key), longest=_LONGEST_CODE)}
        for kind, key in _PHONES.items()
    ]


def _addresses(contact: Source) -> list[Payload]:
    """Brightpearl gives the addresses as a map by id or as a list, and an id for each use."""
    by_id = {id_at(address, "addressId") or key: address for key, address in entries(contact, "postalAddresses")}
    used = {use: by_id.get(id_at(contact, "postAddressIds", use)) for use in _USES}
    street, post = (next(filter(None, map(used.get, uses)), None) for uses in (_STREET, _POST))
    written = _address(street)
    return [
        {"AddressType": "STREET", **written},
        {"AddressType": "POBOX", **(written if post is street else _address(post))},
    ]


def _address(address: Any) -> Payload:
    return {
        "AddressLine1": one_line(at(address, "addressLine1"), longest=_LONGEST_LINE),
        "AddressLine2": one_line(at(address, "addressLine2"), longest=_LONGEST_LINE),
        "City": one_line(at(address, "addressLine3")),
        "Region": one_line(at(address, "addressLine4")),
        "PostalCode": one_line(at(address, "postalCode"), longest=_LONGEST_CODE),
        "Country": _country(address),
    }


def _country(address: Any) -> str:
    """Xero takes letters only."""
    code = text_at(address, "countryIsoCode2") or text_at(address, "countryIsoCode")
    return code if re.fullmatch("[A-Za-z]+", code) else ""


def _tax_number(contact: Source) -> Payload:
    number = one_line(text_at(contact, "financialDetails", "taxNumber"))
    return {"TaxNumber": number} if number and len(number) <= _LONGEST_CODE else {}


def _persons(contact: Source, *, has_email: bool) -> tuple[Payload, list[str]]:
    """Xero replaces all its persons by those that are sent, and takes none without a primary e-mail address."""
    if at(contact, "secondaryContacts") is None:
        return {}, []
    secondary = sorted((found for _, found in entries(contact, "secondaryContacts")), key=_contact_order)
    persons = [person for person in map(_person, secondary) if person["FirstName"] or person["LastName"]]
    if persons and not has_email:
        return {}, ["the secondary contacts were left out, because Xero needs a primary e-mail address for them"]
    left_out = len(persons) - MOST_PERSONS
    notes = (
        [f"{left_out} of the secondary contacts left out, because Xero takes {MOST_PERSONS}"] if left_out > 0 else []
    )
    return {"ContactPersons": persons[:MOST_PERSONS]}, notes


def _contact_order(contact: Any) -> tuple[int, str]:
    number = id_at(contact, "contactId")
    return len(number), number


def _person(contact: Any) -> Payload:
    email, _ = _email(contact)
    return {
        "FirstName": _name(text_at(contact, "firstName")),
        "LastName": _name(text_at(contact, "lastName")),
        "EmailAddress": email,
        "IncludeInEmails": False,
    }
