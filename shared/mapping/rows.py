"""Order rows as they go to Xero: net, tax and coding. What their lines come to there, amounts.py works out."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.mapping import money
from shared.mapping.lines import account_of, item_of, tracking_of
from shared.mapping.references import Payload
from shared.mapping.source import Source, amount_at, at, entries, is_set, text_at
from shared.mapping.tax_types import place_of, tax_type_of
from shared.mapping.text import one_line, paragraphs
from shared.settings import Half, Settings

_ONE: Final = Decimal(1)
_ITEM: Final = Decimal("0.0001")
_HALF_A_CENT: Final = Decimal("0.005")


class Row(Struct, frozen=True, kw_only=True, eq=False):
    """One row. `shown` is its tax as Brightpearl shows it, `tax` as exactly as can be known, `off` by how much that may be wrong.

    `code` and `percent` are its tax code and that code's rate. `coding` is what its line says beside description, quantity,
    amounts and tax.
    """

    name: str
    description: str
    quantity: Decimal
    net: Decimal
    shown: Decimal
    tax: Decimal
    off: Decimal
    percent: Decimal
    code: str
    coding: Payload

    def amount(self, *, included: bool) -> Decimal:
        """Give its net, or with `included` its net and tax, with all their places."""
        return self.net + self.tax if included else self.net

    def but(self, **changes: Any) -> "Row":
        return replace(self, **changes)

    def negated(self) -> "Row":
        return self.but(quantity=-self.quantity, net=-self.net, shown=-self.shown, tax=-self.tax)


def to_rows(order: Source, half: Half, settings: Settings) -> tuple[list[Row], list[str]]:
    """Give the rows in their sequence, and notes for the record's history.

    Raises UnmappableError for a nominal code, tax code or channel that the settings do not map.
    """
    tracking, place = tracking_of(order, settings), place_of(order)
    rows: list[Row] = []
    notes: list[str] = []
    for row_id, raw in _in_sequence(order):
        row = _row(row_id, raw)
        if is_set(raw, "composition", "bundleChild") and row.net == row.shown == 0:
            continue  # the bundle's own row has the price
        item, said = item_of(raw, row.name, _sku(raw), half)
        coding = {
            "AccountCode": account_of(raw, row.name, half, settings),
            "TaxType": tax_type_of(row, half, place, settings),
        }
        rows.append(row.but(coding=coding | item | tracking))
        notes.extend(said)
    return rows, notes


def free_row(name: str, amount: Decimal, coding: Payload) -> Row:
    """A row that no order has: one of an amount without tax."""
    zero = money.ZERO
    return Row(
        name=name,
        description=name,
        quantity=_ONE,
        net=amount,
        shown=zero,
        tax=zero,
        off=zero,
        percent=zero,
        code="",
        coding=coding,
    )


def _row(row_id: str, raw: Any) -> Row:
    sku = _sku(raw)
    description = paragraphs(text_at(raw, "productName")) or sku or f"Order row {row_id}"
    value = at(raw, "rowValue")
    quantity, net = amount_at(raw, "quantity", "magnitude"), amount_at(raw, "rowValue", "rowNet", "value")
    shown, percent = amount_at(raw, "rowValue", "rowTax", "value"), _percent(value)
    tax, off = exact_tax(quantity, net, shown, percent)
    return Row(
        name=f"row {row_id} ({sku or one_line(description, longest=60)})",
        description=description,
        quantity=quantity,
        net=net,
        shown=shown,
        tax=tax,
        off=off,
        percent=percent,
        code=text_at(value, "taxCode"),
        coding={},
    )


def exact_tax(quantity: Decimal, net: Decimal, shown: Decimal, percent: Decimal) -> tuple[Decimal, Decimal]:
    """Give a row's tax with the places that Brightpearl does not show, and by how much that may be off.

    It is the tax of one item to four places, times the quantity. Where that is not what is shown, a channel or a person has set
    it, and what is shown counts. https://help.brightpearl.com article 201679913
    """
    if quantity and percent:
        each = money.unit_amount(net / quantity)
        exact = money.unit_amount(each * percent / 100) * quantity
        if abs(exact - shown) <= _HALF_A_CENT:
            return exact, min(_ITEM * abs(quantity), money.CENT)
    return shown, _HALF_A_CENT if shown else money.ZERO


def _percent(value: Any) -> Decimal:
    return amount_at(value, "taxRate") if at(value, "taxRate") is not None else money.ZERO


def _sku(raw: Any) -> str:
    return one_line(text_at(raw, "productSku"))


def _in_sequence(order: Source) -> Sequence[tuple[str, Any]]:
    return sorted(entries(order, "orderRows"), key=lambda entry: (*_position(entry[1]), len(entry[0]), entry[0]))


def _position(raw: Any) -> tuple[int, int]:
    """Give where the row stands. Rows that do not say come last."""
    text = text_at(raw, "orderRowSequence")
    return (0, int(text)) if text.isdecimal() else (1, 0)
