"""Which tests run which lines of a room, and how long each takes: so each mutant is tried on few tests, the quickest first."""

import time
from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from typing import Any, Protocol

from tests.mutants.rooms import CASES, ROOT
from tests.mutants.running import Tests


class Place(Protocol):
    """Where a mutant is. Only the lines of what is in a function run while a test does."""

    @property
    def path(self) -> Path: ...
    @property
    def lines(self) -> range: ...
    @property
    def around(self) -> range: ...
    @property
    def function(self) -> Any: ...


@dataclass
class Reach:
    """The seconds are the processor's own."""

    enough: float
    by_line: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def tests_of(self, mutant: Place) -> list[str]:
        """Give the tests that can see a mutant, the quickest first: of as many seconds as are enough.

        A table or a constant may be seen by any test: by those that run lines of its module, and by as much of the others.
        """
        if mutant.function:
            found = self._on(str(mutant.path), mutant.lines) or self._on(str(mutant.path), mutant.around)
            return self._enough(found)  # of a text that goes over lines, coverage knows the first
        at_home = {test for (path, _), tests in self.by_line.items() if path == str(mutant.path) for test in tests}
        return self._quickest([*self._enough(at_home), *self._enough(self.seconds.keys() - at_home)])

    def home_of(self, mutant: Place) -> list[str]:
        """Give the two files of tests that run most lines of its module."""
        known = Counter(
            file
            for (path, _), tests in self.by_line.items()
            if path == str(mutant.path)
            for file in {file_of(test) for test in tests}
        )
        return sorted(known, key=lambda file: (-known[file], file))[:2]

    def _on(self, path: str, lines: range) -> set[str]:
        return {test for line in lines for test in self.by_line.get((path, line), ())}

    def _enough(self, tests: Collection[str]) -> list[str]:
        """Always the first one."""
        ordered = self._quickest(tests)
        before = accumulate((self.seconds[test] for test in ordered), initial=0.0)
        return [test for test, spent in zip(ordered, before, strict=False) if spent < self.enough]

    def _quickest(self, tests: Collection[str]) -> list[str]:
        return sorted(tests, key=lambda test: (self.seconds[test], test))


class _Watch:
    """A plug-in of pytest that notes under which test which lines run."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(test_of(nodeid))
        self.seconds[test_of(nodeid)] -= time.process_time()

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        self.seconds[test_of(nodeid)] += time.process_time()


def reach(tests: Tests) -> Reach:
    """Run all the tests once. Raises RuntimeError where one fails without any mutant."""
    from coverage import Coverage  # comes with mutmut

    coverage = Coverage(data_file=None, config_file=False, source=[str(ROOT / tests.room.source)])
    watch = _Watch(coverage)
    coverage.start()
    failed = tests.run(tests.room.profiles[-1], plugins=[watch])
    coverage.stop()
    if failed:
        raise RuntimeError("the tests fail without any mutant")
    found = Reach(enough=tests.room.enough, seconds=watch.seconds)
    for path in coverage.get_data().measured_files():
        for line, names in coverage.get_data().contexts_by_lineno(path).items():
            found.by_line[path, line].update(filter(None, names))
    return found


def test_of(nodeid: str) -> str:
    """Give a test without the parameters of one run of it. But each case is a test of its own: together they take minutes."""
    return nodeid if nodeid.startswith(CASES) else nodeid.partition("[")[0]


def file_of(test: str) -> str:
    return test.partition("::")[0]
