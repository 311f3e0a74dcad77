"""Runs a room's own tests on mutants: each in a process of its own, and nothing is written to the disk.

A mutant in a function takes the place of that function in a process where the tests have been collected already. One in a
table or a constant is seen wherever it was imported, so its process imports our own code anew: at first only the tests that
know its module best, for to import all of them takes longer than to run most.
"""

import gc
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from types import CodeType
from typing import Final, TypeAlias

import pytest
from _pytest.runner import runtestprotocol

from tests.mutants.making import Mutant
from tests.mutants.processes import forked
from tests.mutants.reach import Reach, file_of, test_of
from tests.mutants.running import Tests

OURS: Final = ("shared", "functions", "sandbox", "tests")

Tell: TypeAlias = Callable[[Mutant, bool], None]  # a mutant, and whether it lives on


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What mutants are tried with; `jobs` is how many at a time."""

    tests: Tests
    reached: Reach
    profile: str
    jobs: int
    tell: Tell


def try_all(trial: Trial, mutants: Iterable[Mutant]) -> None:
    """Tell of each mutant whether it lives on, as soon as that is known."""
    split: dict[bool, list[Mutant]] = {True: [], False: []}
    for mutant in mutants:
        split[mutant.function is not None].append(mutant)
    _in_functions(trial, split[True])
    _imported(trial, split[False])


def _in_functions(trial: Trial, mutants: Sequence[Mutant]) -> None:
    class Instead:
        """A plug-in of pytest: once the tests are collected, the mutants are tried with them."""

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            items: dict[str, list[pytest.Item]] = defaultdict(list)
            for item in session.items:
                items[test_of(item.nodeid)].append(item)

            def works(mutant: Mutant) -> bool:
                mutant.take_its_place()
                return all(_passes(item) for test in trial.reached.tests_of(mutant) for item in items[test])

            _each(trial, mutants, works)
            return True

    forget_ours()
    trial.tests.run(trial.profile, plugins=[Instead()])


def _passes(item: pytest.Item) -> bool:
    return not any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def _imported(trial: Trial, mutants: Sequence[Mutant]) -> None:
    def works(mutant: Mutant) -> bool:
        sys.meta_path.insert(0, _Changed(mutant))
        tests, home = trial.reached.tests_of(mutant), trial.reached.home_of(mutant)
        first, others = ([test for test in tests if (file_of(test) in home) is at_home] for at_home in (True, False))
        return all(_pass(trial, some) for some in (first, others) if some)

    forget_ours()
    _each(trial, mutants, works)


def _pass(trial: Trial, tests: Sequence[str]) -> bool:
    files = dict.fromkeys(map(file_of, tests))
    return not trial.tests.run(trial.profile, *files, plugins=[_InThisOrder(tests)])


class _InThisOrder:
    """A plug-in of pytest that runs these tests only: to name each on its command line takes longer than to run it."""

    def __init__(self, tests: Sequence[str]) -> None:
        self.place = {test: place for place, test in enumerate(tests)}

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if test_of(item.nodeid) in self.place),
            key=lambda item: self.place[test_of(item.nodeid)],
        )


def forget_ours() -> None:
    """Let our own code be imported anew, with no connection that is open still, and keep what others made."""
    for name in [name for name in sys.modules if name.split(".")[0] in OURS and not name.startswith("tests.mutants")]:
        del sys.modules[name]
    gc.collect()


def _each(trial: Trial, mutants: Iterable[Mutant], works: Callable[[Mutant], bool]) -> None:
    """Try each in a process of its own, some at a time."""
    running: dict[int, Mutant] = {}
    gc.freeze()  # what is there already is shared with the processes
    for mutant in mutants:
        if len(running) >= trial.jobs:
            _await_one(running, trial.tell)
        running[forked(lambda mutant=mutant: works(mutant), cpu_seconds=trial.tests.room.cpu_seconds)] = mutant  # type: ignore[misc]
    while running:
        _await_one(running, trial.tell)


def _await_one(running: dict[int, Mutant], tell: Tell) -> None:
    process, status = os.wait()
    if process not in running:
        raise RuntimeError("the local cloud has ended; without it no test passes")
    tell(running.pop(process), status == 0)


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
