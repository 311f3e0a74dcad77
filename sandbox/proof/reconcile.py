"""Compares what is in Brightpearl with what is in Xero, kind by kind, from the two stores themselves.

The totals add up amounts of several currencies: they are for comparing, not for keeping.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.proof.books.entries import ZERO, Entry, State
from sandbox.proof.books.matching import Pair, by_kind, match
from shared.kinds import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """How many of a kind one of the systems has, and what they come to."""

    count: int
    total: Decimal
    tax: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One kind on both sides. `differences` says where they are not equal, `slight` where only the tax differs, as it may."""

    kind: Kind
    brightpearl: Side
    xero: Side
    differences: tuple[str, ...]
    slight: tuple[str, ...] = ()

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
) -> list[Comparison]:
    """Compare every kind of document, the payments of both directions, and the stock corrections."""
    pairs = match(brightpearl, xero, settings, apart=apart, tax_ignored=tax_ignored)
    return [_compared(kind, found) for kind, found in by_kind(pairs).items()]


def _compared(kind: Kind, pairs: Sequence[Pair]) -> Comparison:
    return Comparison(
        kind=kind,
        brightpearl=_side([pair.brightpearl for pair in pairs]),
        xero=_side([pair.xero for pair in pairs]),
        differences=tuple(str(pair) for pair in pairs if not pair.equal and not pair.slight),
        slight=tuple(str(pair) for pair in pairs if pair.slight),
    )


def _side(entries: Sequence[Entry | None]) -> Side:
    there = [entry for entry in entries if entry]
    return Side(
        count=len(there),
        total=sum((entry.total for entry in there), ZERO),
        tax=sum((entry.tax for entry in there), ZERO),
    )
