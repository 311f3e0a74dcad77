"""A manual journal in Xero is what was sent if its lines are: Xero drops those on unknown accounts with a warning only."""

from decimal import Decimal
from typing import Any

import pytest

from shared.posting.target import Element, Wanted
from shared.posting.targets.xero_journals import JournalTarget
from tests.posting.memory import silent_xero

LINES = [{"AccountCode": code, "LineAmount": Decimal(amount)} for code, amount in (("630", "5"), ("499", "-5"))]


def difference(*theirs: dict[str, Any]) -> str | None:
    element = Element(key=(), remote_id="xero-1", raw={"JournalLines": list(theirs)})
    found = JournalTarget(silent_xero()).difference(Wanted(payload={"JournalLines": LINES}), element)
    return found.says if found else None


def test_the_order_of_lines_and_the_places_of_an_amount_make_no_difference() -> None:
    assert difference({**LINES[1], "LineAmount": "-5.00"}, {**LINES[0], "LineAmount": 5}) is None


@pytest.mark.parametrize(
    ("theirs", "says"),
    [
        (LINES[:1], "2 lines were sent, 1 are in Xero, or their amounts differ"),
        ([], "2 lines were sent, 0 are in Xero, or their amounts differ"),
        (
            [LINES[0], {**LINES[1], "AccountCode": "429"}],
            "2 lines were sent, 2 are in Xero, or their amounts differ",
        ),
        (
            [LINES[0], {**LINES[1], "LineAmount": Decimal("-5.01")}],
            "2 lines were sent, 2 are in Xero, or their amounts differ",
        ),
    ],
    ids=["one is gone", "all are gone", "another account", "another amount"],
)
def test_other_lines_are_a_difference(theirs: list[dict[str, Any]], says: str) -> None:
    assert difference(*theirs) == says


@pytest.mark.parametrize(("status", "alive"), [("DRAFT", True), ("POSTED", True), ("VOIDED", False), (None, False)])
def test_a_journal_that_is_voided_is_not_there_any_more(status: str | None, alive: bool) -> None:
    assert JournalTarget(silent_xero()).is_alive({"Status": status}) is alive


def test_a_journal_is_known_by_its_narration() -> None:
    target = JournalTarget(silent_xero())

    assert target.key({"Narration": "Stock correction 1"}) == ("Stock correction 1",)
    assert target.key({}) == target.key({"Narration": None}) == ("",)
    assert target.takes({"JournalLines": []})
    assert not target.takes({"Type": "journal"})
    assert target.name == "journal"
