"""Documents that Xero would not change as we meant: what may still change goes line by line, the rest is an Error that names it.

Only those are read. Nothing is sent where they are as they should be: then the answer to an amendment was lost, and somebody
paid the document before the next cycle.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from shared.errors import ErrorClass, Problem
from shared.posting.target import Adopt, Amend, Element, Refuse, Resolution, Wanted
from shared.posting.targets.comparing import holds
from shared.posting.targets.line_by_line import Merge, merge
from shared.posting.targets.xero import Raw, xero_problem
from shared.xero.client import Xero
from shared.xero.resources import Resource

NOTE: Final = "found in Xero as it should be, where it can no longer be changed"
NOTHING_TO_CHANGE: Final = "found in Xero as its people have made it, and nothing of it has changed in Brightpearl"
MOST_NAMED: Final = 5
ENDED: Final[Mapping[str, str]] = {
    "VOIDED": "if it was voided for good, archive this; if not, enter it in Xero again under another number and archive this:"
    " what was voided keeps its number there",
    "DELETED": "if it was deleted for good, archive this; if not, enter it in Xero again and archive this",
}
FROZEN_HINT: Final = (
    "change it back in Brightpearl and fetch it again, or take the payment or credit off it in Xero, retry this and pay it again;"
    " if you have put it right in Xero by other means, such as a credit note, archive this"
)


def judge_closed(xero: Xero, resource: Resource, wanted: Sequence[Wanted]) -> list[tuple[Wanted, Resolution]]:
    """Decide about documents that Xero would not change."""
    known = [want.remote_id for want in wanted if want.remote_id]
    there = {str(raw[resource.id_field]): raw for raw in xero.by_ids(resource, known)} if known else {}
    return [(want, _judged(want, there.get(want.remote_id, {}))) for want in wanted]


def _judged(want: Wanted, raw: Raw) -> Resolution:
    if not raw:
        return Refuse(problem=xero_problem(_words(want)))
    if raw.get("Status") in ENDED:
        return Refuse(problem=_ended(want, str(raw["Status"])))
    if not _other_totals(want, raw) and holds(want.payload, raw):
        return Adopt(element=_element(want, raw), note=NOTE)
    return _by_line(want, raw, merge(want.payload, want.base, raw))


def _by_line(want: Wanted, raw: Raw, merged: Merge) -> Resolution:
    forbidden = [*_other_totals(want, raw), *merged.forbidden]
    if forbidden:
        return Refuse(problem=_frozen(want, raw, forbidden))
    if not merged.changes:
        return Adopt(element=_element(want, raw), note=NOTHING_TO_CHANGE)
    if want.amendment == merged.changes:
        return Refuse(problem=xero_problem(_words(want)))
    return Amend(payload=merged.changes, notes=tuple(merged.replaced))


def _other_totals(want: Wanted, raw: Raw) -> list[str]:
    """Say how the amounts differ. Where we know what was posted last, lines tell whether the tax has changed since."""
    pairs = {"total": (want.total, _amount(raw, "Total"))}
    if want.base is None:
        pairs["tax"] = (want.tax, _amount(raw, "TotalTax"))
    return [
        f"the {name} is {theirs} in Xero and {ours} in Brightpearl"
        for name, (ours, theirs) in pairs.items()
        if ours not in (None, theirs)
    ]


def _element(want: Wanted, raw: Raw) -> Element:
    refused = want.refused or Element(key=())
    return Element(key=refused.key, remote_id=want.remote_id, remote_number=refused.remote_number, raw=raw)


def _ended(want: Wanted, status: str) -> Problem:
    message = f"it was {status.lower()} in Xero, so it can no longer be changed there (Xero: {_words_in_one(want)})"
    return Problem(error_class=ErrorClass.DATA, message=message, hint=ENDED[status])


def _frozen(want: Wanted, raw: Raw, forbidden: Sequence[str]) -> Problem:
    paid = "it is paid in Xero" if raw.get("Status") == "PAID" else "a part of it is paid or credited in Xero"
    named = "; ".join(forbidden[:MOST_NAMED])
    more = f"; and {len(forbidden) - MOST_NAMED} more" if len(forbidden) > MOST_NAMED else ""
    return Problem(
        error_class=ErrorClass.DATA,
        message=f"{paid}, and this can no longer be changed in Xero: {named}{more} (Xero: {_words_in_one(want)})",
        hint=FROZEN_HINT,
    )


def _words(want: Wanted) -> tuple[str, ...]:
    return want.refused.refusals if want.refused else ()


def _words_in_one(want: Wanted) -> str:
    return "; ".join(dict.fromkeys(_words(want)))


def _amount(raw: Mapping[str, Any], name: str) -> Decimal | None:
    return None if raw.get(name) is None else Decimal(str(raw[name]))
