"""Warns of exchange rates that are probably wrong: 1, or far from the account's own. Xero takes any rate and books with it."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field

from shared.errors import StepError
from shared.mapping.references import Payload
from shared.records.progress import Progress

REFERENCE: Final = "day_rates"
MOST_OFF: Final = Decimal("0.03")


class DayRates(Struct, frozen=True, kw_only=True, eq=False):
    """The account's rates by currency, as read last. They are read again where a document is far from them, once a day.

    One object for the invocation: `kept` is what it knows, `failed` why they could not be read: nobody asks again then.
    """

    read: Callable[[], Mapping[str, Decimal]]
    progress: Progress
    today: date
    kept: dict[str, Any] = field(default_factory=dict)
    failed: list[StepError] = field(default_factory=list)

    def notes(self, payload: Payload) -> list[str]:
        """Give a warning for a document whose CurrencyRate is 1, or off by more than 3% from the account's rate of the day."""
        currency, rate = str(payload.get("CurrencyCode") or ""), payload.get("CurrencyRate")
        if rate is None:
            return []
        if rate == 1:
            return [f"its exchange rate is 1, though it is in {currency}: check it in Brightpearl"]
        try:
            known = None if self.failed else self._rate(currency, far_from=rate)
        except StepError as failed:
            self.failed.append(failed)
        if self.failed:
            why = self.failed[0].message
            return [f"its exchange rate of {rate.normalize():f} was not compared with the account's: {why}"]
        if known is None or not _is_far(rate, known):
            return []
        return [
            f"its exchange rate is {rate.normalize():f}, the account's rate for {currency} is {known.normalize():f}:"
            " check it in Brightpearl"
        ]

    def _rate(self, currency: str, *, far_from: Decimal) -> Decimal | None:
        if not self.kept:
            self.kept.update(self.progress.reference(REFERENCE, run="") or {})
        known = _from(self.kept, currency)
        if self.kept.get("day") == self.today.isoformat() or (known is not None and not _is_far(far_from, known)):
            return known
        rates = {code: str(rate) for code, rate in self.read().items()}
        self.kept.update(day=self.today.isoformat(), rates=rates)
        self.progress.save_reference(REFERENCE, self.kept, run="")
        return _from(self.kept, currency)


def _from(kept: Mapping[str, Mapping[str, str]], currency: str) -> Decimal | None:
    written = kept.get("rates", {}).get(currency)
    return Decimal(written) if written and Decimal(written) > 0 else None


def _is_far(rate: Decimal, known: Decimal) -> bool:
    """Nobody documents which way round Brightpearl states its rates, so either way may fit."""
    return min(abs(rate / way - 1) for way in (known, 1 / known)) > MOST_OFF
