"""A merchant who comes from another connector: what both systems have already is taken as it is, and nothing is doubled."""

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Raw, Shop, amount

TODAY = "2026-11-23"


def old_document(number: str, *, kind: str, name: str, email: str, price: str, account: str, tax: str) -> Raw:
    line = {"Description": "Tee", "Quantity": 1, "UnitAmount": price, "AccountCode": account, "TaxType": tax}
    return {
        "Type": kind,
        "InvoiceNumber": number,
        "Contact": {"Name": name, "EmailAddress": email},
        "Date": TODAY,
        "DueDate": "2026-12-23",
        "Status": "AUTHORISED",
        "LineItems": [line],
    }


def an_old_invoice(shop: Shop, number: str) -> int:
    """Invoiced in Brightpearl and carried to Xero by somebody before us."""
    sold_to = {"name": "Harbour Books Ltd", "email": "accounts@harbour.example"}
    document = old_document(number, kind="ACCREC", price="25.00", account="200", tax="OUTPUT2", **sold_to)
    shop.xero("create_document", document=document)
    order = shop.open_order()
    shop.invoice(order, reference=number)
    return order


def an_old_bill(shop: Shop, number: str) -> int:
    an_old_bill_in_xero(shop, number)
    order, _ = shop.buy(number=number)
    return order


def an_old_bill_in_xero(shop: Shop, number: str) -> None:
    bought_from = {"name": "Paper Mill Ltd", "email": "sales@mill.example"}
    document = old_document(number, kind="ACCPAY", price="10.00", account="300", tax="INPUT2", **bought_from)
    shop.xero("create_document", document=document)


def test_a_payment_that_both_sides_of_an_old_invoice_have_is_not_carried_either_way(shop: Shop) -> None:
    order = an_old_invoice(shop, "SI-1")
    shop.xero("pay_invoice", invoice="SI-1", amount="10.00", date=TODAY)
    payment = shop.brightpearl("pay_order", order=order, amount="10.00", day=TODAY)["payment"]

    shop.good_cycle()
    quiet = shop.good_cycle().total("posted")

    assert (len(shop.payments_in_xero("SI-1")), len(shop.payments_in_brightpearl(order))) == (1, 1)
    assert shop.record(Kind.SALES_PAYMENT, payment).status == Status.SENT
    assert (quiet, shop.errors(), shop.differences()) == (0, [], [])


def test_payments_that_only_one_side_of_an_old_invoice_has_are_carried_over(shop: Shop) -> None:
    order = an_old_invoice(shop, "SI-1")
    shop.xero("pay_invoice", invoice="SI-1", amount="10.00", date=TODAY)
    shop.brightpearl("pay_order", order=order, amount="10.00", day=TODAY)
    shop.xero("pay_invoice", invoice="SI-1", amount="4.00", date=TODAY)
    shop.brightpearl("pay_order", order=order, amount="5.00", day=TODAY)

    shop.good_cycle()

    assert sorted(payment["Amount"] for payment in shop.payments_in_xero("SI-1")) == ["10.00", "4.00", "5.00"]
    assert shop.differences() == []
    assert shop.good_cycle().total("posted") == 0


def test_of_two_equal_payments_one_is_found_and_the_other_is_carried_over(shop: Shop) -> None:
    order = an_old_invoice(shop, "SI-1")
    shop.xero("pay_invoice", invoice="SI-1", amount="10.00", date=TODAY)
    for _ in range(2):
        shop.brightpearl("pay_order", order=order, amount="10.00", day=TODAY)

    shop.good_cycle()

    assert [payment["Amount"] for payment in shop.payments_in_xero("SI-1")] == ["10.00", "10.00"]
    assert shop.differences() == []


def test_a_payment_that_both_sides_of_an_old_bill_have_is_not_carried_over(shop: Shop) -> None:
    order = an_old_bill(shop, "MILL-1")
    made = shop.xero("pay_invoice", invoice="MILL-1", date=TODAY)["PaymentID"]
    shop.brightpearl("pay_order", order=order, day=TODAY, method="BANK")

    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1
    assert shop.record(Kind.PURCHASE_PAYMENT, made).status == Status.SENT
    assert shop.differences() == []


def test_a_payment_that_only_xero_has_of_an_old_bill_is_carried_over(shop: Shop) -> None:
    order = an_old_bill(shop, "MILL-1")
    shop.xero("pay_invoice", invoice="MILL-1", date=TODAY)

    shop.good_cycle()

    assert len(shop.payments_in_brightpearl(order)) == 1
    assert shop.good_cycle().total("posted") == 0


def reads_by_id(shop: Shop) -> list[str]:
    """The resources of which Xero was asked for some by their ids."""
    made = shop.deployed.sandbox.xero.traffic.calls()
    by_id = [call for call in made if call["method"] == "GET" and ("IDs=" in call["query"] or "guid" in call["query"])]
    return [call["path"].rpartition("/")[2] for call in by_id]


def test_the_payments_of_an_old_bill_are_not_read_by_themselves_where_the_changes_show_them(shop: Shop) -> None:
    order = an_old_bill(shop, "MILL-1")
    for part in ("3.00", "4.00"):
        shop.xero("pay_invoice", invoice="MILL-1", amount=part, date=TODAY)

    shop.good_cycle()

    assert sorted(payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)) == ["3.00", "4.00"]
    assert reads_by_id(shop) == []


def test_the_payments_of_an_old_bill_that_changed_long_ago_are_read_together(shop: Shop) -> None:
    an_old_bill_in_xero(shop, "MILL-1")
    for part in ("3.00", "4.00"):
        shop.xero("pay_invoice", invoice="MILL-1", amount=part, date=TODAY)
    for _ in range(2):
        shop.good_cycle()

    order, _ = shop.buy(number="MILL-1")
    shop.good_cycle()

    assert sorted(payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)) == ["3.00", "4.00"]
    assert reads_by_id(shop) == ["Invoices", "Payments"]


def test_two_equal_payments_in_xero_on_one_day_are_two_in_brightpearl(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    for _ in range(2):
        shop.xero("pay_invoice", invoice=number, amount="15.00", date=TODAY)

    shop.good_cycle()

    assert [payment["amount_paid"] for payment in shop.payments_in_brightpearl(order)] == ["15.00", "15.00"]
    assert shop.differences() == []


def test_an_old_credit_note_that_was_paid_back_in_xero_is_paid_back_in_brightpearl(shop: Shop) -> None:
    shop.good_cycle()
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    sold_to = {"name": "Harbour Books Ltd", "email": "accounts@harbour.example"}
    document = old_document("SC-9", kind="ACCRECCREDIT", price="25.00", account="200", tax="OUTPUT2", **sold_to)
    document["CreditNoteNumber"] = document.pop("InvoiceNumber")
    shop.xero("create_document", document={name: value for name, value in document.items() if name != "DueDate"})
    shop.xero("pay_credit_note", credit_note="SC-9", amount="30.00", date=TODAY)
    shop.clock.advance(hours=1)
    shop.good_cycle()

    credit, _ = shop.credit(order, invoiced=False)
    shop.invoice(credit, reference="SC-9")
    shop.good_cycle()

    assert [abs(amount(one["amount_paid"])) for one in shop.payments_in_brightpearl(credit)] == [amount("30.00")]
    assert shop.errors() == []
