"""The right books: whatever the credentials lead to by now, nothing goes anywhere but where the connection belongs."""

from typing import Any

import pytest
from msgspec.structs import replace

from sandbox.stand_ins.brightpearl import vendor
from shared.api.health import health
from shared.kinds import System
from shared.records.connections import Connection, Pins, connection_of
from shared.sequence import STEPS, Verb
from tests.end_to_end.shop import Cycle, Shop

HILL = "Hill Books Ltd"
SENTENCE = (
    "this connection belongs to the Xero organisation Demo Company (UK), and its credentials lead to the Xero organisation"
    f" {HILL}: nothing is posted to either system"
)
OF_BRIGHTPEARL = {step.name for step in STEPS if step.verb is Verb.FETCH and step.system is System.BRIGHTPEARL}


def connected(shop: Shop) -> Connection:
    found = connection_of(shop.deployed.connection)
    assert found is not None
    return found


def pins(shop: Shop) -> Pins:
    known = connected(shop).pins
    assert known is not None
    return known


def calls(shop: Shop, system: str, path: str) -> list[dict[str, Any]]:
    stand_in = getattr(shop.deployed.sandbox, system)
    return [call for call in stand_in.traffic.calls() if call["path"].endswith(path)]


@pytest.fixture
def pinned(shop: Shop) -> Shop:
    """A shop with a sale that is in both systems, connected to its books; its first cycle is behind it."""
    shop.deployed.progress.activate()
    shop.sell()
    shop.good_cycle()
    return shop


def test_another_organisation_behind_the_credentials_stops_everything_until_the_right_ones_are_there(
    pinned: Shop,
) -> None:
    shop = pinned
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    shop.deployed.step("fetch_xero_sales_payments")
    _, later = shop.sell()
    shop.buy()
    shop.xero("change_organisation", name=HILL)

    stopped = Cycle(shop.deployed.cycle())
    said = health(connected(shop), None)
    there, paid = shop.in_xero(later), shop.payments_in_brightpearl(order)
    shop.xero("change_organisation")
    shop.good_cycle()

    assert stopped.stopped.keys() == {step.name for step in STEPS} - OF_BRIGHTPEARL
    assert {*stopped.stopped.values()} == {SENTENCE}
    assert stopped.answers["post_xero_sales"]["hint"].startswith("store the credentials of Demo Company (UK) again")
    assert stopped.calls(System.XERO) == 1
    assert said.word == "wrong_books"
    assert said.sentence.startswith(f"{SENTENCE[0].upper()}{SENTENCE[1:]}. Store the right credentials")
    assert (there, paid) == ([], [])
    assert connected(shop).wrong_books == ""
    assert (len(shop.in_xero(later)), len(shop.payments_in_brightpearl(order))) == (1, 1)


def test_a_known_wrong_organisation_gets_nothing_into_brightpearl_while_the_day_of_xero_is_used_up(
    pinned: Shop,
) -> None:
    shop = pinned
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    shop.deployed.step("fetch_xero_sales_payments")
    shop.xero("change_organisation", name=HILL)
    shop.deployed.step("post_brightpearl_sales_payments")
    shop.xero("use_up_limit", limit="day")
    shop.cycle()

    shop.cycle()

    assert shop.payments_in_brightpearl(order) == []


def test_what_was_read_before_the_day_of_xero_was_used_up_goes_to_brightpearl(pinned: Shop) -> None:
    shop = pinned
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    shop.deployed.step("fetch_xero_sales_payments")
    shop.xero("use_up_limit", limit="day")
    shop.deployed.step("post_xero_sales")

    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1


def test_the_first_cycle_pins_what_was_connected_before_there_were_pins(pinned: Shop) -> None:
    known = pins(pinned)

    assert (known.organisation, known.account) == ("Demo Company (UK)", "sandbox")


def test_what_xero_says_of_the_organisation_is_kept_for_the_run(pinned: Shop) -> None:
    before = len(calls(pinned, "xero", "/Organisation"))

    done = pinned.good_cycle()

    assert len(calls(pinned, "xero", "/Organisation")) == before + 1
    told = done.answers["post_xero_inventory_adjustments"]["periods"]["organisation"]
    assert (told["BaseCurrency"], told["SalesTaxBasis"], told["SalesTaxPeriod"]) == ("GBP", "ACCRUALS", "QUARTERLY")


def test_credentials_of_another_brightpearl_account_stop_both_systems(pinned: Shop) -> None:
    shop = pinned
    _, number = shop.sell()
    shop.deployed.step("fetch_brightpearl_sales")
    right = pins(shop)
    shop.deployed.progress.pin(replace(right, account="othershop"))

    stopped = Cycle(shop.deployed.cycle())
    there = shop.in_xero(number)
    shop.deployed.progress.pin(right)
    shop.good_cycle()

    assert {*stopped.stopped.values()} == {
        "this connection belongs to the Brightpearl account othershop, and its credentials lead to sandbox: nothing is posted"
        " to either system"
    }
    assert there == []
    assert (len(shop.in_xero(number)), connected(shop).wrong_books) == (1, "")


def rotate(shop: Shop) -> None:
    """Store the same credentials again: they have another version."""
    secrets = shop.deployed.runtime.secrets(shop.deployed.connection)
    secrets.keep(System.BRIGHTPEARL, secrets.credentials_for(System.BRIGHTPEARL))


def test_a_new_secret_of_the_same_installation_is_looked_at_once(pinned: Shop) -> None:
    pinned.good_cycle()
    before, asked = pins(pinned), len(calls(pinned, "brightpearl", "/account-configuration"))
    rotate(pinned)

    pinned.good_cycle()
    pinned.good_cycle()

    assert len(calls(pinned, "brightpearl", "/account-configuration")) == asked + 1
    assert pins(pinned).secret_version != before.secret_version
    assert pins(pinned).installation == before.installation == "13"


def test_a_new_secret_of_another_installation_stops_until_somebody_connects_again(
    pinned: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = pinned
    shop.good_cycle()
    _, number = shop.sell()
    rotate(shop)
    monkeypatch.setattr(vendor, "INTEGRATION_INSTANCE", 14)

    stopped = Cycle(shop.deployed.cycle())

    (sentence,) = {*stopped.stopped.values()}
    assert "another installation of the connector's app (14, before it was 13)" in sentence
    assert shop.in_xero(number) == []


def test_the_mark_needs_reconnect_goes_away_by_itself_when_both_systems_answer_again(pinned: Shop) -> None:
    shop = pinned
    shop.xero("disconnect")
    shop.cycle()
    lost = connected(shop).needs_reconnect
    shop.xero("reconnect")

    shop.good_cycle()

    assert (lost, connected(shop).needs_reconnect) == ("xero", "")


def test_the_mark_stays_as_long_as_one_of_both_lets_nobody_in(pinned: Shop) -> None:
    shop = pinned
    shop.deployed.progress.needs_reconnect("brightpearl")
    shop.xero("disconnect")

    shop.cycle()

    assert connected(shop).needs_reconnect == "xero"
