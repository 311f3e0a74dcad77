"""The shop as a connector meets it: through the API, and beside what is in Xero already."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from tests.sandbox.brightpearl_calls import Caller

TODAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
WANTED = "includeOptional=customFields,nullCustomFields"


def a_world() -> Sandbox:
    sandbox = Sandbox(clock=ManualClock(TODAY))
    sandbox.seed(orders=20, seed=1)
    return sandbox


def everything(caller: Caller, search: str, resource: str, options: str = "") -> list[dict[str, Any]]:
    ids = ",".join(map(str, sorted(caller.ids(search))))
    found: list[dict[str, Any]] = caller.get(f"{resource}/{ids}?{options}").response
    return found


def a_caller(sandbox: Sandbox) -> Caller:
    caller = Caller()
    caller.vendor = sandbox._brightpearl
    return caller


def test_every_record_of_the_shop_can_be_read() -> None:
    caller = a_caller(a_world())

    orders = everything(caller, "/order-service/order-search", "/order-service/order", WANTED)
    contacts = everything(
        caller, "/contact-service/contact-search", "/contact-service/contact", "includeOptional=postalAddresses"
    )
    products = everything(caller, "/product-service/product-search", "/product-service/product", WANTED)

    assert len(orders) == len(caller.vendor.store.orders)
    assert len(contacts) == len(caller.vendor.store.contacts)
    assert len(products) == len(caller.vendor.store.products)


def test_totals_told_are_the_sums_of_what_is_kept() -> None:
    caller = a_caller(a_world())

    for order in everything(caller, "/order-service/order-search", "/order-service/order"):
        totals = {name: Decimal(value) for name, value in order["totalValue"].items()}
        kept = caller.vendor.store.orders[order["id"]]
        assert totals["total"] == totals["net"] + totals["taxAmount"] == kept.total
        assert totals["baseTotal"] == totals["baseNet"] + totals["baseTaxAmount"]
        assert abs(totals["baseTotal"] * Decimal(order["currency"]["exchangeRate"]) - totals["total"]) < Decimal("0.02")


def test_corrections_are_found_by_their_movements_and_read_by_warehouse() -> None:
    caller = a_caller(a_world())
    movements = caller.rows("/warehouse-service/goods-movement-search?goodsNoteTypeCode=SC")

    read = []
    for warehouse in sorted({row["warehouseId"] for row in movements}):
        ids = sorted({row["goodsNoteId"] for row in movements if row["warehouseId"] == warehouse})
        path = f"/warehouse-service/warehouse/{warehouse}/stock-correction/{','.join(map(str, ids))}"
        read += caller.get(path).response

    moved = [movement for note in read for movement in note["goodsMoved"]]
    assert len(moved) == len(movements)
    assert {note["goodsNoteId"] for note in read} == {row["goodsNoteId"] for row in movements}


def test_xero_has_a_match_a_clash_an_item_and_two_documents_to_adopt() -> None:
    sandbox = a_world()
    xero = sandbox._xero.state()
    store = sandbox._brightpearl.store

    companies = {contact.company: contact.emails.get("PRI") for contact in store.contacts.values()}
    emails = {contact["Name"]: contact.get("EmailAddress") for contact in xero["Contacts"]}
    same_email = {name: companies[name] == email for name, email in emails.items() if name in companies}
    assert sorted(same_email.values()) == [False, False, True, True, True]
    assert emails["Lister Lanterns Ltd"] is None
    skus = {product.sku for product in store.products.values()}
    assert {item["Code"] for item in xero["Items"]} - skus == {"Tap-Brass"}
    totals = {order.invoice.reference: order.total for order in store.orders.values()}
    assert [(entry["Type"], totals[entry["InvoiceNumber"]]) for entry in xero["Invoices"]] == [
        (entry["Type"], Decimal(str(entry["Total"]))) for entry in xero["Invoices"]
    ]
    assert {entry["Type"] for entry in xero["Invoices"]} == {"ACCREC", "ACCPAY"}


def test_xero_knows_more_of_one_customer_and_gave_the_number_of_another_to_somebody_else() -> None:
    sandbox = a_world()
    companies = {contact.company: str(contact.id) for contact in sandbox._brightpearl.store.contacts.values()}

    contacts = {contact["Name"]: contact for contact in sandbox._xero.state()["Contacts"]}

    phones = {phone["PhoneType"]: phone["PhoneNumber"] for phone in contacts["Old Friend Ltd"]["Phones"]}
    assert phones["MOBILE"]
    assert phones["DDI"]
    assert contacts["Northern Steel plc"]["ContactNumber"] == companies["Harbour Books Ltd"]
