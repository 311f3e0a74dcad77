"""The parts of a contact that come in lists: addresses, telephone numbers and further persons."""

import re
from typing import Any

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.errors import InvalidError, bad_body
from sandbox.stand_ins.xero.tables import Record

ADDRESS_LENGTHS = {
    "AddressLine1": 500,
    "AddressLine2": 500,
    "AddressLine3": 500,
    "AddressLine4": 500,
    "City": 255,
    "Region": 255,
    "PostalCode": 50,
    "Country": 50,
    "AttentionTo": 255,
}
PHONE_LENGTHS = {"PhoneNumber": 50, "PhoneAreaCode": 10, "PhoneCountryCode": 20}
PERSON_LENGTHS = {"FirstName": 255, "LastName": 255, "EmailAddress": 255}
ADDRESS_TYPES = ("STREET", "POBOX")
PHONE_TYPES = ("DDI", "DEFAULT", "FAX", "MOBILE")
ALL_PHONE_TYPES = (*PHONE_TYPES, "OFFICE")


def with_defaults() -> Record:
    """The empty entries that every contact has."""
    place = {"City": "", "Region": "", "PostalCode": "", "Country": ""}
    line = {"PhoneNumber": "", "PhoneAreaCode": "", "PhoneCountryCode": ""}
    return {
        "Addresses": [{"AddressType": kind} | place for kind in ADDRESS_TYPES],
        "Phones": [{"PhoneType": kind} | line for kind in PHONE_TYPES],
    }


def addresses(sent: list[dict[str, Any]], known: list[Record]) -> list[Record]:
    """The known addresses with the sent ones in their places."""
    read = [_entry(entry, "AddressType", ADDRESS_TYPES, ADDRESS_LENGTHS) for entry in sent]
    if any(re.search(r"\d", entry.get("Country", "")) for entry in read):
        raise InvalidError(["Country must only contain letters."])
    return _replaced(known, read, "AddressType")


def phones(sent: list[dict[str, Any]], known: list[Record]) -> list[Record]:
    """The known telephone numbers with the sent ones in their places."""
    return _replaced(known, [_entry(entry, "PhoneType", ALL_PHONE_TYPES, PHONE_LENGTHS) for entry in sent], "PhoneType")


def persons(sent: list[dict[str, Any]], _known: list[Record]) -> list[Record]:
    """Only the sent ones: a list of persons replaces the one before."""
    return [
        _texts(entry, PERSON_LENGTHS) | {"IncludeInEmails": bool(values.flag(entry.get("IncludeInEmails")))}
        for entry in sent
    ]


def _entry(entry: dict[str, Any], key: str, kinds: tuple[str, ...], lengths: dict[str, int]) -> Record:
    if entry.get(key) not in kinds:
        raise bad_body(f"'{entry.get(key)}' is not a valid {key}")
    return {key: entry[key]} | _texts(entry, lengths)


def _texts(entry: dict[str, Any], lengths: dict[str, int]) -> Record:
    read = {name: values.text(entry[name]) for name in lengths if entry.get(name) is not None}
    complaints = [text for name, value in read.items() for text in values.too_long(name, value, lengths[name])]
    if complaints:
        raise InvalidError(complaints)
    return read


def _replaced(known: list[Record], read: list[Record], key: str) -> list[Record]:
    merged = {entry[key]: entry for entry in known}
    for entry in read:
        merged[entry[key]] = entry
    return list(merged.values())
