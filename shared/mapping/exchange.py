"""Exchange rates of orders and of what pays them, as Xero states them: units of their currency for one of the organisation's.

Nobody documents which way round Brightpearl states its rate, so the order's own totals decide.
"""

from decimal import Decimal
from typing import Final

from shared.errors import InvalidDataError
from shared.mapping import money
from shared.mapping.references import Payload
from shared.mapping.source import Source, amount_at, entries, text_at

_HINT: Final = "correct the order's exchange rate in Brightpearl and fetch it again"
_PAIRS: Final = (("total", "baseTotal"), ("net", "baseNet"))
_LOOSE: Final = Decimal("0.001")


def currency_fields(order: Source) -> tuple[Payload, list[str]]:
    """Give a Xero document's CurrencyCode and, for a foreign currency, its CurrencyRate; and notes for the history.

    Raises InvalidDataError where the order says no currency or a rate that does not fit.
    """
    currency = text_at(order, "currency", "orderCurrencyCode")
    base = text_at(order, "currency", "accountingCurrencyCode")
    if not currency or not base:
        raise InvalidDataError("the order does not say its currency", hint="fetch the order again")
    if currency == base:
        return {"CurrencyCode": currency}, []
    rate = xero_rate(order)
    if rate is None:
        return {"CurrencyCode": currency}, ["the order has no value, so Xero's own exchange rate applies"]
    return {"CurrencyCode": currency, "CurrencyRate": rate}, []


def xero_rate(order: Source) -> Decimal | None:
    """Give the rate that fits the order's totals; None where they are zero. Raises InvalidDataError where none fits."""
    stated = amount_at(order, "currency", "exchangeRate")
    if stated <= 0:
        raise InvalidDataError(f"the order's exchange rate is {stated:f}; it must be above zero", hint=_HINT)
    totals = _totals(order)
    if totals is None:
        return None
    foreign, base = totals
    allowed = _allowed(order, base)
    candidates = sorted((stated, 1 / stated), key=lambda rate: abs(foreign / rate - base))
    best = candidates[0]
    if abs(foreign / best - base) > allowed:
        raise InvalidDataError(
            f"the order's exchange rate {stated:f} does not fit its totals:"
            f" {foreign:f} in its own currency, {base:f} in the account's",
            hint=_HINT,
        )
    return money.rate(best)


def is_inverse(order: Source) -> bool:
    """Say whether Brightpearl states rates the other way round than Xero, as far as this order tells."""
    stated = amount_at(order, "currency", "exchangeRate")
    try:
        rate = xero_rate(order)
    except InvalidDataError:
        return False
    return rate is not None and abs(rate - stated) > abs(rate - 1 / stated)


def turned(rate: Decimal, *, inverse: bool) -> Decimal:
    """Give a rate as the other system states it."""
    return money.rate(1 / rate if inverse else rate)


def _totals(order: Source) -> tuple[Decimal, Decimal] | None:
    for foreign, base in _PAIRS:
        pair = amount_at(order, "totalValue", foreign), amount_at(order, "totalValue", base)
        if all(pair):
            return pair
    return None


def _allowed(order: Source, base: Decimal) -> Decimal:
    """Brightpearl rounds the net and the tax of each row into its own currency."""
    rows = sum(1 for _ in entries(order, "orderRows"))
    return Decimal("0.01") * (2 * rows + 2) + _LOOSE * abs(base)
