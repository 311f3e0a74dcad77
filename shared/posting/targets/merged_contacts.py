"""Documents of contacts that were merged in Xero: what is left of such a contact is archived for good, and names the other.

Xero refuses a document of it like one of any archived contact; the contact that it has become takes the document.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from shared.posting.target import Key, Refuse, Rename, Resolution, Target, Wanted
from shared.posting.targets.second_look import Refused, looking_again
from shared.posting.targets.xero import Raw, xero_problem
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS

ARCHIVED: Final = re.compile(r"contact .*has been archived", re.IGNORECASE)
MOST_MERGES: Final = 5


def following_merges(target: Target, xero: Xero) -> Target:
    """The target for documents; only those that were refused for their contact cost a look at it."""

    def follow(refused: Refused) -> dict[Key, Resolution]:
        contacts = _with_what_they_became(xero, [_contact(want) for want, _ in refused.values()])
        followed = {key: _follow(want, contacts, element.refusals) for key, (want, element) in refused.items()}
        return {key: resolution for key, resolution in followed.items() if resolution is not None}

    return looking_again(target, ARCHIVED, follow)


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
