"""What the storm's comparison sees, and what equal books would hide."""

from decimal import Decimal

import pytest

from sandbox.proof.storm.compare import Verdict, compare
from tests.end_to_end.shop import Shop


def held_against(shop: Shop, owed: dict[str, str]) -> Verdict:
    sandbox = shop.deployed.sandbox
    states = sandbox.brightpearl.vendor.state(), sandbox.xero.vendor.state()
    return compare(*states, shop.deployed.settings, owed={number: Decimal(open_) for number, open_ in owed.items()})


def test_a_payment_that_is_doubled_on_both_sides_is_told(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    for _ in range(2):
        shop.brightpearl("pay_order", order=order, amount="10.00")
        shop.xero("pay_invoice", invoice=number, amount="10.00")

    assert held_against(shop, {}).good
    assert str(held_against(shop, {number: "10.00"})) == "lost 0, doubled 0, unequal 0"
    assert str(held_against(shop, {number: "20.00"})) == "lost 0, doubled 1, unequal 0"


@pytest.mark.parametrize("by", ["pay_order", "pay_invoice"])
def test_a_payment_that_only_one_side_has_is_told(shop: Shop, by: str) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    if by == "pay_order":
        shop.brightpearl(by, order=order, amount="10.00")
    else:
        shop.xero(by, invoice=number, amount="10.00")

    verdict = held_against(shop, {})

    assert (verdict.lost, verdict.doubled) == ((1, 0) if by == "pay_order" else (0, 1))
    assert number in verdict.lines[0]
