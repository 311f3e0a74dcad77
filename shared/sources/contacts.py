"""New and updated customers and suppliers. A company's other contacts go with its first one, as its persons in Xero."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.records.record import Fetched
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import Row, after, behind, full_reads
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since

PERSONS = "secondaryContacts"
Contact = dict[str, Any]


class Contacts(Struct, frozen=True, kw_only=True, eq=False):
    """Contacts of one Brightpearl account; staff are left out."""

    selection: ClassVar[str] = ""

    brightpearl: Brightpearl
    store: Store
    settings: Settings

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        lists = self.brightpearl.changed(
            "contact-search", since, columns=("contactId", "isStaff"), key="contactId", after=after(position)
        )
        for ids in full_reads(lists, key="contactId", wanted=_without_staff):
            yield Page(fetched=self.read(ids), position=behind(ids))

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        return self.read([int(record_id)])

    def read(self, ids: Sequence[int]) -> list[Fetched]:
        contacts = self.brightpearl.contacts(ids).items
        persons = _persons(contacts.values())
        firsts = {first for first in persons if first not in contacts}
        if firsts:
            contacts = {**contacts, **self.brightpearl.contacts(firsts).items}
        known = self.store.get_many((Kind.CONTACT, str(contact_id)) for contact_id in contacts)
        return [
            self._fetched(
                contact, persons.get(contact_id, {}), _known_persons(known.get((Kind.CONTACT, str(contact_id))))
            )
            for contact_id, contact in contacts.items()
        ]

    def _fetched(self, contact: Contact, persons: Mapping[str, Contact], known: Mapping[str, Contact]) -> Fetched:
        together = {**known, **persons}
        document = {**contact, PERSONS: together} if together else contact
        return fetched(Kind.CONTACT, str(contact["contactId"]), document, self.settings, due_step=None)


def _without_staff(rows: Sequence[Row]) -> Sequence[Row]:
    return [row for row in rows if not row["isStaff"]]


def _persons(contacts: Any) -> dict[int, dict[str, Contact]]:
    """Give a company's other contacts by the id of its first one, which is the organisation's id."""
    persons: dict[int, dict[str, Contact]] = {}
    for contact in contacts:
        first = int((contact.get("organisation") or {}).get("organisationId") or 0)
        if first and not contact.get("isPrimaryContact", True) and first != contact["contactId"]:
            lasting = {name: value for name, value in contact.items() if name not in ("updatedOn", "postalAddresses")}
            persons.setdefault(first, {})[str(contact["contactId"])] = lasting
    return persons


def _known_persons(record: Any) -> Mapping[str, Contact]:
    return record.document.get(PERSONS, {}) if record else {}
