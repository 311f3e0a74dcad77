"""What is in Xero already: adopted where it is the same, shown where it is not, never created a second time."""

from typing import Any

import pytest

from shared.kinds import Kind
from shared.records.apart import posted_anew
from shared.records.status import Status
from tests.end_to_end.shop import Shop
from tests.posting.scenes import disagreements


def enter(shop: Shop, kind: str, number: str, contact: str, *, net: str, account: str) -> dict[str, Any]:
    """A document that somebody typed into Xero."""
    name = "CreditNoteNumber" if kind.endswith("CREDIT") else "InvoiceNumber"
    tax = "INPUT2" if kind.startswith("ACCPAY") else "OUTPUT2"
    line = {"Description": "typed", "Quantity": "1", "UnitAmount": net, "AccountCode": account, "TaxType": tax}
    return shop.xero(
        "create_document",
        document={
            "Type": kind,
            name: number,
            "Contact": {"ContactID": contact},
            "Date": "2026-11-23",
            "DueDate": "2026-12-23",
            "Status": "AUTHORISED",
            "LineItems": [line],
        },
    )


def test_a_bill_that_somebody_typed_is_adopted_and_not_posted_again(shop: Shop) -> None:
    shop.buy()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.supplier)["ContactID"])
    typed = enter(shop, "ACCPAY", "MILL-7", contact, net="10.00", account="429")
    order, _ = shop.buy(number="MILL-7")

    shop.good_cycle()

    record = shop.record(Kind.PURCHASE_INVOICE, order)
    assert record.remote_id == typed["InvoiceID"]
    assert [line.what for line in shop.deployed.store.history(*record.key)] == ["found in Xero"]
    assert len(shop.in_xero("MILL-7")) == 1


def test_an_invoice_that_somebody_typed_is_adopted_and_its_payments_with_it(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.customer)["ContactID"])
    order = shop.open_order()
    enter(shop, "ACCREC", "SI-9000", contact, net="25.00", account="200")
    shop.xero("pay_invoice", invoice="SI-9000", amount="10.00")
    shop.invoice(order, reference="SI-9000")

    shop.good_cycle()
    shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).status == Status.SENT
    assert [payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)] == ["10.00"]
    assert disagreements(shop) == []


@pytest.mark.parametrize("unique", [True, False])
def test_a_credit_note_that_somebody_typed_is_adopted_whether_xero_would_refuse_a_second_one_or_not(
    shop: Shop, *, unique: bool
) -> None:
    shop.deployed.sandbox.xero.vendor.set_switches({"credit_note_number_unique": unique})
    shop.sell()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.customer)["ContactID"])
    typed = enter(shop, "ACCRECCREDIT", "SC-9000", contact, net="25.00", account="200")
    order = shop.open_order(type="SC")
    shop.invoice(order, reference="SC-9000")

    shop.good_cycle()

    assert shop.record(Kind.SALES_CREDIT, order).remote_id == typed["CreditNoteID"]
    assert len(shop.in_xero("SC-9000")) == 1


@pytest.mark.parametrize("net", ["24.00", "26.00"])
def test_one_of_the_same_number_that_differs_is_an_error_that_shows_both(shop: Shop, net: str) -> None:
    shop.sell()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.customer)["ContactID"])
    order = shop.open_order()
    typed = enter(shop, "ACCREC", "SI-9000", contact, net=net, account="200")
    shop.invoice(order, reference="SI-9000")

    shop.cycle()

    message = shop.failure(Kind.SALES_INVOICE, order).problem.message
    assert typed["Total"] in message
    assert "30.00" in message
    assert len(shop.in_xero("SI-9000")) == 1


def test_the_number_of_a_voided_invoice_is_a_persons_decision_and_it_goes_under_the_next_one_then(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.customer)["ContactID"])
    order = shop.open_order()
    typed = enter(shop, "ACCREC", "SI-9000", contact, net="25.00", account="200")
    shop.xero("void", document=typed["InvoiceID"])
    shop.invoice(order, reference="SI-9000")

    shop.cycle()

    problem = shop.failure(Kind.SALES_INVOICE, order).problem
    assert problem.message == "sales invoice SI-9000 was voided in Xero"
    assert problem.hint == "post it anew if it should be in Xero, or leave it as it is"
    shop.cycle()
    assert shop.failure(Kind.SALES_INVOICE, order).problem == problem

    shop.decide(Kind.SALES_INVOICE, order, posted_anew)
    shop.good_cycle()

    assert shop.record(Kind.SALES_INVOICE, order).remote_number == "SI-9000-2"
    assert shop.in_xero("SI-9000") == []


def test_two_bills_of_one_number_and_supplier_but_of_two_days_are_told_apart_by_nobody(shop: Shop) -> None:
    first, _ = shop.buy(number="MILL-7")
    second = shop.buy_on_another_day(number="MILL-7")

    shop.cycle()

    statuses = {shop.record(Kind.PURCHASE_INVOICE, order).status for order in (first, second)}
    assert statuses == {Status.SENT, Status.ERROR}
    assert len(shop.in_xero("MILL-7")) == 1


def test_the_second_of_two_bills_that_come_on_different_days_is_an_error_too(shop: Shop) -> None:
    shop.buy(number="MILL-7")
    shop.good_cycle()
    second = shop.buy_on_another_day(number="MILL-7")

    shop.cycle()

    assert "belongs to purchase invoice MILL-7" in shop.failure(Kind.PURCHASE_INVOICE, second).problem.message
    assert len(shop.in_xero("MILL-7")) == 1


def test_the_same_number_from_two_suppliers_is_two_bills(shop: Shop) -> None:
    other = shop.new_contact(company="Other Mill Ltd", supplier=True)
    shop.buy(number="MILL-7")
    shop.buy(number="MILL-7", contact=other)

    shop.good_cycle()

    assert len(shop.in_xero("MILL-7")) == 2
    assert disagreements(shop) == []


def test_a_second_customer_of_the_same_name_gets_a_suffix(shop: Shop) -> None:
    other = shop.new_contact(company="Harbour Books Ltd", email="other@harbour.example")
    shop.sell()
    shop.sell(contact=other)

    shop.good_cycle()

    names = [shop.contact_in_xero(contact)["Name"] for contact in (shop.customer, other)]
    assert len(set(names)) == 2
    assert any(str(contact) in name for contact, name in zip((shop.customer, other), names, strict=True))
    assert disagreements(shop) == []


def test_a_person_of_the_same_name_and_address_in_xero_becomes_ours(shop: Shop) -> None:
    theirs = shop.xero(
        "create_contact", contact={"Name": "Harbour Books Ltd", "EmailAddress": "accounts@harbour.example"}
    )
    shop.sell()

    shop.good_cycle()

    assert shop.contact_in_xero(shop.customer)["ContactID"] == theirs["ContactID"]


def test_two_that_could_be_the_same_person_in_xero_do_not_both_become_it(shop: Shop) -> None:
    theirs = shop.xero(
        "create_contact", contact={"Name": "Harbour Books Ltd", "EmailAddress": "accounts@harbour.example"}
    )
    other = shop.new_contact(company="Harbour Books Ltd", email="accounts@harbour.example")
    shop.sell()
    shop.sell(contact=other)

    shop.good_cycle()

    ids = [shop.contact_in_xero(contact)["ContactID"] for contact in (shop.customer, other)]
    assert theirs["ContactID"] in ids
    assert len(set(ids)) == 2
    assert shop.errors() == []
    assert disagreements(shop) == []


def test_an_archived_contact_is_an_error_until_it_is_restored(shop: Shop) -> None:
    shop.sell()
    shop.good_cycle()
    shop.xero("archive_contact", contact=str(shop.customer))
    order, _ = shop.sell()

    shop.cycle()
    message = shop.failure(Kind.SALES_INVOICE, order).problem.message
    shop.xero("unarchive_contact", contact=str(shop.customer))
    shop.retry(Kind.SALES_INVOICE, order)
    shop.good_cycle()

    assert "archived" in message
    assert disagreements(shop) == []


def test_an_item_of_our_code_in_xero_becomes_ours(shop: Shop) -> None:
    theirs = shop.xero("create_item", item={"Code": "TEE-RED-M", "Name": "typed"})
    shop.sell()

    shop.good_cycle()

    item = shop.item_in_xero("TEE-RED-M")
    assert item["ItemID"] == theirs["ItemID"]
    assert (item["Name"], bool(item["Description"])) == ("typed", True), (
        "what people have typed stays, blanks are filled"
    )
    assert "name" in " ".join(shop.record(Kind.PRODUCT, shop.product).notes)


def test_an_item_that_has_all_is_linked_without_a_call_and_takes_what_changes_later(shop: Shop) -> None:
    details = {"UnitPrice": "99.00", "AccountCode": "260"}
    texts = {"Name": "typed", "Description": "typed", "PurchaseDescription": "typed"}
    shop.xero(
        "create_item",
        item={
            "Code": "TEE-RED-M",
            **texts,
            "SalesDetails": details,
            "PurchaseDetails": {**details, "AccountCode": "310"},
        },
    )
    shop.sell()
    shop.good_cycle()
    linked = shop.item_in_xero("TEE-RED-M")

    shop.brightpearl("edit_product", product=shop.product, name="Scarlet tee")
    shop.sell()
    shop.good_cycle()

    changed = shop.item_in_xero("TEE-RED-M")
    assert [item["SalesDetails"]["UnitPrice"] for item in (linked, changed)] == ["99.00", "99.00"]
    assert (linked["Name"], changed["Name"]) == ("typed", "Scarlet tee")


@pytest.mark.parametrize("kind", ["drop_after", "slow", "truncate", "html_502", "error_503"])
def test_a_payment_whose_answer_brightpearl_lost_is_made_once(shop: Shop, kind: str) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    for amount in ("10.00", "10.00", "10.00"):
        shop.xero("pay_invoice", invoice=number, amount=amount)
    shop.deployed.sandbox.brightpearl.faults.replace([{"kind": kind, "seconds": 60, "method": "POST"}])

    shop.cycle()
    shop.good_cycle()

    assert [payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)] == ["10.00"] * 3
    assert shop.errors() == []
    assert disagreements(shop) == []
