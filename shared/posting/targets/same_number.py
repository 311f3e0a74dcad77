"""What is in Xero under the number that a document of ours has: ours, one that agrees, another one, or one that is gone."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import ORDERS, Kind
from shared.mapping.adjustments import DOCUMENT_NUMBER
from shared.mapping.fields import Known
from shared.mapping.opposites import is_credit_of
from shared.mapping.references import Payload
from shared.mapping.versions import GONE, Version, changes, version_of
from shared.posting.target import Adopt, Anew, Element, Gone, Refuse, Rename, Resolution, TakeOver, Wanted
from shared.posting.targets.document_totals import found_rounded
from shared.posting.targets.line_by_line import without_rounding
from shared.posting.targets.xero import FOUND, FOUND_LATER, Raw
from shared.records.apart import changed_there, gone_there
from shared.records.record import OPPOSITE
from shared.records.standing import STAYS
from shared.xero.answers import amount_of

_ORDER_ID: Final = re.compile(r"\d+$")
_COMPARE: Final = (
    "compare the two; give this one another invoice reference in Brightpearl, or void the other in Xero and retry"
)


def choose(kind: Kind, want: Wanted, elements: Sequence[Element], *, within: Decimal, lost: bool = False) -> Resolution:
    """Adopt the one that agrees; else say how the first one differs.

    After a lost request of ours, or where it has our link and is older than our table, one that is off by no more than `within`
    is taken over. One that has our link is ours then, whatever people have made of it since.
    """
    for element in elements:
        if is_copy(want, element) and want.remote_id in ("", element.remote_id):
            return _adopted(kind, want, element, lost=lost)
    first = elements[0]
    is_ours = is_linked(want, first) and (want.is_old or lost)
    if (lost or is_ours) and _ours_but_for_cents(want, first, within):
        return TakeOver(remote_id=first.remote_id)
    if is_ours:
        note = FOUND_LATER if lost else FOUND
        ours, fields = _with_own_credits(first)
        left = _changed_since(kind, want, first)
        return Adopt(element=ours, note=note, left=left, fields=fields, ours=True, lost=lost)
    number = first.remote_number
    differs = _difference(want, first) or "it is not this one"
    return Refuse(
        remote_id=first.remote_id,
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"Xero already has {ORDERS[kind].in_xero} {number}, but {differs}",
            hint=_COMPARE,
        ),
    )


def _own_credits(element: Element) -> dict[str, Raw]:
    """Give by number the credit notes that put it right: they are named after it."""
    notes = {str(note.get("CreditNoteNumber") or ""): note for note in element.raw.get("CreditNotes") or ()}
    return {name: note for name, note in notes.items() if is_credit_of(element.remote_number, name)}


def _with_own_credits(element: Element) -> tuple[Element, Known | None]:
    """They are the record's, too, and settle nothing."""
    known = {f"{OPPOSITE}{name}": str(note["CreditNoteID"]) for name, note in _own_credits(element).items()}
    return replace(element, also=(*element.also, *known.values())), known or None


def _comes_to(element: Element) -> Decimal | None:
    """Give its total, less what has put it right."""
    credited = (amount_of(note, "AppliedAmount") for note in _own_credits(element).values())
    return None if element.total is None else element.total - sum(credited, Decimal())


def _adopted(kind: Kind, want: Wanted, element: Element, *, lost: bool) -> Adopt:
    """What our lost request has left is as we sent it, or people have changed it since. Of all else the day may be another."""
    notes = (*_other_accounts(want, element), *found_rounded(want, element))
    if lost:
        left = _changed_since(kind, want, element) if is_linked(want, element) else None
        note = FOUND_LATER + _other_tax(want, element)
        return Adopt(element=element, note=note, notes=notes, left=left, lost=True)
    ours, fields = _with_own_credits(element)
    put_right = tuple(f"it was put right in Xero by {name}, {STAYS}" for name in _own_credits(element))
    return Adopt(
        element=ours,
        note=FOUND + _other_tax(want, element),
        notes=(*notes, *put_right),
        fields=fields,
        ours=is_linked(want, element),
    )


def gone(kind: Kind, element: Element, again: Rename | Anew) -> Gone:
    """Leave it to a person whether what was voided or deleted under our number is to be there: somebody wanted it gone."""
    version = version_of(element.raw)
    called = f"{kind.words} {element.remote_number}"
    said = gone_there(called, version.status, agreed="", theirs=version.written())
    return Gone(element=element, problem=said, again=again)


def is_linked(want: Wanted, element: Element) -> bool:
    """Whether it has our link: that proves whose it is. A bill of several orders may have come with the link of any of them.

    What went for stock has none, and a number that is ours alone.
    """
    url = str(want.payload.get("Url") or "")
    if not url and element.remote_number.startswith(DOCUMENT_NUMBER):
        return True
    return bool(url) and element.raw.get("Url") in {url, *(_ORDER_ID.sub(order, url) for order in want.orders)}


def _changed_since(kind: Kind, want: Wanted, element: Element) -> Problem | None:
    """What people have changed of a document of ours that our table does not know."""
    now, meant = version_of(element.raw), _meant(want)
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


def is_gone(raw: Raw) -> bool:
    return raw.get("Status") in GONE


def is_copy(want: Wanted, element: Element) -> bool:
    """Whether it is what we meant, whatever has become of it since."""
    return not _difference(want, element)


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
        "total": (want.total, _comes_to(element)),
        "currency": (want.payload.get("CurrencyCode"), raw.get("CurrencyCode")),
    }
    differing = [
        f"its {name} is {theirs} in Xero and {ours} in Brightpearl"
        for name, (ours, theirs) in pairs.items()
        if ours != theirs
    ]
    if contact_of(want.payload) != contact_of(raw):
        theirs = (raw.get("Contact") or {}).get("Name") or "nobody"
        differing.insert(0, f"its contact is {theirs} in Xero and {want.contact_name or 'another one'} in Brightpearl")
    return "; ".join(differing)
