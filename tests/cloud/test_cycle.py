"""The cycle, as Step Functions runs it."""

import json
from typing import Any

import pytest

from shared.records.schema import LOCK, Area, area
from shared.sequence import STEPS
from tests.cloud.machines import Machines

STEP_NAMES = [step.name for step in STEPS]
FAR_AWAY = 9_999_999_999


def test_a_cycle_runs_the_fourteen_in_order_and_leaves_a_run_and_no_lock(machinery: Machines) -> None:
    shop = machinery.connection()

    ended = machinery.run("cycle", connection=shop)

    (run,) = machinery.runs(shop)
    assert ended["status"] == "SUCCEEDED"
    assert machinery.steps(shop) == STEP_NAMES
    assert (run["status"], run["trigger"], run["failed"]) == ("SUCCEEDED", "schedule", False)
    assert run["execution"] == ended["executionArn"]
    assert run["started_at"] < run["finished_at"]
    assert machinery.lock(shop) is None


def test_a_step_gets_its_connection_its_run_and_nothing_so_far(machinery: Machines) -> None:
    shop = machinery.connection()

    ended = machinery.run("cycle", connection=shop)

    (run,) = machinery.runs(shop)
    event = machinery.events(shop)[0]
    assert event == {
        "connection": shop,
        "run": run["sk"],
        "step": STEP_NAMES[0],
        "by": "connector",
        "only": None,
        "so_far": None,
        "limits": {},
        "periods": {},
    }
    assert event["run"].endswith(f"#{ended['name']}")


def test_a_step_with_more_to_do_is_run_again_after_its_wait_with_what_it_said_so_far(machinery: Machines) -> None:
    shop = machinery.connection(
        post_xero_sales=[
            {"more": True, "wait_seconds": 40, "posted": 50},
            {"more": True, "wait_seconds": 0, "posted": 100},
        ]
    )

    ended = machinery.run("cycle", connection=shop)

    events = [event for event in machinery.events(shop) if event["step"] == "post_xero_sales"]
    assert ended["status"] == "SUCCEEDED"
    assert [(event["so_far"] or {}).get("posted") for event in events] == [None, 50, 100]
    assert machinery.visited(ended["executionArn"]).count("post_xero_sales waits") == 2


def test_what_a_step_has_seen_of_the_limits_goes_to_all_that_follow(machinery: Machines) -> None:
    left = {"xero": {"minute_remaining": 12, "minute_ends": 1_790_000_000}}
    shop = machinery.connection(
        fetch_brightpearl_products=[{"limits": {"brightpearl": {"remaining": 180}}}],
        post_xero_purchases=[{"limits": left}],
    )

    machinery.run("cycle", connection=shop)

    events = {event["step"]: event["limits"] for event in machinery.events(shop)}
    assert events["post_xero_purchases"] == {"brightpearl": {"remaining": 180}}
    assert events[STEP_NAMES[-1]] == {"brightpearl": {"remaining": 180}, **left}


def test_what_a_step_was_told_of_closed_days_goes_to_all_that_follow(machinery: Machines) -> None:
    closed = {"xero": {"until": "2026-10-31", "spans": []}}
    shop = machinery.connection(post_xero_purchases=[{"periods": closed}])

    machinery.run("cycle", connection=shop)

    events = {event["step"]: event["periods"] for event in machinery.events(shop)}
    assert (events["post_xero_purchases"], events[STEP_NAMES[-1]]) == ({}, closed)


def test_the_step_after_one_with_more_to_do_begins_with_nothing_so_far(machinery: Machines) -> None:
    shop = machinery.connection(post_xero_sales=[{"more": True, "wait_seconds": 1}])

    machinery.run("cycle", connection=shop)

    following = machinery.events(shop)[STEP_NAMES.index("post_xero_sales") + 2]
    assert following["step"] == "fetch_brightpearl_sales_payments"
    assert following["so_far"] is None


@pytest.mark.parametrize("end", ["raise", "die"])
def test_a_step_that_dies_is_noted_and_the_others_run(machinery: Machines, end: str) -> None:
    shop = machinery.connection(post_xero_purchases=[end])

    ended = machinery.run("cycle", connection=shop)

    (run,) = machinery.runs(shop)
    noted = run["steps"]["post_xero_purchases"]
    assert machinery.steps(shop) == STEP_NAMES
    assert (ended["status"], ended["error"]) == ("FAILED", "StepFailed")
    assert ended["cause"] == "These steps failed: post_xero_purchases"
    assert (run["status"], run["failed"], noted["failed"]) == ("FAILED", True, True)
    assert noted["problem"]
    assert machinery.lock(shop) is None


def test_what_a_step_did_before_it_died_stays_in_its_note(machinery: Machines) -> None:
    shop = machinery.connection(fetch_brightpearl_sales=[{"more": True, "fetched": 500, "errors": 3}, "raise"])

    machinery.run("cycle", connection=shop)

    noted = machinery.runs(shop)[0]["steps"]["fetch_brightpearl_sales"]
    assert (noted["fetched"], noted["posted"], noted["errors"]) == (500, 2, 3)
    assert "it broke" in noted["problem"]


def test_steps_that_say_that_they_failed_make_the_cycle_end_as_failed(machinery: Machines) -> None:
    shop = machinery.connection(post_xero_sales=[{"failed": True}], post_xero_sales_payments=[{"failed": True}])

    ended = machinery.run("cycle", connection=shop)

    (run,) = machinery.runs(shop)
    assert ended["cause"] == "These steps failed: post_xero_sales, post_xero_sales_payments"
    assert (run["status"], run["failed"]) == ("FAILED", True)
    assert machinery.steps(shop) == STEP_NAMES


@pytest.mark.parametrize("answer", [None, [], "done", {"failed": None}], ids=json.dumps)
def test_an_answer_that_does_not_say_that_all_went_well_is_a_failure(machinery: Machines, answer: Any) -> None:
    shop = machinery.connection(fetch_brightpearl_contacts=[answer])

    ended = machinery.run("cycle", connection=shop)

    assert ended["cause"] == "These steps failed: fetch_brightpearl_contacts"
    assert machinery.steps(shop) == STEP_NAMES


def test_a_cycle_that_finds_the_connection_busy_ends_as_skipped_and_runs_nothing(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    first = machinery.start("cycle", connection=shop)
    machinery.reach(first, STEP_NAMES[0])

    second = machinery.run("cycle", connection=shop)
    machinery.open_gate(shop)

    assert (second["status"], json.loads(second["output"])) == ("SUCCEEDED", {"skipped": True})
    assert machinery.end_of(first)["status"] == "SUCCEEDED"
    assert machinery.steps(shop) == STEP_NAMES
    assert len(machinery.runs(shop)) == 1


def test_while_a_cycle_runs_its_lock_names_it_and_its_run(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    execution = machinery.start("cycle", connection=shop)
    machinery.reach(execution, STEP_NAMES[0])

    lock = machinery.lock(shop) or {}
    machinery.open_gate(shop)
    machinery.end_of(execution)

    assert lock["owner"] == execution
    assert lock["run"] == machinery.runs(shop)[0]["sk"]


def test_the_lock_of_a_stopped_cycle_is_taken_over_and_its_run_is_closed(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})
    stopped = machinery.start("cycle", connection=shop)
    machinery.reach(stopped, STEP_NAMES[0])
    machinery.stop(stopped)

    ended = machinery.run("cycle", connection=shop)
    machinery.open_gate(shop)

    dead, alive = machinery.runs(shop)
    assert ended["status"] == "SUCCEEDED"
    assert machinery.steps(shop)[1:] == STEP_NAMES
    assert (dead["status"], dead["execution"]) == ("FAILED", stopped)
    assert "stopped before its end" in dead["problem"]
    assert alive["status"] == "SUCCEEDED"
    assert machinery.lock(shop) is None


@pytest.mark.parametrize(
    "owner",
    ["arn:aws:states:eu-west-1:000000000000:execution:cycle:long-forgotten", "nobody we know"],
)
def test_a_lock_whose_owner_is_unknown_is_taken_over(machinery: Machines, owner: str) -> None:
    shop = machinery.connection()
    machinery.put({"pk": area(shop, Area.LOCK), "sk": LOCK, "owner": owner, "run": "gone", "expires": FAR_AWAY})

    ended = machinery.run("cycle", connection=shop)

    assert ended["status"] == "SUCCEEDED"
    assert machinery.steps(shop) == STEP_NAMES
    assert machinery.lock(shop) is None


def test_an_expired_lock_is_taken_even_from_a_running_owner(machinery: Machines) -> None:
    holder, shop = machinery.connection(**{STEP_NAMES[0]: ["block"]}), machinery.connection()
    running = machinery.start("cycle", connection=holder)
    machinery.reach(running, STEP_NAMES[0])
    machinery.put({"pk": area(shop, Area.LOCK), "sk": LOCK, "owner": running, "run": "old", "expires": 1})

    ended = machinery.run("cycle", connection=shop)
    machinery.open_gate(holder)
    machinery.end_of(running)

    assert machinery.steps(shop) == STEP_NAMES
    assert ended["status"] == "SUCCEEDED"


def test_a_cycle_that_lost_its_lock_does_not_release_the_new_owner_s(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[-1]: ["block"]})
    robbed = machinery.start("cycle", connection=shop)
    machinery.reach(robbed, STEP_NAMES[-1])
    theirs = {"pk": area(shop, Area.LOCK), "sk": LOCK, "owner": "somebody else", "run": "theirs", "expires": FAR_AWAY}
    machinery.put(theirs)

    machinery.open_gate(shop)
    machinery.end_of(robbed)

    assert machinery.lock(shop) == theirs


def test_of_several_cycles_started_at_once_one_runs(machinery: Machines) -> None:
    shop = machinery.connection(**{STEP_NAMES[0]: ["block"]})

    started = [machinery.start("cycle", connection=shop) for _ in range(4)]
    machinery.all_but_one_ended(started)
    machinery.open_gate(shop)
    ends = [machinery.end_of(execution) for execution in started]

    assert {end["status"] for end in ends} == {"SUCCEEDED"}
    assert machinery.steps(shop) == STEP_NAMES
