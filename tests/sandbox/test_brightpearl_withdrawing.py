"""What people take back in Brightpearl: an invoice, an order, all that there was of one."""

from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller

JOURNALS = "/accounting-service/journal-search"
PAYMENTS = "/accounting-service/customer-payment-search"
ORDERS = "/order-service/order-search"


def order_of(caller: Caller, order: int) -> dict[str, Any]:
    shown: dict[str, Any] = caller.get(f"/order-service/order/{order}").response[0]
    return shown


def test_an_order_that_is_un_invoiced_has_no_number_and_no_journal_and_is_noticed() -> None:
    caller = Caller()
    order = caller.an_order()
    journal = caller.do("invoice_order", order=order)["journal"]
    version = order_of(caller, order)["version"]
    caller.clock.advance(minutes=5)

    caller.do("uninvoice_order", order=order)

    shown = order_of(caller, order)
    assert shown["invoices"] == [{"invoiceReference": ""}]
    assert (shown["state"]["tax"], shown["orderStatus"]["orderStatusId"]) == ("READY", 4)
    assert "closedOn" not in shown
    assert (shown["version"], shown["updatedOn"]) == (version + 1, "2026-06-15T13:05:00.000+01:00")
    assert caller.get(f"/accounting-service/journal/{journal}").status == 404
    assert caller.rows(JOURNALS) == []


def test_it_keeps_its_payments() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    caller.do("pay_order", order=order)

    caller.do("uninvoice_order", order=order)

    assert [row["orderId"] for row in caller.rows(PAYMENTS)] == [order]


def test_its_next_invoice_has_the_same_number_and_another_journal() -> None:
    caller = Caller()
    order = caller.an_order()
    first = caller.do("invoice_order", order=order)
    caller.do("uninvoice_order", order=order)
    other = caller.an_invoiced_order()

    again = caller.do("invoice_order", order=order)

    assert again["reference"] == first["reference"] != order_of(caller, other)["invoices"][0]["invoiceReference"]
    assert again["journal"] != first["journal"]


def test_a_number_that_is_given_goes_before_the_one_it_had() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    caller.do("uninvoice_order", order=order)

    assert caller.do("invoice_order", order=order, reference="SI-9")["reference"] == "SI-9"


def test_what_is_not_invoiced_or_is_on_a_batch_invoice_is_not_un_invoiced() -> None:
    caller = Caller()
    supplier = caller.a_contact(supplier=True)
    first, second = (caller.an_order(type="PO", contact=supplier) for _ in range(2))
    with pytest.raises(ValueError, match=f"Order {first} is not invoiced"):
        caller.do("uninvoice_order", order=first)
    for order in (first, second):
        caller.do("invoice_order", order=order, reference="MILL-7")

    with pytest.raises(ValueError, match=f"is on a batch invoice, MILL-7, with {second}"):
        caller.do("uninvoice_order", order=first)


@pytest.mark.parametrize(("kind", "status"), [("SO", 5), ("PO", 9), ("SC", 14), ("PC", 15)])
def test_a_cancelled_order_has_the_status_of_its_type(kind: str, status: int) -> None:
    caller = Caller()
    order = caller.an_order(type=kind)

    caller.do("cancel_order", order=order)

    assert order_of(caller, order)["orderStatus"]["orderStatusId"] == status


def test_nothing_is_cancelled_that_is_invoiced_or_paid_whoever_asks() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    caller.do("pay_order", order=order)

    with pytest.raises(ValueError, match="cannot be cancelled because it is invoiced and paid"):
        caller.do("cancel_order", order=order)

    status = {"orderStatusId": 5}
    assert caller.call("PUT", f"/order-service/order/{order}/status", body=status).code == "ORDC-035"


def test_nothing_is_cancelled_that_is_shipped() -> None:
    caller = Caller()
    order = caller.an_order()
    caller.vendor.store.orders[order].shipping_status = "ASS"

    with pytest.raises(ValueError, match="because it is shipped"):
        caller.do("cancel_order", order=order)


def test_an_invoiced_order_moves_back_and_stays_invoiced() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()

    caller.do("move_order", order=order, status=3)

    shown = order_of(caller, order)
    assert (shown["orderStatus"]["orderStatusId"], shown["state"]["tax"]) == (3, "INVOICED")


def test_a_deleted_order_is_in_no_answer() -> None:
    caller = Caller()
    order, other = caller.an_invoiced_order(), caller.an_invoiced_order()
    caller.do("pay_order", order=order)

    caller.do("delete_order", order=order)

    ids = f"{order},{other}"
    options = caller.call("OPTIONS", f"/order-service/order/{ids}").response
    assert options == {"getUris": [f"/order/{other}"]}
    assert [shown["id"] for shown in caller.get(f"/order-service/order/{ids}").response] == [other]
    assert caller.ids(ORDERS) == [other]
    assert caller.rows(PAYMENTS) == []
    assert {row["orderId"] for row in caller.rows(JOURNALS)} == {other}


def test_both_halves_of_an_allocation_go_with_one_of_its_orders() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    credit = caller.do("create_credit", order=order)["order"]
    caller.do("allocate_credit", credit=credit, order=order)

    caller.do("delete_order", order=credit)

    assert caller.rows(PAYMENTS) == []
    assert order_of(caller, order)["orderPaymentStatus"] == "UNPAID"


def test_options_takes_more_ids_than_a_get_in_addresses_that_gateways_take() -> None:
    caller = Caller()
    orders = [caller.an_order() for _ in range(2)]
    numbers = ",".join(str(orders[0] + 2 * step) for step in range(1000))

    assert caller.call("OPTIONS", f"/order-service/order/1-{orders[-1]}").response == {
        "getUris": [f"/order/{orders[0]}-{orders[1]}"]
    }
    assert caller.call("OPTIONS", f"/order-service/order/{numbers}").status == 200
    assert caller.call("OPTIONS", f"/order-service/order/{numbers},{numbers}").status == 414
