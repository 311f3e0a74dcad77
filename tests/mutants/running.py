"""Runs tests of a room in this very process, all of them on one local cloud."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import pytest

from sandbox.cloud.ministack import Cloud, ministack
from tests.mutants.rooms import Room

OPTIONS: Final = (
    *("-q", "-x", "--tb=no", "--no-header", "--assert=plain", "-p", "no:cacheprovider"),
    *("--disable-plugin-autoload", "-p", "_hypothesis_pytestplugin"),
)


@dataclass(frozen=True, kw_only=True)
class Tests:
    """Those of a room, and what they get beside their own fixtures."""

    room: Room
    given: tuple[object, ...] = ()

    def run(self, profile: str, *paths: str, plugins: Iterable[object] = ()) -> int:
        """Give pytest's exit code, of all tests unless some are named."""
        leave_out = (f"--ignore-glob=*/test_{name}.py" for name in self.room.without)
        unless = ("-k", f"not {self.room.unless}") if self.room.unless else ()
        named = ("--confcutdir", self.room.conftest, "--hypothesis-profile", profile, *leave_out, *unless)
        return int(pytest.main([*OPTIONS, *named, *(paths or self.room.tests)], plugins=[*self.given, *plugins]))


@contextmanager
def tests_of(room: Room) -> Iterator[Tests]:
    """Start what they need once: a mutant's own process gets what is there, and stops nothing."""
    if not room.needs_cloud:
        yield Tests(room=room, given=(WithoutCloud(),))
        return
    with TemporaryDirectory(prefix="mutants-") as folder, ministack(Path(folder)) as cloud:
        yield Tests(room=room, given=(OneCloud(cloud),))


class WithoutCloud:
    """A plug-in of pytest that leaves out the tests which ask for a `cloud`."""

    def pytest_collection_modifyitems(self, items: list[Any]) -> None:
        items[:] = [item for item in items if "cloud" not in item.fixturenames]


class OneCloud:
    """A plug-in of pytest that gives every test which asks for a `cloud` the same one."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: Any, request: Any) -> Cloud | None:
        if fixturedef.argname != "cloud":
            return None
        fixturedef.cached_result = (self.cloud, fixturedef.cache_key(request), None)
        return self.cloud
