"""What the lines of a document come to in Xero, so that net, tax and total are Brightpearl's to the last cent.

Brightpearl works out net and tax of one item to four places, multiplies, adds up and rounds once; Xero rounds every line and
its tax, and then adds up (https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero). So each line is
rounded, and the cents that the rows have together and their lines have not go to the lines that rounding has moved furthest.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.rows import Row

_SHOWN: Final = Decimal("0.00005")  # by which four places of a net may be off


class Totals(Struct, frozen=True, kw_only=True):
    """What a document comes to. Net is the total less the tax."""

    tax: Decimal
    total: Decimal

    @property
    def net(self) -> Decimal:
        return self.total - self.tax

    def negated(self) -> "Totals":
        return Totals(tax=-self.tax, total=-self.total)

    def moved(self, tax: Decimal) -> "Totals":
        """The same with so much of the tax as net: it goes as lines without tax."""
        return Totals(tax=self.tax - tax, total=self.total)


class Amounts(Struct, frozen=True, kw_only=True, eq=False):
    """The amount and the tax of each line, in the order of the rows, and what the rows leave open against the total."""

    amounts: Sequence[Decimal]
    taxes: Sequence[Decimal]
    left_open: Decimal


def amounts_of(rows: Sequence[Row], totals: Totals, *, included: bool, unit: Decimal) -> Amounts:
    """Work out what each line comes to; with `included`, its amount holds its tax.

    Raises InvalidDataError where the rows' tax is not the order's: tax is never made up.
    """
    amounts, left_open = _line_amounts(rows, totals, included=included, unit=unit)
    taxes = _line_taxes(rows, amounts, totals.tax, included=included, unit=unit)
    return Amounts(amounts=amounts, taxes=taxes, left_open=left_open)


def _line_amounts(
    rows: Sequence[Row], totals: Totals, *, included: bool, unit: Decimal
) -> tuple[list[Decimal], Decimal]:
    exact = [row.amount(included=included) for row in rows]
    together = sum(exact, money.ZERO)
    whole = totals.total if included else totals.net
    wanted = whole if _add_up(rows, together, whole, included=included, unit=unit) else money.rounded(together, unit)
    start = [money.rounded(amount, unit) for amount in exact]
    spread = _spread(start, exact, wanted, unit, lambda at, _: exact[at] != 0)
    lines = start if spread is None else spread
    return lines, whole - sum(lines, money.ZERO)


def _add_up(rows: Sequence[Row], together: Decimal, whole: Decimal, *, included: bool, unit: Decimal) -> bool:
    """Whether the rows are the whole, as far as what Brightpearl shows of them can tell.

    A net without tax is the difference of two rounded totals, so it may be off by nearly two halves of the smallest unit.
    """
    off = abs(whole - together)
    if not included:
        return off < unit
    if off <= unit / 2:
        return True
    as_shown = sum((row.net + row.shown for row in rows), money.ZERO)
    may_be_off = sum((row.off + _SHOWN for row in rows), unit / 2)
    return off <= may_be_off or money.rounded(as_shown, unit) == whole


def _line_taxes(
    rows: Sequence[Row], amounts: Sequence[Decimal], whole: Decimal, *, included: bool, unit: Decimal
) -> list[Decimal]:
    exact = [row.tax for row in rows]
    together = sum(exact, money.ZERO)
    start = [_tax(row, amount, included=included, unit=unit) for row, amount in zip(rows, amounts, strict=True)]
    taxed = sum(1 for tax in exact if tax)
    close = abs(whole - together) <= unit / 2 + taxed * max(unit, money.CENT) / 2

    def may(at: int, changed: Decimal) -> bool:
        return bool(exact[at] and changed) and rows[at].percent != 0 and abs(changed) <= abs(amounts[at])

    spread = _spread(start, exact, whole, unit, may) if close else None
    if spread is None:
        raise InvalidDataError(
            f"the tax of its rows adds up to {money.rounded(together, unit):f},"
            f" its own tax is {whole:f} in Brightpearl",
            hint="open the order in Brightpearl, correct the tax of its rows and save it, then fetch it again",
        )
    return spread


def _tax(row: Row, amount: Decimal, *, included: bool, unit: Decimal) -> Decimal:
    """Take Xero's own rounding of the row's tax where it is one, so that nothing need be sent."""
    natural = money.xero_tax(amount, row.percent, included=included, unit=unit)
    return natural if abs(natural - row.tax) <= unit / 2 else money.rounded(row.tax, unit)


def _spread(
    start: Sequence[Decimal],
    exact: Sequence[Decimal],
    whole: Decimal,
    unit: Decimal,
    may: Callable[[int, Decimal], bool],
) -> list[Decimal] | None:
    """Change some amounts by one unit each, so that all add up to the whole; None where too few may be changed.

    First come those that are furthest behind what they are exactly. `may` is asked with a place and its new amount.
    """
    missing = whole - sum(start, money.ZERO)
    if not missing:
        return list(start)
    step = unit.copy_sign(missing)
    behind = sorted(range(len(start)), key=lambda at: (start[at] - exact[at]) * step)
    chosen = [at for at in behind if may(at, start[at] + step)][: int(abs(missing) / unit)]
    changed = [amount + step if at in chosen else amount for at, amount in enumerate(start)]
    return changed if sum(changed, money.ZERO) == whole else None
