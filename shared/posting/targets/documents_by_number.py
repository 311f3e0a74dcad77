"""Finds invoices, bills and credit notes in Xero by their numbers, and says of each which of ours it is.

Sales have numbers of their own. A bill has its supplier's, in whatever letters somebody typed it, and a supplier may use one
again: two bills of one number that are half a year apart are two.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from msgspec.structs import replace

from shared.kinds import ORDERS, SALES, Kind
from shared.mapping.adjustments import DOCUMENT_NUMBER
from shared.mapping.dates import xero_date
from shared.posting.target import Anew, Element, Key, Rename, Resolution, Wanted
from shared.posting.targets.document_totals import most_off
from shared.posting.targets.same_number import (
    choose,
    following,
    gone,
    id_of_contact,
    is_copy,
    is_gone,
    is_linked,
    is_of_another,
)
from shared.posting.targets.xero import Raw, by_key
from shared.settings import Settings
from shared.xero.client import Xero
from shared.xero.conditions import equals
from shared.xero.conditions import since as from_day
from shared.xero.merges import merged_into
from shared.xero.resources import CREDIT_NOTES, INVOICES

FIRST_AGAIN: Final = 2
SAMPLE: Final = 100  # numbers, of which one call asks
APART: Final = timedelta(days=180)  # bills of one number that are further apart are two
_FREED: Final = "DELETED"  # of what was a draft the number is free again


class Numbers:
    """The documents of one kind; `key` is their natural key."""

    def __init__(
        self,
        xero: Xero,
        kind: Kind,
        settings: Settings,
        *,
        key: Callable[[Raw], Key],
        element: Callable[[Raw], Element],
    ) -> None:
        order = ORDERS[kind]
        self._xero = xero
        self._kind = kind
        self._settings = settings
        self._key = key
        self._element = element
        self._type = order.xero_type
        self._resource = INVOICES if order.resource == INVOICES.name else CREDIT_NOTES
        self._unique = kind in SALES

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> dict[Key, Resolution]:
        """Give what becomes of those whose number is there. `since` is the time of a lost request of ours.

        Invoices that Xero would refuse by itself are asked for by a sample: where none of the first is there, nobody had them.
        """
        if since is not None or self._kind is not Kind.SALES_INVOICE or any(want.refused for want in wanted):
            return self._numbered(wanted, self._candidates(wanted), since)
        first, rest = wanted[:SAMPLE], wanted[SAMPLE:]
        found = self._numbered(first, self._candidates(first), None)
        there = self._candidates(rest) if found else self._deleted(rest)
        return found | self._numbered(rest, there, None)

    def _numbered(
        self, wanted: Sequence[Wanted], documents: Sequence[Raw], since: datetime | None
    ) -> dict[Key, Resolution]:
        there = by_key((raw for raw in documents if raw.get("Type") == self._type), self._key)
        found: dict[Key, Resolution] = {}
        lost: list[tuple[Wanted, Element]] = []
        for want, now in zip(wanted, self._following_merges(wanted, documents), strict=True):
            elements = [self._element(raw) for raw in there.get(self._key(now.payload), ()) if self._is_near(now, raw)]
            alive = [element for element in elements if not is_gone(element.raw)]
            if alive:
                found[self._key(want.payload)] = self._choose(now, alive, lost=since is not None)
            elif copy := next((one for one in elements if self._counts(now, one, since)), None):
                lost.append((want, copy))
        return found | self._gone(lost)

    def _choose(self, want: Wanted, elements: Sequence[Element], *, lost: bool = False) -> Resolution:
        return choose(self._kind, want, elements, within=most_off(want, self._settings), lost=lost)

    def _counts(self, want: Wanted, element: Element, since: datetime | None) -> bool:
        """Whether one that was voided or deleted is in the way: Xero says that it has our number, or it was a copy of ours."""
        if self._unique and (want.refused or since is not None):
            return True
        return (want.is_old or since is not None) and (is_copy(want, element) or is_linked(want, element))

    def _is_near(self, want: Wanted, raw: Raw) -> bool:
        if self._kind is not Kind.PURCHASE_INVOICE or not raw.get("Date"):
            return True
        return abs(xero_date(raw["Date"]) - _day(want)) <= APART

    def _following_merges(self, wanted: Sequence[Wanted], documents: Sequence[Raw]) -> list[Wanted]:
        """A contact may have been merged since something was sent to it: what is there is compared with what it has become."""
        numbered = by_key(documents, self._named)
        others = [want for want in wanted if is_of_another(want, numbered.get(self._named(want.payload), ()))]
        ours = {id_of_contact(want.payload) for want in others} - {""}
        into = merged_into(self._xero, ours)
        return [following(want, into) for want in wanted]

    def _named(self, payload: Raw) -> Key:
        return self._key(payload)[:2]

    def _gone(self, lost: Sequence[tuple[Wanted, Element]]) -> dict[Key, Resolution]:
        """What was voided keeps its number in Xero: the next document has SI-1001-2, the one after that SI-1001-3.

        Where such a one is there and agrees, it is this one: a table that was put back does not know it.
        """
        decided: dict[Key, Resolution] = {}
        copies = {self._key(want.payload): copy for want, copy in lost}
        turn = {self._key(want.payload): (want, FIRST_AGAIN) for want, _ in lost}
        while turn:
            tries = {key: (want, self._with_suffix(want, n), n) for key, (want, n) in turn.items()}
            documents = self._candidates([again for _, again, _ in tries.values()]) if self._unique else []
            there = by_key((raw for raw in documents if raw.get("Type") == self._type), self._key)
            turn = {}
            for key, (want, again, n) in tries.items():
                raws = there.get(self._key(again.payload), ())
                alive = [self._element(raw) for raw in raws if not is_gone(raw)]
                if alive:
                    decided[key] = self._choose(again, alive)
                elif raws:
                    turn[key] = (want, n + 1)
                else:
                    way = Rename(payload=again.payload) if self._keeps_its_number(want, copies[key]) else Anew()
                    decided[key] = gone(self._kind, copies[key], way)
        return decided

    def _keeps_its_number(self, want: Wanted, copy: Element) -> bool:
        return self._unique and (want.refused is not None or copy.raw.get("Status") != _FREED)

    def _with_suffix(self, want: Wanted, number: int) -> Wanted:
        name = str(self._resource.number_field)
        return replace(want, payload={**want.payload, name: f"{want.payload[name]}-{number}"})

    def _candidates(self, wanted: Sequence[Wanted]) -> Sequence[Raw]:
        """Xero lists invoices by number, many at a time; credit notes by a condition, whatever their date."""
        numbers = list(self._spellings(wanted))
        if self._resource is INVOICES:
            return self._xero.invoices_by_number(numbers) if numbers else []
        return self._xero.where_any(CREDIT_NOTES, (equals(CREDIT_NOTES.number_field, one) for one in numbers))

    def _spellings(self, wanted: Sequence[Wanted]) -> Iterator[str]:
        """Nobody documents whether Xero lists numbers in other letters, too. So a supplier's is asked for in each way."""
        for want in wanted:
            number = str(want.payload[self._resource.number_field])
            is_ours = self._unique or number.startswith(DOCUMENT_NUMBER)
            ways: Iterable[str] = (number,) if is_ours else (number, number.upper(), number.lower(), number.title())
            yield from dict.fromkeys(ways)

    def _deleted(self, wanted: Sequence[Wanted]) -> Sequence[Raw]:
        """Deleted drafts, whose numbers Xero would let us use again."""
        if not wanted:
            return []
        first = min(map(_day, wanted))
        return self._xero.where(self._resource, f'Type=="{self._type}" AND Status=="{_FREED}" AND {from_day(first)}')


def _day(want: Wanted) -> date:
    return date.fromisoformat(want.own_day or want.payload["Date"])
