"""Which rooms of `shared` have mutants, and which tests are their own."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
SHARED: Final = ROOT / "shared"
CASES: Final = "tests/scenarios/test_cases.py"


@dataclass(frozen=True, kw_only=True)
class Room:
    """`profiles` are those of property tests: what lives on with one is tried again with the next."""

    source: str
    tests: Sequence[str]
    without: Sequence[str] = ()  # those of its tests that take minutes: they kill a step at each of its writes
    unless: str = ""  # what such tests are called that stand among quick ones
    conftest: str  # the folder from which on tests get something
    profiles: Sequence[str]
    enough: float  # seconds of tests, beyond which no slower one is tried
    cpu_seconds: int  # what takes longer hangs
    needs_cloud: bool = False

    def modules(self, names: str = "*") -> Iterator[Path]:
        """Those of a pattern, or of several with commas between them."""
        yield from sorted({path for name in names.split(",") for path in (ROOT / self.source).rglob(f"{name}.py")})


ROOMS: Final[Mapping[str, Room]] = {
    "mapping": Room(
        source="shared/mapping",
        tests=("tests/mapping",),
        conftest="tests/mapping",  # without what all tests get: those of the mapping need no local cloud
        profiles=("quick", "repeatable"),  # see tests/mapping/conftest.py
        enough=25,
        cpu_seconds=30,
    ),
    "posting": Room(
        source="shared/posting",
        tests=("tests/posting", "tests/end_to_end", "tests/clients/test_xero_answers.py", CASES),
        without=("any_order", "crash_points", "endurance", "every_call", "money_crash_points"),
        unless="wherever_the_step_is_killed",
        conftest="tests",
        profiles=("default",),
        enough=15,
        cpu_seconds=90,
        needs_cloud=True,
    ),
    "posting_alone": Room(  # on those of its tests that need no local cloud: they take seconds, and begin at once
        source="shared/posting",
        tests=("tests/posting", "tests/clients/test_xero_answers.py"),
        conftest="tests",
        profiles=("default",),
        enough=10,
        cpu_seconds=30,
    ),
}
