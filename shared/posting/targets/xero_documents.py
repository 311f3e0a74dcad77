"""Invoices, bills and credit notes in Xero: their natural keys, what is there already, and whether it is what we meant."""

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec.structs import replace

from shared.errors import ErrorClass, Problem
from shared.kinds import ORDERS, SALES, Kind
from shared.mapping.references import Payload
from shared.mapping.versions import GONE
from shared.posting.amendments import amendment_of, keeps_amounts
from shared.posting.target import Adopt, Difference, Element, Key, Refuse, Rename, Resolution, TakeOver, Wanted, says
from shared.posting.targets.changed_documents import compared
from shared.posting.targets.closed_documents import judge_closed
from shared.posting.targets.document_totals import TaxRates, most_off, totals_difference
from shared.posting.targets.merged_contacts import ARCHIVED, follow_merges
from shared.posting.targets.refusals import NO_LONGER_CHANGED
from shared.posting.targets.xero import FOUND, FOUND_LATER, Raw, XeroTarget, by_key
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.conditions import between
from shared.xero.resources import CREDIT_NOTES, INVOICES

_COMPARE: Final = (
    "compare the two; give this one another invoice reference in Brightpearl, or void the other in Xero and retry"
)
_KEEPS_ITS_NUMBER: Final = (
    "what was voided in Xero keeps its number there: give this one another invoice reference in Brightpearl and fetch it"
    " again, or archive it if it was voided for good"
)
FIRST_AGAIN: Final = 2
GONE_ITEM: Final = re.compile(r"Item code '(.*?)' is not valid", re.IGNORECASE)


# Where Xero surely refuses a second document of one number. For credit notes no page says so; for purchases anybody may use a
# number twice. https://developer.xero.com/documentation/api/accounting/invoices
REFUSES_DUPLICATES: Final = frozenset({Kind.SALES_INVOICE})
_RESOURCES: Final = {resource.name: resource for resource in (INVOICES, CREDIT_NOTES)}


def document_targets(xero: Xero, settings: Settings, tax_rates: TaxRates) -> dict[str, "DocumentTarget"]:
    """Make one target for each type of document, by the word in the payload's `Type`."""
    targets = [DocumentTarget(xero, kind, settings, tax_rates) for kind in ORDERS]
    return {target.name: target for target in targets}


class DocumentTarget(XeroTarget):
    clash = f"must be unique|{NO_LONGER_CHANGED}|{ARCHIVED}"

    def __init__(self, xero: Xero, kind: Kind, settings: Settings, tax_rates: TaxRates) -> None:
        order = ORDERS[kind]
        self.name, self.resource = order.xero_type, _RESOURCES[order.resource]
        self.look_first = kind not in REFUSES_DUPLICATES
        super().__init__(xero)
        self._kind = kind
        self._in_xero = order.in_xero
        self._unique_numbers = kind in SALES
        self._settings = settings
        self._tax_rates = tax_rates
        self._gone: set[str] = set()

    def key(self, payload: Raw, /) -> Key:
        number = str(payload.get(self.resource.number_field) or "")
        return (self.name, number) if self._unique_numbers else (self.name, number, _contact(payload))

    def send(self, body: str, *, create: bool, idempotency_key: str) -> list[Element]:
        elements = super().send(body, create=create, idempotency_key=idempotency_key)
        said = (word for element in elements for word in element.refusals)
        self._gone.update(code.casefold() for word in said for code in GONE_ITEM.findall(word))
        return elements

    def gone_items(self) -> set[str]:
        """Give the codes, in small letters, of items that Xero said it has not, each once."""
        gone, self._gone = self._gone, set()
        return gone

    def amendment(self, want: Wanted) -> Payload:
        return amendment_of(want.payload, want.base)

    def changed(self, wanted: Sequence[Wanted], seen: Mapping[str, str]) -> Mapping[Key, Resolution]:
        there = self.there(want.remote_id for want in wanted)
        found = [
            (want, compared(self._kind, want, there[want.remote_id], seen))
            for want in wanted
            if want.remote_id in there
        ]
        return {self.key(want.payload): resolution for want, resolution in found if resolution is not None}

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        if want.changed_there:
            return None
        found = totals_difference(want, element, self._settings, self._tax_rates)
        if found is not None and keeps_amounts(want.amendment, same_total=element.total == want.total):
            return Difference(says=f"{found.says}: it was so before, and its amounts are as they were", tolerable=True)
        return found

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Look for documents by number; for those that were refused for their contact, or as closed, by id."""
        judged = follow_merges(self.xero, [want for want in wanted if said(want, ARCHIVED)])
        decided = {self.key(want.payload) for want, _ in judged}
        others = [want for want in wanted if self.key(want.payload) not in decided]
        judged += judge_closed(self.xero, self.resource, [want for want in others if said(want, NO_LONGER_CHANGED)])
        rest = [want for want in others if not said(want, NO_LONGER_CHANGED)]
        return {
            **(self._numbered(rest, since) if rest else {}),
            **{self.key(want.payload): resolution for want, resolution in judged},
        }

    def _numbered(self, wanted: Sequence[Wanted], since: datetime | None) -> dict[Key, Resolution]:
        there = by_key(self._candidates(wanted), self.key)
        found: dict[Key, Resolution] = {}
        gone: list[Wanted] = []
        for want in wanted:
            candidates = [raw for raw in there.get(self.key(want.payload), ()) if self._counts(raw)]
            if candidates:
                elements = [self.element(raw) for raw in candidates]
                within = None if since is None else most_off(want, self._settings)
                found[self.key(want.payload)] = self._choose(want, elements, recovered_within=within)
                gone += [want] if _are_gone(elements) else []
        return found | self._numbered_anew(gone, found)

    def _numbered_anew(self, wanted: Sequence[Wanted], found: Mapping[Key, Resolution]) -> dict[Key, Resolution]:
        """What was voided keeps its number in Xero: the next document has SI-1001-2, the one after that SI-1001-3.

        Where such a one is there and agrees, it is this one: a table that was put back does not know it.
        """
        decided: dict[Key, Resolution] = {}
        turn = {self.key(want.payload): (want, FIRST_AGAIN) for want in wanted}
        while turn:
            tries = {key: (want, self._with_suffix(want, n), n) for key, (want, n) in turn.items()}
            there = by_key(self._candidates([again for _, again, _ in tries.values()]), self.key)
            turn = {}
            for key, (want, again, n) in tries.items():
                elements = [self.element(raw) for raw in there.get(self.key(again.payload), ()) if self._counts(raw)]
                if elements and _are_gone(elements):
                    turn[key] = (want, n + 1)
                elif elements:
                    decided[key] = self._choose(again, elements, recovered_within=None)
                else:
                    refusal = found[key]
                    decided[key] = (
                        replace(refusal, ours=Rename(payload=again.payload)) if isinstance(refusal, Refuse) else refusal
                    )
        return decided

    def _with_suffix(self, want: Wanted, number: int) -> Wanted:
        name = str(self.resource.number_field)
        return replace(want, payload={**want.payload, name: f"{want.payload[name]}-{number}"})

    def _counts(self, raw: Raw) -> bool:
        """A voided invoice still holds its number; a voided bill holds nothing."""
        return raw.get("Type") == self.name and (raw.get("Status") not in GONE or self._unique_numbers)

    def _candidates(self, wanted: Sequence[Wanted]) -> Iterable[Raw]:
        """Xero lists invoices by number, many at a time, but credit notes only by type and date."""
        if self.resource is INVOICES:
            return self.xero.invoices_by_number([str(want.payload["InvoiceNumber"]) for want in wanted])
        dates = sorted(date.fromisoformat(want.payload["Date"]) for want in wanted)
        return self.xero.where(CREDIT_NOTES, of_type_between(self.name, dates[0], dates[-1]))

    def _choose(self, want: Wanted, elements: Sequence[Element], *, recovered_within: Decimal | None) -> Resolution:
        """Adopt the one that agrees; else say how the first one differs."""
        for element in elements:
            if not _difference(want, element) and want.remote_id in ("", element.remote_id):
                note = FOUND if recovered_within is None else FOUND_LATER
                return Adopt(element=element, note=note + _other_tax(want, element))
        first = elements[0]
        if recovered_within is not None and _ours_but_for_cents(want, first, recovered_within):
            return TakeOver(remote_id=first.remote_id)
        number = first.remote_number
        return Refuse(
            remote_id=first.remote_id,
            problem=Problem(
                error_class=ErrorClass.DATA,
                message=f"Xero already has {self._in_xero} {number}, but {_difference(want, first) or 'it is not this one'}",
                hint=_KEEPS_ITS_NUMBER if first.raw.get("Status") in GONE else _COMPARE,
            ),
        )


def _are_gone(elements: Sequence[Element]) -> bool:
    return all(element.raw.get("Status") in GONE for element in elements)


def said(want: Wanted, pattern: str) -> bool:
    """Whether Xero refused it in such words."""
    return want.refused is not None and says(pattern, want.refused.refusals)


def _other_tax(want: Wanted, element: Element) -> str:
    """What a bookkeeper or another connector has posted keeps its tax, and the history says so."""
    if want.tax is None or element.tax in (None, want.tax):
        return ""
    return f"; its tax is {element.tax:f} there, {want.tax:f} in Brightpearl"


def _contact(document: Mapping[str, Any]) -> str:
    contact = document.get("Contact") or {}
    return str(contact.get("ContactID") or contact.get("Name") or "").casefold()


def of_type_between(document_type: str, first: date, last: date) -> str:
    """Write the condition for documents of a type in a period, both days included."""
    return f'Type=="{document_type}" AND {between(first, last)}'


def _ours_but_for_cents(want: Wanted, element: Element, tolerance: Decimal) -> bool:
    if want.total is None or element.total is None or _contact(want.payload) != _contact(element.raw):
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
    if _contact(want.payload) != _contact(raw):
        differing.insert(0, f"its contact is another one: {(raw.get('Contact') or {}).get('Name') or 'nobody'}")
    if raw.get("Status") in GONE:
        differing.append(f"it is {str(raw['Status']).lower()}")
    return "; ".join(differing)
