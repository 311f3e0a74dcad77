"""One local cloud for all tests of the state machines; waits pass in no time."""

from collections.abc import Iterator

import pytest

from sandbox.cloud.ministack import Cloud, ministack
from tests.cloud.machines import Machines, machines
from tests.cloud.restoring import Operator, deployed


@pytest.fixture(scope="session")
def machinery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Machines]:
    folder = tmp_path_factory.mktemp("machines")
    (folder / "scripts").mkdir()
    with ministack(folder, wait_scale=0.0005) as cloud, machines(cloud, folder / "scripts") as ready:
        yield ready


@pytest.fixture(scope="module")
def account(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cloud]:
    """A cloud that is prepared for deploying; others prepare theirs themselves."""
    folder = tmp_path_factory.mktemp("account")
    (folder / "tmp").mkdir()
    with ministack(folder) as running:
        yield running


@pytest.fixture
def operator(account: Cloud) -> Iterator[Operator]:
    """Somebody with a stack of their own, newly deployed."""
    with deployed(account) as ready:
        yield ready


@pytest.fixture(scope="module")
def untouched(account: Cloud) -> Iterator[Operator]:
    """One stack for all that is refused."""
    with deployed(account) as ready:
        yield ready
