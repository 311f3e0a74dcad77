"""A document with an exchange rate that is probably wrong goes, and its record says so."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import TransientError
from shared.posting.day_rates import REFERENCE, DayRates
from shared.records.progress import Progress

TODAY = date(2026, 11, 23)


class Kept:
    """What the table keeps of it."""

    def __init__(self) -> None:
        self.content: Any = None

    def reference(self, _name: str, *, run: str) -> Any:
        assert run == ""
        return self.content

    def save_reference(self, name: str, content: Any, *, run: str) -> None:
        assert (name, run) == (REFERENCE, "")
        self.content = dict(content)


class Brightpearl:
    """Tells its rates, and counts how often it is asked."""

    def __init__(self, **rates: str) -> None:
        self.rates = rates
        self.asked = 0

    def read(self) -> Mapping[str, Decimal]:
        self.asked += 1
        return {code: Decimal(rate) for code, rate in self.rates.items()}


def notes_of(rates: DayRates, currency: str, rate: str) -> list[str]:
    return rates.notes({"CurrencyCode": currency, "CurrencyRate": Decimal(rate)})


def day_rates(brightpearl: Brightpearl, kept: Kept | None = None, *, today: date = TODAY) -> DayRates:
    return DayRates(read=brightpearl.read, progress=cast("Progress", kept or Kept()), today=today)


def test_a_rate_of_one_is_a_warning_and_asks_nobody() -> None:
    brightpearl = Brightpearl(EUR="1.15")

    (warning,) = notes_of(day_rates(brightpearl), "EUR", "1")

    assert "its exchange rate is 1, though it is in EUR" in warning
    assert brightpearl.asked == 0


@pytest.mark.parametrize(("rate", "warned"), [("1.1500", 0), ("1.1840", 0), ("1.1850", 1), ("1.1100", 1)])
@pytest.mark.parametrize("stated", ["1.15", "0.869565"], ids=["foreign for one", "the other way round"])
def test_a_rate_is_compared_with_the_accounts_own_whichever_way_that_is_stated(
    rate: str, warned: int, stated: str
) -> None:
    assert len(notes_of(day_rates(Brightpearl(EUR=stated)), "EUR", rate)) == warned


def test_a_warning_names_both_rates() -> None:
    (warning,) = notes_of(day_rates(Brightpearl(EUR="1.15")), "EUR", "1.300000")

    assert "its exchange rate is 1.3, the account's rate for EUR is 1.15" in warning


def test_the_rates_are_read_once_and_then_only_for_a_document_that_is_far_from_them_on_another_day() -> None:
    brightpearl, kept = Brightpearl(EUR="1.15"), Kept()
    first = day_rates(brightpearl, kept)
    notes_of(first, "EUR", "1.15")
    notes_of(first, "EUR", "1.30")

    tomorrow = day_rates(brightpearl, kept, today=date(2026, 11, 24))
    notes_of(tomorrow, "EUR", "1.16")
    asked = brightpearl.asked
    brightpearl.rates["EUR"] = "1.30"

    assert asked == 1
    assert notes_of(tomorrow, "EUR", "1.30") == []
    assert brightpearl.asked == 2


def test_a_document_in_the_accounts_own_currency_or_an_unknown_one_has_nothing_to_compare() -> None:
    rates = day_rates(Brightpearl(EUR="1.15"))

    assert rates.notes({"CurrencyCode": "GBP"}) == []
    assert notes_of(rates, "SEK", "13.00") == []


def test_rates_that_cannot_be_read_stop_nothing_and_are_said() -> None:
    asked: list[str] = []

    def fails() -> Mapping[str, Decimal]:
        asked.append("rates")
        raise TransientError("Brightpearl did not answer")

    rates = DayRates(read=fails, progress=cast("Progress", Kept()), today=TODAY)

    (said,) = notes_of(rates, "EUR", "1.15")
    (again,) = notes_of(rates, "USD", "1.27")

    assert said == "its exchange rate of 1.15 was not compared with the account's: Brightpearl did not answer"
    assert again.startswith("its exchange rate of 1.27 was not compared")
    assert asked == ["rates"], "one call for all documents of an invocation"
