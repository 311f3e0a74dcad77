"""The whole of a generated shop goes through the mappers, under either setting of what nobody knows for certain."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import pytest

from sandbox.cloud.settings import settings_of
from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import to_json
from sandbox.stand_ins.brightpearl.orders import render_order
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop import fill
from sandbox.stand_ins.xero.countries.gb import PROFILE
from sandbox.stand_ins.xero.vendor import Xero
from shared.codec import from_json
from shared.kinds import Kind
from shared.mapping.documents import to_document
from shared.mapping.eligibility import why_not
from shared.mapping.xero_tax import without_needless_tax
from shared.settings import Settings
from tests.mapping.xero_arithmetic import worth

NOW: Final = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KINDS: Final = {
    "SO": Kind.SALES_INVOICE,
    "SC": Kind.SALES_CREDIT,
    "PO": Kind.PURCHASE_INVOICE,
    "PC": Kind.PURCHASE_CREDIT,
}
RATES: Final = {str(rate["TaxType"]): Decimal(rate["EffectiveRate"]) for rate in PROFILE.tax_rates}
SETTINGS: Final = Settings.parse(settings_of(Country.GB, start=(NOW - timedelta(days=60)).date()))


@pytest.fixture(scope="module")
def shop() -> Account:
    clock = ManualClock(NOW)
    brightpearl = Brightpearl(clock=clock)
    fill(brightpearl, Xero(clock=clock), orders=150, seed=7)
    return brightpearl.account


def due_orders(shop: Account) -> list[tuple[Kind, Any]]:
    rendered = (from_json(to_json(render_order(shop, order))) for order in shop.store.orders.values())
    orders = ((KINDS[order["orderTypeCode"]], order) for order in rendered)
    return [(kind, order) for kind, order in orders if why_not(kind, order, SETTINGS) is None]


@pytest.mark.parametrize(
    "switches",
    [{}, {"credit_quantity_sign": "-"}, {"exchange_rate_direction": "base_per_foreign"}],
    ids=["as usual", "negative credit quantities", "rates the other way round"],
)
def test_every_due_document_of_a_shop_comes_to_brightpearls_total(shop: Account, switches: dict[str, str]) -> None:
    usual = {"credit_quantity_sign": "+", "exchange_rate_direction": "foreign_per_base"}
    shop.switches.set(usual | switches)

    for kind, order in due_orders(shop):
        mapped = to_document(kind, order, SETTINGS)
        payload = without_needless_tax(mapped.payload, RATES)

        assert worth(payload, RATES)[1:] == (mapped.tax, mapped.total)
        assert mapped.total == abs(Decimal(order["totalValue"]["total"]))
        assert all(line["Quantity"] and line["Description"] for line in payload["LineItems"])


def test_the_shop_has_due_documents_of_every_kind(shop: Account) -> None:
    assert {kind for kind, _ in due_orders(shop)} == set(KINDS.values())
