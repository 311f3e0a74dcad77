"""Documents that Xero no longer changes because they are paid: no Error where they are as they should be.

That happens when the answer to an amendment was lost, and somebody paid the document before the next cycle.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from shared.mapping.dates import xero_date
from shared.mapping.references import Payload
from shared.mapping.rounding import ROUNDING
from shared.posting.target import Adopt, Element, Refuse, Resolution, Wanted
from shared.posting.targets.xero import Raw, xero_problem
from shared.xero.client import Xero
from shared.xero.resources import Resource

CHANGED_BY_PAYING: Final = frozenset({"Status"})
WRITTEN_ANEW: Final = frozenset({"Url"})  # by Xero
LEFT_OUT: Final[Payload] = {"ItemCode": "", "Tracking": []}  # of a line that goes without
DATES: Final = frozenset({"Date", "DueDate"})
NOTE: Final = "found in Xero as it should be, where it can no longer be changed"


def judge_closed(xero: Xero, resource: Resource, wanted: Sequence[Wanted]) -> list[tuple[Wanted, Resolution]]:
    """Decide about documents that Xero would not change. Only those are read."""
    known = [want.remote_id for want in wanted if want.remote_id]
    there = {str(raw[resource.id_field]): raw for raw in xero.by_ids(resource, known)} if known else {}
    return [(want, _judged(want, there.get(want.remote_id, {}))) for want in wanted]


def _judged(want: Wanted, raw: Raw) -> Resolution:
    refused = want.refused or Element(key=())
    if want.total == _number(raw.get("Total")) and _holds(want.payload, raw):
        element = Element(key=refused.key, remote_id=want.remote_id, remote_number=refused.remote_number, raw=raw)
        return Adopt(element=element, note=NOTE)
    return Refuse(problem=xero_problem(refused.refusals))


def _holds(payload: Payload, raw: Mapping[str, Any]) -> bool:
    meant = {**{name: nothing for name, nothing in LEFT_OUT.items() if name in raw}, **payload}
    told = [(name, value) for name, value in meant.items() if name not in CHANGED_BY_PAYING | WRITTEN_ANEW]
    return all(_is_same(value, _read(name, raw.get(name))) for name, value in told)


def _read(name: str, theirs: object) -> object:
    return xero_date(theirs).isoformat() if name in DATES and theirs else theirs


def _is_same(ours: object, theirs: object) -> bool:
    if isinstance(ours, dict):
        return isinstance(theirs, Mapping) and _holds(ours, theirs)
    if isinstance(ours, list):
        parts = _without_rounding(theirs, beyond=len(ours)) if isinstance(theirs, list) else []
        return len(parts) == len(ours) and all(_is_same(one, other) for one, other in zip(ours, parts, strict=True))
    if isinstance(ours, Decimal):
        return ours == _number(theirs)
    return str(ours) == str(theirs or "")


def _without_rounding(lines: list[Any], *, beyond: int) -> list[Any]:
    """Leave out the rounding line that we may have added there as the last one."""
    added = len(lines) == beyond + 1 and isinstance(lines[-1], Mapping) and lines[-1].get("Description") == ROUNDING
    return lines[:-1] if added else lines


def _number(theirs: object) -> Decimal | None:
    return None if theirs is None else Decimal(str(theirs))
