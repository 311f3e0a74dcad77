"""Add, change, archive, rename and merge contacts."""

from typing import Any

from sandbox.stand_ins.xero import contacts
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import KINDS
from sandbox.stand_ins.xero.people.organisation import Organisation, find_contact
from sandbox.stand_ins.xero.tables import Record


def create_contact(xero: Organisation, *, contact: dict[str, Any]) -> Record:
    """Add a contact, in the API's own words."""
    return contacts.shown(contacts.create(xero.books, contact))


def edit_contact(xero: Organisation, *, contact: str, changes: dict[str, Any]) -> Record:
    """Change fields of a contact, in the API's own words."""
    return contacts.shown(contacts.change(xero.books, find_contact(xero.books, contact), changes))


def archive_contact(xero: Organisation, *, contact: str) -> Record:
    """Archive a contact, by id, number or name."""
    return _set_contact(xero.books, contact, {"ContactStatus": "ARCHIVED"})


def unarchive_contact(xero: Organisation, *, contact: str) -> Record:
    """Bring an archived contact back."""
    return _set_contact(xero.books, contact, {"ContactStatus": "ACTIVE"})


def rename_contact(xero: Organisation, *, contact: str, name: str) -> Record:
    """Give a contact another name."""
    return contacts.shown(contacts.change(xero.books, find_contact(xero.books, contact), {"Name": name}))


def merge_contact(xero: Organisation, *, contact: str, into: str) -> Record:
    """Merge a contact into another: its documents move, and it stays behind archived."""
    books, target = xero.books, find_contact(xero.books, into)
    source = find_contact(books, contact)
    if source is target:
        raise ValueError("A contact cannot be merged into itself.")
    for kind in KINDS:
        for document in kind.records(books).by("Contact.ContactID", source["ContactID"]):
            document["Contact"] = target
            if books.switches["merge_bumps_documents"]:
                books.bump(document)
            kind.records(books).put(document)
    for role in ("IsCustomer", "IsSupplier"):
        target[role] = target[role] or source[role]
    source |= {"ContactStatus": "ARCHIVED", "MergedToContactID": target["ContactID"]}
    contacts.store(books, source)
    return contacts.shown(contacts.store(books, target))


def _set_contact(books: Books, key: str, changes: Record) -> Record:
    contact = find_contact(books, key)
    contact.update(changes)
    return contacts.shown(contacts.store(books, contact))
