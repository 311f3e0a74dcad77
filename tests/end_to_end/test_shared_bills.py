"""Payments in Xero of a bill that several purchase orders share: one in Brightpearl for each order that they settle."""

from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop

NUMBER = "MILL-7"


def order(shop: Shop, price: str) -> int:
    """A purchase order on the supplier's invoice: of the price, and 20 % tax."""
    return shop.buy(shop.row(price=price, nominal="5000"), number=NUMBER)[0]


def pay(shop: Shop, amount: str) -> str:
    """Pay some of the bill in Xero; the payment's id there."""
    return str(shop.xero("pay_invoice", invoice=NUMBER, amount=amount)["PaymentID"])


def paid(shop: Shop, *orders: int) -> list[list[str]]:
    return [[payment["amount_paid"] for payment in shop.payments_in_brightpearl(number)] for number in orders]


def references(shop: Shop, number: int) -> list[str]:
    return [payment["transaction_ref"] for payment in shop.payments_in_brightpearl(number)]


def test_a_payment_of_the_whole_bill_settles_every_order(shop: Shop) -> None:
    first, second, third = order(shop, "10.00"), order(shop, "20.00"), order(shop, "5.00")
    shop.good_cycle()
    payment = pay(shop, "42.00")

    shop.good_cycle()

    assert paid(shop, first, second, third) == [["12.00"], ["24.00"], ["6.00"]]
    assert [references(shop, one) for one in (first, second, third)] == [
        [f"{payment}-{first}"],
        [f"{payment}-{second}"],
        [f"{payment}-{third}"],
    ]
    assert shop.differences() == []


def test_payments_in_parts_settle_one_order_after_the_other(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    pay(shop, "5.00")
    shop.clock.advance(minutes=1)
    pay(shop, "10.00")
    shop.good_cycle()
    pay(shop, "20.00")

    shop.good_cycle()

    assert [sorted(amounts) for amounts in paid(shop, first, second)] == [["5.00", "7.00"], ["20.00", "3.00"]]
    assert shop.differences() == []


def test_a_payment_that_is_read_twice_is_carried_over_once(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    pay(shop, "20.00")
    shop.good_cycle()

    run = shop.deployed.start_run()
    for step in ("fetch_xero_purchase_payments", "post_brightpearl_purchase_payments"):
        shop.deployed.step(step, run=run)

    assert paid(shop, first, second) == [["12.00"], ["8.00"]]


def test_a_payment_that_is_deleted_in_xero_is_an_error_on_each_of_its_parts(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    payment = pay(shop, "20.00")
    shop.good_cycle()

    shop.xero("delete_payment", payment=payment)
    shop.cycle()

    for record, paying in ((f"{payment}-{first}", first), (f"{payment}-{second}", second)):
        (copy,) = shop.payments_in_brightpearl(paying)
        message = shop.failure(Kind.PURCHASE_PAYMENT, record).problem.message
        assert f"deleted in Xero; its copy in Brightpearl is payment {copy['id']}" in message


def test_a_payment_after_a_deleted_one_settles_what_that_had_settled(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    shop.xero("delete_payment", payment=pay(shop, "12.00"))
    shop.cycle()

    pay(shop, "12.00")
    shop.good_cycle()

    assert paid(shop, first, second) == [["12.00"], []]


def test_what_is_entered_again_waits_until_the_copy_of_the_deleted_payment_is_deleted(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    payment = pay(shop, "12.00")
    shop.good_cycle()
    shop.xero("delete_payment", payment=payment)
    shop.cycle()

    pay(shop, "12.00")
    shop.cycle()

    assert paid(shop, first, second) == [["12.00"], []]
    again = next(one for one in shop.records(Kind.PURCHASE_PAYMENT) if not one.in_remote)
    assert again.failure is not None
    assert "12.00 was paid in Xero, and nothing is outstanding on" in again.failure.problem.message


def test_an_order_that_comes_later_is_settled_by_later_payments(shop: Shop) -> None:
    first = order(shop, "10.00")
    shop.good_cycle()
    payment = pay(shop, "12.00")
    shop.good_cycle()
    shop.xero("delete_payment", payment=payment)
    shop.cycle()
    shop.archive(Kind.PURCHASE_PAYMENT, payment)
    again = pay(shop, "2.00")
    shop.good_cycle()
    shop.xero("delete_payment", payment=again)
    second = order(shop, "20.00")
    shop.cycle()

    pay(shop, "20.00")
    shop.cycle()

    assert paid(shop, first, second) == [["12.00"], ["8.00"]]


def test_payments_of_a_bill_that_was_adopted_are_split_too(shop: Shop) -> None:
    shop.buy()
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.supplier)["ContactID"])
    line = {"Description": "typed", "Quantity": "1", "UnitAmount": "30.00", "AccountCode": "429", "TaxType": "INPUT2"}
    shop.xero(
        "create_document",
        document={
            "Type": "ACCPAY",
            "InvoiceNumber": NUMBER,
            "Contact": {"ContactID": contact},
            "Date": "2026-11-23",
            "DueDate": "2026-12-23",
            "Status": "AUTHORISED",
            "LineItems": [line],
        },
    )
    pay(shop, "20.00")
    first, second = order(shop, "10.00"), order(shop, "20.00")

    shop.good_cycle()
    shop.good_cycle()

    assert paid(shop, first, second) == [["12.00"], ["8.00"]]
    assert shop.differences() == []


def test_a_credit_of_the_supplier_in_xero_settles_the_orders_and_says_so_when_it_is_taken_off(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    contact = str(shop.contact_in_xero(shop.supplier)["ContactID"])
    line = {"Description": "typed", "Quantity": "1", "UnitAmount": "15.00", "AccountCode": "429", "TaxType": "INPUT2"}
    credit = shop.xero(
        "create_document",
        document={
            "Type": "ACCPAYCREDIT",
            "CreditNoteNumber": "CN-1",
            "Contact": {"ContactID": contact},
            "Date": "2026-11-23",
            "Status": "AUTHORISED",
            "LineItems": [line],
        },
    )
    allocated = shop.xero("allocate_credit", credit="CN-1", invoice=NUMBER)
    shop.good_cycle()
    assert paid(shop, first, second) == [["12.00"], ["6.00"]]

    shop.xero("remove_allocation", allocation=allocated["AllocationID"])
    shop.cycle()

    failed = [one for one in shop.records(Kind.PURCHASE_PAYMENT) if one.status == Status.ERROR]
    assert len(failed) == 2, credit
    assert all("taken off the document in Xero" in one.failure.problem.message for one in failed if one.failure)


def test_payments_that_people_enter_on_both_sides_are_carried_neither_way(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    for number, amount in ((first, "12.00"), (second, "24.00")):
        shop.brightpearl("pay_order", order=number, amount=amount)
    pay(shop, "36.00")

    shop.good_cycle()

    assert paid(shop, first, second) == [["12.00"], ["24.00"]]


def test_what_people_have_paid_in_brightpearl_themselves_is_not_settled_again(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    shop.brightpearl("pay_order", order=first, amount="9.00")
    shop.clock.advance(days=1)
    payment = pay(shop, "12.00")

    shop.good_cycle()

    assert paid(shop, first, second) == [["9.00", "3.00"], ["9.00"]]
    assert references(shop, first)[1] == f"{payment}-{first}"
    assert references(shop, second) == [f"{payment}-{second}"]


def test_what_settles_one_order_alone_has_the_payments_own_reference(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    shop.brightpearl("pay_order", order=first, amount="12.00")
    shop.clock.advance(days=1)
    payment = pay(shop, "12.00")

    shop.good_cycle()

    assert paid(shop, first, second) == [["12.00"], ["12.00"]]
    assert references(shop, second) == [payment]


def test_a_part_that_people_enter_on_both_sides_is_carried_neither_way(shop: Shop) -> None:
    first, second = order(shop, "10.00"), order(shop, "20.00")
    shop.good_cycle()
    shop.brightpearl("pay_order", order=first, amount="12.00")
    pay(shop, "12.00")

    shop.good_cycle()

    assert paid(shop, first, second) == [["12.00"], []]


def test_payments_of_many_bills_are_split_with_one_look_at_brightpearl(shop: Shop) -> None:
    for number in ("MILL-1", "MILL-2", "MILL-3"):
        for _ in range(2):
            shop.buy(shop.row(price="10.00", nominal="5000"), number=number)
    shop.good_cycle()
    for number in ("MILL-1", "MILL-2", "MILL-3"):
        shop.xero("pay_invoice", invoice=number, amount="24.00")

    first, second = shop.good_cycle(), shop.good_cycle()

    calls = [cycle.answers["fetch_xero_purchase_payments"]["calls"]["brightpearl"] for cycle in (first, second)]
    assert calls == [1, 0]
