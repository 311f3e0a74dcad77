"""Payments of more than is due: what is known of them already, what waits, and what is told of it."""

from datetime import timedelta
from decimal import Decimal

import pytest

from shared.kinds import Kind
from shared.records.model import LinkItem
from shared.records.schema import Area, area, partition
from shared.records.status import Status
from tests.end_to_end.shop import Shop


@pytest.fixture
def keeping(shop: Shop) -> Shop:
    """A shop that keeps what is paid too much as overpayments."""
    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    return shop


def overpaid(shop: Shop, amount: str = "35.00") -> tuple[int, str]:
    order, number = shop.sell()
    payment = int(shop.brightpearl("pay_order", order=order, amount=amount)["payment"])
    shop.cycle()
    return payment, number


def forget(shop: Shop, payment: int) -> None:
    """The table is put back to before the payment was known."""
    record = shop.record(Kind.SALES_PAYMENT, payment)
    connection = shop.deployed.connection
    for item in LinkItem.query(area(connection, Area.LINK)):
        if item.sk in (record.remote_id, (record.fields or {}).get("overpayment")):
            item.delete()
    LinkItem(partition(connection, Kind.SALES_PAYMENT), record.id).delete()


def test_what_went_in_two_parts_has_the_ids_of_both(keeping: Shop) -> None:
    payment, number = overpaid(keeping)

    record = keeping.record(Kind.SALES_PAYMENT, payment)
    (overpayment,) = keeping.books()["Overpayments"]
    assert record.remote_id == keeping.payments_in_xero(number)[0]["PaymentID"]
    assert record.fields == {"paid": "30.00", "over": "5.00", "overpayment": overpayment["OverpaymentID"]}
    assert record.notes == ("5.00 was more than was due and is an overpayment in Xero",)


def test_what_found_nothing_open_has_the_id_of_its_overpayment(keeping: Shop) -> None:
    order, _ = keeping.sell()
    keeping.brightpearl("pay_order", order=order)
    keeping.good_cycle()

    extra = keeping.brightpearl("pay_order", order=order, amount="7.00")["payment"]
    keeping.good_cycle()

    (overpayment,) = keeping.books()["Overpayments"]
    record = keeping.record(Kind.SALES_PAYMENT, extra)
    assert record.remote_id == overpayment["OverpaymentID"]
    assert record.fields == {"over": "7.00", "overpayment": overpayment["OverpaymentID"]}


def test_the_link_of_an_overpayment_names_the_payment(keeping: Shop) -> None:
    payment, _ = overpaid(keeping)

    (overpayment,) = keeping.books()["BankTransactions"]
    assert overpayment["Url"].endswith(f"&payment={payment}")


def test_both_parts_of_a_payment_that_the_table_has_forgotten_are_found_again(keeping: Shop) -> None:
    payment, number = overpaid(keeping)
    before = keeping.record(Kind.SALES_PAYMENT, payment)

    forget(keeping, payment)
    keeping.clock.advance(minutes=30)
    since = keeping.clock.now() - timedelta(hours=3)
    keeping.deployed.progress.save_cursor("fetch_brightpearl_sales_payments", {"since": since.isoformat()})
    keeping.cycle()

    assert len(keeping.payments_in_xero(number)) == 1
    assert len(keeping.books()["Overpayments"]) == 1
    after = keeping.record(Kind.SALES_PAYMENT, payment)
    assert (after.status, after.remote_id, after.fields) == (Status.SENT, before.remote_id, before.fields)


def test_what_a_refund_paid_back_too_much_is_held_whatever_the_setting(keeping: Shop) -> None:
    credit = keeping.open_order(type="SC")
    number = keeping.invoice(credit)
    refund = keeping.brightpearl("refund_order", order=credit, amount="31.00")["payment"]

    keeping.good_cycle()

    assert keeping.failure(Kind.SALES_PAYMENT, refund).problem.message == (
        f"30.00 of 31.00 has paid {number} in Xero; 1.00 is more than is due and was not posted: a refund can be no overpayment"
    )


def test_the_open_amount_is_given_once_however_many_ask_for_it(shop: Shop) -> None:
    order, number = shop.sell()
    shop.brightpearl("pay_order", order=order, amount="31.00")
    shop.brightpearl("pay_order", order=order, amount="40.00")

    shop.good_cycle()

    paid = [Decimal(str(payment["Amount"])) for payment in shop.payments_in_xero(number)]
    messages = sorted(record.failure.problem.message for record in shop.records(Kind.SALES_PAYMENT) if record.failure)
    assert paid == [Decimal("30.00")]
    assert messages == [
        f"30.00 of 31.00 has paid {number} in Xero; 1.00 is more than is due and was not posted",
        f"nothing is due on {number} in Xero; all of 40.00 is more than is due and was not posted",
    ]


def test_cents_that_were_left_out_are_summed_by_account(shop: Shop) -> None:
    for cents in ("0.02", "0.03"):
        order, _ = shop.sell()
        shop.brightpearl("pay_order", order=order, amount=str(Decimal("30.00") + Decimal(cents)))

    answer = shop.good_cycle().answers["post_xero_sales_payments"]

    assert answer["left_out"] == {"090": "0.05"}


def test_six_cents_are_more_than_the_tolerance(shop: Shop) -> None:
    order, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, amount="30.06")["payment"]

    shop.good_cycle()

    assert f"30.00 of 30.06 has paid {number}" in shop.failure(Kind.SALES_PAYMENT, payment).problem.message


def test_a_use_waits_until_its_day_is_open(keeping: Shop) -> None:
    order, _ = keeping.sell()
    other, _ = keeping.sell()
    keeping.brightpearl("pay_order", order=order, amount="50.00")
    keeping.cycle()
    keeping.xero("lock_period", period="2030-01-01")

    use = keeping.brightpearl("allocate_overpayment", order=order, to=other, amount="10.00")["payments"][1]
    keeping.cycle()

    assert "is locked in Xero until 1 January 2030" in keeping.record(Kind.SALES_PAYMENT, use).held


def test_a_use_goes_when_what_was_held_has_gone(shop: Shop) -> None:
    order, _ = shop.sell()
    other, number = shop.sell()
    payment = shop.brightpearl("pay_order", order=order, amount="50.00")["payment"]
    use = shop.brightpearl("allocate_overpayment", order=order, to=other, amount="10.00")["payments"][1]
    shop.good_cycle()
    waiting = shop.record(Kind.SALES_PAYMENT, use)

    shop.change_settings(lambda settings: settings.update(excess="overpayment"))
    shop.retry(Kind.SALES_PAYMENT, payment)
    shop.good_cycle()

    assert (
        waiting.held
        == f"uses 10.00 of what order {order} has left; 0.00 of that is in Xero, the rest is held or on its way"
    )
    assert shop.record(Kind.SALES_PAYMENT, use).status == Status.SENT
    assert shop.document(number)["AmountDue"] == "20.00"
