"""Every step survives a record that is no good: that one is an Error or waits, the one beside it goes."""

from collections.abc import Callable
from typing import Final

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.clock import ManualClock
from shared.kinds import Kind
from shared.records.status import Status
from shared.sequence import STEPS
from tests.end_to_end.shop import Cycle, Shop

Pair = tuple[Kind, object, object]
Scenario = Callable[[Shop], Pair]


def products(shop: Shop) -> Pair:
    """One without a SKU, bought beside one that has one."""
    bad = shop.new_product(sku="")
    for product in (bad, shop.product):
        shop.buy(shop.row(product=product, price="10.00", nominal="5000"), number=f"MILL-{product}")
    return Kind.PRODUCT, bad, shop.product


def contacts(shop: Shop) -> Pair:
    """One that is archived in Xero, sold to beside one that is not."""
    bad = shop.new_contact(company="Gone Ltd", email="gone@gone.example")
    shop.xero("create_contact", contact={"Name": "Gone Ltd", "ContactNumber": str(bad)})
    shop.xero("archive_contact", contact=str(bad))
    shop.sell(contact=bad)
    shop.sell()
    return Kind.CONTACT, bad, shop.customer


def purchases(shop: Shop) -> Pair:
    bad, _ = shop.buy(shop.row(nominal="5000", tax_code="T0", tax="1.00"), number="MILL-1")
    good, _ = shop.buy(number="MILL-2")
    return Kind.PURCHASE_INVOICE, bad, good


def sales(shop: Shop) -> Pair:
    bad, _ = shop.sell(shop.row(tax_code="T0", tax="1.00"))
    good, _ = shop.sell()
    return Kind.SALES_INVOICE, bad, good


def purchase_payments_in_xero(shop: Shop) -> Pair:
    """One from an account for which there is no payment method."""
    numbers = [shop.buy(number=number)[1] for number in ("MILL-1", "MILL-2")]
    shop.good_cycle()
    made = [shop.xero("pay_invoice", invoice=numbers[0], account="835"), shop.xero("pay_invoice", invoice=numbers[1])]
    return Kind.PURCHASE_PAYMENT, made[0]["PaymentID"], made[1]["PaymentID"]


def sales_payments_in_xero(shop: Shop) -> Pair:
    numbers = [shop.sell()[1] for _ in range(2)]
    shop.good_cycle()
    made = [shop.xero("pay_invoice", invoice=numbers[0], account="835"), shop.xero("pay_invoice", invoice=numbers[1])]
    return Kind.SALES_PAYMENT, made[0]["PaymentID"], made[1]["PaymentID"]


def sales_payments(shop: Shop) -> Pair:
    """One by a method for which there is no account."""
    orders = [shop.sell()[0] for _ in range(2)]
    bad = shop.brightpearl("pay_order", order=orders[0], method="CHEQUE", amount="30.00")["payment"]
    good = shop.brightpearl("pay_order", order=orders[1])["payment"]
    shop.change_settings(lambda settings: settings["payment_methods"]["to_xero"].pop("CHEQUE"))
    return Kind.SALES_PAYMENT, bad, good


def inventory_adjustments(shop: Shop) -> Pair:
    """One in a period that is locked, which waits."""
    shop.change_settings(lambda settings: settings.update(locked_period={"inventory_adjustment": "hold"}))
    bad = shop.brightpearl("stock_correction", product=shop.product, quantity=3, cost="4.00")["goods_note"]
    shop.clock.advance(days=2)
    good = shop.brightpearl("stock_correction", product=shop.product, quantity=2, cost="4.00")["goods_note"]
    shop.xero("lock_period", period="2026-11-24")
    return Kind.INVENTORY_ADJUSTMENT, bad, good


SCENARIOS: Final[dict[str, Scenario]] = {
    "fetch_brightpearl_products": products,
    "fetch_brightpearl_contacts": contacts,
    "fetch_brightpearl_purchases": purchases,
    "post_xero_purchases": purchases,
    "fetch_xero_purchase_payments": purchase_payments_in_xero,
    "post_brightpearl_purchase_payments": purchase_payments_in_xero,
    "fetch_brightpearl_sales": sales,
    "post_xero_sales": sales,
    "fetch_brightpearl_sales_payments": sales_payments,
    "post_xero_sales_payments": sales_payments,
    "fetch_xero_sales_payments": sales_payments_in_xero,
    "post_brightpearl_sales_payments": sales_payments_in_xero,
    "fetch_brightpearl_inventory_adjustments": inventory_adjustments,
    "post_xero_inventory_adjustments": inventory_adjustments,
}


@pytest.fixture
def shop(deployed: Connector, clock: ManualClock) -> Shop:
    ready = Shop(deployed=deployed, clock=clock)
    ready.open_up()
    return ready


def test_there_is_a_bad_record_for_every_step() -> None:
    assert list(SCENARIOS) == [step.name for step in STEPS]


@pytest.mark.parametrize("scenario", dict.fromkeys(SCENARIOS.values()), ids=lambda scenario: scenario.__name__)
def test_its_steps_survive_a_bad_record_and_take_the_good_one(shop: Shop, scenario: Scenario) -> None:
    kind, bad, good = scenario(shop)

    done: Cycle = shop.cycle()

    steps = [name for name, mine in SCENARIOS.items() if mine is scenario]
    record = shop.record(kind, bad)
    assert not any(done.answers[name]["failed"] for name in steps)
    assert shop.record(kind, good).status == Status.SENT
    assert record.held or (record.failure and record.failure.problem.message and record.failure.problem.hint)
