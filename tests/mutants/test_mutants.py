"""What the mutants are made of and tried with, as far as it needs nothing that `make mutants` alone installs."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from sandbox.cloud.ministack import Cloud
from tests.mutants.explained import REASONS, reason_for
from tests.mutants.numbers import other_numbers
from tests.mutants.processes import forked
from tests.mutants.reach import Reach
from tests.mutants.reach import test_of as named
from tests.mutants.rooms import CASES, ROOMS, ROOT, SHARED, Room
from tests.mutants.running import OneCloud, WithoutCloud


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

    assert reason_for("mapping/item_fields", change) == "any text that is no path will do"
    assert reason_for("mapping/money", change) == ""


def test_what_is_explained_is_of_a_module_that_is_there() -> None:
    named = {module for module, _, _ in REASONS} - {".*"}

    assert [name for name in named if not (SHARED / f"{name}.py").exists()] == []


@pytest.mark.parametrize("room", ROOMS.values(), ids=ROOMS)
def test_a_room_has_modules_and_tests_of_its_own(room: Room) -> None:
    left_out = [next((ROOT / room.tests[0]).glob(f"test_{name}.py"), None) for name in room.without]

    assert list(room.modules()) != []
    assert None not in left_out
    assert [path for path in (*room.tests, room.conftest) if not (ROOT / path).exists()] == []


def test_a_room_is_looked_through_with_its_targets() -> None:
    assert [path.parent.name for path in ROOMS["posting"].modules("xero_payments")] == ["targets"]


def test_several_modules_may_be_named_and_each_is_looked_through_once() -> None:
    named = ROOMS["posting"].modules("pairs,copies,kept_*,*_copies")

    assert [path.stem for path in named] == ["copies", "found_copies", "kept_copies", "pairs"]


def test_each_case_is_a_test_of_its_own_and_other_tests_are_one_with_all_their_parameters() -> None:
    assert named(f"{CASES}::test_a_case[one]") == f"{CASES}::test_a_case[one]"
    assert named("tests/posting/test_bills.py::test_a_bill[one]") == "tests/posting/test_bills.py::test_a_bill"
    assert (ROOT / CASES).exists()


@dataclass(frozen=True)
class A:
    """A mutant in a module, as far as its place goes."""

    lines: range
    function: object | None = "a function"
    around: range = range(1, 9)
    path: Path = Path("a.py")


def a_reach(**changes: float) -> Reach:
    reached = Reach(enough=10)
    reached.by_line = {("a.py", 1): {"slow", "quick"}, ("a.py", 2): {"slow"}, ("b.py", 1): {"other"}}
    reached.seconds |= {"slow": 3.0, "quick": 1.0, "other": 0.5, **changes}
    return reached


@pytest.mark.parametrize(
    ("mutant", "tests"),
    [
        (A(range(1, 2)), ["quick", "slow"]),
        (A(range(2, 3)), ["slow"]),
        (A(range(3, 4)), ["quick", "slow"]),
        (A(range(3, 4), around=range(3, 9)), []),
        (A(range(3, 4), function=None), ["other", "quick", "slow"]),
    ],
    ids=["two run its line", "one does", "its function runs", "nothing runs", "in no function"],
)
def test_a_mutant_is_tried_on_the_tests_that_can_see_it_and_the_quickest_first(mutant: A, tests: list[str]) -> None:
    assert a_reach().tests_of(mutant) == tests


def test_it_is_tried_on_no_more_tests_once_they_have_taken_long_enough() -> None:
    assert a_reach(quick=9.9).tests_of(A(range(1, 2))) == ["slow", "quick"]
    assert a_reach(slow=10.0, quick=11.0).tests_of(A(range(1, 2))) == ["slow"]
    assert a_reach(quick=10.0, slow=11.0, other=12.0).tests_of(A(range(3, 4), function=None)) == ["quick", "other"]


def test_a_table_is_tried_first_on_the_two_files_that_run_most_of_its_module() -> None:
    reached = Reach(enough=10)
    reached.by_line = {
        ("a.py", 1): {"t/rows.py::one", "t/rows.py::two", "t/tax.py::one", "t/dates.py::one"},
        ("a.py", 2): {"t/tax.py::one", "t/money.py::one"},
        ("b.py", 1): {"t/dates.py::one"},
        ("b.py", 2): {"t/dates.py::one"},
    }

    assert reached.home_of(A(range(1, 2))) == ["t/tax.py", "t/dates.py"]


def _waits() -> bool:
    time.sleep(30)
    return True


def _spins() -> bool:
    while True:
        pass


def _breaks() -> bool:
    raise ValueError


@pytest.mark.parametrize(
    ("works", "lives"),
    [(lambda: True, True), (lambda: False, False), (_breaks, False), (_waits, False), (_spins, False)],
)
def test_what_fails_hangs_or_waits_for_ever_does_not_live_on(works: Callable[[], bool], lives: bool) -> None:
    process = forked(works, cpu_seconds=1, seconds=2)

    assert (os.waitpid(process, 0)[1] == 0) is lives


def test_without_a_cloud_only_tests_that_ask_for_none_are_left() -> None:
    items = [SimpleNamespace(fixturenames=names) for names in (["cloud", "shop"], ["clock"], [])]

    WithoutCloud().pytest_collection_modifyitems(items)

    assert [item.fixturenames for item in items] == [["clock"], []]


def test_every_test_gets_the_cloud_that_runs_already_and_the_rest_of_what_it_asks_for_as_ever() -> None:
    running = OneCloud(Cloud(endpoint="http://127.0.0.1:1"))
    cloud, other = (SimpleNamespace(argname=name, cache_key=lambda _: 0) for name in ("cloud", "clock"))

    assert running.pytest_fixture_setup(cloud, None) is running.cloud
    assert cloud.cached_result == (running.cloud, 0, None)
    assert running.pytest_fixture_setup(other, None) is None
