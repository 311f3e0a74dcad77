"""The limits of both systems as they really are: met, hardly ever hit, and never a reason for a person to do anything."""

from collections import Counter
from datetime import datetime, timedelta

import pytest

from sandbox.stand_ins.stand_in import StandIn
from shared.kinds import System
from shared.posting import allocations
from shared.sequence import STEPS, Verb
from tests.end_to_end.shop import Cycle, Shop
from tests.posting.scenes import (
    disagreements,
    new_purchases,
    new_sales,
    sales_payments_in_xero,
    settle,
    stock_corrections,
)

ORDERS = 150
FEW = 6
CALLS_OF_A_LOT = 3  # the credits, their invoices, and the allocation itself
PERIODS_ASKED = 1  # once a run, before the first thing with a day is posted
REFUSED = (429, 503)
CYCLES = 6  # three hours: the first pause is an hour long, as Xero says no more than that nothing is left


def refusals(stand_in: StandIn) -> list[datetime]:
    """When a call was refused because there had been too many."""
    calls = stand_in.traffic.calls()
    return [datetime.fromisoformat(call["at"]) for call in calls if call["status"] in REFUSED]


def test_in_a_big_cycle_no_minute_sees_more_than_one_refusal(shop: Shop) -> None:
    sandbox = shop.deployed.sandbox
    sandbox.seed(orders=ORDERS, seed=5)
    shop.xero("use_up_limit", limit="minute", left=FEW)
    began = shop.clock.now()

    done = Cycle(shop.deployed.cycle())

    minutes = Counter(int((at - began).total_seconds() + 17) // 60 for at in refusals(sandbox.xero))
    assert done.stopped == {}
    assert done.calls(System.XERO) > FEW
    assert set(minutes.values()) <= {1}
    assert refusals(sandbox.brightpearl) == []
    assert shop.differences() == []


def test_the_limit_of_a_day_is_met_once_and_then_no_step_of_xero_asks_until_it_is_over(shop: Shop) -> None:
    shop.good_cycle()
    shop.xero("use_up_limit", limit="day", left=20)
    before = len(refusals(shop.deployed.sandbox.xero))
    paused = Counter[str]()
    fetched = 0
    for _ in range(CYCLES):
        new_sales(shop)
        new_purchases(shop)
        stock_corrections(shop)
        done = shop.good_cycle()
        fetched += sum(done.answers[step.name]["fetched"] for step in STEPS if step.verb == Verb.FETCH)
        paused += Counter(name for name, answer in done.answers.items() if answer["paused"])
    met = len(refusals(shop.deployed.sandbox.xero)) - before

    shop.clock.advance(days=1)
    shop.cycles_until_quiet()

    assert met <= 1
    assert paused
    assert {name.split("_")[1] for name in paused} == {"xero"}
    assert fetched >= 5 * CYCLES, "Brightpearl is read all the same"
    assert disagreements(shop) == []
    assert shop.errors() == []


def test_what_a_person_wants_posted_is_tried_though_the_day_is_over(shop: Shop) -> None:
    sales_payments_in_xero(shop)
    shop.xero("use_up_limit", limit="day")
    order, _ = shop.sell()
    shop.cycle()
    asked = {"kind": "sales_invoice", "id": str(order)}

    tried = shop.deployed.step("post_xero_sales", only=asked)
    rested = shop.deployed.step("post_xero_sales")

    assert (tried["calls"]["xero"], tried["paused"]) == (1, True)
    assert (rested["calls"]["xero"], rested["paused"]) == (0, True)
    assert rested["resumes_at"] == tried["resumes_at"]


def test_allocations_that_a_limit_cuts_off_go_on_where_they_were(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocations, "TOGETHER", 1)
    for _ in range(3):
        order, _ = shop.sell()
        shop.credit(order)
        settle(shop)
    shop.clock.advance(seconds=20)  # into a new minute of Xero's
    shop.xero("use_up_limit", limit="minute", left=PERIODS_ASKED + CALLS_OF_A_LOT)
    began = shop.clock.now()
    run = shop.deployed.start_run()
    shop.deployed.step("fetch_brightpearl_sales_payments", run=run)

    done = shop.deployed.step("post_xero_sales_payments", run=run)

    assert shop.clock.now() - began == timedelta(minutes=1)
    assert done["calls"]["xero"] == PERIODS_ASKED + 3 * CALLS_OF_A_LOT
    assert [note["RemainingCredit"] for note in shop.books()["CreditNotes"]] == ["0.00"] * 3
