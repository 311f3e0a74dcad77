"""What a trigger starts: which steps, for what, by whom; and that clicking again starts nothing more."""

import json
from typing import Any

import boto3
import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from shared.api.asking import fetches, posts
from shared.kinds import Kind, System
from shared.records.model import LockItem, RunItem
from shared.records.schema import LOCK, Area, area
from shared.sequence import BY_NAME, CHANGE_RECORDS, LOOKS, STEPS
from tests.api.calls import Caller, an_event
from tests.api.scenes import an_invoice, make_error, put_aside, take

ALL = [step.name for step in STEPS]
SALES_FETCH, SALES_POST = "fetch_brightpearl_sales", "post_xero_sales"


@pytest.fixture
def shop(deployed: Connector) -> Connector:
    take(deployed, an_invoice(2001), an_invoice(2002), an_invoice(2003))
    make_error(deployed, 2001)
    put_aside(deployed, 2002)
    return deployed


def inputs(machine: str) -> list[dict[str, Any]]:
    """What the executions were given, oldest first."""
    client = boto3.client("stepfunctions")
    arns = [one["executionArn"] for one in client.list_executions(stateMachineArn=machine)["executions"]]
    return [json.loads(client.describe_execution(executionArn=arn)["input"]) for arn in reversed(arns)]


ONE = {"kind": "sales_invoice", "id": "2001"}
WHOLE = {"kind": "sales_invoice"}
STARTS = [
    ("/sync", ALL, None, None),
    ("/verify", [look.name for look in LOOKS], None, None),
    ("/sales-invoices/fetch", [SALES_FETCH], None, None),
    ("/sales-invoices/post", [SALES_POST], WHOLE, None),
    ("/products/fetch", ["fetch_brightpearl_products"], None, None),
    ("/products/post", [SALES_POST], {"kind": "product"}, None),
    ("/contacts/post", [SALES_POST], {"kind": "contact"}, None),
    ("/purchase-credits/post", ["post_xero_purchases"], {"kind": "purchase_credit"}, None),
    ("/purchase-payments/fetch", ["fetch_xero_purchase_payments"], None, None),
    (
        "/sales-payments/post",
        ["post_xero_sales_payments", "post_brightpearl_sales_payments"],
        {"kind": "sales_payment"},
        None,
    ),
    ("/inventory-adjustments/post", ["post_xero_inventory_adjustments"], {"kind": "inventory_adjustment"}, None),
    ("/sales-invoices/2001/fetch", [SALES_FETCH], ONE, None),
    ("/sales-invoices/4711/fetch", [SALES_FETCH], {"kind": "sales_invoice", "id": "4711"}, None),
    ("/sales-invoices/2001/post", [SALES_POST], ONE, None),
    ("/sales-invoices/2001/archive", [], ONE, ("archive", ["2001"])),
    ("/sales-invoices/2002/unarchive", [], {"kind": "sales_invoice", "id": "2002"}, ("unarchive", ["2002"])),
    ("/sales-invoices/2001/retry", [SALES_FETCH, SALES_POST], ONE, ("retry", ["2001"])),
]


@pytest.mark.parametrize(("path", "steps", "only", "change"), STARTS, ids=[start[0] for start in STARTS])
def test_a_trigger_starts_just_what_it_says(
    shop: Connector, operator: Caller, waiting_machine: str, path: str, steps: Any, only: Any, change: Any
) -> None:
    accepted = operator.post(path)

    (given,) = inputs(waiting_machine)
    assert accepted.status == 202
    assert accepted.body["run"] == given["run"].replace("#", "~")
    assert (given["connection"], given["by"]) == (shop.connection, "ada@example.com")
    assert (given["steps"], given["only"]) == (steps, only)
    assert (given["change"] and (given["change"]["action"], given["change"]["ids"])) == change


def test_many_are_retried_by_ids_with_what_posts_their_kind(
    shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    operator.post("/sales-invoices/retry", {"ids": ["2001", "2003", "2001"]})

    (given,) = inputs(waiting_machine)
    assert given["change"] == {"action": "retry", "kind": "sales_invoice", "ids": ["2001", "2003"]}
    assert (given["steps"], given["only"]) == ([SALES_FETCH, SALES_POST], WHOLE)


def test_many_are_archived_by_a_filter(shop: Connector, operator: Caller, waiting_machine: str) -> None:
    wanted = {"status": "Error", "q": " ada ", "from": "2026-10-01", "to": "2026-10-31", "cause": "it was refused"}

    operator.post("/sales-invoices/archive", {"filter": wanted})

    (given,) = inputs(waiting_machine)
    assert given["steps"] == []
    assert given["change"]["filter"] == {
        "status": "Error",
        "search": "ada",
        "first": "2026-10-01",
        "last": "2026-10-31",
        "cause": "it was refused",
        "reason": "",
    }


def test_contacts_that_are_retried_together_wait_for_their_documents(
    shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    operator.post("/contacts/retry", {"filter": {"status": "Error"}})

    (given,) = inputs(waiting_machine)
    assert given["steps"] == []


def test_clicking_twice_at_once_starts_one_run(shop: Connector, operator: Caller, waiting_machine: str) -> None:
    first, second = operator.post("/sync"), operator.post("/sync")

    assert first.body["run"] == second.body["run"]
    assert "asked for already" in second.body["message"]
    assert len(inputs(waiting_machine)) == 1


def test_two_people_who_ask_for_the_same_get_the_same_run(
    shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    event = an_event("POST", operator.at("/sales-invoices/2001/post"))
    first = operator.send(event)
    event["requestContext"]["authorizer"]["jwt"]["claims"] = {"email": "grace@example.com", "cognito:groups": "[admin]"}

    second = operator.send(event)

    assert first.body["run"] == second.body["run"]
    assert len(inputs(waiting_machine)) == 1


def test_a_request_that_still_waits_is_not_started_again_however_late(
    shop: Connector, operator: Caller, waiting_machine: str, clock: ManualClock
) -> None:
    first = operator.post("/sync").body["run"]
    wrote(shop, waiting_machine, status="WAITING")
    clock.advance(minutes=20)

    second = operator.post("/sync").body["run"]

    assert second == first
    assert len(inputs(waiting_machine)) == 1


def test_a_request_whose_turn_has_come_can_be_made_again(
    shop: Connector, operator: Caller, waiting_machine: str, clock: ManualClock
) -> None:
    first = operator.post("/sync").body["run"]
    wrote(shop, waiting_machine, status="RUNNING")
    clock.advance(minutes=1)

    second = operator.post("/sync").body["run"]

    assert second != first
    assert len(inputs(waiting_machine)) == 2


def test_what_was_done_a_moment_ago_can_be_asked_for_again(
    shop: Connector, operator: Caller, waiting_machine: str
) -> None:
    first = operator.post("/sales-invoices/2001/archive").body["run"]
    stop_all(waiting_machine)

    second = operator.post("/sales-invoices/2001/archive").body["run"]

    assert second != first
    assert len(inputs(waiting_machine)) == 2


def test_different_requests_are_different_runs(shop: Connector, operator: Caller, waiting_machine: str) -> None:
    paths = ["/sync", "/sales-invoices/post", "/sales-credits/post", "/sales-invoices/2001/post", "/products/post"]

    runs = {operator.post(path).body["run"] for path in paths}

    assert len(runs) == len(paths)


def test_a_trigger_during_a_cycle_says_that_it_waits(shop: Connector, operator: Caller) -> None:
    LockItem(area(shop.connection, Area.LOCK), LOCK, run="2026-11-23T08:59:00.000Z#cycle").save()

    accepted = operator.post("/sales-invoices/post").body

    assert accepted["status"] == "WAITING"
    assert "Another run is working" in accepted["message"]


def test_a_change_alone_waits_for_nobody(shop: Connector, operator: Caller) -> None:
    LockItem(area(shop.connection, Area.LOCK), LOCK, run="2026-11-23T08:59:00.000Z#cycle").save()

    accepted = operator.post("/sales-invoices/2001/archive").body

    assert accepted["status"] == "STARTED"


def test_a_run_can_be_looked_at_before_it_has_written_anything(shop: Connector, operator: Caller) -> None:
    run = operator.post("/sales-invoices/2001/retry").body["run"]

    shown = operator.get(f"/runs/{run}")

    assert shown.status == 200
    assert (shown.body["run"]["status"], shown.body["run"]["action"]) == ("WAITING", "retry")
    steps = [(step["step"], step["does"]) for step in shown.body["steps"]]
    assert steps[0] == (CHANGE_RECORDS, "change the chosen records")
    assert steps[1:] == [(name, BY_NAME[name].does) for name in (SALES_FETCH, SALES_POST)]


def test_another_connection_s_run_cannot_be_looked_at(shop: Connector, operator: Caller) -> None:
    run = operator.post("/sync").body["run"]
    stranger = Caller(handler=operator.handler, connection="nowhere")

    assert stranger.get(f"/runs/{run}").status == 404


def test_nothing_is_started_for_a_connection_that_is_not_there(operator: Caller, waiting_machine: str) -> None:
    stranger = Caller(handler=operator.handler, connection="nowhere")

    refused = stranger.post("/sync")

    assert (refused.status, refused.fields) == (404, ["connection"])
    assert inputs(waiting_machine) == []


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_can_be_fetched_and_posted(kind: Kind) -> None:
    assert fetches(kind)
    assert posts(kind)


def test_a_payment_goes_to_the_other_system_than_the_one_it_comes_from() -> None:
    assert posts(Kind.SALES_PAYMENT, System.XERO) == ("post_brightpearl_sales_payments",)
    assert posts(Kind.SALES_PAYMENT, System.BRIGHTPEARL) == ("post_xero_sales_payments",)
    assert fetches(Kind.SALES_PAYMENT, System.XERO) == ("fetch_xero_sales_payments",)


def wrote(shop: Connector, machine: str, *, status: str) -> None:
    """Write what the state machine would have written of its newest execution."""
    given = inputs(machine)[-1]
    RunItem(
        area(shop.connection, Area.RUN),
        given["run"],
        status=status,
        trigger="manual",
        identity=given["identity"],
        request=given["request"],
        started_at="2026-11-23T09:00:00.000Z",
    ).save()


def stop_all(machine: str) -> None:
    client = boto3.client("stepfunctions")
    for one in client.list_executions(stateMachineArn=machine)["executions"]:
        client.stop_execution(executionArn=one["executionArn"])
