"""Whether a contact that Xero has is the one that we mean, and what it is told then.

A contact number alone proves nothing: other apps number contacts too. So the name or the e-mail address has to be ours as well;
where both are, it is ours under another app's number, which stays. Whom the ledger of links knows as ours is ours whatever it is
called.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.mapping.contact_fields import CONTACT, EMAIL, same_name
from shared.mapping.contacts import contact_key, with_suffix
from shared.mapping.fields import alike, link, notes_of, within
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.posting.targets.xero import FOUND, Raw

ARCHIVED: Final = "ARCHIVED"


def match(
    want: Wanted, there: Sequence[Raw], element: Callable[[Raw], Element], *, ours: Collection[str]
) -> Resolution | None:
    """Match by our id and number first, then by name; None where nothing there has any of them.

    `ours` are contact numbers of other contacts of Brightpearl's.
    """
    own = next((raw for raw in there if raw["ContactID"] == want.remote_id), None)
    numbered = next((raw for raw in there if raw.get("ContactNumber") == want.payload["ContactNumber"]), None)
    known = own or numbered
    if known and (put_aside := _archived(want, known, element)):
        return put_aside
    if numbered and str(numbered["ContactID"]) != want.remote_id:
        return _with_our_number(want, numbered, element)
    return _with_our_name(want, there, element, ours)


def renamed(payload: Payload, other: Mapping[str, Any]) -> Rename:
    """Give it a name that nobody has, and say who has its own."""
    under = with_suffix(payload, str(payload["ContactNumber"]))
    told = other.get(EMAIL) or other.get("ContactNumber") or "nobody's number"
    note = f"Xero has another contact {payload['Name']} ({told}), so this one is {under['Name']} there"
    return Rename(payload=under, notes=(note,))


def _archived(want: Wanted, contact: Raw, element: Callable[[Raw], Element]) -> Adopt | Refuse | None:
    """A contact that was merged into another keeps our number and cannot be changed: leave it, and the link to what it became."""
    if contact.get("ContactStatus") != ARCHIVED:
        return None
    if contact.get("MergedToContactID"):
        note = "left as it is, because it was merged into another contact in Xero"
        there = element(contact)
        return Adopt(element=replace(there, remote_id="") if want.remote_id else there, note=note)
    return Refuse(
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"the contact {contact.get('Name')} is archived in Xero",
            hint="restore it in Xero (Contacts > Archived), then retry",
        )
    )


def _with_our_number(want: Wanted, theirs: Raw, element: Callable[[Raw], Element]) -> Resolution:
    if same_name(want.payload, theirs) or _same_email(want.payload, theirs):
        return _archived(want, theirs, element) or _linked(want, theirs, element)
    number, ours = want.payload["ContactNumber"], want.payload.get("Name")
    return Refuse(
        remote_id=str(theirs["ContactID"]),
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"contact number {number} in Xero belongs to {theirs.get('Name')}, here it is {ours}",
            hint=(
                "if the two are the same, give the one in Xero the name or the e-mail address that it has in Brightpearl and"
                " retry; if not, have the app that numbered it give it another contact number, or enter this customer in"
                " Brightpearl anew and order on the new contact"
            ),
        ),
    )


def _with_our_name(
    want: Wanted, there: Sequence[Raw], element: Callable[[Raw], Element], ours: Collection[str]
) -> Resolution | None:
    name = contact_key(want.payload)
    others = (raw for raw in there if raw["ContactID"] != want.remote_id and raw.get("ContactStatus") != ARCHIVED)
    named = next((raw for raw in others if contact_key(raw) == name), None)
    if named is None:
        return None
    return _linked(want, named, element) if _is_free(want, named, ours) else renamed(want.payload, named)


def _is_free(want: Wanted, theirs: Raw, ours: Collection[str]) -> bool:
    """Whether one of our name can become ours: its e-mail address is ours, or blank where nobody has numbered it."""
    number = theirs.get("ContactNumber")
    if want.remote_id or number in ours:
        return False
    return _same_email(want.payload, theirs) or not (number or theirs.get(EMAIL))


def _same_email(payload: Payload, theirs: Raw) -> bool:
    return bool(payload.get(EMAIL)) and alike(payload[EMAIL], str(theirs.get(EMAIL) or ""))


def _linked(want: Wanted, theirs: Raw, element: Callable[[Raw], Element]) -> Resolution:
    """Take it over: send what it has blank. Where nothing is, it is ours without a call."""
    made = within(link(CONTACT.fields(want.payload), CONTACT.fields(theirs)), CONTACT, theirs)
    number = theirs.get("ContactNumber") or want.payload["ContactNumber"]
    numbered = f"another app has given it contact number {number} in Xero, which stays"
    notes = (*notes_of(made.known, CONTACT.words), *((numbered,) if number != want.payload["ContactNumber"] else ()))
    if not made.changes and theirs.get("ContactNumber"):
        return Adopt(element=element(theirs), note=FOUND, notes=notes, fields=made.known)
    payload = {"ContactNumber": number, **CONTACT.payload(made.changes, theirs)}
    return TakeOver(remote_id=str(theirs["ContactID"]), payload=payload, notes=notes, fields=made.known)
