"""Everything that Xero can find wrong with a contact."""

import re
from collections.abc import Iterator

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.tables import Record

NAME_TAKEN = (
    "The contact name {name} is already assigned to another contact. "
    "The contact name must be unique across all active contacts."
)
NUMBER_TAKEN = "Another contact has this contact number. Please enter a different contact number."
ACCOUNT_NUMBER_TAKEN = "The Account Number already exists. Please enter a different Account Number."
LENGTHS = {
    "Name": 255,
    "ContactNumber": 50,
    "AccountNumber": 50,
    "FirstName": 255,
    "LastName": 255,
    "EmailAddress": 255,
    "CompanyNumber": 50,
    "TaxNumber": 50,
    "BankAccountDetails": 255,
    "AccountsReceivableTaxType": 50,
    "AccountsPayableTaxType": 50,
    "SalesDefaultAccountCode": 10,
    "PurchasesDefaultAccountCode": 10,
    "DefaultCurrency": 3,
}
EMAIL = re.compile(r"^[\x21-\x3f\x41-\x7e]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$")


def complaints(books: Books, contact: Record) -> Iterator[str]:
    """Everything that is wrong with a contact as it would be stored."""
    for name, limit in LENGTHS.items():
        yield from values.too_long(name, contact.get(name), limit)
    yield from _name_complaints(books, contact)
    yield from _number_complaints(books, contact)
    yield from _person_complaints(contact)
    email = contact.get("EmailAddress")
    if email and not EMAIL.match(email):
        yield "Email address must be valid."
    currency = contact.get("DefaultCurrency")
    if currency and not books.currencies.get(currency):
        yield f"Organisation is not subscribed to currency {currency}"


def _name_complaints(books: Books, contact: Record) -> Iterator[str]:
    name = contact.get("Name") or ""
    if not name:
        yield "The contact name must be specified."
    if re.search(r"[<>]", name):
        yield "The contact name cannot contain the characters < or >."
    if name != " ".join(name.split(" ")).strip() or "  " in name:
        yield "The contact name cannot contain leading, trailing or double spaces."
    if any(
        _is_other(contact, taken) for taken in books.contacts.by("Name", name) if taken["ContactStatus"] == "ACTIVE"
    ):
        yield NAME_TAKEN.format(name=name)


def _number_complaints(books: Books, contact: Record) -> Iterator[str]:
    """Numbers stay taken after a contact has been archived."""
    for key, message in (("ContactNumber", NUMBER_TAKEN), ("AccountNumber", ACCOUNT_NUMBER_TAKEN)):
        value = contact.get(key)
        if value and any(_is_other(contact, taken) for taken in books.contacts.by(key, value)):
            yield message


def _person_complaints(contact: Record) -> Iterator[str]:
    people = contact.get("ContactPersons") or []
    if len(people) > 5:
        yield "A contact cannot have more than 5 additional contact persons."
    if people and not contact.get("EmailAddress"):
        yield "Contact persons can only be added to a contact that has a primary email address."
    if any(person.get("EmailAddress") and not EMAIL.match(person["EmailAddress"]) for person in people):
        yield "Email address must be valid."


def status_complaints(element: Record) -> Iterator[str]:
    """Whether a new contact may have the status that was sent."""
    status = element.get("ContactStatus") or "ACTIVE"
    if status != "ACTIVE":
        yield f"The status '{status}' is not valid for contacts"


def _is_other(contact: Record, taken: Record) -> bool:
    return bool(taken["ContactID"] != contact["ContactID"])
