"""Contacts in Xero: the contact number is ours, the name has to be unique, and people have been there before us."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.mapping.contacts import with_suffix
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Refuse, Rename, Resolution, TakeOver, Target, Wanted
from shared.posting.targets.merged_contacts import ARCHIVED as SAID_TO_BE_ARCHIVED
from shared.posting.targets.xero import Raw, element_of, left_since, xero_target
from shared.xero.client import Xero, equals, guid
from shared.xero.resources import CONTACTS

NAME: Final = "contact"
ARCHIVED: Final = "ARCHIVED"
_TAKEN: Final = re.compile(
    r"already assigned to another contact|Another contact has this contact number", re.IGNORECASE
)


def contact_target(xero: Xero) -> Target:
    """Names that it has seen with another contact of ours are not asked for again."""
    owners: dict[str, str] = {}
    renamed: set[str] = set()

    def resolve(wanted: Sequence[Wanted], since: datetime | None) -> dict[Key, Resolution]:
        found = _resolve(wanted, since, xero=xero, owners=owners)
        renamed.update(key[0] for key, resolution in found.items() if isinstance(resolution, Rename))
        return found

    target = xero_target(
        xero,
        CONTACTS,
        name=NAME,
        key=_key,
        resolve=resolve,
        clashes=_clashes,
    )

    def send(text: str, create: bool, idempotency_key: str) -> list[Element]:  # noqa: FBT001 (Outlet's shape)
        elements = target.send(text, create, idempotency_key)
        owners.update({_name(element.raw): element.key[0] for element in elements if element.remote_id})
        return elements

    def ready(payload: Payload) -> Payload:
        number = str(payload["ContactNumber"])
        taken = number in renamed or owners.get(_name(payload), number) != number
        return with_suffix(payload, number) if taken else payload

    return replace(target, send=send, unique=_name, ready=ready)


def _name(contact: Mapping[str, Any]) -> str:
    return str(contact.get("Name") or "").casefold()


def _key(contact: Mapping[str, Any]) -> Key:
    return (str(contact.get("ContactNumber") or ""),)


def _clashes(words: Sequence[str]) -> bool:
    return any(_TAKEN.search(word) or SAID_TO_BE_ARCHIVED.search(word) for word in words)


def _resolve(
    wanted: Sequence[Wanted], since: datetime | None, *, xero: Xero, owners: dict[str, str]
) -> dict[Key, Resolution]:
    if since is not None:
        return _arrived(wanted, left_since(xero, CONTACTS, since))
    there = _same_name_or_number(wanted, xero)
    owners.update({_name(raw): _key(raw)[0] for raw in there if _key(raw)[0] and raw.get("ContactStatus") != ARCHIVED})
    found = {_key(want.payload): _match(want, there) for want in wanted}
    return {key: resolution for key, resolution in found.items() if resolution is not None}


def _arrived(wanted: Sequence[Wanted], modified: Iterable[Raw]) -> dict[Key, Resolution]:
    keys = {_key(want.payload) for want in wanted}
    elements = [element_of(raw, resource=CONTACTS, key=_key) for raw in modified]
    note = "found in Xero after its answer was lost"
    return {element.key: Adopt(element=element, note=note) for element in elements if element.key in keys}


def _same_name_or_number(wanted: Sequence[Wanted], xero: Xero) -> Sequence[Raw]:
    """Look for many at once; Xero lets conditions on contacts be joined by OR."""
    fields = ("ContactNumber", "Name")
    conditions = [equals(field, str(want.payload[field])) for want in wanted for field in fields]
    ids = [f"ContactID=={guid(want.remote_id)}" for want in wanted if want.remote_id]
    return xero.where_any(CONTACTS, [*conditions, *ids])


def _match(want: Wanted, there: Sequence[Raw]) -> Resolution | None:
    """By our number first; then by name, which is the same contact only if the e-mail is the same too."""
    own = [raw for raw in there if raw["ContactID"] == want.remote_id]
    if own and (put_aside := _archived(own[0])):
        return put_aside
    numbered = [raw for raw in there if _key(raw) == _key(want.payload)]
    if numbered:
        same = str(numbered[0]["ContactID"])
        return _archived(numbered[0]) or (_renamed(want) if same == want.remote_id else TakeOver(remote_id=same))
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


def _archived(contact: Raw) -> Adopt | Refuse | None:
    """One that was merged into another keeps our number and cannot be changed any more; its documents go to the other."""
    if contact.get("ContactStatus") != ARCHIVED:
        return None
    if contact.get("MergedToContactID"):
        element = element_of(contact, resource=CONTACTS, key=_key)
        return Adopt(element=element, note="left as it is, for it was merged into another contact in Xero")
    return Refuse(
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"the contact {contact.get('Name')} is archived in Xero",
            hint="restore it in Xero (Contacts > Archived), then retry",
        )
    )
