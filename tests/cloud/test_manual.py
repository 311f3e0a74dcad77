"""The manual run, as Step Functions runs it."""

import pytest

from shared.sequence import STEPS
from tests.cloud.machines import Machines

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

    assert waiting == {"schedule": "RUNNING", "manual": "WAITING"}
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


ORDER = {"action": "archive", "kind": "sales_invoice", "ids": ["2001"]}


def test_a_change_of_records_alone_waits_for_nobody(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    cycle = machinery.start("cycle", connection=shop)
    machinery.reach(cycle, STEP_NAMES[0])

    ended = machinery.run("manual", connection=shop, steps=[], change=ORDER, by="ada@example.com")
    owner = machinery.owner(shop)
    machinery.open_gate(shop)
    machinery.end_of(cycle)

    event = next(event for event in machinery.events(shop) if event["step"] == "change_records")
    assert ended["status"] == "SUCCEEDED"
    assert (event["change"], event["by"]) == (ORDER, "ada@example.com")
    assert owner == cycle


def test_records_are_changed_before_the_steps_run(machinery: Machines) -> None:
    shop = machinery.connection(change_records=[{"more": True}])

    machinery.run("manual", connection=shop, steps=["post_xero_sales"], only=ONE, change=ORDER)

    assert machinery.steps(shop) == ["change_records", "change_records", "post_xero_sales"]
    assert machinery.lock(shop) is None


def test_a_change_that_broke_makes_the_run_red(machinery: Machines) -> None:
    shop = machinery.connection(change_records=["raise"])

    ended = machinery.run("manual", connection=shop, steps=[], change=ORDER)

    (run,) = machinery.runs(shop)
    assert ended["status"] == "FAILED"
    assert (run["status"], run["steps"]["change_records"]["failed"]) == ("FAILED", True)


def test_a_run_may_be_named_by_whoever_asks_for_it_and_keeps_what_they_say(machinery: Machines) -> None:
    shop = machinery.connection()
    named = {"run": "2026-11-23T09:00:00.000Z#post-1", "request": '{"action": "post"}', "identity": "1234"}

    machinery.run("manual", connection=shop, steps=["post_xero_sales"], **named)

    (run,) = machinery.runs(shop)
    assert run["sk"] == "2026-11-23T09:00:00.000Z#post-1"
    assert (run["request"], run["identity"]) == ('{"action": "post"}', "1234")
    assert machinery.events(shop)[0]["run"] == named["run"]


def test_a_manual_run_without_steps_or_change_is_refused(machinery: Machines) -> None:
    shop = machinery.connection()

    ended = machinery.run("manual", connection=shop, steps=[])

    assert (ended["status"], ended["error"]) == ("FAILED", "UnknownStep")
    assert machinery.runs(shop) == []


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
