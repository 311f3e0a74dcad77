"""All lines of a document with their tax, and what they come to in Xero."""

from collections.abc import Sequence
from decimal import Decimal

from msgspec import Struct

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.amounts import Amounts, Totals, amounts_of
from shared.mapping.lines import priced
from shared.mapping.own_lines import OwnLines, with_own_lines
from shared.mapping.references import Payload
from shared.mapping.rounding import rounding_line, rounding_note
from shared.mapping.rows import Row, to_rows
from shared.mapping.source import Source, amount_at, text_at
from shared.mapping.tax_types import place_of
from shared.settings import Half, Settings, TaxScheme


class Lines(Struct, frozen=True, kw_only=True, eq=False):
    """The line items, each with its tax; whether amounts hold the tax; what Xero should come to; and notes for the history."""

    items: list[Payload]
    included: bool
    totals: Totals
    notes: Sequence[str]


def lines_of(order: Source, half: Half, settings: Settings, *, negated: bool) -> Lines:
    """Map the rows of an order; with `negated`, everything with the opposite sign.

    Raises UnmappableError for a code without a mapping, InvalidDataError where rows and totals do not agree.
    """
    rows, notes = to_rows(order, half, settings)
    if not rows:
        raise InvalidDataError("the order has no rows to post", hint="archive it, or add its rows in Brightpearl")
    totals = _totals(order)
    if negated:
        rows, totals = [row.negated() for row in rows], totals.negated()
    own = with_own_lines(rows, half, place_of(order), totals.tax, settings, unit=_unit(order, totals))
    return _priced(own, notes, totals.moved(own.moved), order, settings)


def _priced(own: OwnLines, notes: Sequence[str], totals: Totals, order: Source, settings: Settings) -> Lines:
    """With a rounding line for what the rows leave open against the total."""
    included = _holds_tax(order, settings)
    unit = _unit(order, totals)
    amounts = amounts_of(own.rows, totals, included=included, unit=unit)
    items, notes = _items(own.rows, amounts, included=included, unit=unit), [*notes, *own.notes]
    if amounts.left_open:
        notes.append(rounding_note(amounts.left_open, totals.total, unit, settings))
        items.append(rounding_line(amounts.left_open, settings))
    return Lines(items=items, included=included, totals=totals, notes=notes)


def _unit(order: Source, totals: Totals) -> Decimal:
    return money.unit_of(text_at(order, "currency", "orderCurrencyCode"), totals.tax, totals.total)


def _items(rows: Sequence[Row], amounts: Amounts, *, included: bool, unit: Decimal) -> list[Payload]:
    figures = zip(rows, amounts.amounts, amounts.taxes, strict=True)
    return [
        priced(row.quantity, row.amount(included=included), row.description, amount=amount, unit=unit)
        | row.coding
        | {"TaxAmount": tax}
        for row, amount, tax in figures
    ]


def _holds_tax(order: Source, settings: Settings) -> bool:
    """Whether prices hold their tax, so that what the customer paid is kept. US prices never do."""
    return text_at(order, "priceModeCode") == "INC" and settings.tax_scheme is not TaxScheme.SALES_TAX


def _totals(order: Source) -> Totals:
    return Totals(tax=amount_at(order, "totalValue", "taxAmount"), total=amount_at(order, "totalValue", "total"))
