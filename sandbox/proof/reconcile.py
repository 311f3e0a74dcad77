"""Compares what is in Brightpearl with what is in Xero, kind by kind, from the two stores themselves.

The totals add up amounts of several currencies: they are for comparing, not for keeping.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.proof.books.entries import ZERO, Entry, State
from sandbox.proof.books.matching import Pair, by_kind, match
from sandbox.proof.waiting import Find, nothing, told_apart
from shared.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How many of a kind one of the systems has, and what they come to."""

    count: int
    total: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One kind on both sides.

    `differences` says where they are not equal, `slight` where only the tax differs, as it may, `waits` where a record names
    what of a payment waits.
    """

    kind: Kind
    brightpearl: Side
    xero: Side
    differences: tuple[str, ...]
    slight: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()

    @property
    def equal(self) -> bool:
        return not self.differences


def reconcile(
    brightpearl: State,
    xero: State,
    settings: Mapping[str, Any],
    *,
    apart: Collection[str] = (),
    tax_ignored: bool = False,
    find: Find = nothing,
) -> list[Comparison]:
    """Compare every kind of document, the payments of both directions, and the stock corrections; `find` reads a record."""
    pairs = told_apart(match(brightpearl, xero, settings, apart=apart, tax_ignored=tax_ignored), find)
    return [_compared(kind, found) for kind, found in by_kind(pairs).items()]


def _compared(kind: Kind, pairs: Sequence[Pair]) -> Comparison:
    return Comparison(
        kind=kind,
        brightpearl=_side([pair.brightpearl for pair in pairs]),
        xero=_side([pair.xero for pair in pairs]),
        differences=tuple(str(pair) for pair in pairs if not (pair.equal or pair.slight or pair.waits)),
        slight=tuple(str(pair) for pair in pairs if pair.slight),
        waits=tuple(f"{pair}: {pair.waits}" for pair in pairs if pair.waits),
    )


def _side(entries: Sequence[Entry | None]) -> Side:
    there = [entry for entry in entries if entry]
    return Side(
        count=len(there),
        total=sum((entry.total for entry in there), ZERO),
        tax=sum((entry.tax for entry in there), ZERO),
    )
