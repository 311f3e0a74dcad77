"""A whole shop, awkward cases and all: equal after a cycle, quiet after the next, equal again after changes."""

from datetime import UTC, datetime
from typing import Any, Final

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.proof.in_process import Connector, connector
from sandbox.stand_ins.brightpearl import switches as brightpearl_switches
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.world import Sandbox
from sandbox.stand_ins.xero import choices as xero_switches
from shared.kinds import Kind, System
from shared.records.status import Status
from tests.conftest import START
from tests.end_to_end.shop import Raw, Shop

ORDERS: Final = 25
MOST_XERO, MOST_BRIGHTPEARL = 8, 20


LONGEST_LAG: Final = 300  # of a search behind the truth, that the overlap of two readings has to cover


def choices(known: dict[str, tuple[Any, ...]]) -> list[Any]:
    """The other setting of every switch: with the likelier one all other tests run."""
    rarer = {name: LONGEST_LAG if LONGEST_LAG in values else values[1] for name, values in known.items()}
    return [pytest.param({name: value}, id=f"{name}={value}") for name, value in rarer.items()]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_seeded_shop_is_equal_on_both_sides_and_the_next_cycle_is_quiet(shop: Shop, seed: int) -> None:
    shop.deployed.sandbox.seed(orders=40, seed=seed)

    shop.good_cycle()
    equal = shop.differences()
    quiet = shop.good_cycle()

    assert equal == []
    assert shop.errors() == []
    assert (quiet.total("posted"), quiet.total("errors"), quiet.total("fetched")) == (0, 0, 0)
    assert quiet.calls(System.XERO) <= MOST_XERO
    assert quiet.calls(System.BRIGHTPEARL) <= MOST_BRIGHTPEARL
    assert shop.differences() == []


@pytest.mark.parametrize("country", [Country.US, Country.AU])
def test_a_shop_of_another_country_is_equal_on_both_sides(country: Country, cloud: Cloud, clock: ManualClock) -> None:
    with connector(Sandbox(clock=clock, country=country), cloud, start=START) as ready:
        shop = Shop(deployed=ready, clock=clock)
        ready.sandbox.seed(orders=40, seed=2)

        shop.good_cycle()

        assert (shop.differences(), shop.errors()) == ([], [])


def test_everything_that_waits_says_why(shop: Shop) -> None:
    shop.deployed.sandbox.seed(orders=40, seed=4)

    shop.good_cycle()

    waiting = [record for record in every_record(shop) if record.status == Status.PENDING]
    assert {record.held for record in waiting if record.kind not in (Kind.PRODUCT, Kind.CONTACT)} == {
        "it has no invoice reference yet",
        "a deposit of 15.00: order 2016 is not invoiced yet",
        "a deposit of 815.09: order 2040 is not invoiced yet",
    }


def every_record(shop: Shop) -> list[Any]:
    return [record for kind in Kind for record in shop.records(kind)]


@pytest.mark.parametrize("switch", choices(brightpearl_switches.CHOICES))
def test_whatever_brightpearl_does_a_cycle_a_change_and_a_cycle_are_equal(shop: Shop, switch: Raw) -> None:
    shop.deployed.sandbox.brightpearl.vendor.set_switches(switch)

    cycle_change_cycle(shop)


@pytest.mark.parametrize("switch", choices(xero_switches.CHOICES))
def test_whatever_xero_does_a_cycle_a_change_and_a_cycle_are_equal(shop: Shop, switch: Raw) -> None:
    shop.deployed.sandbox.xero.vendor.set_switches(switch)

    cycle_change_cycle(shop)


@pytest.mark.parametrize("mode", ["manual_journal", "bill_or_credit"])
def test_stock_corrections_reach_xero_in_either_mode(
    sandbox: Sandbox, cloud: Cloud, clock: ManualClock, mode: str
) -> None:
    def choose(settings: Raw) -> None:
        settings["adjustments"]["mode"] = mode

    with connector(sandbox, cloud, start=START, change=choose) as ready:
        shop = shop_over(ready, clock)
        cycle_change_cycle(shop)
        correct_stock(shop)

        assert shop.differences() == []


def test_a_stock_correction_of_the_first_morning_is_not_missed_where_the_account_is_ahead_of_utc(shop: Shop) -> None:
    shop.clock.set(datetime(2026, 11, 24, 13, tzinfo=UTC))
    ahead = {"start_date": "2026-11-25", "time_zone": "Pacific/Auckland"}
    shop.change_settings(lambda settings: settings.update(ahead))
    note = shop.brightpearl("stock_correction", product=shop.product, quantity=4, cost="2.50")["goods_note"]

    shop.good_cycle()

    assert shop.record(Kind.INVENTORY_ADJUSTMENT, note).status == Status.SENT


def test_sales_tax_that_a_channel_worked_out_goes_as_a_line_of_its_own(shop: Shop) -> None:
    row = {"name": "Poster", "quantity": 1, "price": "15.00", "tax_code": "-", "tax": "1.24"}
    _, number = shop.sell(row)

    shop.good_cycle()

    lines = shop.document(number)["LineItems"]
    assert [(line["Description"], line["LineAmount"]) for line in lines] == [("Poster", "15.00"), ("Sales tax", "1.24")]
    assert shop.differences() == []


def cycle_change_cycle(shop: Shop) -> None:
    """A seeded shop, what happens in one on any day, and a quiet end."""
    shop.deployed.sandbox.seed(orders=ORDERS, seed=9)
    shop.open_up()
    order, number = shop.sell()
    other, other_number = shop.sell()
    shop.cycles_until_quiet()
    assert shop.differences() == []

    shop.brightpearl("edit_order", order=order, price="27.50")
    shop.brightpearl("pay_order", order=other, amount="10.00")
    credit, _ = shop.credit(other)
    shop.brightpearl("refund_order", order=credit, amount="5.00")
    shop.xero("pay_invoice", invoice=other_number, amount="4.00")
    shop.brightpearl("stock_correction", product=shop.product, quantity=5, cost="3.00")
    shop.sell(currency="EUR")
    shop.cycles_until_quiet()

    assert shop.differences() == []
    assert shop.surprises() == []
    assert shop.document(number)["Total"] == "33.00"


def correct_stock(shop: Shop) -> None:
    shop.brightpearl("stock_correction", product=shop.product, quantity=4, cost="2.50", reason="Found in the cellar")
    shop.brightpearl("stock_correction", product=shop.product, quantity=-2, reason="Broken")
    shop.good_cycle()


def shop_over(ready: Connector, clock: ManualClock) -> Shop:
    shop = Shop(deployed=ready, clock=clock)
    shop.open_up()
    return shop
