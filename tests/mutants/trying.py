"""Runs the mapping's own tests on mutants: each in a process of its own, and nothing is written to the disk.

A mutant in a function takes the place of that function in a process where the tests have been collected already. One in a
table or a constant is seen wherever it was imported, so its process imports our own code anew.
"""

import gc
import os
import resource
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType
from typing import Any, Final, TypeAlias

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.making import ROOT, Mutant

TESTS: Final = "tests/mapping"
OURS: Final = ("shared", "functions", "sandbox", "tests")
QUICK: Final = "quick"  # the profiles of property tests, see tests/mapping/conftest.py
THOROUGH: Final = "repeatable"
CPU_SECONDS: Final = 30  # twice what all the tests take
MEMORY_BYTES: Final = 4 * 1024**3
OPTIONS: Final = (
    *("-q", "-x", "--tb=no", "--no-header", "--assert=plain", "-p", "no:cacheprovider"),
    *("--confcutdir", TESTS),  # without what all tests get: those of the mapping need no local cloud
    *("--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin"),
)

Tell: TypeAlias = Callable[[Mutant, bool], None]  # a mutant, and whether it lives on


@dataclass
class Reach:
    """Which tests run which lines, and how long each test takes."""

    by_line: dict[tuple[str, int], set[str]] = field(default_factory=lambda: defaultdict(set))
    seconds: dict[str, float] = field(default_factory=lambda: defaultdict(float))

    def tests_of(self, mutant: Mutant) -> list[str]:
        """Give the tests that can see a mutant, the quickest first: all, where it is in no function."""
        found = self._running(mutant, mutant.lines) or self._running(mutant, mutant.around)  # a text may go over lines
        return sorted(found if mutant.function else self.seconds, key=lambda test: (self.seconds[test], test))

    def _running(self, mutant: Mutant, lines: range) -> set[str]:
        return {test for line in lines for test in self.by_line.get((str(mutant.path), line), ())}


class _Watch:
    """A plug-in of pytest that notes under which test which lines run."""

    def __init__(self, coverage: Any) -> None:
        self.coverage = coverage
        self.seconds: dict[str, float] = defaultdict(float)

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.coverage.switch_context(_test(nodeid))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[_test(report.nodeid)] += report.duration


class _QuickestFirst:
    """A plug-in of pytest that puts all tests in this order: to name each on its command line takes longer than to run it."""

    def __init__(self, reached: Reach) -> None:
        self.reached = reached

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items.sort(key=lambda item: self.reached.seconds[_test(item.nodeid)])


def reach(profile: str) -> Reach:
    """Run all the tests once. Raises RuntimeError where one fails without any mutant."""
    from coverage import Coverage  # comes with mutmut

    coverage = Coverage(data_file=None, config_file=False, source=[str(ROOT / "shared" / "mapping")])
    watch = _Watch(coverage)
    coverage.start()
    failed = _pytest(profile, TESTS, plugins=[watch])
    coverage.stop()
    if failed:
        raise RuntimeError("the tests fail without any mutant")
    found = Reach(seconds=watch.seconds)
    for path in coverage.get_data().measured_files():
        for line, tests in coverage.get_data().contexts_by_lineno(path).items():
            found.by_line[path, line].update(filter(None, tests))
    return found


def try_all(mutants: Iterable[Mutant], reached: Reach, profile: str, *, jobs: int, tell: Tell) -> None:
    """Tell of each mutant whether it lives on, as soon as that is known."""
    split: dict[bool, list[Mutant]] = {True: [], False: []}
    for mutant in mutants:
        split[mutant.function is not None].append(mutant)
    _in_functions(split[True], reached, profile, jobs, tell)
    _imported(split[False], reached, profile, jobs, tell)


def _in_functions(mutants: list[Mutant], reached: Reach, profile: str, jobs: int, tell: Tell) -> None:
    class Instead:
        """A plug-in of pytest: once the tests are collected, the mutants are tried with them."""

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            items: dict[str, list[pytest.Item]] = defaultdict(list)
            for item in session.items:
                items[_test(item.nodeid)].append(item)

            def works(mutant: Mutant) -> bool:
                mutant.take_its_place()
                return all(_passes(item) for test in reached.tests_of(mutant) for item in items[test])

            _each(mutants, works, jobs, tell)
            return True

    _pytest(profile, TESTS, plugins=[Instead()])


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _imported(mutants: list[Mutant], reached: Reach, profile: str, jobs: int, tell: Tell) -> None:
    def works(mutant: Mutant) -> bool:
        sys.meta_path.insert(0, _Changed(mutant))
        return not _pytest(profile, TESTS, plugins=[_QuickestFirst(reached)])

    _forget_ours()
    _each(mutants, works, jobs, tell)


def _forget_ours() -> None:
    """Let the next process import our own code anew, and keep what others made."""
    for name in [name for name in sys.modules if name.split(".")[0] in OURS and not name.startswith("tests.mutants")]:
        del sys.modules[name]


def _pytest(profile: str, *tests: str, plugins: Iterable[object] = ()) -> int:
    return int(pytest.main([*OPTIONS, "--hypothesis-profile", profile, *tests], plugins=[*plugins]))


def _each(mutants: Iterable[Mutant], works: Callable[[Mutant], bool], jobs: int, tell: Tell) -> None:
    """Try each in a process of its own, some at a time."""
    running: dict[int, Mutant] = {}
    for mutant in mutants:
        if len(running) >= jobs:
            _await_one(running, tell)
        running[_forked(lambda mutant=mutant: works(mutant))] = mutant  # type: ignore[misc]
    while running:
        _await_one(running, tell)


def _await_one(running: dict[int, Mutant], tell: Tell) -> None:
    process, status = os.wait()
    tell(running.pop(process), status == 0)


def _forked(works: Callable[[], bool]) -> int:
    """Give the id of a process that is silent, and ends with 0 only if it works: in time, and within its memory."""
    gc.freeze()  # what is there already is shared with the process
    process = os.fork()
    if process:
        return process
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 5))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os._exit(0 if works() else 1)
    finally:
        os._exit(1)


class _Changed(MetaPathFinder):
    """Finds the module of a mutant, with the text of the mutant."""

    def __init__(self, mutant: Mutant) -> None:
        self._mutant = mutant

    def find_spec(self, name: str, path: object, target: object = None) -> ModuleSpec | None:
        if name != self._mutant.name:
            return None
        loader = _Loader(name, str(self._mutant.path), self._mutant.code)
        return spec_from_file_location(name, self._mutant.path, loader=loader)


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, code: str) -> None:
        super().__init__(name, path)
        self._changed = code

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._changed, self.path, "exec")


def _test(nodeid: str) -> str:
    """A test without the parameters of one run of it."""
    return nodeid.partition("[")[0]
