"""What the API shows of allocations that people made in Xero: of a credit of ours, and of a credit note typed there."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.proof.in_process import Connector
from sandbox.stand_ins.world import Sandbox
from tests.api.calls import Caller


@pytest.fixture
def orders(deployed: Connector, sandbox: Sandbox) -> list[dict[str, Any]]:
    """Two invoiced orders and a credit of no order, all of one customer, and all in Xero."""

    def do(action: str, **fields: Any) -> dict[str, Any]:
        done: dict[str, Any] = sandbox.brightpearl.vendor.do({"action": action, **fields})
        return done

    contact = do("create_contact", first_name="Ada", last_name="Byron")["contact"]
    rows = [{"name": "Tee", "price": "25.00"}]
    made = [do("create_order", contact=contact, rows=rows, type=kind) for kind in ("SO", "SO", "SC")]
    invoiced = [{**one, **do("invoice_order", order=one["order"])} for one in made]
    deployed.cycle()
    return invoiced


def test_the_preview_of_a_contra_is_both_payments_and_it_names_both_orders(
    deployed: Connector, sandbox: Sandbox, operator: Caller, orders: list[dict[str, Any]]
) -> None:
    _, order, credit = orders
    sandbox.xero.vendor.do(
        {"action": "allocate_credit", "credit": credit["reference"], "invoice": order["reference"], "amount": "12.00"}
    )
    deployed.step("fetch_xero_sales_payments")
    (contra,) = operator.get("/sales-payments").body["records"]

    shown = operator.get(f"/sales-payments/{contra['id']}/preview").body
    related = operator.get(f"/sales-payments/{contra['id']}").body["related"]

    (whole,) = shown["body"]
    assert [half["orderId"] for half in whole["halves"]] == [order["order"], credit["order"]]
    assert {half["amountPaid"] for half in whole["halves"]} == {Decimal("12.00")}
    documents = [(one["kind"], one["id"]) for one in related if one["relation"] == "document"]
    assert documents == [("sales-invoices", str(order["order"])), ("sales-credits", str(credit["order"]))]


def test_what_was_written_off_in_xero_is_found_by_these_words_with_its_tax(
    deployed: Connector, sandbox: Sandbox, operator: Caller, orders: list[dict[str, Any]]
) -> None:
    order, other, _ = orders
    (invoice,) = (one for one in sandbox.xero.vendor.state()["Invoices"] if one["InvoiceNumber"] == order["reference"])
    line = {"Description": "Off", "Quantity": 1, "UnitAmount": "5.00", "AccountCode": "200", "TaxType": "OUTPUT2"}
    note = {"Type": "ACCRECCREDIT", "CreditNoteNumber": "XCN-1", "Contact": invoice["Contact"], "LineItems": [line]}
    sandbox.xero.vendor.do(
        {"action": "create_document", "document": {**note, "Date": "2026-11-23", "Status": "AUTHORISED"}}
    )
    sandbox.xero.vendor.do({"action": "allocate_credit", "credit": "XCN-1", "invoice": order["reference"]})
    sandbox.xero.vendor.do({"action": "pay_invoice", "invoice": other["reference"], "amount": "1.00"})
    deployed.cycle()

    (found,) = operator.get("/sales-payments", q="written off or credited in Xero").body["records"]

    said = "written off or credited in Xero by XCN-1: 6.00, of it tax 1.00"
    assert (found["reference"], found["number"]) == (said, order["reference"])
    assert operator.get(f"/sales-payments/{found['id']}").body["notes"] == [said]
