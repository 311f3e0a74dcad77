"""What is packed is read back as it was, for as long as there is a table."""

import hashlib
from decimal import Decimal
from typing import Any

import pytest

from shared.codec import to_bytes
from shared.records.model.dictionary import DICTIONARY
from shared.records.model.packing import pack, unpack


@pytest.mark.parametrize(
    "value", [None, {}, [], "Ünal", {"total": Decimal("12.50"), "rows": [1, None, True]}, {"half": "\ud83d"}], ids=repr
)
def test_a_value_comes_back_as_it_was(value: Any) -> None:
    assert unpack(pack(value)) == value


def test_the_dictionary_never_changes() -> None:
    """Items are written with it: with another one not one of them can be read."""
    assert hashlib.sha256(DICTIONARY).hexdigest() == "01a5042bf8099a54e2a68fb7ff6253c33feb1539394ae65e9d1b23d22911e118"


def test_what_was_packed_once_can_be_read() -> None:
    packed = bytes.fromhex("787d609b910703f5f1913a32c0ba1b34020f6ff5181a1818826a2368110d1e24ab0500ce10108a")

    assert unpack(packed) == {"orderRows": {"1": {"productId": 1001}}, "total": Decimal("12.00")}


def test_an_order_takes_less_than_half_of_its_size() -> None:
    row = {"productId": 1001, "quantity": {"magnitude": "2.0000"}, "rowValue": {"rowNet": {"value": "10.00"}}}
    order = {"id": 2001, "orderRows": {str(number): row for number in range(3)}, "invoices": []}

    assert len(pack(order)) < len(to_bytes(order)) / 2
