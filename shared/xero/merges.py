"""Contacts that were merged into another one in Xero: what is left of them is archived, and names the other one."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from shared.xero.client import Xero
from shared.xero.resources import CONTACTS

MOST_MERGES: Final = 5


def with_what_they_became(xero: Xero, ids: Iterable[str]) -> dict[str, Mapping[str, Any]]:
    """Read contacts, by id, and those that they were merged into, which may have been merged too."""
    contacts: dict[str, Mapping[str, Any]] = {}
    wanted = {*ids}
    for _ in range(MOST_MERGES):
        if not wanted:
            break
        read = {str(raw["ContactID"]): raw for raw in xero.by_ids(CONTACTS, sorted(wanted))}
        contacts |= read
        wanted = {str(raw["MergedToContactID"]) for raw in read.values() if raw.get("MergedToContactID")} - {*contacts}
    return contacts


def merged_into(xero: Xero, ids: Iterable[str]) -> dict[str, str]:
    """Give the contact that each of these is now; those that were not merged are left out."""
    contacts = with_what_they_became(xero, ids)
    return {one: last for one in contacts if (last := successor(contacts, one)) != one}


def successor(contacts: Mapping[str, Mapping[str, Any]], contact_id: str) -> str:
    """Follow merges from a contact to the last that was read."""
    passed = {contact_id}
    while (into := str(contacts.get(contact_id, {}).get("MergedToContactID") or "")) and into not in passed:
        contact_id = into
        passed.add(into)
    return contact_id
