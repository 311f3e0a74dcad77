"""A preview is what the post then sends, to the byte; and it sends nothing itself."""

import json
from typing import Any

import pytest

from sandbox.in_process import Connector
from sandbox.world import Sandbox
from shared.payload import from_json
from shared.sequence import Kind
from shared.transport import Meter
from tests.api.calls import Caller

POSTED = {
    Kind.SALES_INVOICE: ("post_xero_sales", "sales-invoices"),
    Kind.SALES_CREDIT: ("post_xero_sales", "sales-credits"),
    Kind.PURCHASE_INVOICE: ("post_xero_purchases", "purchase-invoices"),
    Kind.PURCHASE_CREDIT: ("post_xero_purchases", "purchase-credits"),
    Kind.INVENTORY_ADJUSTMENT: ("post_xero_inventory_adjustments", "inventory-adjustments"),
    Kind.CONTACT: ("post_xero_sales", "contacts"),
    Kind.PRODUCT: ("post_xero_sales", "products"),
}
FETCHES = [
    "fetch_brightpearl_products",
    "fetch_brightpearl_contacts",
    "fetch_brightpearl_purchases",
    "fetch_brightpearl_sales",
    "fetch_brightpearl_inventory_adjustments",
]


@pytest.fixture
def fetched(deployed: Connector, sandbox: Sandbox) -> Connector:
    """Everything is fetched; products, contacts and tax rates are in Xero or read, and no document has been sent."""
    sandbox.seed(orders=12, seed=7)
    for step in FETCHES:
        deployed.step(step)
    for kind in ("product", "contact"):
        deployed.step("post_xero_sales", only={"kind": kind})
    run = deployed.start_run()
    xero = deployed.runtime.clients(deployed.connection, Meter())[1]
    rates = {str(rate["TaxType"]): str(rate.get("EffectiveRate") or 0) for rate in xero.tax_rates()}
    deployed.progress.save_reference("tax_rates", rates, run=run)
    return deployed


def pending(caller: Caller, path: str) -> list[str]:
    records = caller.get(f"/{path}", status="Pending", limit="200").body["records"]
    return [record["id"] for record in records if not record["held"]]


def sent(sandbox: Sandbox, deployed: Connector, caller: Caller, path: str, record: str) -> Any:
    (newest, *_) = caller.get(f"/{path}/{record}/history").body["events"]
    return newest["request"]


@pytest.mark.parametrize("kind", [kind for kind in POSTED if kind not in (Kind.CONTACT, Kind.PRODUCT)])
def test_a_preview_is_what_the_post_then_sends(
    fetched: Connector, sandbox: Sandbox, operator: Caller, kind: Kind
) -> None:
    step, path = POSTED[kind]
    ids = pending(operator, path)[:4]
    previews = {record: operator.get(f"/{path}/{record}/preview").body for record in ids}

    for record in ids:
        fetched.step(step, only={"kind": kind.value, "id": record})

    assert ids
    for record, shown in previews.items():
        (elements,) = shown["body"].values()
        assert shown["sends"] is True, shown
        assert shown["brought_first"] == []
        assert elements == [sent(sandbox, fetched, operator, path, record)]
