"""Whether a document in Xero has the net, tax and total that were meant, and what puts it right.

Xero takes a line's TaxAmount, but not every region may honour it to the cent, and nobody says how it rounds exact halves. So the
answer is compared: where Xero worked out a line's tax otherwise than expected, the tax is said; where it ignored what was said,
a rounding line makes the total equal, and the record notes the tax that differs.
https://developer.xero.com/documentation/api/accounting/invoices
"""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Final

from shared.mapping import money
from shared.mapping.references import Payload
from shared.mapping.rounding import ROUNDING, rounding_line, tolerance_in
from shared.mapping.xero_tax import TAX_AMOUNT, with_all_tax
from shared.posting.target import Difference, Element, Wanted
from shared.settings import Settings
from shared.xero.answers import amount_of

TaxRates = Callable[[], Mapping[str, Decimal]]
ADDED_UP: Final = "Xero added it up to"
_BY_UNIT: Final = Decimal("0.005")
_OF_TOTAL: Final = Decimal("0.005")


def totals_difference(want: Wanted, element: Element, settings: Settings, tax_rates: TaxRates) -> Difference | None:
    """Give the difference, and what to send to end it or that it may stay; None where all is equal."""
    if want.total is None or (element.total, element.tax or money.ZERO) == (want.total, want.tax or money.ZERO):
        return None
    says = said(want, element)
    if element.total is None:
        return Difference(says=says)
    ignored = _ignored(want.payload, element.raw)
    if not ignored and element.tax != want.tax and _says_not_all(want.payload):
        return Difference(says=says, correction=with_all_tax(want.payload, tax_rates()))
    allowed: Decimal = most_off(want, settings) if ignored else _tolerance(want, settings)
    off = want.total - element.total
    tax_off = (want.tax or money.ZERO) - (element.tax or money.ZERO)
    if max(abs(off), abs(tax_off)) > allowed:
        return Difference(says=says)
    if not off:
        return Difference(says=f"{says}: Xero works tax out by itself, {abs(tax_off)} off", tolerable=True)
    return _rounded(want.payload, says, element.total, off, settings)


def _tolerance(want: Wanted, settings: Settings) -> Decimal:
    return tolerance_in(_unit(want.payload), settings)


def _unit(payload: Payload) -> Decimal:
    return money.unit_of(str(payload.get("CurrencyCode") or ""))


def _rounded(payload: Payload, says: str, total: Decimal, off: Decimal, settings: Settings) -> Difference:
    """Add to the rounding line what is off, or leave it out where nothing is left to round."""
    lines = payload["LineItems"]
    ours = [line for line in lines[-1:] if line == rounding_line(line["UnitAmount"], settings)]
    so_far = sum((line["UnitAmount"] for line in ours), off)
    kept = lines[: len(lines) - len(ours)]
    correction = {**payload, "LineItems": [*kept, *([rounding_line(so_far, settings)] if so_far else [])]}
    amount = so_far.quantize(_unit(payload))
    return Difference(says=says, correction=correction, note=_made_equal(total, amount) if so_far else "")


def found_rounded(want: Wanted, element: Element) -> tuple[str, ...]:
    """Say what was put right with a line of which our table knows nothing."""
    theirs, ours = _rounding_of(element.raw), _rounding_of(want.payload)
    return (_made_equal(element.total - theirs, theirs),) if theirs and not ours and element.total is not None else ()


def _rounding_of(document: Mapping[str, Any]) -> Decimal:
    last = list(document.get("LineItems") or [])[-1:]
    return sum((amount_of(line, "UnitAmount") for line in last if line.get("Description") == ROUNDING), Decimal())


def _made_equal(total: Decimal, amount: Decimal) -> str:
    return f"{ADDED_UP} {total:f}; a rounding line of {amount:f} makes it equal"


def said(want: Wanted, element: Element) -> str:
    """Say net, tax and total of both."""
    return f"{_in_words(element.total, element.tax)} in Xero, {_in_words(want.total, want.tax)} in Brightpearl"


def _in_words(total: Decimal | None, tax: Decimal | None) -> str:
    if total is None or tax is None:
        return f"total {total}"
    return f"net {total - tax:f}, tax {tax:f}, total {total:f}"


def _ignored(payload: Payload, raw: Mapping[str, Any]) -> bool:
    """Whether a line came back with another tax than was said."""
    pairs = zip(payload.get("LineItems", ()), raw.get("LineItems") or (), strict=False)
    return any(TAX_AMOUNT in ours and ours[TAX_AMOUNT] != amount_of(theirs, TAX_AMOUNT) for ours, theirs in pairs)


def _says_not_all(payload: Payload) -> bool:
    lines = payload.get("LineItems", ())
    return any(TAX_AMOUNT not in line for line in lines if line["Description"] != ROUNDING)


def most_off(want: Wanted, settings: Settings) -> Decimal:
    """Give by how much a document may be off where Xero ignores what tax was said.

    Xero rounds each line, Brightpearl the tax of each unit: half a cent for each, and never more than half a percent.
    """
    lines = want.payload.get("LineItems", ())
    units = sum((abs(line["Quantity"]) for line in lines), Decimal(0))
    total = abs(want.total or Decimal(0))
    return max(_tolerance(want, settings), min(_BY_UNIT * (len(lines) + units), _OF_TOTAL * total))
