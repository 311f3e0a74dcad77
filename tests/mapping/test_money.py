"""Amounts and roundings."""

from decimal import Decimal

import pytest

from shared.errors import InvalidDataError
from shared.mapping import money


@pytest.mark.parametrize(
    ("written", "amount"),
    [("12.3400", "12.34"), (" 5 ", "5"), ("-0.01", "-0.01"), (7, "7"), (Decimal("5.25"), "5.25"), ("1e2", "100")],
)
def test_amounts_are_read_from_text_and_numbers(written: object, amount: str) -> None:
    assert money.amount(written) == Decimal(amount)


@pytest.mark.parametrize("wrong", ["", "12,50", "£5", "NaN", "Infinity", "99999999999", None, 0.1, True, []])
def test_what_is_no_amount_is_refused_floats_included(wrong: object) -> None:
    with pytest.raises(InvalidDataError, match="is not an amount"):
        money.amount(wrong)


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.005", "0.01"), ("-0.005", "-0.01"), ("0.0049", "0.00"), ("2.675", "2.68")]
)
def test_halves_are_rounded_away_from_zero(exact: str, rounded: str) -> None:
    assert str(money.cents(Decimal(exact))) == rounded


def test_there_is_no_minus_nothing() -> None:
    assert str(money.cents(Decimal("-0.001"))) == "0.00"


def test_amounts_have_two_places_unit_amounts_four_and_rates_six() -> None:
    third = Decimal(1) / 3

    assert [str(rounded(third)) for rounded in (money.cents, money.unit_amount, money.rate)] == [
        "0.33",
        "0.3333",
        "0.333333",
    ]


@pytest.mark.parametrize("sign", ["", "-"])
def test_the_largest_number_is_one_cent_below_ten_thousand_million(sign: str) -> None:
    assert money.amount(f"{sign}9999999999.99") == Decimal(f"{sign}9999999999.99")
    with pytest.raises(InvalidDataError, match="that Xero can hold"):
        money.amount(f"{sign}10000000000.00")


@pytest.mark.parametrize(
    ("unit", "currencies"),
    [
        ("1", "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"),
        ("0.001", "BHD IQD JOD KWD LYD OMR TND"),
        ("0.01", "GBP EUR USD AUD HUF TWD"),
    ],
)
def test_a_currency_has_the_smallest_unit_of_the_standard(unit: str, currencies: str) -> None:
    assert {money.unit_of(currency) for currency in currencies.split()} == {Decimal(unit)}


def test_a_currency_without_cents_has_them_where_its_amounts_do() -> None:
    assert money.unit_of("JPY", Decimal("5.00")) == 1
    assert money.unit_of("JPY", Decimal("5.00"), Decimal("5.50")) == Decimal("0.01")
