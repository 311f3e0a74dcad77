"""What does not fit into one invocation goes on in the next, and what a limit forbids waits: nothing is lost or doubled."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from sandbox.proof.in_process import Connector
from shared.brightpearl.sets import SetReader
from shared.errors import RequestRefusedError
from shared.kinds import Kind, System
from shared.records.status import Status
from shared.sequence import STEPS
from shared.sources import brightpearl_payments
from tests.end_to_end.shop import Cycle, Raw, Shop

ORDERS = 300
XERO_STEPS = {step.name for step in STEPS if step.system == System.XERO}
BUDGET_SECONDS = 2


def short_of_time(deployed: Connector) -> Connector:
    """The same connection, but an invocation may take two seconds only, and each call takes one of them."""
    return replace(deployed, time_budget_seconds=BUDGET_SECONDS, call_seconds=1)


def test_steps_that_do_not_finish_in_time_go_on_until_everything_is_there_once(shop: Shop) -> None:
    shop.deployed.sandbox.seed(orders=ORDERS, seed=3)
    hurried = short_of_time(shop.deployed)

    answers = hurried.cycle()

    assert Cycle(answers).stopped == {}
    assert shop.surprises() == []
    assert min(hurried.invocations[name] for name in SEVERAL) > 1
    assert shop.differences() == []
    assert shop.good_cycle().total("posted") == 0


BEFORE_PAYMENTS = (
    "fetch_brightpearl_products",
    "fetch_brightpearl_contacts",
    "fetch_brightpearl_sales",
    "post_xero_sales",
)
SEVERAL = ("fetch_brightpearl_sales", "post_xero_purchases", "post_xero_sales", "post_xero_sales_payments")


def test_many_payments_in_xero_are_fetched_and_posted_by_invocations_that_are_short_of_time(shop: Shop) -> None:
    sold = [shop.sell() for _ in range(60)]
    shop.good_cycle()
    for _, number in sold:
        shop.xero("pay_invoice", invoice=number)
        shop.clock.advance(seconds=1)

    shop.clock.advance(minutes=30)
    answers = short_of_time(shop.deployed).cycle()

    assert Cycle(answers).stopped == {}
    assert [len(shop.payments_in_brightpearl(order)) for order, _ in sold] == [1] * len(sold)
    assert shop.good_cycle().total("posted") == 0
    assert shop.differences() == []


def read_by_orders_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """As what was paid before the connection began: no payment is found by its day."""
    monkeypatch.setattr(brightpearl_payments, "LAG", timedelta(hours=-1))
    monkeypatch.setattr(brightpearl_payments, "SEARCHED_TOGETHER", 1)
    monkeypatch.setattr(brightpearl_payments, "GATHERED", 1)
    monkeypatch.setattr(brightpearl_payments, "MOST_TOGETHER", 1)


@pytest.mark.parametrize(("others", "calls"), [(False, 14), (True, 17)])
def test_payments_of_new_documents_go_on_where_they_were_cut_off_unless_there_are_others_by_now(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, others: bool, calls: int
) -> None:
    read_by_orders_one_at_a_time(monkeypatch)
    orders = [shop.sell()[0] for _ in range(5)]
    for order in orders:
        shop.brightpearl("pay_order", order=order, method="CARD")
    for step in BEFORE_PAYMENTS:
        shop.deployed.step(step)
    hurried = short_of_time(shop.deployed)
    step, run = "fetch_brightpearl_sales_payments", hurried.start_run()

    begun = hurried.invoke(step, {"connection": hurried.connection, "run": run})
    if others:
        shop.deployed.progress.queues.enqueue(step, [str(orders[0])])
    done = hurried.step(step, run=run)

    first = begun["calls"]["brightpearl"]
    assert (begun["more"], first) == (True, 6), "one search by day, two by order, two journals, the methods"
    assert first + done["calls"]["brightpearl"] == calls
    assert shop.deployed.step("post_xero_sales_payments")["posted"] == 5
    assert shop.deployed.progress.queues.queued(step) == []


def test_orders_without_any_payment_are_read_some_at_a_time_too(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    read_by_orders_one_at_a_time(monkeypatch)
    monkeypatch.setattr(brightpearl_payments, "MOST_SEARCHES", 2)
    for _ in range(5):
        shop.sell()
    for step in BEFORE_PAYMENTS:
        shop.deployed.step(step)
    hurried = short_of_time(shop.deployed)
    step, run = "fetch_brightpearl_sales_payments", hurried.start_run()

    begun = hurried.invoke(step, {"connection": hurried.connection, "run": run})
    done = hurried.step(step, run=run)

    searches = [answer["calls"]["brightpearl"] for answer in (begun, done)]
    assert begun["more"]
    assert searches[0] < sum(searches)
    assert shop.deployed.progress.queues.queued(step) == []


def test_a_payment_whose_journal_is_never_shown_does_not_make_a_cut_off_reading_begin_again(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_by_orders_one_at_a_time(monkeypatch)
    orders = [shop.sell()[0] for _ in range(5)]
    hidden, *others = [shop.brightpearl("pay_order", order=order)["payment"] for order in orders]
    journal = shop.deployed.sandbox.brightpearl.vendor.state()["payments"][str(hidden)]["journal_id"]
    faults = shop.deployed.sandbox.brightpearl.faults
    faults.replace([{"kind": "html_400", "method": "GET", "path": f"/journal/{journal}$", "times": 0}])
    for step in BEFORE_PAYMENTS:
        shop.deployed.step(step)

    read = short_of_time(shop.deployed).step("fetch_brightpearl_sales_payments")
    posted = shop.deployed.step("post_xero_sales_payments")["posted"]
    waiting = shop.record(Kind.SALES_PAYMENT, str(hidden)).held
    faults.replace([])
    shop.good_cycle()

    assert str(journal) in read["problem"]
    assert (posted, waiting) == (len(others), f"waits until its journal {journal} can be read in Brightpearl")
    assert shop.record(Kind.SALES_PAYMENT, str(hidden)).status == Status.SENT


def test_a_step_that_begins_without_any_time_left_still_gets_on(shop: Shop) -> None:
    order, number = shop.sell()

    Cycle(replace(shop.deployed, time_budget_seconds=1, call_seconds=5).cycle())

    assert len(shop.in_xero(number)) == 1
    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT


@pytest.mark.parametrize("system", System)
def test_a_limit_of_the_minute_makes_a_step_wait_outside_the_function(shop: Shop, system: System) -> None:
    name = {System.XERO: "post_xero_sales", System.BRIGHTPEARL: "fetch_brightpearl_sales"}[system]
    _, number = shop.sell()
    run = shop.deployed.start_run()
    if system == System.XERO:
        shop.deployed.step("fetch_brightpearl_sales", run=run)
    stand_in = {System.XERO: shop.deployed.sandbox.xero, System.BRIGHTPEARL: shop.deployed.sandbox.brightpearl}[system]
    stand_in.vendor.force_limit("rate_limit_minute")

    event: Raw = {"connection": shop.deployed.connection, "run": run, "only": None, "so_far": {}}
    first = shop.deployed.invoke(name, event)
    began = shop.clock.now()
    shop.deployed.step(name, run=run)
    shop.good_cycle()

    assert (first["more"], first["paused"], first["failed"]) == (True, False, False)
    assert 5 < first["wait_seconds"] <= 61
    assert "limit of calls for this minute is used up" in first["problem"]
    assert shop.clock.now() > began
    assert len(shop.in_xero(number)) == 1


def test_on_the_limit_of_the_day_the_xero_steps_pause_fetching_goes_on_and_it_ends_by_itself(shop: Shop) -> None:
    order, number = shop.sell()
    shop.xero("use_up_limit", limit="day")

    paused = shop.cycle()
    fetched = shop.record(Kind.SALES_INVOICE, order).status
    run = shop.latest_run()
    shop.clock.advance(days=1)
    shop.good_cycle()

    assert paused.stopped == {}
    assert {name for name, answer in paused.answers.items() if answer["paused"]} == XERO_STEPS
    assert paused.calls(System.XERO) == 1, "the first one is refused, the others do not ask"
    assert "limit of calls for this day is used up" in paused.answers["post_xero_sales"]["problem"]
    assert run["post_xero_sales"]["paused"]
    assert run["post_xero_sales"]["resumes_at"] > paused_at(run)
    assert fetched == Status.PENDING
    assert len(shop.in_xero(number)) == 1
    assert shop.differences() == []


def paused_at(run: dict[str, dict[str, str]]) -> str:
    return run["post_xero_sales"]["resumes_at"][:10]


def test_a_limit_in_the_middle_of_a_search_loses_nothing(shop: Shop) -> None:
    shop.deployed.sandbox.seed(orders=ORDERS, seed=5)
    shop.deployed.sandbox.brightpearl.faults.replace(
        [{"kind": "rate_limit_minute", "path": "/order-service/order/", "after": 1}]
    )

    shop.good_cycle()

    assert shop.differences() == []
    assert shop.good_cycle().total("posted") == 0


def test_a_lost_authorisation_is_a_failure_that_names_the_system_and_others_go_on(shop: Shop) -> None:
    _, number = shop.sell()
    shop.xero("disconnect")

    broken = shop.cycle()
    shop.xero("reconnect")
    shop.good_cycle()

    assert "post_xero_sales" in broken.stopped
    assert all("Xero no longer accepts" in problem for problem in broken.stopped.values())
    assert broken.answers["post_xero_sales"]["needs_reconnect"] == "xero"
    assert broken.answers["fetch_brightpearl_sales"]["fetched"] == 1
    assert len(shop.in_xero(number)) == 1


def test_what_brightpearl_will_not_show_is_told_holds_up_nothing_and_is_read_when_it_can_be(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.good_cycle()
    bad, bad_number = shop.sell()
    _, good_number = shop.sell()
    shown = SetReader._get

    def without_bad(reader: SetReader, ids: Sequence[int]) -> list[dict[str, Any]]:
        if bad in ids:
            raise RequestRefusedError(
                "refused", words="No. (X-1)", status=400, body='{"errors":[{"code":"X-1","message":"No."}]}'
            )
        return shown(reader, ids)

    with monkeypatch.context() as broken:
        broken.setattr(SetReader, "_get", without_bad)
        failures = [shop.cycle().stopped for _ in range(2)]
    in_the_meantime = (len(shop.in_xero(bad_number)), len(shop.in_xero(good_number)))
    shop.good_cycle()

    says = f"Brightpearl refused to show 1 of the changed records (order {bad}): No. (X-1)"
    assert failures == [{"fetch_brightpearl_sales": says}] * 2
    assert in_the_meantime == (0, 1)
    assert len(shop.in_xero(bad_number)) == 1
