"""A manual journal in Xero is what was sent if its lines are: Xero drops those on unknown accounts with a warning only."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import ErrorClass, Problem
from shared.mapping.days import on_day
from shared.posting.target import Adopt, Anew, Element, Gone, Looks, Refuse, Resolution, Wanted
from shared.posting.targets.xero_journals import JournalTarget
from shared.records.apart import Parted
from shared.records.standing import Standing
from shared.xero.client import Xero
from shared.xero.resources import MANUAL_JOURNALS
from tests.posting.memory import silent_xero
from tests.records.builders import AT

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
    assert (target.name, target.looks) == ("journal", Looks.OLD)


MEANT: dict[str, Any] = {"Narration": "Stock correction 1", "Date": "2026-10-31", "JournalLines": LINES}
THERE: dict[str, Any] = {**MEANT, "ManualJournalID": "j-1", "Status": "POSTED"}
MOVED = on_day(MEANT, date(2026, 11, 1))


class Books:
    """A Xero with these journals."""

    def __init__(self, *there: dict[str, Any]) -> None:
        self.there = there
        self.asked: list[object] = []

    def where(self, resource: object, condition: str) -> Sequence[dict[str, Any]]:
        assert resource is MANUAL_JOURNALS
        self.asked.append(condition)
        return self.there

    def modified(self, resource: object, since: object) -> Sequence[dict[str, Any]]:
        assert resource is MANUAL_JOURNALS
        self.asked.append(since)
        return self.there


def found(books: Books, *payloads: dict[str, Any]) -> Mapping[tuple[str, ...], Resolution]:
    wanted = [Wanted(payload=one, is_old=True) for one in payloads or (MEANT,)]
    return JournalTarget(cast("Xero", books)).look_up(wanted, since=None)


def test_on_another_day_a_journal_keeps_its_key() -> None:
    target = JournalTarget(silent_xero())

    assert MOVED["Narration"] == "Stock correction 1 (of 31 October 2026)"
    assert target.key(MOVED) == target.key(MEANT)


def test_one_that_is_there_is_found_by_its_narration_from_the_first_day_on() -> None:
    books = Books({**THERE, "Narration": "Stock correction 9"}, THERE)

    resolutions = found(books, MEANT, {**MEANT, "Narration": "Stock correction 2", "Date": "2026-10-02"})

    ((key, resolution),) = resolutions.items()
    assert key == ("Stock correction 1",)
    assert isinstance(resolution, Adopt)
    assert (resolution.element.remote_id, resolution.note, resolution.ours) == ("j-1", "found in Xero", True)
    assert books.asked == ["Date>=DateTime(2026,10,02)"]


def test_one_that_was_posted_on_a_later_day_for_its_own_was_locked_is_the_same() -> None:
    (resolution,) = found(Books({**THERE, **MOVED})).values()

    assert isinstance(resolution, Adopt)


def test_one_with_other_lines_is_an_error_that_says_so() -> None:
    (resolution,) = found(Books({**THERE, "JournalLines": LINES[:1]})).values()

    assert isinstance(resolution, Refuse)
    assert resolution.problem == Problem(
        error_class=ErrorClass.DATA,
        message="Xero already has a journal with this narration, but 2 lines were sent, 1 are in Xero, or their amounts differ",
        hint="compare the two; void the one in Xero and retry where it is wrong, or archive this record where it is right",
    )


def test_one_that_was_voided_is_a_persons_decision_and_may_go_anew() -> None:
    (resolution,) = found(Books({**THERE, "Status": "VOIDED"})).values()

    assert isinstance(resolution, Gone)
    assert isinstance(resolution.problem, Parted)
    assert (resolution.element.remote_id, resolution.problem.standing) == ("j-1", Standing.GONE)
    assert resolution.problem.message == "the journal was voided in Xero"
    assert isinstance(resolution.again, Anew)


@pytest.mark.parametrize("order", [1, -1])
def test_one_that_lives_counts_before_one_that_was_voided(order: int) -> None:
    both = [{**THERE, "ManualJournalID": "j-0", "Status": "VOIDED"}, THERE][::order]

    (resolution,) = found(Books(*both)).values()

    assert isinstance(resolution, Adopt)
    assert resolution.element.remote_id == "j-1"


def test_what_a_lost_request_has_left_is_looked_for_by_xeros_clock() -> None:
    books = Books(THERE, {**THERE, "Status": "VOIDED", "Narration": "Stock correction 2"})
    wanted = [Wanted(payload=MEANT), Wanted(payload={**MEANT, "Narration": "Stock correction 2"})]

    resolutions = JournalTarget(cast("Xero", books)).look_up(wanted, since=AT)

    assert [(key, cast("Adopt", one).lost) for key, one in resolutions.items()] == [(("Stock correction 1",), True)]
    assert len(books.asked) == 1
