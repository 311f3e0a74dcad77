"""What the mutants are made of, as far as it needs nothing that `make mutants` alone installs."""

from decimal import Decimal

import pytest

from tests.mapping.test_imports import MAPPING
from tests.mutants.explained import REASONS, reason_for
from tests.mutants.numbers import other_numbers


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("0.01", ["0.02", "0.00", "0.10"]),
        ("9999999999.99", ["10000000000.00", "9999999999.98", "99999999999.90"]),
        ("30", ["31", "29", "300"]),
        ("0.00", ["0.01", "-0.01"]),
        ("v1", []),
        ("", []),
        ("1.2.3", []),
    ],
)
def test_a_number_that_is_written_as_text_has_its_neighbours_in_its_place(text: str, others: list[str]) -> None:
    assert other_numbers(text) == [Decimal(other) for other in others]


def test_a_survivor_is_explained_by_its_module_and_its_change() -> None:
    change = '-    fixed = COST_ACCOUNT if counted else ""\n+    fixed = COST_ACCOUNT if counted else "XXXX"'

    assert reason_for("item_fields", change) == "any text that is no path will do"
    assert reason_for("money", change) == ""


def test_what_is_explained_is_of_a_module_that_is_there() -> None:
    named = {module for module, _, _ in REASONS} - {".*"}

    assert named <= {path.stem for path in MAPPING.glob("*.py")}
