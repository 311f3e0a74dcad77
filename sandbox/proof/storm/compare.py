"""Both systems record by record, from their own stores: what is lost, doubled or unequal, and what is still owed."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sandbox.proof.books.entries import GONE, KIND_OF, ZERO, State, document_name, number_of
from sandbox.proof.books.matching import Pair, match
from sandbox.proof.silence import silent
from sandbox.proof.waiting import Find, nothing, told_apart, waiting_keys
from shared.records.record import Key, Record


@dataclass(slots=True)
class Verdict:
    """Four numbers, and a line for each record behind them. `silent` is what people changed and no record speaks of.

    `slight` has one for each whose tax alone differs, as it may, `waits` for each of which a record names what waits, `told`
    for each that people changed, and a record says so.
    """

    lost: int = 0
    doubled: int = 0
    unequal: int = 0
    silent: int = 0
    compared: int = 0
    lines: list[str] = field(default_factory=list)
    slight: list[str] = field(default_factory=list)
    waits: list[str] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    waiting: set[Key] = field(default_factory=set)

    @property
    def good(self) -> bool:
        return not (self.lost or self.doubled or self.unequal or self.silent)

    def __str__(self) -> str:
        return f"lost {self.lost}, doubled {self.doubled}, unequal {self.unequal}, silent {self.silent}"


def compare(
    brightpearl: State,
    xero: State,
    settings: Mapping[str, Any],
    *,
    owed: Mapping[str, Decimal] | None = None,
    apart: Collection[str] = (),
    tax_ignored: bool = False,
    find: Find = nothing,
    records: Sequence[Record] = (),
    thought_again: Collection[str] = (),
    listed: Collection[str] = (),
) -> Verdict:
    """Hold what should be in Xero against what is there, and what is `owed` on documents by number against what is due.

    Of documents that people have thought again about, by name, a difference is one only where no record speaks of it, nor the
    list of what nobody carries over: `listed` are payments in Brightpearl, by id.
    """
    pairs = told_apart(match(brightpearl, xero, settings, apart=apart, tax_ignored=tax_ignored), find)
    changed = [pair for pair in pairs if _was_changed(pair, thought_again)]
    verdict = _judged(pair for pair in pairs if pair not in changed)
    _judge_changes(verdict, changed, silent(changed, records, listed=listed))
    verdict.waiting = waiting_keys(pairs)
    _judge_money(verdict, owed or {}, xero, apart=apart, back=_waiting_back(pairs))
    return verdict


def _judged(pairs: Iterable[Pair]) -> Verdict:
    verdict = Verdict()
    for pair in pairs:
        verdict.compared += pair.brightpearl is not None
        if pair.slight:
            verdict.slight.append(str(pair))
        elif pair.waits:
            verdict.waits.append(f"{pair}: {pair.waits}")
        elif not pair.equal:
            verdict.lost += pair.xero is None
            verdict.doubled += pair.brightpearl is None
            verdict.unequal += None not in (pair.brightpearl, pair.xero)
            verdict.lines.append(str(pair))
    return verdict


def _was_changed(pair: Pair, thought_again: Collection[str]) -> bool:
    return not (pair.equal or pair.slight or pair.waits) and pair.one.document in thought_again


def _judge_changes(verdict: Verdict, changed: Sequence[Pair], unspoken: Sequence[Pair]) -> None:
    """No word makes up for a document that is there twice. What is left of one that was credited is no second one."""
    verdict.compared += sum(pair.brightpearl is not None for pair in changed)
    verdict.silent += len(unspoken)
    verdict.lines += [f"silent: {pair}" for pair in unspoken]
    verdict.told += [str(pair) for pair in changed if pair not in unspoken]
    there = Counter(pair.one.name for pair in changed if pair.xero and pair.one.is_document and not pair.xero.is_rest)
    for name, times in there.items():
        if times > 1:
            verdict.doubled += times - 1
            verdict.lines.append(f"{name} is {times} times in Xero")


def _waiting_back(pairs: Iterable[Pair]) -> dict[str, Decimal]:
    """What has gone back in Brightpearl and waits here, by the document: so much less may be due on it in Xero."""
    waits: dict[str, Decimal] = {}
    for pair in pairs:
        if pair.waits and (difference := pair.difference or ZERO) < 0:
            waits[pair.one.document] = waits.get(pair.one.document, ZERO) + difference
    return waits


def _judge_money(
    verdict: Verdict,
    owed: Mapping[str, Decimal],
    xero: State,
    *,
    apart: Collection[str],
    back: Mapping[str, Decimal],
) -> None:
    """A payment that is doubled on both sides makes them equal all the same."""
    for invoice in xero["Invoices"]:
        due, expected = Decimal(invoice["AmountDue"]), owed.get(number_of(invoice))
        name = document_name(KIND_OF[invoice["Type"]], number_of(invoice))
        if expected is None or expected + back.get(name, ZERO) <= due <= expected:
            continue
        if invoice["Status"] not in GONE and name not in apart:
            verdict.lost += due > expected
            verdict.doubled += due < expected
            verdict.lines.append(f"{name}: {due} is due in Xero, {expected} is owed")
