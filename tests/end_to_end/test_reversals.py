"""Payments that are taken back on their order: what stays as it is, and what a second look does not do again."""

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop


def paid(shop: Shop) -> tuple[int, str]:
    """A payment that is in Xero, and the number of its invoice."""
    order, number = shop.sell()
    payment = int(shop.brightpearl("pay_order", order=order)["payment"])
    shop.good_cycle()
    return payment, number


def reversed_(shop: Shop, payment: int) -> int:
    return int(shop.brightpearl("reverse_payment", payment=payment)["payment"])


def test_a_reconciled_payment_stays_and_the_reversal_says_what_to_do(shop: Shop) -> None:
    payment, number = paid(shop)
    shop.xero("reconcile_payment", payment=shop.payments_in_xero(number)[0]["PaymentID"])

    back = reversed_(shop, payment)
    shop.good_cycle()

    problem = shop.failure(Kind.SALES_PAYMENT, back).problem
    assert f"payment {payment}, which it takes back, is reconciled in Xero" in problem.message
    assert "refund that on the day it went back" in problem.hint
    assert len(shop.payments_in_xero(number)) == 1
    assert shop.books()["Overpayments"] == []


def test_what_a_person_entered_in_xero_is_not_taken_away(shop: Shop) -> None:
    order, number = shop.sell()
    shop.good_cycle()
    shop.xero("pay_invoice", invoice=number)
    payment = int(shop.brightpearl("pay_order", order=order)["payment"])
    shop.clock.advance(minutes=30)
    shop.deployed.step("fetch_brightpearl_sales_payments")
    shop.deployed.step("post_xero_sales_payments")

    back = reversed_(shop, payment)
    shop.good_cycle()

    assert "was entered in Xero by a person" in shop.failure(Kind.SALES_PAYMENT, back).problem.message
    assert len(shop.payments_in_xero(number)) == 1


def test_a_refund_that_is_posted_again_by_hand_is_not_paid_twice(shop: Shop) -> None:
    payment, number = paid(shop)
    shop.clock.advance(hours=24)
    back = reversed_(shop, payment)
    shop.good_cycle()

    for record in (back, payment):
        shop.retry(Kind.SALES_PAYMENT, record)
    shop.good_cycle()

    (overpayment,) = shop.books()["Overpayments"]
    assert [refund["Amount"] for refund in overpayment["Payments"]] == [overpayment["Total"]]
    assert shop.payments_in_xero(number) == []
    assert shop.record(Kind.SALES_PAYMENT, back).status == Status.SENT
    assert shop.record(Kind.SALES_PAYMENT, payment).status == Status.SENT


def test_a_refund_on_another_day_says_of_which_days_both_are(shop: Shop) -> None:
    payment, number = paid(shop)
    shop.clock.advance(hours=24)
    back = reversed_(shop, payment)
    shop.good_cycle()

    assert shop.record(Kind.SALES_PAYMENT, back).notes == (
        f"it refunds payment {payment} of 2026-11-23 without a sales credit: that is an overpayment in Xero, refunded on"
        f" 2026-11-24, and sales invoice {number} is open again",
    )


def test_a_payment_that_was_taken_back_says_which_one_did_it(shop: Shop) -> None:
    payment, _ = paid(shop)
    back = reversed_(shop, payment)
    shop.good_cycle()

    assert shop.record(Kind.SALES_PAYMENT, payment).notes == (f"payment {back} took it back",)
    assert shop.record(Kind.SALES_PAYMENT, back).notes == (
        f"it takes back payment {payment} of the same day, whose copy in Xero was deleted",
    )


def test_without_the_scope_nothing_is_taken_back(shop: Shop) -> None:
    payment, number = paid(shop)
    shop.deployed.sandbox.xero.vendor.set_switches({"bank_transactions_scope": "missing"})
    shop.clock.advance(hours=24)

    back = reversed_(shop, payment)
    shop.good_cycle()

    assert "accounting.banktransactions" in shop.failure(Kind.SALES_PAYMENT, back).problem.message
    assert len(shop.payments_in_xero(number)) == 1


def test_of_an_overpayment_that_is_refunded_on_the_order_the_overpayment_is_paid_back(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    order, number = shop.sell()
    shop.brightpearl("pay_order", order=order)
    shop.good_cycle()
    extra = int(shop.brightpearl("pay_order", order=order, amount="7.00")["payment"])
    shop.good_cycle()
    shop.clock.advance(hours=24)

    reversed_(shop, extra)
    shop.good_cycle()

    (overpayment,) = shop.books()["Overpayments"]
    assert [refund["Amount"] for refund in overpayment["Payments"]] == [overpayment["Total"]]
    assert len(shop.payments_in_xero(number)) == 1
    assert shop.document(number)["Status"] == "PAID"


def test_an_overpayment_that_was_used_is_refunded_once_it_is_free_again(shop: Shop) -> None:
    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    order, _ = shop.sell()
    shop.brightpearl("pay_order", order=order)
    _, other = shop.sell()
    shop.good_cycle()
    extra = int(shop.brightpearl("pay_order", order=order, amount="7.00")["payment"])
    shop.good_cycle()
    (overpayment,) = shop.books()["Overpayments"]
    allocation = shop.xero("allocate_credit", credit=overpayment["OverpaymentID"], invoice=other)["AllocationID"]
    shop.clock.advance(hours=24)

    back = reversed_(shop, extra)
    shop.good_cycle()
    held = shop.failure(Kind.SALES_PAYMENT, back).problem
    shop.xero("remove_allocation", allocation=allocation)
    shop.retry(Kind.SALES_PAYMENT, back)
    shop.good_cycle()

    assert held.message == "the overpayment that it pays back is used in Xero, for an invoice perhaps"
    assert shop.record(Kind.SALES_PAYMENT, back).status == Status.SENT
    assert [refund["Amount"] for refund in shop.books()["Overpayments"][0]["Payments"]] == ["7.00"]
