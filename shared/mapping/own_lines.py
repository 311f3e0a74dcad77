"""Tax that cannot stand on the line of its row: US sales tax, and what of a bill is nothing but tax.

Xero takes no tax above a line's amount. Sales tax under the scheme SALES TAX, or of a channel, is owed as an amount, not as a
rate. https://developer.xero.com/documentation/api/accounting/invoices, https://help.brightpearl.com article 360031358171
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from shared.errors import InvalidDataError, UnmappableError
from shared.mapping import money
from shared.mapping.rows import Row, free_row
from shared.mapping.tax_types import has_own_line
from shared.settings import Half, Place, Settings, TaxScheme

SALES_TAX: Final = "Sales tax"
IN_AND_OUT: Final = "it has tax without a net amount, so it goes as a line with that tax and its opposite without"


class OwnLines(Struct, frozen=True, kw_only=True, eq=False):
    """The rows as they go, so much of the order's tax as goes as net of a line of its own, and notes for the history."""

    rows: Sequence[Row]
    moved: Decimal
    notes: Sequence[str] = ()


def with_own_lines(
    rows: Sequence[Row], half: Half, place: Place, tax: Decimal, settings: Settings, *, unit: Decimal
) -> OwnLines:
    """Put tax that cannot stand on its row's line on one of its own. `tax` is the order's, in multiples of the unit.

    Raises UnmappableError where the settings have no account for it, InvalidDataError where no tax type can carry it.
    """
    sales_tax = _sales_tax(rows, half, place, tax, settings, unit=unit)
    moved = sum((row.net for row in sales_tax), money.ZERO)
    kept: list[Row] = []
    notes: list[str] = []
    for row in rows:
        if has_own_line(row, settings):
            kept.append(_untaxed(row))
        elif abs(row.shown) <= abs(row.net):
            kept.append(row)
        elif half is Half.PURCHASES and settings.import_tax and row.net == 0:
            coding = {"AccountCode": settings.import_tax.account, "TaxType": settings.import_tax.tax_type}
            kept.append(_untaxed(row).but(net=row.shown, coding=row.coding | coding))
            moved += row.shown
        else:
            kept += _in_and_out(row, settings)
            notes.append(f"{row.name}: {IN_AND_OUT}")
    return OwnLines(rows=[*kept, *sales_tax], moved=moved, notes=notes)


def _untaxed(row: Row) -> Row:
    return row.but(shown=money.ZERO, tax=money.ZERO, off=money.ZERO, percent=money.ZERO)


def _in_and_out(row: Row, settings: Settings) -> list[Row]:
    """A line that bears the tax at its rate, and what is too much of it without tax."""
    if not row.percent:
        raise InvalidDataError(
            f"{row.name}: it has {row.shown:f} of tax without a net amount, and its tax code {row.code!r} is 0%",
            hint="give the row a tax code with a rate in Brightpearl, or set import_tax in the settings",
        )
    bearing = money.cents(row.shown * 100 / row.percent)
    bears = row.but(quantity=Decimal(1), net=bearing, tax=row.shown)
    back = _untaxed(row).but(
        quantity=Decimal(1), net=row.net - bearing, coding={**row.coding, "TaxType": settings.untaxed}
    )
    return [bears, back]


def _sales_tax(
    rows: Sequence[Row], half: Half, place: Place, tax: Decimal, settings: Settings, *, unit: Decimal
) -> list[Row]:
    """One line for all of it; under the scheme SALES TAX that is the whole tax of the order.

    Each row shows its tax in cents, the order in the currency's unit.
    """
    whole = settings.tax_scheme is TaxScheme.SALES_TAX
    shown = sum((row.shown for row in rows if has_own_line(row, settings)), money.ZERO)
    amount = tax if whole and abs(tax - shown) <= (money.CENT * len(rows) + unit) / 2 else shown
    if not amount:
        return []
    first = next(row for row in rows if has_own_line(row, settings))
    tracking = {name: value for name, value in first.coding.items() if name == "Tracking"}
    coding = {"AccountCode": _tax_account(half, place, amount, settings), "TaxType": settings.untaxed}
    return [free_row(SALES_TAX, amount, coding | tracking)]


def _tax_account(half: Half, place: Place, amount: Decimal, settings: Settings) -> str:
    """Our own liability, or what a marketplace collects and pays by itself."""
    if half is Half.PURCHASES:
        account, setting = settings.purchase_tax_account, "purchase_tax_account"
    else:
        by_channel = settings.marketplace_tax_accounts.get(int(place.channel) if place.channel.isdecimal() else 0)
        account, setting = by_channel or settings.sales_tax_account, "sales_tax_account"
    if account is None:
        raise UnmappableError(
            f"the order has {amount:f} of tax that goes as a line of its own, which has no Xero account",
            hint=f"set {setting} in the settings",
        )
    return account
