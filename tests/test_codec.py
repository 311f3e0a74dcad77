"""JSON with amounts in it, as it goes over the wire, into the table and into fingerprints."""

from decimal import Decimal

import pytest

from shared.codec import fingerprint, from_json, to_bytes, to_json

HALF_A_CHARACTER = "half \ud83d of an emoji"


def test_an_amount_keeps_every_digit_there_and_back() -> None:
    amounts = [Decimal("0.10"), Decimal("1.0000"), Decimal("12345678901234567890.123456789"), Decimal("-0.01")]

    assert to_json(amounts) == "[0.10,1.0000,12345678901234567890.123456789,-0.01]"
    assert [str(amount) for amount in from_json(to_json(amounts))] == [str(amount) for amount in amounts]


def test_whole_numbers_stay_whole_however_long_they_are() -> None:
    assert from_json("[1, 123456789012345678901234567890]") == [1, 123456789012345678901234567890]


def test_the_order_of_the_keys_makes_no_difference() -> None:
    assert to_bytes({"b": {"d": 1, "c": 2}, "a": 3}) == to_bytes({"a": 3, "b": {"c": 2, "d": 1}})


@pytest.mark.parametrize("value", [{"Name": HALF_A_CHARACTER, "Total": Decimal("1.10")}, {HALF_A_CHARACTER: 1}])
def test_half_a_character_is_kept_as_it_came(value: object) -> None:
    """Brightpearl's texts may hold one; what becomes of it is for the mapping to say."""
    assert from_json(to_json(value)) == value
    assert fingerprint(value) == fingerprint(value)


@pytest.mark.parametrize("text", ["", "<html>", '{"a": 1', "[NaN]", b"\xff"])
def test_what_is_not_json_is_a_value_error(text: str | bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  its words are the library's
        from_json(text)
