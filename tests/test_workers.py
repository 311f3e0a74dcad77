"""Tests that share what is slow to set up stay on one worker."""

from pathlib import Path

import pytest

from tests.workers import TOGETHER, shared

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("place", TOGETHER)
def test_what_stays_together_is_there(place: str) -> None:
    assert (ROOT / place).exists()


def test_a_test_stays_with_those_that_share_its_cloud_and_any_other_is_alone() -> None:
    assert shared("tests/cloud/test_manual.py::test_one[a]") == shared("tests/cloud/test_restore.py::test_two")
    assert shared("tests/cloud/test_stage.py::test_three[b]") == "tests/cloud/test_stage.py::test_three[b]"
