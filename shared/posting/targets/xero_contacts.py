"""Contacts in Xero, and no duplicate of one that people have entered: the contact number is ours, the name has to be unique.

A contact is matched by our number first, then by name and e-mail address together.
https://developer.xero.com/documentation/api/accounting/contacts
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from shared.errors import ErrorClass, Problem
from shared.mapping.contacts import with_suffix
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.posting.targets.merged_contacts import ARCHIVED as SAID_TO_BE_ARCHIVED
from shared.posting.targets.xero import Raw, XeroTarget
from shared.xero.client import Xero
from shared.xero.conditions import equals, guid
from shared.xero.resources import CONTACTS

NAME: Final = "contact"
ARCHIVED: Final = "ARCHIVED"
_TAKEN: Final = r"already assigned to another contact|Another contact has this contact number"


class ContactTarget(XeroTarget):
    """Remembers which names other contacts of ours have, so that these are not tried once more."""

    name = NAME
    resource = CONTACTS
    clash = f"{_TAKEN}|{SAID_TO_BE_ARCHIVED}"
    unique_field = "Name"

    def __init__(self, xero: Xero) -> None:
        super().__init__(xero)
        self._owners: dict[str, str] = {}  # contact numbers by name
        self._renamed: set[str] = set()

    def key(self, payload: Raw, /) -> Key:
        return (str(payload.get("ContactNumber") or ""),)

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        elements = super().send(body, create=create, idempotency_key=idempotency_key)
        self._owners.update({_name(element.raw): element.key[0] for element in elements if element.remote_id})
        return elements

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        if since is not None:
            return self.left_since(wanted, since)
        there = self._same_name_or_number(wanted)
        self._note_owners(there)
        matched = ((self.key(want.payload), self._match(want, there)) for want in wanted)
        found = {key: resolution for key, resolution in matched if resolution is not None}
        self._renamed.update(key[0] for key, resolution in found.items() if isinstance(resolution, Rename))
        return found

    def ready(self, payload: Payload) -> Payload:
        number = str(payload["ContactNumber"])
        taken = number in self._renamed or self._owners.get(_name(payload), number) != number
        return with_suffix(payload, number) if taken else payload

    def _same_name_or_number(self, wanted: Sequence[Wanted]) -> Sequence[Raw]:
        """Look for many at once: Xero allows OR between conditions on contacts."""
        fields = ("ContactNumber", "Name")
        conditions = [equals(field, str(want.payload[field])) for want in wanted for field in fields]
        ids = [f"ContactID=={guid(want.remote_id)}" for want in wanted if want.remote_id]
        return self.xero.where_any(CONTACTS, [*conditions, *ids])

    def _note_owners(self, there: Sequence[Raw]) -> None:
        numbered = ((_name(raw), self.key(raw)[0]) for raw in there if raw.get("ContactStatus") != ARCHIVED)
        self._owners.update({name: number for name, number in numbered if number})

    def _match(self, want: Wanted, there: Sequence[Raw]) -> Resolution | None:
        """Match by our number first, then by name: it is the same contact only if the e-mail is the same too."""
        own = [raw for raw in there if raw["ContactID"] == want.remote_id]
        if own and (put_aside := self._archived(own[0])):
            return put_aside
        numbered = [raw for raw in there if self.key(raw) == self.key(want.payload)]
        if numbered:
            return self._archived(numbered[0]) or _with_our_number(want, numbered[0])
        return _with_our_name(want, there)

    def _archived(self, contact: Raw) -> Adopt | Refuse | None:
        """A contact that was merged into another keeps our number and cannot be changed: leave it as it is."""
        if contact.get("ContactStatus") != ARCHIVED:
            return None
        if contact.get("MergedToContactID"):
            note = "left as it is, because it was merged into another contact in Xero"
            return Adopt(element=self.element(contact), note=note)
        return Refuse(
            problem=Problem(
                error_class=ErrorClass.DATA,
                message=f"the contact {contact.get('Name')} is archived in Xero",
                hint="restore it in Xero (Contacts > Archived), then retry",
            )
        )


def _name(contact: Mapping[str, Any]) -> str:
    return str(contact.get("Name") or "").casefold()


def _with_our_number(want: Wanted, theirs: Raw) -> Resolution:
    same = str(theirs["ContactID"])
    return _renamed(want) if same == want.remote_id else TakeOver(remote_id=same)


def _with_our_name(want: Wanted, there: Sequence[Raw]) -> Resolution | None:
    name = _name(want.payload)
    named = [raw for raw in there if _name(raw) == name and raw.get("ContactStatus") != ARCHIVED]
    if not named:
        return None
    return TakeOver(remote_id=str(named[0]["ContactID"])) if _same_person(want, named[0]) else _renamed(want)


def _same_person(want: Wanted, theirs: Raw) -> bool:
    ours, email = str(want.payload.get("EmailAddress") or ""), str(theirs.get("EmailAddress") or "")
    number = str(theirs.get("ContactNumber") or "")
    return not want.remote_id and not number and bool(ours) and ours.casefold() == email.casefold()


def _renamed(want: Wanted) -> Rename:
    return Rename(payload=with_suffix(want.payload, str(want.payload["ContactNumber"])))
