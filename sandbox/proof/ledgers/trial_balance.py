"""Both trial balances since the start date, row by row: what is equal, what records explain, and what nothing does."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sandbox.proof.books.brightpearl import Wanted
from sandbox.proof.books.entries import ZERO, State
from sandbox.proof.ledgers.accounts import Accounts, Row
from sandbox.proof.ledgers.difference import Cell, Difference, Sides
from sandbox.proof.ledgers.explained import Explained, Linked, Read
from sandbox.proof.ledgers.journals import SUPPOSED, Journal, Line, journals_of
from sandbox.proof.ledgers.supposed import supposed
from sandbox.proof.ledgers.things import Thing, Things
from sandbox.stand_ins.currency import places_of

Raw = Mapping[str, Any]

NO_JOURNAL: Final = "Brightpearl keeps no journal of it"
EXCHANGE: Final = "exchange"
ROUNDED: Final = "rows are rounded"


@dataclass(slots=True, kw_only=True)
class Balance:
    """One row: what both ledgers have moved since the start date, and how much of the difference is explained."""

    row: Row
    brightpearl: Decimal = ZERO
    xero: Decimal = ZERO
    explained: Decimal = ZERO
    equal: bool = True

    @property
    def unexplained(self) -> Decimal:
        return self.brightpearl - self.xero - self.explained


@dataclass(slots=True, kw_only=True)
class TrialBalance:
    """`before` is what both had moved before the start date, debits alone. `reasons` and `unexplained` are sentences.

    `exchange` is what equal foreign journals differ by in the currency of the books, because either system rounds by itself.
    """

    rows: list[Balance]
    before: tuple[Decimal, Decimal]
    exchange: Decimal
    reasons: list[str]
    unexplained: list[str]

    @property
    def equal(self) -> bool:
        return not self.unexplained and all(row.equal for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """One system: everything that it stores, and its ledger."""

    state: State
    ledger: Iterable[Raw]


def trial_balance(
    brightpearl: Books,
    xero: Books,
    settings: Raw,
    *,
    read: Read,
    linked: Linked,
    listed: Collection[str] = (),
) -> TrialBalance:
    """Hold the ledgers against each other; `read` gives records by their keys, `linked` the keys by Xero's ids.

    `listed` are the payments in Brightpearl, by id, that the connector lists because nobody carries them over.
    """
    ours, theirs = journals_of(brightpearl.ledger), journals_of(xero.ledger)
    return _Comparison(brightpearl.state, xero.state, settings, (ours, theirs), read, linked, listed).balance()


class _Comparison:
    def __init__(
        self,
        brightpearl: State,
        xero: State,
        settings: Raw,
        journals: tuple[list[Journal], list[Journal]],
        read: Read,
        linked: Linked,
        listed: Collection[str],
    ) -> None:
        self._start = settings["start_date"]
        self._journals = journals
        self._accounts = Accounts(brightpearl, xero, settings, journals=journals)
        self._things = Things(brightpearl=brightpearl, xero=xero)
        wanted = Wanted(state=brightpearl, settings=settings)
        self._explained = Explained(read=read, linked=linked, things=self._things, wanted=wanted, listed=listed)
        self._supposed = list(
            supposed(
                brightpearl,
                self._accounts,
                kept={name for journal in journals[0] for name in journal.about},
                currency=settings["base_currency"],
                time_zone=settings["time_zone"],
            )
        )
        self._rows: dict[Row, Balance] = {}
        self._exchange = ZERO
        self._reasons: list[str] = []
        self._unexplained: list[str] = []

    def balance(self) -> TrialBalance:
        ours, theirs = map(self._since, self._journals)
        for journal in ours:
            self._move(journal, xero=False)
        for journal in theirs:
            self._move(journal, xero=True)
        judged = [
            (thing, self._moved(thing)) for thing in self._things.of([*ours, *self._since(self._supposed)], theirs)
        ]
        different = [(thing, moved) for thing, moved in judged if moved.open or moved.off]
        self._explained.prepare([thing for thing, _ in different])
        for thing, moved in different:
            self._read_records(thing, moved)
        for thing, moved in judged:
            self._close(thing, moved)
        return TrialBalance(
            rows=[self._rows[row] for row in sorted(self._rows)],
            before=(self._before(self._journals[0]), self._before(self._journals[1])),
            exchange=self._exchange,
            reasons=sorted(self._reasons, key=_is_rounding),
            unexplained=self._unexplained,
        )

    def _since(self, journals: Iterable[Journal]) -> list[Journal]:
        return [journal for journal in journals if journal.day >= self._start]

    def _before(self, journals: Iterable[Journal]) -> Decimal:
        early = (journal for journal in journals if journal.day < self._start)
        return sum((line.base for journal in early for line in journal.lines if line.base > 0), ZERO)

    def _move(self, journal: Journal, *, xero: bool) -> None:
        for line in journal.lines:
            balance, amount = self._of(self._accounts.row(journal, line)), _worth(line)
            if xero:
                balance.xero += amount
            else:
                balance.brightpearl += amount

    def _of(self, row: Row) -> Balance:
        return self._rows.setdefault(row, Balance(row=row))

    def _moved(self, thing: Thing) -> Difference:
        """What Brightpearl keeps no journal of is compared all the same, as the settings have it."""
        difference = Difference(accounts=self._accounts)
        for journal in thing.brightpearl:
            difference.add(journal, xero=False)
            if journal.type == SUPPOSED:
                self._explain(journal, -1, NO_JOURNAL)
        for journal in map(self._things.on_its_day, thing.xero):
            difference.add(journal, xero=True)
        return difference

    def _read_records(self, thing: Thing, difference: Difference) -> None:
        """Take out what records say is in one of the systems alone, or on another day."""
        for journal in thing.brightpearl:
            difference.add(journal, xero=False, sign=-1)
            difference.add(self._explained.on_its_day(journal), xero=False)
        for reason in self._explained.ours(thing):
            difference.add(reason.journal, xero=False, sign=-1)
            self._explain(reason.journal, 1, reason.why)
        for reason in self._explained.theirs(thing):
            difference.add(self._things.on_its_day(reason.journal), xero=True, sign=-1)
            self._explain(reason.journal, -1, reason.why)

    def _close(self, thing: Thing, difference: Difference) -> None:
        """What is left has to be amounts that records name; roundings of exchange rates are nobody's."""
        left = difference.open
        roundings = {cell: sides for cell, sides in left.items() if cell.row.is_turnover}
        if self._are_roundings(thing, roundings):
            self._name(thing, roundings, ROUNDED)
            left = {cell: sides for cell, sides in left.items() if cell not in roundings}
        named = self._explained.named(thing) if left else frozenset()
        if any(abs(sides.open) not in named for sides in left.values()) or _are_days_apart(left):
            self._unexplained += [_sentence(thing, cell.row, sides, cell.day) for cell, sides in left.items()]
            for cell in left:
                self._of(cell.row).equal = False
        elif left:
            self._name(thing, left, "its record names the amount")
        elif not any(journal.type == SUPPOSED for journal in thing.brightpearl):
            self._close_base(thing, difference)
        for row, sides in difference.gains.items():
            self._of(row).explained += sides.open if self._of(row).equal else ZERO

    def _close_base(self, thing: Thing, difference: Difference) -> None:
        self._unexplained += [_sentence(thing, row, sides, EXCHANGE) for row, sides in difference.off.items()]
        for row in difference.off:
            self._of(row).equal = False
        if not difference.off:
            self._exchange += sum((abs(sides.open) for sides in difference.base.values()), ZERO) / 2

    def _explain(self, journal: Journal, sign: int, why: str) -> None:
        for line in journal.lines:
            self._of(self._accounts.row(journal, line)).explained += sign * _worth(line)
        self._reasons.append(f"{', '.join(journal.about)}: {why}")

    def _are_roundings(self, thing: Thing, left: Mapping[Cell, Sides]) -> bool:
        """Each system rounds the rows of an order to the currency's places by itself; total and tax are the same."""
        most = max(map(self._things.rows_of, thing.names), default=0)
        each = [abs(sides.open) <= most * unit_of(cell.row.currency) for cell, sides in left.items()]
        same = not sum((sides.open for sides in left.values()), ZERO) and len({cell.day for cell in left}) == 1
        return same and all(each)

    def _name(self, thing: Thing, left: Mapping[Cell, Sides], why: str) -> None:
        for cell, sides in left.items():
            self._of(cell.row).explained += sides.open
            self._reasons.append(f"{_called(thing)}: {sides.open} on {cell.row.name}: {why}")


def unit_of(currency: str) -> Decimal:
    return Decimal(1).scaleb(-places_of(currency))


def _is_rounding(reason: str) -> bool:
    """These are the least that somebody wants to know."""
    return reason.endswith(ROUNDED)


def _worth(line: Line) -> Decimal:
    return line.base if line.amount is None else line.amount


def _are_days_apart(left: Mapping[Cell, Sides]) -> bool:
    """Whether the same row is open on both sides, on different days: then something is on another day."""
    ways: dict[Row, set[bool]] = {}
    for cell, sides in left.items():
        ways.setdefault(cell.row, set()).add(sides.open > 0)
    return any(len(both) > 1 for both in ways.values())


def _sentence(thing: Thing, row: Row, sides: Sides, about: str) -> str:
    there = f"{sides.brightpearl} in Brightpearl, {sides.xero} in Xero"
    return f"{_called(thing)}: {row.name} {row.currency}, {about}: {there}"


def _called(thing: Thing) -> str:
    """The documents, where there are any, else whatever it is about."""
    return ", ".join(sorted(thing.called or thing.names))
