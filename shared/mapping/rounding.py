"""The rounding line: for what Brightpearl's rows leave open against its own total, never for tax."""

from decimal import Decimal
from typing import Final

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.references import Payload
from shared.settings import Settings

ROUNDING: Final = "Rounding"  # describes the line that makes up for cents


def rounding_line(difference: Decimal, settings: Settings) -> Payload:
    return {
        "Description": ROUNDING,
        "Quantity": Decimal("1.0000"),
        "UnitAmount": money.unit_amount(difference),
        "AccountCode": settings.rounding_account,
        "TaxType": settings.untaxed,
    }


def tolerance_in(unit: Decimal, settings: Settings) -> Decimal:
    """Give how much a rounding line may make up for: the tolerance, and the smallest unit of a currency without cents."""
    return max(settings.tolerance, unit) if settings.tolerance else settings.tolerance


def rounding_note(left_open: Decimal, total: Decimal, unit: Decimal, settings: Settings) -> str:
    """Say what the rounding line is for. Raises InvalidDataError where it would be above the tolerance."""
    rows, most = total - left_open, tolerance_in(unit, settings)
    if abs(left_open) > most:
        raise InvalidDataError(
            f"its rows add up to {rows:f} with their tax, its total is {total:f} in Brightpearl",
            hint="open the order in Brightpearl, correct its rows and save it, then fetch it again;"
            f" a rounding line makes up for {most:f} at most, the tolerance in the settings",
        )
    return f"a rounding line of {left_open:f}, because the rows add up to {rows:f} and Brightpearl's total is {total:f}"
