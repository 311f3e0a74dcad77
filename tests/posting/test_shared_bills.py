"""Purchase orders on one supplier invoice: one bill with the lines of all, and a record for each order."""

from typing import Any

import pytest

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop

BILL = Kind.PURCHASE_INVOICE
NUMBER = "MILL-7"


def order(shop: Shop, name: str, price: str = "10.00", *, number: str = NUMBER, **fields: Any) -> int:
    """A purchase order of one row, on a supplier's invoice."""
    return shop.buy(shop.row(name=name, price=price, nominal="5000"), number=number, **fields)[0]


def unmappable(shop: Shop, name: str) -> int:
    """An order that cannot go as it is: the settings have no tax type for its tax code."""
    shop.change_settings(lambda settings: settings["tax_types"]["purchases"].pop("T5", None))
    return shop.buy(shop.row(name=name, price="1.00", nominal="5000", tax_code="T5"), number=NUMBER)[0]


def mend(shop: Shop, number: int) -> None:
    shop.brightpearl("edit_order", order=number, tax_code="T20")


def statuses(shop: Shop, *orders: int) -> list[Status]:
    return [shop.record(BILL, number).status for number in orders]


def lines(shop: Shop, number: str = NUMBER) -> list[str]:
    return [line["Description"] for line in shop.document(number)["LineItems"]]


def said(shop: Shop, number: int) -> str:
    return shop.failure(BILL, number).problem.message


def test_orders_on_one_supplier_invoice_make_one_bill_with_the_lines_of_all(shop: Shop) -> None:
    first, second = order(shop, "a"), order(shop, "b", "7.00")

    shop.good_cycle()

    bill = shop.document(NUMBER)
    assert lines(shop) == ["a", "b"]
    assert bill["Total"] == "20.40"
    assert statuses(shop, first, second) == [Status.SENT, Status.SENT]
    assert {shop.record(BILL, number).remote_id for number in (first, second)} == {bill["InvoiceID"]}
    assert shop.deployed.store.links([bill["InvoiceID"]]) == {
        bill["InvoiceID"]: ((BILL, str(first)), (BILL, str(second)))
    }
    assert [event.what for event in shop.deployed.store.history(BILL, str(second))] == [
        f"posted, together with order {first}"
    ]


def test_a_bill_is_due_when_the_first_of_its_orders_is(shop: Shop) -> None:
    late, early = order(shop, "a"), order(shop, "b")
    shop.brightpearl("edit_order", order=late, due_date="2026-12-24")
    shop.brightpearl("edit_order", order=early, due_date="2026-12-01")

    shop.good_cycle()

    assert shop.document(NUMBER)["DueDate"] == "2026-12-01"


@pytest.mark.parametrize("apart", ["supplier", "number", "currency"])
def test_orders_that_differ_in_what_makes_a_bill_are_bills_of_their_own(shop: Shop, apart: str) -> None:
    differing: dict[str, Any] = {
        "supplier": {"contact": shop.new_contact(company="Other Mill Ltd", supplier=True)},
        "number": {"number": "MILL-8"},
        "currency": {"currency": "EUR"},
    }
    order(shop, "a")
    other = order(shop, "b", **differing[apart])

    shop.cycle()

    bills = [bill for bill in shop.books()["Invoices"] if bill["Type"] == "ACCPAY"]
    assert [len(bill["LineItems"]) for bill in bills] == [1] * len(bills)
    assert len(bills) == 2 or "same number" in said(shop, other), "Xero tells bills apart by number and supplier"


def test_where_one_order_cannot_go_none_goes_and_the_others_say_why(shop: Shop) -> None:
    first, second, third = order(shop, "a"), unmappable(shop, "b"), order(shop, "c")

    shop.cycle()

    assert shop.in_xero(NUMBER) == []
    assert statuses(shop, first, second, third) == [Status.ERROR] * 3
    for other in (first, third):
        assert f"the bill {NUMBER} also has order {second}, which cannot go: {said(shop, second)}" == said(shop, other)


def test_a_bill_goes_by_itself_when_the_order_that_stopped_it_is_put_right(shop: Shop) -> None:
    orders = order(shop, "a"), unmappable(shop, "b"), order(shop, "c")
    shop.cycle()
    written = shop.record(BILL, orders[0]).version
    shop.cycle()
    assert shop.record(BILL, orders[0]).version == written, "to wait costs no writes"

    mend(shop, orders[1])
    shop.good_cycle()

    assert lines(shop) == ["a", "b", "c"]
    assert statuses(shop, *orders) == [Status.SENT] * 3


def test_an_order_that_is_put_aside_does_not_stop_the_others(shop: Shop) -> None:
    first, second = order(shop, "a"), unmappable(shop, "b")
    shop.cycle()

    shop.archive(BILL, second)
    shop.good_cycle()

    assert lines(shop) == ["a"]
    assert statuses(shop, first, second) == [Status.SENT, Status.ARCHIVE]


def test_a_bill_whose_day_is_locked_waits_with_all_of_its_orders_where_the_settings_hold_it(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(locked_period={"purchase_invoice": "hold"}))
    shop.xero("lock_period", period="2026-11-30")
    orders = order(shop, "a"), order(shop, "b")
    shop.good_cycle()
    shop.good_cycle()
    held = [shop.record(BILL, one).held for one in orders]
    assert (statuses(shop, *orders), "is locked in Xero until 30 November 2026" in held[0]) == (
        [Status.PENDING] * 2,
        True,
    )
    assert held[0] == held[1]

    shop.xero("lock_period", period=None)
    shop.good_cycle()

    assert lines(shop) == ["a", "b"]
    assert statuses(shop, *orders) == [Status.SENT] * 2


@pytest.mark.parametrize("rank", ["higher", "lower"])
def test_an_order_that_comes_later_is_added_to_the_bill(shop: Shop, rank: str) -> None:
    waiting = shop.open_order(shop.row(name="early", price="5.00", nominal="5000"), type="PO")
    first = order(shop, "a")
    shop.good_cycle()
    bill = shop.document(NUMBER)["InvoiceID"]

    if rank == "lower":
        later = waiting
        shop.invoice(waiting, reference=NUMBER)
    else:
        later = order(shop, "late", "5.00")
    shop.good_cycle()

    assert shop.document(NUMBER)["InvoiceID"] == bill
    assert shop.document(NUMBER)["Total"] == "18.00"
    assert sorted(lines(shop)) == sorted(["a", "early" if rank == "lower" else "late"])
    assert statuses(shop, first, later) == [Status.SENT] * 2
    assert len(shop.deployed.store.links([bill])[bill]) == 2


@pytest.mark.parametrize("act", ["pay_invoice", "void", "lock_period"])
def test_an_order_that_comes_when_xero_takes_no_more_is_an_error_that_names_the_bill(shop: Shop, act: str) -> None:
    first = order(shop, "a")
    shop.good_cycle()
    fields = {"pay_invoice": {"invoice": NUMBER}, "void": {"document": NUMBER}}.get(act, {"period": "2026-11-30"})
    shop.xero(act, **fields)

    second = order(shop, "b")
    shop.cycle()

    assert f"the bill {NUMBER} is in Xero already, with order {first}" in said(shop, second)
    assert not shop.record(BILL, second).in_remote
    assert statuses(shop, first) == [Status.ERROR if act == "void" else Status.SENT]


def test_an_order_that_could_not_be_added_does_not_stop_a_change_of_the_others(shop: Shop) -> None:
    first = order(shop, "a")
    shop.good_cycle()
    second = unmappable(shop, "b")
    shop.brightpearl("edit_order", order=first, price="11.00")

    shop.cycle()

    assert shop.document(NUMBER)["Total"] == "13.20"
    assert statuses(shop, first, second) == [Status.SENT, Status.ERROR]


def test_a_change_of_one_order_amends_the_bill_with_the_lines_of_all(shop: Shop) -> None:
    first, second = order(shop, "a"), order(shop, "b")
    shop.good_cycle()

    shop.brightpearl("edit_order", order=second, price="11.00")
    shop.good_cycle()

    assert lines(shop) == ["a", "b"]
    assert shop.document(NUMBER)["Total"] == "25.20"
    assert statuses(shop, first, second) == [Status.SENT] * 2


def test_what_shows_on_no_bill_changes_nothing(shop: Shop) -> None:
    first, _ = order(shop, "a"), order(shop, "b")
    shop.good_cycle()
    changed = shop.document(NUMBER)["UpdatedDateUTC"]

    shop.brightpearl("edit_order", order=first, note="called them")
    shop.good_cycle()

    assert shop.document(NUMBER)["UpdatedDateUTC"] == changed


def test_all_orders_of_a_bill_take_another_number_together(shop: Shop) -> None:
    orders = order(shop, "a"), order(shop, "b")
    shop.good_cycle()
    bill = shop.document(NUMBER)["InvoiceID"]

    for number in orders:
        shop.invoice(number, reference="MILL-8")
    shop.good_cycle()

    assert shop.in_xero(NUMBER) == []
    assert shop.document("MILL-8")["InvoiceID"] == bill
    assert lines(shop, "MILL-8") == ["a", "b"]


def test_an_order_that_leaves_its_bill_is_an_error_until_the_others_follow(shop: Shop) -> None:
    first, second = order(shop, "a"), order(shop, "b")
    shop.good_cycle()

    shop.invoice(second, reference="MILL-8")
    shop.cycle()

    assert f"on the bill {NUMBER} together with order {first}" in said(shop, second)
    assert lines(shop) == ["a", "b"]
    shop.invoice(first, reference="MILL-8")
    shop.good_cycle()
    assert lines(shop, "MILL-8") == ["a", "b"]
    assert statuses(shop, first, second) == [Status.SENT] * 2


def test_a_bill_that_somebody_typed_with_the_sum_of_its_orders_is_adopted_for_all(shop: Shop) -> None:
    shop.buy()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.supplier)["ContactID"])
    typed = shop.xero("create_document", document=a_bill(contact, net="17.00"))
    orders = order(shop, "a"), order(shop, "b", "7.00")

    shop.good_cycle()

    assert {shop.record(BILL, number).remote_id for number in orders} == {typed["InvoiceID"]}
    assert len(shop.in_xero(NUMBER)) == 1


def test_a_bill_that_somebody_typed_is_adopted_when_the_last_of_its_orders_has_come(shop: Shop) -> None:
    shop.buy()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.supplier)["ContactID"])
    typed = shop.xero("create_document", document=a_bill(contact, net="17.00"))
    first = order(shop, "a")
    shop.cycle()
    assert "its total is 20.40 in Xero and 12.00" in said(shop, first)

    second = order(shop, "b", "7.00")
    shop.good_cycle()

    assert {shop.record(BILL, number).remote_id for number in (first, second)} == {typed["InvoiceID"]}


def test_orders_of_several_contacts_of_one_supplier_are_on_one_bill(shop: Shop) -> None:
    colleague = shop.new_contact(
        first_name="Ann", company="Paper Mill Ltd", colleague_of=shop.supplier, email="ann@mill.example", supplier=True
    )
    orders = order(shop, "a"), order(shop, "b", contact=colleague)

    shop.good_cycle()

    assert lines(shop) == ["a", "b"]
    assert statuses(shop, *orders) == [Status.SENT] * 2
    assert shop.differences() == []


@pytest.mark.parametrize("modes", [("INC", "EXC"), ("EXC", "INC"), ("INC", "INC")], ids="-".join)
def test_prices_with_and_without_tax_come_to_the_sum_of_the_orders(shop: Shop, modes: tuple[str, str]) -> None:
    rows = [
        shop.row(name="a", price="1.66", quantity=7, nominal="5000"),
        shop.row(name="b", price="0.41", nominal="5000"),
    ]
    for mode in modes:
        shop.buy(*rows, number=NUMBER, price_mode=mode)

    shop.good_cycle()

    (bill,) = shop.in_xero(NUMBER)
    assert bill["LineAmountTypes"] == ("Inclusive" if modes == ("INC", "INC") else "Exclusive")
    assert shop.differences() == []
    changed = bill["UpdatedDateUTC"]
    shop.good_cycle()
    assert shop.document(NUMBER)["UpdatedDateUTC"] == changed


def test_an_order_below_nought_is_a_credit_and_not_on_the_bill(shop: Shop) -> None:
    order(shop, "a")
    order(shop, "back", "-2.00")

    shop.good_cycle()

    assert {document.get("CreditNoteNumber") or document["InvoiceNumber"] for document in shop.in_xero(NUMBER)} == {
        NUMBER
    }
    assert len(shop.in_xero(NUMBER)) == 2
    assert shop.differences() == []


def a_bill(contact: str, *, net: str) -> dict[str, Any]:
    line = {"Description": "typed", "Quantity": "1", "UnitAmount": net, "AccountCode": "429", "TaxType": "INPUT2"}
    return {
        "Type": "ACCPAY",
        "InvoiceNumber": NUMBER,
        "Contact": {"ContactID": contact},
        "Date": "2026-11-23",
        "DueDate": "2026-12-23",
        "Status": "AUTHORISED",
        "LineItems": [line],
    }
