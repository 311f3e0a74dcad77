"""Manual journals in Xero: they have no number, so the narration is what they are known by."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any, Final

from shared.mapping.references import Payload
from shared.posting.target import Adopt, Element, Key, Resolution, Target, Wanted
from shared.posting.targets.xero import Raw, element_of, left_since, xero_target
from shared.xero.client import Xero
from shared.xero.resources import MANUAL_JOURNALS

NAME: Final = "journal"
_LIVE: Final = frozenset({"DRAFT", "POSTED"})


def journal_target(xero: Xero) -> Target:
    return xero_target(
        xero, MANUAL_JOURNALS, name=NAME, key=_key, resolve=partial(_resolve, xero=xero), differs=_differs
    )


def _key(journal: Mapping[str, Any]) -> Key:
    return (str(journal.get("Narration") or ""),)


def _differs(payload: Payload, element: Element, _total: Decimal | None) -> str:
    """Xero drops lines on unknown accounts with no more than a warning."""
    ours, theirs = _lines(payload), _lines(element.raw)
    return (
        "" if ours == theirs else f"{len(ours)} lines were sent and {len(theirs)} are in Xero, or their amounts differ"
    )


def _lines(journal: Mapping[str, Any]) -> list[tuple[str, Decimal]]:
    lines = journal.get("JournalLines") or ()
    return sorted((str(line.get("AccountCode")), Decimal(str(line.get("LineAmount")))) for line in lines)


def _resolve(wanted: Sequence[Wanted], since: datetime | None, *, xero: Xero) -> dict[Key, Resolution]:
    if since is None:
        return {}
    keys = {_key(want.payload) for want in wanted}
    elements = (
        element_of(raw, resource=MANUAL_JOURNALS, key=_key) for raw in _live(left_since(xero, MANUAL_JOURNALS, since))
    )
    note = "found in Xero after its answer was lost"
    return {element.key: Adopt(element=element, note=note) for element in elements if element.key in keys}


def _live(journals: Iterable[Raw]) -> Iterable[Raw]:
    return (journal for journal in journals if journal.get("Status") in _LIVE)
