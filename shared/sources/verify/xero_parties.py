"""Contacts and items in Xero again: those that were archived, merged or deleted there. It is noted on our records.

Nothing more has to be done: documents of a contact that was merged go to the other one, and an item that is gone is made anew
with the next document that needs it. https://developer.xero.com/documentation/api/accounting/contacts
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.text import one_line
from shared.records.record import Key, Record
from shared.records.status import LIVING
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.sources.pages import Page
from shared.sources.verify.parts import behind
from shared.sources.verify.xero_documents import changed_behind, in_lots
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS, ITEMS, Element

READ = 200


class XeroParties(Struct, frozen=True, kw_only=True, eq=False):
    """Contacts that were changed since a time, and all items."""

    xero: Xero
    store: Store
    since: datetime

    def contacts(self, after: str) -> Iterator[Page]:
        begin = datetime.fromisoformat(after) if after else self.since
        for lot in in_lots(self.xero.modified(CONTACTS, begin)):
            yield Page(fetched=(), position=changed_behind(lot), stored=partial(self._note_contacts, lot))

    def items(self, _after: str) -> Iterator[Page]:
        there = [str(item["ItemID"]) for item in self.xero.where(ITEMS, "")]
        seen = {key for keys in self.store.links(there).values() for key in keys}
        ids = [one for status in LIVING for one in self.store.ids(Kind.PRODUCT, status, first="")]
        unseen = [(Kind.PRODUCT, one) for one in ids if (Kind.PRODUCT, one) not in seen]
        for start in range(0, len(unseen), READ):
            yield Page(fetched=(), stored=partial(self._note_items, unseen[start : start + READ], {*there}))
        yield Page(fetched=(), position=behind("all"))

    def _note_contacts(self, contacts: Sequence[Element]) -> None:
        said = {str(contact["ContactID"]): words for contact in contacts if (words := _of_contact(contact))}
        links = self.store.links(said)
        self._note({key: said[remote_id] for remote_id, keys in links.items() for key in keys})

    def _note_items(self, keys: Sequence[Key], there: set[str]) -> None:
        """Count as deleted what is not in the list, and not there under its id either."""
        records = self.store.get_many(keys)
        suspects = {key: one.remote_id for key, one in records.items() if one.remote_id and one.remote_id not in there}
        gone = {key for key, remote_id in suspects.items() if self.xero.one(ITEMS, remote_id) is None}
        self._note(dict.fromkeys(gone, "its item was deleted in Xero; the next document that needs it makes it anew"))

    def _note(self, said: Mapping[Key, str]) -> None:
        """Write it once into the history of each record."""

        def change(record: Record) -> Change | None:
            words = said[record.key]
            if words in record.notes:
                return None
            noted = replace(record, notes=(*record.notes, words), changed_at=self.store.clock())
            return Change(before=record, after=noted, event=Event(what=words))

        self.store.revise(self.store.get_many(said).values(), change)


def _of_contact(contact: Mapping[str, Any]) -> str:
    name = one_line(str(contact.get("Name") or ""))
    if contact.get("MergedToContactID"):
        return f"its contact {name} was merged into another one in Xero, where its documents go from now on"
    return f"its contact {name} was archived in Xero" if contact.get("ContactStatus") == "ARCHIVED" else ""
