"""Invoices, bills and credit notes in Xero: their natural keys, what is there already, and whether it is what we meant."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from msgspec import Struct

from shared.errors import ErrorClass, Problem
from shared.mapping.documents import rounding_line
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Refuse, Resolution, TakeOver, Target, Wanted
from shared.posting.targets.closed_documents import leaving_closed_ones
from shared.posting.targets.merged_contacts import following_merges
from shared.posting.targets.xero import Raw, by_key, element_of, xero_target
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.resources import CREDIT_NOTES, INVOICES, Resource

_COMPARE: Final = (
    "compare the two; give this one another invoice reference in Brightpearl, or void the other in Xero and retry"
)
_KEEPS_ITS_NUMBER: Final = (
    "what was voided in Xero keeps its number there: give this one another invoice reference in Brightpearl and fetch it"
    " again, or archive it if it was voided for good"
)
GONE: Final = frozenset({"VOIDED", "DELETED"})
_TAKEN: Final = re.compile(r"must be unique", re.IGNORECASE)


class _Form(Struct, frozen=True, kw_only=True, eq=False):
    """One of Xero's four types. Numbers are unique for sales; for purchases anybody may use any number twice.

    `look_first` where Xero cannot be relied on to refuse a second one: whether it does for credit notes is not documented.
    """

    type: str
    resource: Resource
    words: str
    unique_numbers: bool
    look_first: bool = True


_FORMS: Final = (
    _Form(type="ACCREC", resource=INVOICES, words="an invoice", unique_numbers=True, look_first=False),
    _Form(type="ACCPAY", resource=INVOICES, words="a bill", unique_numbers=False),
    _Form(type="ACCRECCREDIT", resource=CREDIT_NOTES, words="a credit note", unique_numbers=True),
    _Form(type="ACCPAYCREDIT", resource=CREDIT_NOTES, words="a supplier credit note", unique_numbers=False),
)


def document_targets(xero: Xero, settings: Settings) -> dict[str, Target]:
    """One target per type, by the word in the payload's `Type`."""
    return {form.type: _target(xero, form, settings) for form in _FORMS}


def _target(xero: Xero, form: _Form, settings: Settings) -> Target:
    key = partial(_key, form=form)
    target = xero_target(
        xero,
        form.resource,
        name=form.type,
        key=key,
        resolve=partial(_resolve, xero=xero, form=form, key=key, tolerance=settings.tolerance),
        differs=_differs,
        correct=partial(_correct, settings=settings),
        clashes=_clashes,
        look_first=form.look_first,
    )
    return following_merges(leaving_closed_ones(target, xero, form.resource), xero)


def _key(document: Mapping[str, Any], *, form: _Form) -> Key:
    number = str(document.get(form.resource.number_field) or "")
    if form.unique_numbers:
        return form.type, number
    return form.type, number, _contact(document)


def _contact(document: Mapping[str, Any]) -> str:
    contact = document.get("Contact") or {}
    return str(contact.get("ContactID") or contact.get("Name") or "").casefold()


def _clashes(words: Sequence[str]) -> bool:
    return any(_TAKEN.search(word) for word in words)


def _differs(_payload: Payload, element: Element, total: Decimal | None) -> str:
    if total is not None and element.total != total:
        return f"the total is {element.total} in Xero and {total} in Brightpearl"
    return ""


def _correct(payload: Payload, element: Element, total: Decimal | None, *, settings: Settings) -> Payload | None:
    """Add the cents that are missing, once and within the tolerance."""
    if total is None or element.total is None or abs(total - element.total) > settings.tolerance:
        return None
    return {**payload, "LineItems": [*payload["LineItems"], rounding_line(total - element.total, settings)]}


def _resolve(
    wanted: Sequence[Wanted],
    since: datetime | None,
    *,
    xero: Xero,
    form: _Form,
    key: Callable[[Any], Key],
    tolerance: Decimal,
) -> dict[Key, Resolution]:
    there = by_key(_candidates(xero, form, wanted), key)
    found: dict[Key, Resolution] = {}
    for want in wanted:
        candidates = [raw for raw in there.get(key(want.payload), ()) if _counts(raw, form)]
        if candidates:
            recovered = None if since is None else tolerance
            found[key(want.payload)] = _choose(want, candidates, form=form, key=key, recovered_within=recovered)
    return found


def _counts(raw: Raw, form: _Form) -> bool:
    """A voided invoice still holds its number; a voided bill holds nothing."""
    return raw.get("Type") == form.type and (raw.get("Status") not in GONE or form.unique_numbers)


def _candidates(xero: Xero, form: _Form, wanted: Sequence[Wanted]) -> Iterable[Raw]:
    """Invoices can be asked for by number, many at a time; credit notes only by type and date."""
    if form.resource is INVOICES:
        return xero.invoices_by_number([str(want.payload["InvoiceNumber"]) for want in wanted])
    dates = sorted(date.fromisoformat(want.payload["Date"]) for want in wanted)
    return xero.where(CREDIT_NOTES, of_type_between(form.type, dates[0], dates[-1]))


def of_type_between(document_type: str, first: date, last: date) -> str:
    """The condition for documents of a type in a period, both days included."""
    return f'Type=="{document_type}" AND Date>={_day(first)} AND Date<={_day(last)}'


def _day(day: date) -> str:
    return f"DateTime({day.year},{day.month:02},{day.day:02})"


def _choose(
    want: Wanted,
    candidates: Sequence[Raw],
    *,
    form: _Form,
    key: Callable[[Any], Key],
    recovered_within: Decimal | None,
) -> Resolution:
    """The one that agrees; else what a person needs to know about the first."""
    elements = [element_of(raw, resource=form.resource, key=key) for raw in candidates]
    for element in elements:
        if not _difference(want, element) and want.remote_id in ("", element.remote_id):
            lost = recovered_within is not None
            return Adopt(element=element, note="found in Xero" + (" after its answer was lost" if lost else ""))
    first = elements[0]
    if recovered_within is not None and _ours_but_for_cents(want, first, recovered_within):
        return TakeOver(remote_id=first.remote_id)
    number = first.remote_number
    return Refuse(
        remote_id=first.remote_id,
        problem=Problem(
            error_class=ErrorClass.DATA,
            message=f"Xero has {form.words} {number} already, and it differs: {_difference(want, first) or 'another one'}",
            hint=_KEEPS_ITS_NUMBER if first.raw.get("Status") in GONE else _COMPARE,
        ),
    )


def _ours_but_for_cents(want: Wanted, element: Element, tolerance: Decimal) -> bool:
    if want.total is None or element.total is None or _contact(want.payload) != _contact(element.raw):
        return False
    return abs(want.total - element.total) <= tolerance and element.raw.get("Status") not in GONE


def _difference(want: Wanted, element: Element) -> str:
    raw = element.raw
    pairs = {
        "contact": (_contact(want.payload), _contact(raw)),
        "total": (want.total, element.total),
        "currency": (want.payload.get("CurrencyCode"), raw.get("CurrencyCode")),
    }
    differing = [f"{name} {ours} here, {theirs} there" for name, (ours, theirs) in pairs.items() if ours != theirs]
    if raw.get("Status") in GONE:
        differing.append(f"it is {str(raw['Status']).lower()}")
    return "; ".join(differing)
