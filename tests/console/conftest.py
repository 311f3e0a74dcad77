"""One deployed stack with a shop that has had its first cycle, for all tests of the console as it is served."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
import requests
from playwright.sync_api import Browser, expect

from sandbox.proof.browser import MISSING, chromium, installed
from sandbox.cloud import connection
from sandbox.cloud.people import Person, api_address, first_user, token
from sandbox.proof.run import run_cycle
from sandbox.proof.sync import Local, Options, local_cloud
from sandbox.cloud.workspace import OUT
from shared.api.access import Group
from tests.console.browser import MILLISECONDS, WINDOW, Visit
from tests.console.people import Shop, open_up

CALLS_AT_ONCE = 6
FASTER = 60  # so much faster pass the limits' minutes and the state machines' waits
SignIn = Callable[..., Visit]


@pytest.fixture(scope="session")
def local() -> Iterator[Local]:
    OUT.mkdir(exist_ok=True)
    with local_cloud(Options(orders=8, seed=7, traffic=None, time_scale=FASTER, odd_money=False)) as running:
        connection.connect(running.folder, running.cloud, running.deployed, running.systems)
        cycle = run_cycle(running.cloud, running.deployed, connection=connection.NAME)
        assert cycle.succeeded, cycle
        _wake(running)
        yield running


def _wake(local: Local) -> None:
    """Call the API as often at once as a page does: each first call starts a process, which takes a busy machine seconds."""
    person = first_user(local.cloud, local.deployed, email="early@example.com", group=Group.VIEWER)
    headers = {"Authorization": f"Bearer {token(local.cloud, local.deployed, person)}"}
    address = f"{api_address(local.cloud, local.deployed)}/api/v1/connections/{connection.NAME}/summary"
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        calls = [pool.submit(requests.get, address, headers=headers, timeout=300) for _ in range(CALLS_AT_ONCE)]
    assert {call.result().status_code for call in calls} == {200}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = installed()
    if path is None:
        pytest.skip(MISSING)
    expect.set_options(timeout=MILLISECONDS)
    with chromium(path) as running:
        yield running


@pytest.fixture(scope="session")
def shop(local: Local) -> Shop:
    return open_up(local)


@pytest.fixture(scope="session")
def people(local: Local) -> dict[Group, Person]:
    return {
        group: first_user(local.cloud, local.deployed, email=f"{group}@example.com", group=group) for group in Group
    }


@pytest.fixture
def signed_in(browser: Browser, local: Local, people: dict[Group, Person]) -> Iterator[SignIn]:
    """Sign somebody in with a browser of their own; at the end no browser may have complained about anything."""
    visits: list[Visit] = []

    def sign_in(path: str = "/", *, group: Group = Group.OPERATOR, dark: bool = False) -> Visit:
        context = browser.new_context(viewport=WINDOW, color_scheme="dark" if dark else "light", locale="en-GB")
        visit = Visit(page=context.new_page(), console=local.deployed.console)
        visits.append(visit)
        visit.sign_in(people[group], path)
        return visit

    yield sign_in
    for visit in visits:
        visit.page.context.close()
    assert [wrong for visit in visits for wrong in visit.wrong] == []
