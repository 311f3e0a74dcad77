"""What every one of the fourteen has to keep to, read from the table: a new step is held to it by being in it."""

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.in_process import Connector, connector
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from shared.kinds import System
from shared.records.model import bind
from shared.records.schema import Area
from shared.sequence import CYCLE_MINUTES, LOOKS, STEPS, Step, Verb
from shared.steps.pipeline import FetchPlan, PostPlan
from tests.conftest import NOW, START
from tests.contract.writes import Write, watched_writes
from tests.end_to_end.shop import Cycle

FUNCTIONS = Path(__file__).parents[2] / "functions"
MOST_LINES = 40
QUIET = tuple(f"#{what}" for what in (Area.CURSOR, Area.RUN, Area.LOCK))
every_module = pytest.mark.parametrize("step", [*STEPS, *LOOKS], ids=lambda step: step.name)
every_step = pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)


def _module(step: Step) -> Any:
    return importlib.import_module(f"functions.{step.name}")


@every_module
def test_a_step_has_a_module_that_names_itself_and_says_what_it_is_for(step: Step) -> None:
    module = _module(step)

    assert step.name == module.STEP
    assert module.__doc__
    assert module.__doc__.startswith(("Fetch", "Post", "Verify"))


@every_module
def test_a_step_is_a_plan_of_its_kind_and_a_handler(step: Step) -> None:
    module = _module(step)

    assert get_type_hints(module.plan)["return"] is {Verb.POST: PostPlan}.get(step.verb, FetchPlan)
    assert callable(module.handler)


@every_module
def test_a_step_module_can_be_read_at_a_glance(step: Step) -> None:
    assert len((FUNCTIONS / f"{step.name}.py").read_text().splitlines()) <= MOST_LINES


def test_there_is_no_step_module_that_the_table_does_not_know() -> None:
    named = {path.stem for path in FUNCTIONS.glob("*_*.py") if not path.stem.startswith("__")}

    assert named - {"change_records"} == {
        step.name for step in (*STEPS, *LOOKS)
    }  # that one does what people want done to records


@pytest.fixture(scope="module")
def synchronised_once(cloud: Cloud) -> Iterator[Connector]:
    """A shop of forty orders after its first cycle; steps that are run on it again must change nothing."""
    sandbox = Sandbox(clock=ManualClock(NOW))
    sandbox.seed(orders=40, seed=11)
    with connector(sandbox, cloud, start=START) as ready:
        Cycle(ready.cycle())
        yield ready


@pytest.fixture
def synchronised(synchronised_once: Connector, cloud: Cloud, monkeypatch: pytest.MonkeyPatch) -> Connector:
    for name, value in cloud.environment().items():
        monkeypatch.setenv(name, value)
    bind(synchronised_once.table)
    return synchronised_once


@every_module
def test_a_step_that_runs_again_posts_nothing_and_writes_nothing_but_its_cursor_and_run(
    synchronised: Connector, step: Step
) -> None:
    run = synchronised.start_run()
    before = _stored(synchronised)

    with watched_writes() as writes:
        answer = synchronised.step(step.name, run=run)

    assert (answer["posted"], answer["errors"], answer["failed"], answer["more"]) == (0, 0, False, False)
    assert [write for write in writes if not _is_quiet(write)] == []
    assert _stored(synchronised) == before


def test_a_quiet_cycle_makes_few_calls_and_few_writes(synchronised: Connector) -> None:
    """A cycle reads once more what the ten minutes before the last one have brought; this one finds nothing there."""
    synchronised.clock.sleep(CYCLE_MINUTES * 60)
    synchronised.cycle()
    synchronised.clock.sleep(CYCLE_MINUTES * 60)

    with watched_writes() as writes:
        done = Cycle(synchronised.cycle())

    fetches = [step for step in STEPS if step.verb == Verb.FETCH]
    assert done.stopped == {}
    assert done.calls(System.XERO) <= 5
    assert done.calls(System.BRIGHTPEARL) <= 12
    assert sorted(key for pk, key in writes if pk.endswith(f"#{Area.CURSOR}")) == sorted(s.name for s in fetches)
    renewed = [
        pk for pk, _ in writes if pk.endswith(f"#{Area.RENEWAL}")
    ]  # Xero's token lives as long as a cycle is away
    assert len(writes) - len(renewed) <= len(STEPS) + len(fetches) + 2


def _is_quiet(write: Write) -> bool:
    return write[0].endswith(QUIET)


def _stored(ready: Connector) -> tuple[Any, Any, Any]:
    return ready.store.counts(), ready.sandbox.brightpearl.vendor.state(), ready.sandbox.xero.vendor.state()
