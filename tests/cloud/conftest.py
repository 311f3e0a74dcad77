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


@pytest.fixture
def operator(cloud: Cloud) -> Iterator[Operator]:
    """Somebody with a stack of their own, newly deployed."""
    with deployed(cloud) as ready:
        yield ready


@pytest.fixture(scope="module")
def untouched(cloud: Cloud) -> Iterator[Operator]:
    """One stack for all that is refused."""
    with deployed(cloud) as ready:
        yield ready
