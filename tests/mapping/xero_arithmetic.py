"""What Xero makes of a document, by the vendor's page on rounding and nothing of ours: an oracle for the mappers."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

Rates = Mapping[str, Decimal]


class Worth(NamedTuple):
    net: Decimal
    tax: Decimal
    total: Decimal


def worth(
    payload: Mapping[str, Any], rates: Rates, *, unit: Decimal = Decimal("0.01"), honours_tax: bool = True
) -> Worth:
    """Net, tax and total. Raises AssertionError for a tax above its line's amount, which Xero refuses."""
    included = payload["LineAmountTypes"] == "Inclusive"
    amounts, taxes = Decimal("0.00"), Decimal("0.00")
    for line in payload["LineItems"]:
        amount = rounded(line["Quantity"] * line["UnitAmount"], unit)
        rate = rates[line["TaxType"]]
        natural = rounded(amount * rate / (100 + rate if included else 100), unit)
        tax = line.get("TaxAmount", natural) if honours_tax else natural
        assert abs(tax) <= abs(amount) or tax == natural
        amounts, taxes = amounts + amount, taxes + tax
    return Worth(amounts - taxes, taxes, amounts) if included else Worth(amounts, taxes, amounts + taxes)


def rounded(value: Decimal, unit: Decimal) -> Decimal:
    return value.quantize(unit, ROUND_HALF_UP)
