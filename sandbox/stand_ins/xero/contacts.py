"""Customers and suppliers: saved directly, or along with a document that names them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from werkzeug import Response

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.answers import Saved, respond, save_all
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.contact_checks import LENGTHS, complaints, status_complaints
from sandbox.stand_ins.xero.contact_details import addresses, persons, phones, with_defaults
from sandbox.stand_ins.xero.errors import InvalidError, not_found
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.where_terms import Fields, Type

ARCHIVED = (
    "The contact with the specified contact details has been archived. "
    "The contact must be un-archived before creating new invoices or credit notes."
)
NO_IDENTITY = (
    "The Contact must contain at least 1 of the following elements to identify the contact: "
    "Name, ContactID, ContactNumber"
)
LISTS: dict[str, Callable[[Any, list[Record]], list[Record]]] = {
    "Addresses": addresses,
    "Phones": phones,
    "ContactPersons": persons,
}
IDENTITY = {"ContactID", "ContactNumber", "Name"}
FIELDS = {
    "ContactID": Type.GUID,
    "ContactNumber": Type.TEXT,
    "AccountNumber": Type.TEXT,
    "Name": Type.TEXT,
    "FirstName": Type.TEXT,
    "LastName": Type.TEXT,
    "EmailAddress": Type.TEXT,
    "ContactStatus": Type.TEXT,
    "TaxNumber": Type.TEXT,
    "CompanyNumber": Type.TEXT,
    "IsSupplier": Type.FLAG,
    "IsCustomer": Type.FLAG,
    "UpdatedDateUTC": Type.MOMENT,
}
ONLY_IN_FULL = ("ContactPersons", "MergedToContactID", "PaymentTerms")
NOT_IN_SUMMARY = (*ONLY_IN_FULL, "Addresses", "Phones", "IsSupplier", "IsCustomer", "ContactGroups")


@dataclass(slots=True)
class Party:
    """The contact of a document that is about to be saved, with what the document changes about it."""

    contact: Record
    changes: Record = field(default_factory=dict)

    def settle(self, books: Books) -> Record:
        """Make it so."""
        if self.changes or books.contacts.get(self.contact["ContactID"]) is None:
            self.contact.update(self.changes)
            store(books, self.contact)
        return self.contact


def list_contacts(books: Books, call: Call) -> Response:
    fields = Fields("Contact", FIELDS, ignore_case=books.switches["contact_where_ignores_case"])
    found = listing(books, call, books.contacts, fields, records=_chosen(books, call))
    if call.flag("summaryOnly"):
        hidden: tuple[str, ...] = NOT_IN_SUMMARY
    else:
        hidden = () if found.page else ONLY_IN_FULL
    return respond(books, found.content("Contacts", lambda contact: _without(shown(contact), hidden)))


def get_contact(books: Books, call: Call) -> Response:
    return respond(books, {"Contacts": [shown(by_key(books, call.key))]})


def put_contacts(books: Books, call: Call) -> Response:
    return save_all(books, call, "Contacts", "ContactID", lambda element: Saved(shown(create(books, element))))


def post_contacts(books: Books, call: Call) -> Response:
    known = by_key(books, call.key) if call.key else None

    def save(element: Record) -> Saved:
        contact = known or _match(books, element)
        return Saved(shown(change(books, contact, element) if contact else create(books, element)))

    return save_all(books, call, "Contacts", "ContactID", save)


def create(books: Books, element: Record) -> Record:
    """Add a contact, if no other has its name or number."""
    contact = _blank(books) | _read(element, {})
    messages = [*complaints(books, contact), *status_complaints(element)]
    if messages:
        raise InvalidError(messages)
    return store(books, contact)


def change(books: Books, contact: Record, element: Record) -> Record:
    """Change what was sent; what was not sent keeps its value."""
    if contact["ContactStatus"] == "ARCHIVED":
        raise InvalidError([ARCHIVED])
    changed = contact | _read(element, contact)
    if element.get("ContactStatus") == "ARCHIVED":
        changed["ContactStatus"] = "ARCHIVED"
    messages = list(complaints(books, changed))
    if messages:
        raise InvalidError(messages)
    contact.update(changed)
    return store(books, contact)


def store(books: Books, contact: Record) -> Record:
    books.bump(contact)
    return books.contacts.put(contact)


def by_key(books: Books, key: str) -> Record:
    """The contact with that id or number."""
    found = books.contacts.get(key) or next(iter(books.contacts.by("ContactNumber", key)), None)
    if found is None:
        raise not_found()
    return found


def party(books: Books, given: object) -> Party:
    """Who a document is for. Anything sent beyond the identity changes the contact, and removes its persons."""
    element = values.nested(given, "Contact")
    identity = {name: element[name] for name in IDENTITY if element.get(name)}
    if not identity:
        raise InvalidError([NO_IDENTITY])
    contact = _match(books, element)
    if contact is None:
        return _newcomer(books, element)
    if contact["ContactStatus"] != "ACTIVE":
        raise InvalidError([ARCHIVED])
    return Party(contact, _side_effect(contact, element))


def brief(contact: Record) -> Record:
    """A contact as it is shown inside a document."""
    named = {name: contact[name] for name in ("ContactID", "ContactNumber", "Name") if contact.get(name)}
    return named | {
        "Addresses": [],
        "Phones": [],
        "ContactGroups": [],
        "ContactPersons": [],
        "HasValidationErrors": False,
    }


def shown(contact: Record) -> Record:
    """The whole contact."""
    present = {name: value for name, value in contact.items() if value not in (None, "")}
    return present | {"ContactGroups": [], "HasAttachments": False, "HasValidationErrors": False}


def _chosen(books: Books, call: Call) -> Iterator[Record] | None:
    """The records that a list starts from, without the archived ones unless they are asked for."""
    ids, term = call.listed("IDs"), call.query.get("searchterm", "").casefold()
    everything = call.flag("includeArchived")
    if everything and not ids and not term:
        return None
    named = (books.contacts.get(contact_id) for contact_id in ids) if ids else iter(books.contacts)
    return (
        contact
        for contact in named
        if contact and (everything or ids or contact["ContactStatus"] == "ACTIVE") and _mentions(contact, term)
    )


def _mentions(contact: Record, term: str) -> bool:
    searched = ("Name", "FirstName", "LastName", "ContactNumber", "EmailAddress", "CompanyNumber")
    return not term or any(term in str(contact.get(name) or "").casefold() for name in searched)


def _blank(books: Books) -> Record:
    return {
        "ContactID": books.new_id(),
        "ContactStatus": "ACTIVE",
        "IsSupplier": False,
        "IsCustomer": False,
        "ContactPersons": [],
        **with_defaults(),
    }


def _read(element: Record, known: Record) -> Record:
    """The fields of an element that were sent."""
    read: Record = {name: values.text(element[name]) for name in LENGTHS if element.get(name) is not None}
    for name, reader in LISTS.items():
        if element.get(name) is not None:
            read[name] = reader(values.many(element[name], name), known.get(name) or with_defaults().get(name, []))
    if element.get("PaymentTerms") is not None:
        read["PaymentTerms"] = values.nested(element["PaymentTerms"], "PaymentTerms")
    return read


def _match(books: Books, element: Record) -> Record | None:
    """The contact that an element means: by id, else by number, else by name among the active."""
    if contact_id := element.get("ContactID"):
        found = books.contacts.get(str(contact_id))
        if found is None:
            raise InvalidError([f"An existing Contact with the specified ContactID {contact_id} could not be found"])
        return found
    if number := element.get("ContactNumber"):
        same_number = books.contacts.by("ContactNumber", str(number))
        if same_number:
            return same_number[0]
    named = books.contacts.by("Name", str(element.get("Name") or ""))
    return next((contact for contact in named if contact["ContactStatus"] == "ACTIVE"), None)


def _newcomer(books: Books, element: Record) -> Party:
    contact = _blank(books) | _read(element, {})
    messages = list(complaints(books, contact))
    if messages:
        raise InvalidError(messages)
    return Party(contact)


def _side_effect(contact: Record, element: Record) -> Record:
    if not set(element) - IDENTITY:
        return {}
    return {"ContactPersons": []} | _read(element, contact)


def _without(record: Record, hidden: tuple[str, ...]) -> Record:
    return {name: value for name, value in record.items() if name not in hidden}
