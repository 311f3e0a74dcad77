"""Leaves to Xero what Xero works out by itself: a line says its tax only where Xero would come to another.

https://developer.xero.com/documentation/guides/how-to-guides/rounding-in-xero
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.errors import UnmappableError
from shared.mapping import money
from shared.mapping.references import Payload

TAX_AMOUNT: Final = "TaxAmount"


def without_needless_tax(payload: Payload, tax_rates: Mapping[str, Decimal]) -> Payload:
    """Leave out each TaxAmount that Xero's arithmetic gives. `tax_rates` are effective rates in percent by Xero tax type.

    Raises UnmappableError for a type that is missing, and where a line has tax on a type without or the reverse.
    """
    included = payload["LineAmountTypes"] == "Inclusive"
    unit = money.unit_of(str(payload.get("CurrencyCode") or ""))
    lines = [_line(line, _rate(line, tax_rates), included=included, unit=unit) for line in payload["LineItems"]]
    return {**payload, "LineItems": lines}


def with_all_tax(payload: Payload, tax_rates: Mapping[str, Decimal]) -> Payload:
    """Say the tax of every line that has any, also where it is what Xero's arithmetic should give."""
    included = payload["LineAmountTypes"] == "Inclusive"
    unit = money.unit_of(str(payload.get("CurrencyCode") or ""))
    lines = [
        line
        if TAX_AMOUNT in line or not rate
        else {**line, TAX_AMOUNT: _natural(line, rate, included=included, unit=unit)}
        for line in payload["LineItems"]
        for rate in [_rate(line, tax_rates)]
    ]
    return {**payload, "LineItems": lines}


def by_tax_type(payload: Payload, tax_rates: Mapping[str, Decimal]) -> dict[str, tuple[Decimal, Decimal]]:
    """Sum up net and tax of a document by tax type; those of a credit are below nought."""
    included = payload["LineAmountTypes"] == "Inclusive"
    unit = money.unit_of(str(payload.get("CurrencyCode") or ""))
    sign = -1 if str(payload["Type"]).endswith("CREDIT") else 1
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for line in with_all_tax(payload, tax_rates)["LineItems"]:
        tax = line.get(TAX_AMOUNT, money.ZERO)
        amount = money.rounded(line["Quantity"] * line["UnitAmount"], unit)
        net = amount - tax if included else amount
        before = sums.get(line["TaxType"], (money.ZERO, money.ZERO))
        sums[line["TaxType"]] = (before[0] + sign * net, before[1] + sign * tax)
    return sums


def _natural(line: Mapping[str, Any], percent: Decimal, *, included: bool, unit: Decimal) -> Decimal:
    amount = money.rounded(line["Quantity"] * line["UnitAmount"], unit)
    return money.xero_tax(amount, percent, included=included, unit=unit)


def _line(line: Payload, percent: Decimal, *, included: bool, unit: Decimal) -> Payload:
    tax = line.get(TAX_AMOUNT, money.ZERO)
    if _is_natural(tax, line, percent, included=included, unit=unit):
        return {name: value for name, value in line.items() if name != TAX_AMOUNT}
    _check(line, tax, percent)
    return {**line, TAX_AMOUNT: tax}


def _is_natural(tax: Decimal, line: Payload, percent: Decimal, *, included: bool, unit: Decimal) -> bool:
    """Whether Xero comes to it, with the currency's own unit and with cents: no page says which it rounds to."""
    if not percent:
        return not tax
    units = (unit,) if unit == money.CENT else (unit, money.CENT)
    return all(_natural(line, percent, included=included, unit=each) == tax for each in units)


def _check(line: Mapping[str, Any], tax: Decimal, percent: Decimal) -> None:
    """A tax type has to fit whether there is tax: one without any carries none, and one with a rate is no place for none."""
    said = f"the line {line['Description']!r} has {tax:f} of tax, and {line['TaxType']} is {percent.normalize():f}% in Xero"
    if not percent:
        raise UnmappableError(
            said, hint="give the row a tax code with a rate in Brightpearl, or map its code to a tax rate"
        )
    if not tax:
        raise UnmappableError(
            said,
            hint="map its tax code to a tax rate of 0% for this channel and destination (tax_types.rules or tax_types.zero_tax);"
            " for lines of rounding, sales tax and stock corrections choose a tax type of 0%, such as NONE",
        )


def _rate(line: Mapping[str, Any], tax_rates: Mapping[str, Decimal]) -> Decimal:
    if line["TaxType"] not in tax_rates:
        raise UnmappableError(
            f"the organisation has no tax rate {line['TaxType']} in Xero",
            hint="correct tax_types in the settings, or bring the tax rate back in Xero",
        )
    return tax_rates[line["TaxType"]]
