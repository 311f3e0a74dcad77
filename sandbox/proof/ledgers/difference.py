"""What one thing has moved in both ledgers: in its own currency row by row and day by day, and in that of the books."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from sandbox.proof.books.entries import ZERO
from sandbox.proof.ledgers.accounts import Accounts, Row
from sandbox.proof.ledgers.journals import Journal

A_LINE: Final = Decimal("0.005")  # by which a line may be off in the currency of the books


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Cell:
    """A row on a day."""

    row: Row
    day: str


@dataclass(slots=True)
class Sides:
    brightpearl: Decimal = ZERO
    xero: Decimal = ZERO
    lines: int = 0

    @property
    def open(self) -> Decimal:
        return self.brightpearl - self.xero

    def add(self, amount: Decimal, sign: int, *, xero: bool) -> None:
        self.lines += sign
        if xero:
            self.xero += sign * amount
        else:
            self.brightpearl += sign * amount


@dataclass(kw_only=True)
class Difference:
    """`own` is in the journals' currencies, `base` in that of the books, `gains` what has a value in that alone."""

    accounts: Accounts
    own: dict[Cell, Sides] = field(default_factory=dict)
    base: dict[Row, Sides] = field(default_factory=dict)
    gains: dict[Row, Sides] = field(default_factory=dict)

    def add(self, journal: Journal, *, xero: bool, sign: int = 1) -> None:
        """Count a journal in; with a `sign` of -1, out again."""
        for line in journal.lines:
            row = self.accounts.row(journal, line)
            self.base.setdefault(row, Sides()).add(line.base, sign, xero=xero)
            if line.amount is None:
                self.gains.setdefault(row, Sides()).add(line.base, sign, xero=xero)
            else:
                self.own.setdefault(Cell(row=row, day=journal.day), Sides()).add(line.amount, sign, xero=xero)

    @property
    def open(self) -> dict[Cell, Sides]:
        """Where both differ in their own currency."""
        return {cell: sides for cell, sides in self.own.items() if sides.open}

    @property
    def off(self) -> dict[Row, Sides]:
        """Where they differ in the currency of the books by more than the roundings of all lines come to."""
        most = A_LINE * sum(sides.lines for sides in self.base.values())
        return {row: sides for row, sides in self.base.items() if abs(sides.open) > most}
