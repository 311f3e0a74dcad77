"""Holds what should be in Xero against what is there, name by name."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from sandbox.proof.books.brightpearl import Wanted
from sandbox.proof.books.entries import COMPARED, Entry, State, summed
from sandbox.proof.books.xero import Kept
from shared.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """The same thing in both systems; None where one of them has it not.

    `slight`: only the tax differs, and little enough. `waits`: the sentence of a record that names the difference to the cent.
    """

    brightpearl: Entry | None
    xero: Entry | None
    slight: bool = False
    waits: str = ""

    @property
    def one(self) -> Entry:
        """Either of them: for what they have in common."""
        found = self.brightpearl or self.xero
        assert found is not None
        return found

    @property
    def difference(self) -> Decimal | None:
        """By how much Xero has less; None where more than an amount is different."""
        if self.brightpearl and self.xero:
            alike = self.brightpearl.agrees_but_for_amounts(self.xero)
            return self.brightpearl.total - self.xero.total if alike else None
        return self.one.total if self.brightpearl else -self.one.total

    @property
    def equal(self) -> bool:
        return self.brightpearl is not None and self.xero is not None and self.brightpearl.agrees(self.xero)

    def __str__(self) -> str:
        ours, theirs = (entry.told if entry else "" for entry in (self.brightpearl, self.xero))
        here = f"{ours} in Brightpearl" if ours else "not in Brightpearl"
        return f"{self.one.name}: {here}; {f'{theirs} in Xero' if theirs else 'not in Xero'}"


def keeps_its_own_tax(switches: Mapping[str, Any]) -> bool:
    """Whether Xero, as its switches stand, ignores the tax that a line brings along."""
    return switches.get("tax_amount") == "ignored"


def match(
    brightpearl: State,
    xero: State,
    settings: Mapping[str, Any],
    *,
    apart: Collection[str] = (),
    tax_ignored: bool = False,
) -> list[Pair]:
    """Pair everything that is in one of the systems, sorted by name.

    `apart` are names of documents that are left out of both sides, with their payments. `tax_ignored`: Xero keeps to its own
    arithmetic of tax, so that the tax of documents may differ by as much as roundings come to.
    """
    ours = Wanted(state=brightpearl, settings=settings)
    wanted = list(ours.entries())
    kept = Kept(state=xero, brightpearl=brightpearl, settings=settings, paid=ours.paid).entries()
    shared = {entry.document for entry in wanted if entry.orders > 1}
    there, here = (_by_name(entries, apart, shared) for entries in (wanted, kept))
    return [
        pair for name in sorted({*there, *here}) for pair in _pairs(there[name], here[name], tax_ignored=tax_ignored)
    ]


def of_kind(pairs: Iterable[Pair], kind: Kind) -> list[Pair]:
    return [pair for pair in pairs if pair.one.kind is kind]


def by_kind(pairs: Iterable[Pair]) -> dict[Kind, list[Pair]]:
    """Give the pairs of each kind that is compared."""
    found = list(pairs)
    return {kind: of_kind(found, kind) for kind in COMPARED}


def _by_name(
    entries: Iterable[Entry], apart: Collection[str], shared: Collection[str]
) -> defaultdict[str, list[Entry]]:
    """Payments of a bill that several orders share are one sum: one payment in Xero is one for each order in Brightpearl."""
    named: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.document not in apart:
            named[entry.name].append(entry)
    for name, found in named.items():
        if found[0].document in shared and not found[0].is_document:
            named[name] = [summed(same) for same in _by_currency(found)]
    return named


def _by_currency(entries: Iterable[Entry]) -> Iterable[list[Entry]]:
    found: dict[str, list[Entry]] = {}
    for entry in entries:
        found.setdefault(entry.currency, []).append(entry)
    return found.values()


def _pairs(ours: list[Entry], theirs: list[Entry], *, tax_ignored: bool) -> Iterator[Pair]:
    """Those that agree first, then those that the tax, the day or the amount alone keeps from it; others as they come."""
    ours, theirs = sorted(ours, key=lambda one: sum(one.agrees(other) for other in theirs)), list(theirs)
    yield from _matched(ours, theirs, Entry.agrees)
    if tax_ignored:
        yield from _matched(ours, theirs, Entry.agrees_but_slightly, slight=True)
    _cancel(ours)
    yield from _matched(ours, theirs, Entry.agrees_but_for_its_day)
    alike = _alike(ours, theirs)
    yield from (Pair(brightpearl=one, xero=other) for one, other in alike)
    yield from (Pair(brightpearl=one, xero=other) for one, other in zip_longest(ours, theirs))


def _alike(ours: list[Entry], theirs: list[Entry]) -> list[tuple[Entry, Entry]]:
    """Take out what only the amounts keep from being the same: money that went the same way on the same day and account."""
    found = []
    for entry in list(ours):
        other = next((one for one in theirs if entry.agrees_but_for_amounts(one) and entry.total * one.total > 0), None)
        if other is not None:
            found.append((entry, other))
            ours.remove(entry)
            theirs.remove(other)
    return found


def _cancel(entries: list[Entry]) -> None:
    """Leave out what was taken back on the day on which it was given, if neither is in Xero."""
    for entry in [one for one in entries if one.is_money and one.total < 0]:
        given = next((one for one in entries if entry.cancels(one)), None)
        if given is not None:
            entries.remove(given)
            entries.remove(entry)


def _matched(
    ours: list[Entry], theirs: list[Entry], same: Callable[[Entry, Entry], bool], *, slight: bool = False
) -> list[Pair]:
    """Take the pairs that are the same out of both lists. Of several that are, one that names the other is its partner."""
    found = []
    for entry in list(ours):
        alike = [one for one in theirs if same(entry, one)]
        other = next((one for one in alike if entry.id in one.also), alike[0] if alike else None)
        if other is not None:
            found.append(Pair(brightpearl=entry, xero=other, slight=slight))
            ours.remove(entry)
            theirs.remove(other)
    return found
