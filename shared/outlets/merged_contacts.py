"""Documents of contacts that were merged in Xero: what is left of such a contact is archived for good, and names the other.

Xero refuses a document of it like one of any archived contact; the contact that it has become takes the document.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from msgspec.structs import replace

from shared.outlet import Element, Key, Outlet, Refuse, Rename, Resolution, Wanted
from shared.outlets.xero import Raw, xero_problem
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS

ARCHIVED: Final = re.compile(r"contact .*has been archived", re.IGNORECASE)
MOST_MERGES: Final = 5


def following_merges(outlet: Outlet, xero: Xero) -> Outlet:
    """The outlet for documents; only those that were refused for their contact cost a look at it."""
    refused: dict[Key, Sequence[str]] = {}

    def send(text: str, create: bool, idempotency_key: str) -> list[Element]:  # noqa: FBT001 (Outlet's shape)
        elements = outlet.send(text, create, idempotency_key)
        refused.update({element.key: element.refusals for element in elements if _is_archived(element.refusals)})
        return elements

    def clashes(words: Sequence[str]) -> bool:
        return outlet.clashes(words) or _is_archived(words)

    def resolve(wanted: Sequence[Wanted], since: datetime | None) -> Mapping[Key, Resolution]:
        found = outlet.resolve(wanted, since)
        stuck = {outlet.key(want.payload): want for want in wanted} if since is None else {}
        stuck = {key: want for key, want in stuck.items() if key in refused}
        contacts = _with_what_they_became(xero, [_contact(want) for want in stuck.values()])
        followed = {key: _follow(want, contacts, refused[key]) for key, want in stuck.items()}
        return {**found, **{key: resolution for key, resolution in followed.items() if resolution is not None}}

    return replace(outlet, send=send, clashes=clashes, resolve=resolve)


def _is_archived(words: Sequence[str]) -> bool:
    return any(ARCHIVED.search(word) for word in words)


def _contact(want: Wanted) -> str:
    return str(want.payload["Contact"]["ContactID"])


def _with_what_they_became(xero: Xero, ids: Sequence[str]) -> dict[str, Raw]:
    """The contacts by id, and those that they were merged into, which may have been merged in turn."""
    contacts: dict[str, Raw] = {}
    wanted = set(ids)
    for _ in range(MOST_MERGES):
        if not wanted:
            break
        read = {str(raw["ContactID"]): raw for raw in xero.by_ids(CONTACTS, sorted(wanted))}
        contacts |= read
        wanted = {str(raw["MergedToContactID"]) for raw in read.values() if raw.get("MergedToContactID")} - {*contacts}
    return contacts


def _follow(want: Wanted, contacts: Mapping[str, Raw], words: Sequence[str]) -> Resolution | None:
    contact = contacts.get(_contact(want))
    if contact is None or contact.get("ContactStatus") != "ARCHIVED":
        return None
    while contact is not None and contact.get("MergedToContactID"):
        contact = contacts.get(str(contact["MergedToContactID"]))
    if contact is None or contact.get("ContactStatus") == "ARCHIVED":
        return Refuse(problem=xero_problem(words))
    return Rename(payload={**want.payload, "Contact": {"ContactID": str(contact["ContactID"])}})
