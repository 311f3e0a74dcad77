"""Manual journals in Xero, known by their narration. https://developer.xero.com/documentation/api/accounting/manualjournals"""

from decimal import Decimal
from typing import Final

from shared.posting.target import Difference, Element, Key, Wanted
from shared.posting.targets.xero import Raw, XeroTarget
from shared.xero.resources import MANUAL_JOURNALS

_LIVE: Final = frozenset({"DRAFT", "POSTED"})


class JournalTarget(XeroTarget):
    name = "journal"
    resource = MANUAL_JOURNALS

    def key(self, payload: Raw, /) -> Key:
        return (str(payload.get("Narration") or ""),)

    def takes(self, payload: Raw) -> bool:
        return "JournalLines" in payload

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        """Compare the lines: Xero drops those on unknown accounts with a warning only."""
        ours, theirs = _lines(want.payload), _lines(element.raw)
        if ours == theirs:
            return None
        return Difference(says=f"{len(ours)} lines were sent, {len(theirs)} are in Xero, or their amounts differ")

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") in _LIVE


def _lines(journal: Raw) -> list[tuple[str, Decimal]]:
    lines = journal.get("JournalLines") or ()
    return sorted((str(line.get("AccountCode")), Decimal(str(line.get("LineAmount")))) for line in lines)
