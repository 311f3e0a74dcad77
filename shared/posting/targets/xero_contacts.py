"""Contacts in Xero, and no duplicate of one that people have entered: the contact number is ours, the name has to be unique.

A contact is matched by our number first, then by its name; matched_contacts.py says when it is the same one.
https://developer.xero.com/documentation/api/accounting/contacts
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shared.mapping.contacts import contact_key
from shared.mapping.references import Payload
from shared.posting.target import Element, Key, Looks, Rename, Resolution, Wanted, says
from shared.posting.targets.matched_contacts import ARCHIVED, match, renamed
from shared.posting.targets.merged_contacts import ARCHIVED as SAID_TO_BE_ARCHIVED
from shared.posting.targets.refused_fields import REFUSED, without_what_was_refused
from shared.posting.targets.xero import Raw, XeroTarget
from shared.xero.client import Xero
from shared.xero.conditions import equals, guid
from shared.xero.resources import CONTACTS

NAME: Final = "contact"
SAMPLE: Final = 20  # contacts, of which one call asks
Claims = Callable[[Iterable[str]], Mapping[str, str]]
Ours = Callable[[Collection[str]], Collection[str]]
_OTHERS: Final = rf"already assigned to another contact|Another contact has this contact number|{SAID_TO_BE_ARCHIVED}"


class ContactTarget(XeroTarget):
    """Knows which names other contacts of ours have, so that these are not tried once more.

    `claims` gives, of some names in small letters, those that contacts of ours have there, with their contact numbers; `ours`
    gives, of some contact numbers, those that contacts of ours have in Brightpearl.
    """

    name = NAME
    resource = CONTACTS
    looks = Looks.OLD
    clash = f"{_OTHERS}|{REFUSED}"
    unique_field = "Name"

    def __init__(self, xero: Xero, claims: Claims, ours: Ours) -> None:
        super().__init__(xero)
        self._claims = claims
        self._ours = ours
        self._owners: dict[str, str] = {}  # contact numbers by name
        self._renamed: dict[str, Rename] = {}  # by contact number
        self._meets: bool | None = None  # whether any that is older than our table is there; None: not looked yet

    def key(self, payload: Raw, /) -> Key:
        return (str(payload.get("ContactNumber") or ""),)

    def element(self, raw: Raw) -> Element:
        element = super().element(raw)
        return replace(element, claim=contact_key(raw)) if element.remote_id else element

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        elements = super().send(body, create=create, idempotency_key=idempotency_key)
        self._owners.update({element.claim: element.key[0] for element in elements if element.claim})
        return elements

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Look for what has our name or number. What was refused for one of its fields goes without it, and nobody is asked."""
        if since is not None:
            return self.left_since(wanted, since)
        spared = [want for want in wanted if want.refused and not says(_OTHERS, want.refused.refusals)]
        found = {self.key(want.payload): without_what_was_refused(want) for want in spared}
        rest = [want for want in wanted if self.key(want.payload) not in found]
        return {**found, **(self._matched(rest) if any(want.refused for want in rest) else self._of_before(rest))}

    def _of_before(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        """Look for a few: where none of them is there, nobody had our customers, and Xero refuses what it has all the same."""
        if self._meets is None:
            found = self._matched(wanted[:SAMPLE])
            self._meets = bool(found)
            wanted = wanted[SAMPLE:]
        else:
            found = {}
        return {**found, **(self._matched(wanted) if self._meets else {})}

    def _matched(self, wanted: Sequence[Wanted]) -> Mapping[Key, Resolution]:
        there = self._same_name_or_number(wanted) if wanted else []
        self._note_owners(there)
        ours = self._ours({str(raw["ContactNumber"]) for raw in there if raw.get("ContactNumber")})
        matched = ((self.key(want.payload), match(want, there, self.element, ours=ours)) for want in wanted)
        found = {key: resolution for key, resolution in matched if resolution is not None}
        self._renamed.update({key[0]: one for key, one in found.items() if isinstance(one, Rename)})
        return found

    def ready(self, payloads: Sequence[Payload]) -> Mapping[Key, Rename]:
        """Give a suffix to those whose name another contact of ours has."""
        unknown = {contact_key(payload) for payload in payloads} - {*self._owners}
        self._owners = {**self._claims(unknown), **self._owners} if unknown else self._owners
        return {self.key(payload): self._other(payload) for payload in payloads if self._is_taken(payload)}

    def _is_taken(self, payload: Payload) -> bool:
        number = str(payload["ContactNumber"])
        return number in self._renamed or self._owners.get(contact_key(payload), number) != number

    def _other(self, payload: Payload) -> Rename:
        number = str(payload["ContactNumber"])
        return self._renamed.get(number) or renamed(payload, {"ContactNumber": self._owners[contact_key(payload)]})

    def _same_name_or_number(self, wanted: Sequence[Wanted]) -> Sequence[Raw]:
        """Look for many at once: Xero allows OR between conditions on contacts."""
        fields = ("ContactNumber", "Name")
        conditions = [
            equals(field, str(want.payload[field])) for want in wanted for field in fields if field in want.payload
        ]
        ids = [f"ContactID=={guid(want.remote_id)}" for want in wanted if want.remote_id]
        return self.xero.where_any(CONTACTS, [*conditions, *ids])

    def _note_owners(self, there: Sequence[Raw]) -> None:
        numbered = ((contact_key(raw), self.key(raw)[0]) for raw in there if raw.get("ContactStatus") != ARCHIVED)
        self._owners.update({name: number for name, number in numbered if number})
