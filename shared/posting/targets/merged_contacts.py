"""Documents of contacts that were merged into another contact in Xero.

What is left of such a contact is archived for good. Xero refuses its documents as it does for any archived contact, so they go to
the other one (xero/merges.py).
"""

from collections.abc import Mapping, Sequence
from typing import Final

from shared.posting.target import Refuse, Rename, Resolution, Wanted
from shared.posting.targets.xero import Raw, xero_problem
from shared.xero.client import Xero
from shared.xero.merges import successor, with_what_they_became

ARCHIVED: Final = r"contact .*has been archived"


def follow_merges(xero: Xero, wanted: Sequence[Wanted]) -> list[tuple[Wanted, Resolution]]:
    """Decide about documents that were refused for their contact. One whose contact is not archived is left out."""
    if not wanted:
        return []
    contacts = with_what_they_became(xero, [_contact(want) for want in wanted])
    followed = [(want, _follow(want, contacts)) for want in wanted]
    return [(want, resolution) for want, resolution in followed if resolution is not None]


def _contact(want: Wanted) -> str:
    return str(want.payload["Contact"]["ContactID"])


def _follow(want: Wanted, contacts: Mapping[str, Raw]) -> Resolution | None:
    contact = contacts.get(_contact(want))
    if contact is None or contact.get("ContactStatus") != "ARCHIVED":
        return None
    contact = contacts.get(successor(contacts, _contact(want)))
    if contact is None or contact.get("ContactStatus") == "ARCHIVED":
        return Refuse(problem=xero_problem(want.refused.refusals if want.refused else ()))
    return Rename(payload={**want.payload, "Contact": {"ContactID": str(contact["ContactID"])}})
