"""What is in Xero under the number that a document of ours has: ours, one that agrees, another one, or one that is gone."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import ORDERS, Kind
from shared.mapping.references import Payload
from shared.mapping.versions import GONE, Version, changes, version_of
from shared.posting.target import Adopt, Element, Refuse, Resolution, TakeOver, Wanted
from shared.posting.targets.line_by_line import without_rounding
from shared.posting.targets.xero import FOUND, FOUND_LATER, Raw
from shared.records.apart import changed_there
from shared.records.standing import STAYS

_COMPARE: Final = (
    "compare the two; give this one another invoice reference in Brightpearl, or void the other in Xero and retry"
)
_KEEPS_ITS_NUMBER: Final = (
    "what was voided in Xero keeps its number there: give this one another invoice reference in Brightpearl and fetch it"
    " again, or archive it if it was voided for good"
)


def choose(kind: Kind, want: Wanted, elements: Sequence[Element], *, recovered_within: Decimal | None) -> Resolution:
    """Adopt the one that agrees; else say how the first one differs.

    After a lost request of ours, one that is off by no more than `recovered_within` is taken over, and one that has our link is
    ours, whatever people have made of it since.
    """
    for element in elements:
        if not _difference(want, element) and want.remote_id in ("", element.remote_id):
            note = FOUND if recovered_within is None else FOUND_LATER
            notes, left = _other_accounts(want, element), _changed_since(kind, want, element, recovered_within)
            return Adopt(element=element, note=note + _other_tax(want, element), notes=notes, left=left)
    first = elements[0]
    if recovered_within is not None and _ours_but_for_cents(want, first, recovered_within):
        return TakeOver(remote_id=first.remote_id)
    if changed := _changed_since(kind, want, first, recovered_within):
        return Adopt(element=first, note=FOUND_LATER, left=changed)
    number = first.remote_number
    differs = _difference(want, first) or "it is not this one"
    return Refuse(
        remote_id=first.remote_id,
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"Xero already has {ORDERS[kind].in_xero} {number}, but {differs}",
            hint=_KEEPS_ITS_NUMBER if first.raw.get("Status") in GONE else _COMPARE,
        ),
    )


def _changed_since(kind: Kind, want: Wanted, element: Element, recovered_within: Decimal | None) -> Problem | None:
    """What people have changed of a document of ours before anybody knew that it had arrived. Its link proves whose it is."""
    link, raw = want.payload.get("Url"), element.raw
    if recovered_within is None or not link or raw.get("Url") != link or raw.get("Status") in GONE:
        return None
    now, meant = version_of(raw), _meant(want)
    said = changes(meant, now)
    called = f"{kind.words} {element.remote_number}"
    return changed_there(called, said, agreed=meant.written(), theirs=now.written()) if said else None


def _meant(want: Wanted) -> Version:
    """What we said, but for the tax: Xero may have worked that out by itself."""
    contact, day, due = id_of_contact(want.payload), want.payload.get("Date", ""), want.payload.get("DueDate", "")
    return Version(total=want.total, day=day, due=due, contact=contact)


def is_of_another(want: Wanted, documents: Sequence[Raw]) -> bool:
    """Whether there are documents of its number, and all of them are another contact's."""
    return bool(documents) and contact_of(want.payload) not in map(contact_of, documents)


def id_of_contact(payload: Mapping[str, Any]) -> str:
    return str((payload.get("Contact") or {}).get("ContactID") or "")


def following(want: Wanted, into: Mapping[str, str]) -> Wanted:
    """Mean what contacts have become, in what was posted last, too."""
    return replace(want, payload=_followed(want.payload, into), base=want.base and _followed(want.base, into))


def _followed(payload: Payload, into: Mapping[str, str]) -> Payload:
    return of_contact(payload, into[now]) if (now := id_of_contact(payload)) in into else payload


def posted_to(want: Wanted, contact: str) -> Wanted:
    """Say whose it was, where that is another contact than now: what was posted last does not tell then."""
    is_told = want.base is None or "Contact" not in want.base or id_of_contact(want.base)
    return want if is_told or not contact else replace(want, base=of_contact(want.base or {}, contact))


def of_contact(payload: Payload, contact: str) -> Payload:
    return {**payload, "Contact": {"ContactID": contact}}


def are_gone(elements: Sequence[Element]) -> bool:
    return all(element.raw.get("Status") in GONE for element in elements)


def _other_tax(want: Wanted, element: Element) -> str:
    """What a bookkeeper or another connector has posted keeps its tax, and the history says so."""
    if want.tax is None or element.tax in (None, want.tax):
        return ""
    return f"; its tax is {element.tax:f} there, {want.tax:f} in Brightpearl"


def _other_accounts(want: Wanted, element: Element) -> tuple[str, ...]:
    """What a bookkeeper has put on other accounts stays there, and the record says so."""
    ours, theirs = (
        [str(line.get("AccountCode") or "") for line in without_rounding(list(document.get("LineItems") or []))]
        for document in (want.payload, element.raw)
    )
    if len(ours) != len(theirs):
        ours, theirs = sorted({*ours}), sorted({*theirs})
    if ours == theirs or not all(ours):
        return ()
    there, here = (", ".join(dict.fromkeys(filter(None, codes))) for codes in (theirs, ours))
    return (f"the account of its lines is {there or 'none'} there and {here} in Brightpearl, {STAYS}",)


def contact_of(document: Mapping[str, Any]) -> str:
    contact = document.get("Contact") or {}
    return str(contact.get("ContactID") or contact.get("Name") or "").casefold()


def _ours_but_for_cents(want: Wanted, element: Element, tolerance: Decimal) -> bool:
    if want.total is None or element.total is None or contact_of(want.payload) != contact_of(element.raw):
        return False
    return abs(want.total - element.total) <= tolerance and element.raw.get("Status") not in GONE


def _difference(want: Wanted, element: Element) -> str:
    raw = element.raw
    pairs = {
        "total": (want.total, element.total),
        "currency": (want.payload.get("CurrencyCode"), raw.get("CurrencyCode")),
    }
    differing = [
        f"its {name} is {theirs} in Xero and {ours} in Brightpearl"
        for name, (ours, theirs) in pairs.items()
        if ours != theirs
    ]
    if contact_of(want.payload) != contact_of(raw):
        differing.insert(0, f"its contact is another one: {(raw.get('Contact') or {}).get('Name') or 'nobody'}")
    if raw.get("Status") in GONE:
        differing.append(f"it is {str(raw['Status']).lower()}")
    return "; ".join(differing)
