"""A preview is what the post then sends, to the byte; and it sends nothing itself."""

import re
from typing import Any

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.world import Sandbox
from shared.http.transport import Meter
from shared.kinds import Kind
from tests.api.calls import Caller
from tests.api.scenes import put_aside

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
    xero = deployed.runtime.xero(deployed.connection, Meter())
    rates = {str(rate["TaxType"]): str(rate.get("EffectiveRate") or 0) for rate in xero.tax_rates()}
    deployed.progress.save_reference("tax_rates", rates, run=run)
    return deployed


def pending(caller: Caller, path: str) -> list[str]:
    records = caller.get(f"/{path}", status="Pending", limit="200").body["records"]
    return [record["id"] for record in records if not record["held"]]


def sent(caller: Caller, path: str, record: str) -> Any:
    """What the newest request in a record's history was."""
    (newest, *_) = caller.get(f"/{path}/{record}/history").body["events"]
    return newest["request"]


@pytest.mark.parametrize("kind", [kind for kind in POSTED if kind not in (Kind.CONTACT, Kind.PRODUCT)])
def test_a_preview_is_what_the_post_then_sends(fetched: Connector, operator: Caller, kind: Kind) -> None:
    step, path = POSTED[kind]
    ids = pending(operator, path)[:4]
    previews = {record: operator.get(f"/{path}/{record}/preview").body for record in ids}

    for record in ids:
        fetched.step(step, only={"kind": kind.value, "id": record})

    assert ids
    for record, shown in previews.items():
        (elements,) = shown["body"].values()
        assert (shown["sends"], shown["creates"]) == (True, True)
        assert shown["brought_first"] == []
        line = operator.get(f"/{path}/{record}").body["record"]
        assert (shown["total"], shown["currency"]) == (line["total"], line["currency"])
        assert elements == [sent(operator, path, record)]


def test_a_payment_s_preview_is_what_the_post_then_sends(fetched: Connector, operator: Caller) -> None:
    fetched.step("post_xero_sales")
    fetched.step("fetch_brightpearl_sales_payments")
    (payment, *_) = pending(operator, "sales-payments")
    shown = operator.get(f"/sales-payments/{payment}/preview").body

    fetched.step("post_xero_sales_payments", only={"kind": "sales_payment", "id": payment})

    (elements,) = shown["body"].values()
    assert elements == [sent(operator, "sales-payments", payment)]


def test_a_payment_whose_document_is_not_there_yet_says_so(fetched: Connector, operator: Caller) -> None:
    for record in pending(operator, "sales-invoices"):
        fetched.progress.queues.enqueue("fetch_brightpearl_sales_payments", [record])
    fetched.step("fetch_brightpearl_sales_payments")
    listed = operator.get("/sales-payments").body["records"]

    shown = [operator.get(f"/sales-payments/{payment['id']}/preview").body for payment in listed]

    assert listed
    assert {answer["sends"] for answer in shown} == {False}
    told = re.compile(r"waits until sales invoice \S+ is in Xero|waits until its document is in Xero")
    assert [answer["reason"] for answer in shown if not told.fullmatch(answer["reason"])] == []


@pytest.mark.parametrize("path", ["contacts", "products"])
def test_what_is_posted_by_itself_has_a_preview_too(
    deployed: Connector, sandbox: Sandbox, operator: Caller, path: str
) -> None:
    sandbox.seed(orders=3, seed=7)
    for step in FETCHES[:2]:
        deployed.step(step)
    previews = {record: operator.get(f"/{path}/{record}/preview").body for record in pending(operator, path)}
    record, shown = next((record, shown) for record, shown in previews.items() if shown["sends"])

    deployed.step("post_xero_sales", only={"kind": path[:-1], "id": record})

    (elements,) = shown["body"].values()
    assert elements == [sent(operator, path, record)]


def test_what_a_document_needs_and_is_not_there_is_named(
    deployed: Connector, sandbox: Sandbox, operator: Caller
) -> None:
    sandbox.seed(orders=3, seed=7)
    for step in FETCHES:
        deployed.step(step)
    (record, *_) = pending(operator, "sales-invoices")

    shown = operator.get(f"/sales-invoices/{record}/preview").body

    names = {first["kind"]: first["name"] for first in shown["brought_first"]}
    assert all(names.values())
    (invoice,) = shown["body"]["Invoices"]
    assert invoice["Contact"]["ContactID"] == f"(the id of contact {names['contacts']}, once it is there)"
    assert any("tax rates" in warning for warning in shown["warnings"])


def test_a_preview_sends_and_changes_nothing(fetched: Connector, sandbox: Sandbox, operator: Caller) -> None:
    before = sandbox.xero.vendor.state()
    counts = fetched.store.counts()

    for kind, (_, path) in POSTED.items():
        for record in pending(operator, path):
            assert operator.get(f"/{path}/{record}/preview").status == 200, kind

    assert sandbox.xero.vendor.state() == before
    assert fetched.store.counts() == counts


def test_what_is_sent_and_has_not_changed_would_not_be_sent(fetched: Connector, operator: Caller) -> None:
    (record, *_) = pending(operator, "sales-invoices")
    fetched.step("post_xero_sales", only={"kind": "sales_invoice", "id": record})

    shown = operator.get(f"/sales-invoices/{record}/preview").body

    assert (shown["sends"], shown["reason"]) == (False, "nothing has changed since it was sent")
    (invoice,) = shown["body"]["Invoices"]
    assert invoice["InvoiceID"] == operator.get(f"/sales-invoices/{record}").body["record"]["remote_id"]


def test_what_cannot_be_mapped_says_why(fetched: Connector, operator: Caller) -> None:
    records = operator.get("/sales-invoices", status="Pending").body["records"]
    held = next(record["id"] for record in records if record["held"])

    shown = operator.get(f"/sales-invoices/{held}/preview").body

    assert shown["sends"] is False
    assert shown["problem"]["hint"]


def test_what_is_put_aside_would_not_be_sent(fetched: Connector, operator: Caller) -> None:
    (record, *_) = pending(operator, "sales-invoices")
    put_aside(fetched, int(record))

    shown = operator.get(f"/sales-invoices/{record}/preview").body

    assert shown["sends"] is False
    assert "archived" in shown["reason"]
