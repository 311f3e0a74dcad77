"""A contact of Xero by its fields: each telephone and address is one, and each further person.

https://developer.xero.com/documentation/api/accounting/contacts
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from shared.mapping.contacts import MOST_PERSONS, without_suffix
from shared.mapping.fields import Fields, Shape, alike
from shared.mapping.references import Payload

EMAIL: Final = "EmailAddress"
PERSONS: Final = "ContactPersons/"
PHONES: Final = "Phones/"
ADDRESSES: Final = "Addresses/"

_MAIL: Final = f"/{EMAIL}"  # of a person
_TEXTS: Final = ("Name", EMAIL, "TaxNumber")
_PERSON: Final = "Person"  # first and last name are one field: half of each would be nobody
_NAMES: Final = ("FirstName", "LastName")
_NUMBER: Final = ("PhoneCountryCode", "PhoneAreaCode", "PhoneNumber")
_PLACE: Final = ("AddressLine1", "AddressLine2", "City", "Region", "PostalCode", "Country")
_THEIRS: Final = ("AddressLine3", "AddressLine4", "AttentionTo")  # parts of an address that Brightpearl has not
_WORDS: Final = {
    "Name": "name",
    EMAIL: "e-mail address",
    "TaxNumber": "tax number",
    _PERSON: "first and last name",
    "Phones/DEFAULT": "telephone",
    "Phones/MOBILE": "mobile",
    "Phones/DDI": "second telephone",
    "Phones/FAX": "fax",
    "Addresses/STREET": "street address",
    "Addresses/POBOX": "postal address",
}
# RFC 5321 without quoted names and addresses of numbers, in ASCII.
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_SOUND: Final = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}(?:\.{_LABEL})+")


def contact_fields(contact: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a payload or of Xero's contact that are not blank; a name without the suffix that we gave it."""
    found = {
        **{name: str(contact.get(name) or "") for name in _TEXTS},
        _PERSON: _texts(contact, _NAMES),
        **{PHONES + str(phone["PhoneType"]): _number(phone) for phone in contact.get("Phones") or ()},
        **{ADDRESSES + str(place["AddressType"]): _texts(place, _PLACE) for place in contact.get("Addresses") or ()},
        **{path: value for person in contact.get("ContactPersons") or () for path, value in _person_fields(person)},
    }
    found["Name"] = without_suffix(found["Name"], str(contact.get("ContactNumber") or ""))
    return {path: value for path, value in found.items() if _is_filled(value)}


def contact_payload(changes: Fields, theirs: Mapping[str, Any]) -> Payload:
    """Write changes. Xero replaces all persons by those that are sent, so these are written over the ones that it has."""
    payload: Payload = {name: changes[name] or "" for name in _TEXTS if name in changes}
    if _PERSON in changes:
        payload |= changes[_PERSON] or dict.fromkeys(_NAMES, "")
    if phones := _under(PHONES, changes):
        payload["Phones"] = [{"PhoneType": kind, "PhoneNumber": number or ""} for kind, number in phones.items()]
    if places := _under(ADDRESSES, changes):
        payload["Addresses"] = [_address(kind, place, theirs) for kind, place in places.items()]
    if persons := _under(PERSONS, changes):
        payload["ContactPersons"] = _persons(persons, theirs)
    return payload


def too_many_persons(changes: Fields, theirs: Mapping[str, Any]) -> set[str]:
    """Give the paths of new persons for whom there is no room beside those whom Xero has."""
    there = {_key(person) for person in theirs.get("ContactPersons") or ()}
    named = {path.removeprefix(PERSONS): value for path, value in changes.items() if path.startswith(PERSONS)}
    staying = {key for key in there if named.get(key, key) is not None}
    new = [key for key, value in named.items() if value is not None and _MAIL not in key and key not in there]
    crowd = new[max(0, MOST_PERSONS - len(staying)) :]
    return {PERSONS + key + rest for key in crowd for rest in ("", _MAIL)} & {*changes}


def without(payload: Payload, paths: set[str]) -> Payload:
    """Leave fields out of a payload. A person may go on without the e-mail address; else none goes, and Xero's stay."""
    kept = {name: value for name, value in payload.items() if name not in paths}
    for name, kind in (("Phones", "PhoneType"), ("Addresses", "AddressType")):
        if name in kept:
            kept[name] = [entry for entry in kept[name] if f"{name}/{entry[kind]}" not in paths]
    persons = kept.pop("ContactPersons", None)
    if persons is not None and not any(path.startswith(PERSONS) and _MAIL not in path for path in paths):
        kept["ContactPersons"] = [_without_mail(person, paths) for person in persons]
    return kept


def doubtful_emails(fields: Fields) -> set[str]:
    """Give the paths of the e-mail addresses that are none by the letter of the standard."""
    return {path for path in emails(fields) if not _SOUND.fullmatch(fields[path] or "")}


def emails(fields: Fields) -> set[str]:
    return {path for path in fields if path == EMAIL or path.endswith(_MAIL)}


def contact_words(path: str) -> str:
    """Say what a field is: `mobile`, `person Ada Byron`."""
    if not path.startswith(PERSONS):
        return _WORDS.get(path, path)
    name = path.removeprefix(PERSONS)
    person = name.removesuffix(_MAIL).title()
    return f"e-mail address of {person}" if name.endswith(_MAIL) else f"person {person}"


def _is_filled(value: Any) -> bool:
    return any(value.values()) if isinstance(value, dict) else bool(value)


def _texts(entry: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(entry.get(name) or "") for name in names}


def _number(phone: Mapping[str, Any]) -> str:
    return " ".join(str(phone[part]) for part in _NUMBER if phone.get(part))


def _key(person: Mapping[str, Any]) -> str:
    return " ".join(" ".join(str(person.get(name) or "") for name in _NAMES).split()).casefold()


def _person_fields(person: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    yield PERSONS + _key(person), _texts(person, _NAMES)
    yield PERSONS + _key(person) + _MAIL, str(person.get(EMAIL) or "")


def _under(prefix: str, changes: Fields) -> dict[str, Any]:
    return {path.removeprefix(prefix): value for path, value in changes.items() if path.startswith(prefix)}


def _address(kind: str, place: Any, theirs: Mapping[str, Any]) -> Payload:
    """All parts go, for those that are left out would keep what the old address had; what only people in Xero write stays."""
    there: Mapping[str, Any] = next(
        (one for one in theirs.get("Addresses") or () if one.get("AddressType") == kind), {}
    )
    written = {name: there[name] for name in _THEIRS if there.get(name)}
    return {"AddressType": kind, **(place or dict.fromkeys(_PLACE, "")), **written}


def _persons(changes: Fields, theirs: Mapping[str, Any]) -> list[Payload]:
    persons = {_key(person): dict(person) for person in theirs.get("ContactPersons") or ()}
    for path, value in changes.items():
        key = path.removesuffix(_MAIL)
        if path == key and value is None:
            persons.pop(key, None)
        elif path == key:
            persons[key] = {"IncludeInEmails": False, **persons.get(key, {}), **value}
        elif key in persons:
            persons[key] = {**persons[key], EMAIL: value or ""}
    return list(persons.values())


def _without_mail(person: Payload, paths: set[str]) -> Payload:
    return {name: value for name, value in person.items() if f"{PERSONS}{_key(person)}/{name}" not in paths}


def _needs_theirs(changes: Fields) -> bool:
    return any(path.startswith((PERSONS, ADDRESSES)) for path in changes)


def same_name(payload: Mapping[str, Any], theirs: Mapping[str, Any]) -> bool:
    """Whether two contacts have one name, ours perhaps with the suffix that makes it unique."""
    number = str(payload.get("ContactNumber") or "")
    return alike(*(without_suffix(str(contact.get("Name") or ""), number) for contact in (payload, theirs)))


CONTACT: Final = Shape(
    identity="ContactNumber",
    fields=contact_fields,
    payload=contact_payload,
    needs_theirs=_needs_theirs,
    crowd=too_many_persons,
    words=contact_words,
    stays=True,  # another app's number is that app's; ours never changes
)
