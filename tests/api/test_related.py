"""What belongs to a record is named with it."""

from typing import Any

import pytest
from msgspec.structs import replace

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.world import Sandbox
from tests.api.calls import Caller
from tests.api.scenes import an_invoice, take


@pytest.fixture
def shop(deployed: Connector, sandbox: Sandbox) -> Connector:
    sandbox.seed(orders=30, seed=7)
    deployed.cycle()
    return deployed


def related(caller: Caller, path: str, record: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for other in caller.get(f"/{path}/{record}").body["related"]:
        found.setdefault(other["relation"], []).append(other)
    return found


def listed(caller: Caller, path: str) -> list[dict[str, Any]]:
    records: list[dict[str, Any]] = caller.get(f"/{path}", limit="200").body["records"]
    return records


def test_an_invoice_names_its_contact_and_its_products(shop: Connector, operator: Caller) -> None:
    (newest, *_) = listed(operator, "sales-invoices")

    found = related(operator, "sales-invoices", newest["id"])

    (contact,) = found["contact"]
    assert (contact["kind"], contact["name"]) == ("contacts", newest["contact"])
    assert contact["status"] is not None
    assert all(product["number"] for product in found["product"] if product["status"])


def test_a_payment_and_what_it_pays_name_each_other(shop: Connector, operator: Caller) -> None:
    payments = [payment for payment in listed(operator, "sales-payments") if payment["status"] == "Sent"]

    for payment in payments[:5]:
        (document,) = related(operator, "sales-payments", payment["id"])["document"]
        back = related(operator, document["kind"], document["id"])["payment"]

        assert payment["id"] in {other["id"] for other in back}
        assert {other["kind"] for other in back} == {"sales-payments"}
    assert payments


def test_a_credit_names_the_invoice_that_it_was_made_from(shop: Connector, operator: Caller) -> None:
    parents = [related(operator, "sales-credits", one["id"]).get("parent") for one in listed(operator, "sales-credits")]

    assert {parent[0]["kind"] for parent in parents if parent} == {"sales-invoices"}


def test_a_row_of_free_text_is_no_product(deployed: Connector, operator: Caller) -> None:
    rows = {"400": {"productId": 1009}, "401": {"productId": 1000}, "402": {"productId": 1009}, "403": {}}
    take(deployed, replace(an_invoice(1), document={"orderRows": rows}))

    assert [product["id"] for product in related(operator, "sales-invoices", "1")["product"]] == ["1009"]


def test_payments_of_another_document_with_the_same_number_are_not_named(deployed: Connector, operator: Caller) -> None:
    take(deployed, an_invoice(1), an_invoice(2, reference="SI-1"))

    assert related(operator, "sales-invoices", "1") == {}


def test_a_payment_is_listed_with_its_contact_and_found_by_what_it_pays(shop: Connector, operator: Caller) -> None:
    (payment, *_) = [one for one in listed(operator, "sales-payments") if one["origin"] == "brightpearl"]
    (document,) = related(operator, "sales-payments", payment["id"])["document"]

    found = operator.get("/sales-payments", q=document["number"]).body["records"]

    assert payment["contact"]
    assert payment["id"] in {one["id"] for one in found}


def test_orders_on_one_bill_name_each_other(deployed: Connector, sandbox: Sandbox, operator: Caller) -> None:
    mill = sandbox.brightpearl.vendor.do(
        {"action": "create_contact", "first_name": "Kim", "last_name": "Miller", "company": "Mill", "supplier": True}
    )["contact"]
    rows = [{"name": "Paper", "price": "10.00", "quantity": 1, "nominal": "5000"}]
    orders = []
    for _ in range(2):
        order = {"action": "create_order", "type": "PO", "contact": mill, "rows": rows}
        orders.append(sandbox.brightpearl.vendor.do(order)["order"])
        sandbox.brightpearl.vendor.do({"action": "invoice_order", "order": orders[-1], "reference": "MILL-7"})
    deployed.cycle()

    others = [related(operator, "purchase-invoices", str(order))["shared"] for order in orders]

    assert [[other["id"] for other in found] for found in others] == [[str(orders[1])], [str(orders[0])]]
