"""Manual journals in Xero, known by their narration. https://developer.xero.com/documentation/api/accounting/manualjournals"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from shared.errors import ErrorClass, Problem
from shared.mapping.days import without_day
from shared.mapping.versions import version_of
from shared.posting.target import Adopt, Anew, Difference, Element, Gone, Key, Looks, Refuse, Resolution, Wanted
from shared.posting.targets.xero import FOUND, Raw, XeroTarget, by_key
from shared.records.apart import gone_there
from shared.xero.conditions import since as from_day
from shared.xero.resources import MANUAL_JOURNALS

_LIVE: Final = frozenset({"DRAFT", "POSTED"})
_ALREADY: Final = "Xero already has a journal with this narration"
_COMPARE: Final = (
    "compare the two; void the one in Xero and retry where it is wrong, or archive this record where it is right"
)


class JournalTarget(XeroTarget):
    name = "journal"
    resource = MANUAL_JOURNALS
    looks = Looks.OLD

    def key(self, payload: Raw, /) -> Key:
        """On another day than its own, its narration names that."""
        return (without_day(str(payload.get("Narration") or "")),)

    def takes(self, payload: Raw) -> bool:
        return "JournalLines" in payload

    def difference(self, want: Wanted, element: Element) -> Difference | None:
        """Compare the lines: Xero drops those on unknown accounts with a warning only."""
        ours, theirs = _lines(want.payload), _lines(element.raw)
        if ours == theirs:
            return None
        return Difference(says=f"{len(ours)} lines were sent, {len(theirs)} are in Xero, or their amounts differ")

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Xero takes a second one. Only we make ours: what is newer than our table is looked for after a lost answer only.

        One of before may be dated later than its correction, where that day was locked.
        """
        if since is not None:
            return self.left_since(wanted, since)
        old = [want for want in wanted if want.is_old]
        if not old:
            return {}
        first = min(date.fromisoformat(want.own_day or want.payload["Date"]) for want in old)
        there = by_key(self.xero.where(self.resource, from_day(first)), self.key)
        known = ((want, there.get(self.key(want.payload), [])) for want in old)
        return {self.key(want.payload): self._same(want, raws) for want, raws in known if raws}

    def _same(self, want: Wanted, raws: Sequence[Raw]) -> Resolution:
        alive = [self.element(raw) for raw in raws if self.is_alive(raw)]
        if not alive:
            version = version_of(raws[0])
            said = gone_there("the journal", version.status, agreed="", theirs=version.written())
            return Gone(element=self.element(raws[0]), problem=said, again=Anew())
        compared = [(element, self.difference(want, element)) for element in alive]
        same = next((element for element, differs in compared if differs is None), None)
        if same is not None:
            return Adopt(element=same, note=FOUND, ours=True)
        words = next(differs.says for _, differs in compared if differs)
        return Refuse(problem=Problem(error_class=ErrorClass.DATA, message=f"{_ALREADY}, but {words}", hint=_COMPARE))

    def is_alive(self, raw: Raw) -> bool:
        return raw.get("Status") in _LIVE


def _lines(journal: Raw) -> list[tuple[str, Decimal]]:
    lines = journal.get("JournalLines") or ()
    return sorted((str(line.get("AccountCode")), Decimal(str(line.get("LineAmount")))) for line in lines)
