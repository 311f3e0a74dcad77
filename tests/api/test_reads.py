"""A record, its history, the settings, the runs and the summary, as they are shown."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from msgspec import structs

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from shared.api.redact import MASK, redacted
from shared.mapping.versions import Version
from shared.records.apart import changed_there, withdrawn
from shared.records.model import LockItem, RunItem
from shared.records.progress import Progress
from shared.records.schema import LOCK, Area, area
from shared.records.transactions import Change, Event
from shared.sequence import CYCLE_EVERY, LOOKS, STEPS
from tests.api.calls import Caller
from tests.api.scenes import an_invoice, make_apart, make_error, make_sent, put_aside, record, take

ONE = "/sales-invoices/2001"


def test_a_record_is_shown_with_what_its_system_says_and_where_it_went(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    make_sent(deployed, 2001)

    shown = operator.get(ONE).body

    assert shown["document"] == {"id": 2001}
    assert (shown["record"]["status"], shown["record"]["remote_id"]) == ("Sent", "xero-2001")


def test_an_archived_record_says_what_it_was(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    put_aside(deployed, 2001)

    assert operator.get(ONE).body["archived_from"] == "Pending"


def test_a_document_says_what_xero_said_of_it_last(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    assert operator.get(ONE).body["there"] is None
    make_sent(deployed, 2001, seen=said("30"))

    shown = operator.get(ONE).body

    assert shown["there"] == {
        "status": "AUTHORISED",
        "net": "25.00",
        "tax": "",
        "total": "30.00",
        "date": "2026-10-01",
        "due": "2026-10-31",
        "contact": "Ada Lovelace Ltd",
    }
    assert shown["agreed"] is None


def test_what_was_changed_in_xero_shows_both_versions(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    make_sent(deployed, 2001, seen=said("118.8"))
    make_apart(deployed, 2001, changed_there("SI-2001", [], agreed=said("30"), theirs=said("118.8")))

    shown = operator.get(ONE).body

    assert shown["record"]["standing"] == "changed in Xero"
    assert (shown["agreed"]["total"], shown["there"]["total"]) == ("30.00", "118.80")


def test_nobody_has_changed_in_xero_what_was_withdrawn(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    make_sent(deployed, 2001, seen=said("30"))
    make_apart(deployed, 2001, withdrawn(record(deployed, 2001), "order un-invoiced in Brightpearl"))

    shown = operator.get(ONE).body

    assert shown["there"]["total"] == "30.00"
    assert shown["agreed"] == shown["there"]


def said(total: str) -> str:
    version = Version(status="AUTHORISED", day="2026-10-01", due="2026-10-31", contact_name="Ada Lovelace Ltd")
    return structs.replace(version, net=Decimal("25"), total=Decimal(total)).written()


def test_history_shows_request_and_answer_newest_first_in_pages(
    operator: Caller, deployed: Connector, clock: ManualClock
) -> None:
    take(deployed, an_invoice(2001))
    for number in range(3):
        clock.advance(minutes=1)
        note(deployed, f"event {number}", {"request": {"Total": number}, "answer": {"Status": "OK"}})

    first = operator.get(f"{ONE}/history", limit="2").body
    second = operator.get(f"{ONE}/history", limit="2", cursor=first["next_cursor"]).body

    assert [event["what"] for event in first["events"]] == ["event 2", "event 1"]
    assert first["events"][0]["request"] == {"Total": 2}
    assert first["events"][0]["answer"] == {"Status": "OK"}
    assert [event["what"] for event in second["events"]] == ["event 0"]
    assert second["next_cursor"] == ""


def test_history_shows_no_secrets(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    headers = {"Authorization": "Bearer abcdefgh12345678", "brightpearl-staff-token": "secret", "Accept": "json"}
    note(deployed, "posted", {"request": {"headers": headers}, "answer": "sent with Bearer abcdefgh12345678"})

    shown = operator.get(f"{ONE}/history")

    assert "abcdefgh" not in shown.text
    assert shown.body["events"][0]["request"]["headers"] == {
        "Authorization": MASK,
        "brightpearl-staff-token": MASK,
        "Accept": "json",
    }


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ({"access_token": "x"}, {"access_token": MASK}),
        ({"a": [{"client_secret": {"deep": 1}}]}, {"a": [{"client_secret": MASK}]}),
        ({"Reference": "PO 7"}, {"Reference": "PO 7"}),
        ("Basic dXNlcjpwYXNz", MASK),
        ("eyJhbGciOiJ9.eyJzdWIiOiIxIn0.abc", MASK),
        (("a", 1, None), ["a", 1, None]),
    ],
    ids=str,
)
def test_secrets_are_masked_wherever_they_are(value: Any, shown: Any) -> None:
    assert redacted(value) == shown


def test_settings_come_with_a_tag_that_saves_the_second_answer(operator: Caller, deployed: Connector) -> None:
    first = operator.get("/settings")

    same = operator.get_with({"If-None-Match": first.headers["etag"]}, "/settings")
    deployed.save_settings({**deployed.settings, "tolerance": "0.02"})
    changed = operator.get_with({"If-None-Match": first.headers["etag"]}, "/settings")

    assert (first.status, first.headers["etag"], first.body["version"]) == (200, '"1"', 1)
    assert (same.status, same.text) == (304, "")
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    assert first.body["settings"]["time_zone"] == deployed.settings["time_zone"]


def test_a_connection_without_settings_is_told_from_one_that_does_not_exist(
    operator: Caller, deployed: Connector
) -> None:
    new, nowhere = (replace(operator, connection=f"{deployed.connection}-{name}") for name in ("new", "nowhere"))
    Progress(connection=new.connection, clock=deployed.clock.now).activate()

    unsettled, unknown = new.get("/settings"), nowhere.get("/settings")

    assert (unsettled.status, unsettled.fields) == (404, ["settings"])
    assert (unknown.status, unknown.fields) == (404, ["connection"])


def a_run(deployed: Connector, run: str, **attributes: Any) -> None:
    given = {"status": "SUCCEEDED", "trigger": "schedule", "started_at": run.partition("#")[0], "steps": {}}
    RunItem(area(deployed.connection, Area.RUN), run, **{**given, **attributes}).save()


def test_runs_are_listed_newest_first_in_pages(operator: Caller, deployed: Connector) -> None:
    for minute in range(3):
        a_run(deployed, f"2026-11-23T08:0{minute}:00.000Z#run{minute}")

    first = operator.get("/runs", limit="2").body
    second = operator.get("/runs", limit="2", cursor=first["next_cursor"]).body

    assert [run["run"][-4:] for run in first["runs"]] == ["run2", "run1"]
    assert [run["run"][-4:] for run in second["runs"]] == ["run0"]
    assert second["next_cursor"] == ""


def test_a_run_is_shown_step_by_step_while_it_runs(operator: Caller, deployed: Connector) -> None:
    steps = {
        "fetch_brightpearl_products": {"fetched": 7, "failed": False, "calls": {"brightpearl": 2}, "seconds": 1},
        "fetch_brightpearl_contacts": {"failed": True, "problem": "Brightpearl did not answer", "hint": "wait"},
    }
    a_run(deployed, "2026-11-23T08:00:00.000Z#one", status="RUNNING", steps=steps)

    shown = operator.get("/runs/2026-11-23T08:00:00.000Z~one").body

    assert [step["step"] for step in shown["steps"]] == [step.name for step in STEPS]
    assert [step["state"] for step in shown["steps"][:4]] == ["done", "failed", "running", "waiting"]
    assert (shown["run"]["fetched"], shown["run"]["action"]) == (7, "cycle")
    assert shown["steps"][1]["problem"] == "Brightpearl did not answer"


def test_the_look_of_a_night_shows_its_own_steps(operator: Caller, deployed: Connector) -> None:
    a_run(deployed, "2026-11-23T02:15:00.000Z#one", status="RUNNING", trigger="night")

    shown = operator.get("/runs/2026-11-23T02:15:00.000Z~one").body

    assert [step["step"] for step in shown["steps"]] == [look.name for look in LOOKS]
    assert (shown["run"]["action"], shown["run"]["by"]) == ("verify", "schedule")


@pytest.mark.parametrize(
    ("said", "status", "state"),
    [
        ({"more": True}, "RUNNING", "running"),
        ({"more": True}, "FAILED", "done"),
        ({"paused": True}, "SUCCEEDED", "paused"),
        ({"failed": True}, "FAILED", "failed"),
        ({"failed": False}, "RUNNING", "done"),
    ],
)
def test_a_step_s_state_is_one_word(
    operator: Caller, deployed: Connector, said: dict[str, bool], status: str, state: str
) -> None:
    a_run(deployed, "2026-11-23T08:00:00.000Z#one", status=status, steps={STEPS[0].name: said})

    assert operator.get("/runs/2026-11-23T08:00:00.000Z~one").body["steps"][0]["state"] == state


def test_the_steps_that_an_ended_run_never_came_to_were_skipped(operator: Caller, deployed: Connector) -> None:
    a_run(deployed, "2026-11-23T08:00:00.000Z#one", status="FAILED")

    states = {step["state"] for step in operator.get("/runs/2026-11-23T08:00:00.000Z~one").body["steps"]}

    assert states == {"skipped"}


def test_whatever_somebody_said_of_a_run_by_hand_it_can_be_shown(operator: Caller, deployed: Connector) -> None:
    for number, said in enumerate(("no json", "[]", '{"steps": 7, "kind": "elephant", "id": {}}')):
        a_run(deployed, f"2026-11-23T08:00:0{number}.000Z#{number}", trigger="manual", request=said)

    assert operator.get("/runs").status == 200
    assert {operator.get(f"/runs/{run['run']}").status for run in operator.get("/runs").body["runs"]} == {200}


def test_the_summary_counts_without_reading_records(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(1), an_invoice(2), an_invoice(3))
    make_error(deployed, 1)

    counts = operator.get("/summary").body["counts"]

    assert counts["sales-invoices"] == {"Pending": 2, "Sent": 0, "Updated": 0, "Error": 1, "Archive": 0}
    assert counts["products"]["Pending"] == 0


def test_the_summary_tells_the_last_cycle_the_next_and_the_limits_left(operator: Caller, deployed: Connector) -> None:
    limits = {"xero": {"day_remaining": 4900, "minute_remaining": 55}, "brightpearl": {}}
    steps = {"post_xero_sales": {"posted": 4, "limits": limits}}
    a_run(deployed, "2026-11-23T08:30:00.000Z#one", steps=steps, finished_at="2026-11-23T08:31:00.000Z")

    shown = operator.get("/summary").body

    assert (shown["last_cycle"]["posted"], shown["last_cycle"]["status"]) == (4, "SUCCEEDED")
    assert datetime.fromisoformat(shown["next_cycle_at"]) == datetime(2026, 11, 23, 8, 30, tzinfo=UTC) + CYCLE_EVERY
    assert timedelta(minutes=shown["cycle_minutes"]) == CYCLE_EVERY
    assert shown["limits"] == {"xero": {"day_remaining": 4900, "minute_remaining": 55}}
    assert shown["health"]["word"] == "healthy"


@pytest.mark.parametrize(
    ("run", "word"),
    [
        ({"status": "FAILED"}, "failing"),
        ({"steps": {"post_xero_sales": {"paused": True}}}, "paused"),
        ({}, "healthy"),
    ],
    ids=["failing", "paused", "healthy"],
)
def test_health_is_one_word(operator: Caller, deployed: Connector, run: dict[str, Any], word: str) -> None:
    a_run(deployed, "2026-11-23T08:30:00.000Z#one", finished_at="2026-11-23T08:31:00.000Z", **run)

    assert operator.get("/summary").body["health"]["word"] == word


def test_a_lost_authorisation_is_said_first(operator: Caller, deployed: Connector) -> None:
    deployed.progress.needs_reconnect("xero")

    health = operator.get("/summary").body["health"]

    assert (health["word"], health["needs_reconnect"]) == ("needs_reconnect", "xero")
    assert "Xero no longer accepts" in health["sentence"]


def test_that_the_credentials_lead_to_other_books_is_said_before_all_else(
    operator: Caller, deployed: Connector
) -> None:
    deployed.progress.needs_reconnect("xero")
    deployed.progress.wrong_books("this connection belongs to A, and its credentials lead to B")

    health = operator.get("/summary").body["health"]
    deployed.progress.wrong_books("")

    assert health["word"] == "wrong_books"
    assert health["sentence"].startswith("This connection belongs to A, and its credentials lead to B. Store the right")
    assert operator.get("/summary").body["health"]["word"] == "needs_reconnect"


def test_a_connection_that_has_never_run_is_new(operator: Caller, deployed: Connector) -> None:
    LockItem(area(deployed.connection, Area.LOCK), LOCK, run="2026-11-23T08:59:00.000Z#one").save()

    shown = operator.get("/summary").body

    assert (shown["health"]["word"], shown["last_cycle"]) == ("new", None)
    assert shown["running"] == "2026-11-23T08:59:00.000Z~one"


def test_connections_are_listed(operator: Caller, deployed: Connector) -> None:
    listed = operator.get_at("/api/v1/connections").body["connections"]

    assert {"connection": deployed.connection, "active": True, "needs_reconnect": ""} in listed


def test_each_step_leaves_the_limits_that_it_saw(deployed: Connector, sandbox: Sandbox, operator: Caller) -> None:
    sandbox.seed(orders=5, seed=7)

    deployed.cycle()

    limits = operator.get("/summary").body["limits"]
    assert limits["xero"]["day_remaining"] > 0
    assert limits["brightpearl"]["remaining"] > 0


def test_a_step_that_made_no_call_does_not_hide_what_is_left_of_the_day(operator: Caller, deployed: Connector) -> None:
    called, quiet = {"xero": {"day_remaining": 4900, "minute_remaining": 55}}, {"xero": {"minute_remaining": 54}}
    steps = {"post_xero_sales": {"limits": called}, "post_xero_inventory_adjustments": {"limits": quiet}}
    a_run(deployed, "2026-11-23T08:30:00.000Z#one", steps=steps, finished_at="2026-11-23T08:31:00.000Z")

    limits = operator.get("/summary").body["limits"]

    assert limits["xero"] == {"day_remaining": 4900, "minute_remaining": 54}


def note(deployed: Connector, what: str, detail: Any) -> None:
    known = record(deployed, 2001)
    deployed.store.apply([Change(before=known, after=known, event=Event(what=what, detail=detail))])
