"""The manual run, as Step Functions runs it."""

import pytest

from shared.sequence import STEPS
from tests.cloud.machines import Machines

pytestmark = pytest.mark.xdist_group("local cloud")

STEP_NAMES = [step.name for step in STEPS]
ONE = {"kind": "sales_invoice", "id": "2001"}


def test_a_manual_run_runs_what_it_was_asked_for_in_the_table_s_order(machinery: Machines) -> None:
    shop = machinery.connection()

    ended = machinery.run("manual", connection=shop, steps=["post_xero_sales", "fetch_brightpearl_sales"], only=ONE)

    (run,) = machinery.runs(shop)
    assert ended["status"] == "SUCCEEDED"
    assert machinery.steps(shop) == ["fetch_brightpearl_sales", "post_xero_sales"]
    assert [event["only"] for event in machinery.events(shop)] == [ONE, ONE]
    assert (run["status"], run["trigger"]) == ("SUCCEEDED", "manual")
    assert machinery.lock(shop) is None


def test_a_manual_run_of_a_whole_kind_names_no_record(machinery: Machines) -> None:
    shop = machinery.connection()

    machinery.run("manual", connection=shop, steps=["post_xero_sales"], only=None)

    assert [event["only"] for event in machinery.events(shop)] == [None]


def test_a_manual_run_can_be_all_of_them(machinery: Machines) -> None:
    shop = machinery.connection()

    machinery.run("manual", connection=shop, steps=STEP_NAMES)

    assert machinery.steps(shop) == STEP_NAMES


def test_a_manual_run_waits_until_the_connection_is_free(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    cycle = machinery.start("cycle", connection=shop)
    machinery.reach(cycle, STEP_NAMES[0])

    manual = machinery.start("manual", connection=shop, steps=["post_xero_sales"], only=None)
    machinery.reach(manual, "Wait for lock")
    waiting = {run["trigger"]: run["status"] for run in machinery.runs(shop)}
    machinery.open_gate(shop)

    assert waiting == {"schedule": "RUNNING", "manual": "RUNNING"}
    assert machinery.end_of(cycle)["status"] == "SUCCEEDED"
    assert machinery.end_of(manual)["status"] == "SUCCEEDED"
    assert machinery.steps(shop) == [*STEP_NAMES, "post_xero_sales"]


def test_a_manual_run_that_waited_too_long_gives_up_and_says_so(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    cycle = machinery.start("cycle", connection=shop)
    machinery.reach(cycle, STEP_NAMES[0])

    ended = machinery.run("manual", connection=shop, steps=["post_xero_sales"], only=None)
    owner = machinery.owner(shop)
    machinery.open_gate(shop)
    machinery.end_of(cycle)

    (given_up,) = (run for run in machinery.runs(shop) if run["trigger"] == "manual")
    assert (ended["status"], ended["error"]) == ("FAILED", "Busy")
    assert given_up["status"] == "FAILED"
    assert "try again" in given_up["problem"]
    assert owner == cycle


def test_a_failed_manual_run_releases_the_lock(machinery: Machines) -> None:
    shop = machinery.connection(post_xero_sales=["raise"])

    ended = machinery.run("manual", connection=shop, steps=["post_xero_sales"], only=None)

    assert ended["cause"] == "These steps failed: post_xero_sales"
    assert machinery.runs(shop)[0]["status"] == "FAILED"
    assert machinery.lock(shop) is None


@pytest.mark.parametrize("steps", [[], ["post_xero_everything"], ["post_xero_sales", "nonsense"]])
def test_a_manual_run_of_unknown_steps_or_of_none_is_refused_before_anything_runs(
    machinery: Machines, steps: list[str]
) -> None:
    shop = machinery.connection()

    ended = machinery.run("manual", connection=shop, steps=steps, only=None)

    assert (ended["status"], ended["error"]) == ("FAILED", "UnknownStep")
    assert machinery.steps(shop) == []
    assert machinery.runs(shop) == []
