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
