"""New and updated customers and suppliers. A company's other contacts go with its first one, as its persons in Xero."""

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any, ClassVar

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.mapping.companies import company_contact, organisation_of
from shared.mapping.contacts import contact_name
from shared.mapping.source import at, id_at, text_at
from shared.records.record import Fetched, Summary
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import Row, after, behind, full_reads
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import day_of

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
        contacts = {**contacts, **self._organisations(contacts)}
        persons = self._persons(contacts)
        contacts = {**contacts, **self._others(persons.keys() - contacts.keys())}
        known = self.store.get_many((Kind.CONTACT, str(contact_id)) for contact_id in contacts)
        return [
            self._fetched(
                contact, persons.get(contact_id, {}), _known_persons(known.get((Kind.CONTACT, str(contact_id))))
            )
            for contact_id, contact in contacts.items()
        ]

    def _organisations(self, contacts: Mapping[int, Contact]) -> dict[int, Contact]:
        """Give the contacts of the organisations that the others belong to; an id that is somebody else's is left out."""
        absent = {int(of) for contact in contacts.values() if (of := organisation_of(contact))} - contacts.keys()
        found = self._others(absent)
        return {number: contact for number, contact in found.items() if company_contact(str(number), [contact])}

    def _others(self, ids: Set[int]) -> dict[int, Contact]:
        """Give contacts that were not asked for as they were read last, else from Brightpearl: what changes comes by itself."""
        known = self.store.get_many((Kind.CONTACT, str(number)) for number in ids)
        kept = {int(record.id): record.document for record in known.values() if record.document}
        absent = ids - kept.keys()
        return {**kept, **self.brightpearl.contacts(absent).items} if absent else kept

    def _persons(self, contacts: Mapping[int, Contact]) -> dict[int, dict[str, Contact]]:
        """Give a company's other contacts by the id of the one on which its documents go."""
        persons: dict[int, dict[str, Contact]] = {}
        for number, contact in contacts.items():
            company = self._company(contact, contacts)
            if company != number:
                persons.setdefault(company, {})[str(number)] = _lasting(contact)
        return persons

    def _company(self, contact: Contact, contacts: Mapping[int, Contact]) -> int:
        """Where the contact of the organisation's id is not there, those that we have of the company's name are looked at too."""
        organisation = organisation_of(contact)
        if not organisation:
            return int(contact["contactId"])
        near = [*contacts.values()]
        if company_contact(organisation, near) != organisation:
            near += [record.document for record in self.store.called(Kind.CONTACT, contact_name(contact))]
        return int(company_contact(organisation, near) or contact["contactId"])

    def _fetched(self, contact: Contact, persons: Mapping[str, Contact], known: Mapping[str, Contact]) -> Fetched:
        together = {**known, **persons}
        document = {**contact, PERSONS: together} if together else contact
        summary = contact_summary(document, self.settings)
        return fetched(Kind.CONTACT, str(contact["contactId"]), document, self.settings, summary=summary, due_step=None)


def contact_summary(contact: Any, settings: Settings) -> Summary:
    contact_id = id_at(contact, "contactId")
    return Summary(
        number=contact_id,
        reference=text_at(contact, "communication", "emails", "PRI", "email"),
        contact_id=contact_id,
        contact_name=contact_name(contact),
        date=day_of(at(contact, "createdOn"), settings),
    )


def _without_staff(rows: Sequence[Row]) -> Sequence[Row]:
    return [row for row in rows if not row["isStaff"]]


def _lasting(contact: Contact) -> Contact:
    return {name: value for name, value in contact.items() if name not in ("updatedOn", "postalAddresses", PERSONS)}


def _known_persons(record: Any) -> Mapping[str, Contact]:
    return record.document.get(PERSONS, {}) if record else {}
