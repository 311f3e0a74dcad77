"""The people of a storm who do all that money does: what they know is owed agrees with Brightpearl, and what waits is named."""

import random
from collections import defaultdict
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from sandbox.proof.storm.people import Document, People
from sandbox.proof.storm.till import ACTS, TOO_MUCH, Till
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.world import Sandbox


def a_till(*, excess_held: bool = True, country: Country = Country.GB, seed: int = 1, **switches: Any) -> Till:
    sandbox = Sandbox(clock=ManualClock(datetime(2026, 11, 23, 9, tzinfo=UTC)), country=country)
    sandbox.brightpearl.vendor.set_switches(switches)
    people = People(sandbox=sandbox, chance=random.Random(seed))
    people.open_up()
    return Till(people=people, excess_held=excess_held)


def state(till: Till) -> Any:
    return till.people.sandbox.brightpearl.vendor.state()


def open_in_brightpearl(till: Till, document: Document) -> Decimal:
    """What is left of an order, below nought where it is paid too much."""
    paid = [one for one in state(till)["payments"].values() if one["order_id"] == document.order]
    signs = {"RECEIPT": 1, "PAYMENT": -1}
    return document.total - sum((signs[one["type"]] * Decimal(one["amount_paid"]) for one in paid), Decimal(0))


@pytest.mark.parametrize("country", Country)
@pytest.mark.parametrize("shown_as", ["payment", "negative_receipt"])
def test_what_they_know_is_owed_is_what_brightpearl_has_open_but_for_what_waits(
    country: Country, shown_as: str
) -> None:
    till = a_till(country=country, reversal_shown_as=shown_as)

    till.people.act(200, further=till.acts())

    payments = state(till)["payments"]
    waits: defaultdict[int, Decimal] = defaultdict(Decimal)
    for payment, amount in till.waits.items():
        sign = -1 if payments[str(payment)]["type"] == "PAYMENT" else 1
        waits[payments[str(payment)]["order_id"]] += sign * amount
    owed = till.people.owed()
    for document in till.people.others:
        cents_too_much = {Decimal("-0.01"): Decimal(0)}
        open_there = open_in_brightpearl(till, document) + waits[document.order]
        assert owed[document.number] == cents_too_much.get(open_there, open_there)


@pytest.mark.parametrize("excess_held", [True, False], ids=["held", "an overpayment"])
def test_every_act_is_one_that_brightpearl_takes(excess_held: bool) -> None:
    till = a_till(excess_held=excess_held)

    for _ in range(3):
        for act in till.acts():
            act()

    assert {payment["method"] for payment in state(till)["payments"].values()} >= {"CARD", "BANK"}
    assert any(payment["allocated"] for payment in state(till)["payments"].values())


def test_the_acts_are_as_many_as_their_table_has() -> None:
    assert len(a_till().acts()) == len(ACTS)


@pytest.mark.parametrize(("excess_held", "waits"), [(True, 3), (False, 0)])
def test_what_is_too_much_and_what_uses_it_waits_while_it_is_held(excess_held: bool, waits: int) -> None:
    till = a_till(excess_held=excess_held, seed=2)
    while not till.overpaid:
        till.waits.clear()
        till.pay_too_much()

    till.use_money_on_account()

    assert len(till.waits) == waits
    assert set(till.waits.values()) <= {TOO_MUCH}


def test_what_is_let_go_waits_and_stays_owed() -> None:
    till = a_till()

    till.let_some_go()

    [document] = till.people.others
    assert list(till.waits.values()) == [document.open]
    assert document.open > 0
