"""What people do with money that is there: discounts, allocations, what was paid too much, reversals."""

from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller
from tests.sandbox.test_brightpearl_journals import JOURNAL, PAYMENTS, journal_of, lines_of


def status_of(caller: Caller, order: int) -> str:
    return str(caller.get(f"/order-service/order/{order}").response[0]["orderPaymentStatus"])


def rows_of(caller: Caller, *orders: int) -> list[tuple[int, str, str]]:
    """Each payment of these sales orders and credits: order, type, amount."""
    rows = [row for order in orders for row in caller.rows(f"{PAYMENTS}?orderId={order}")]
    return [(row["orderId"], row["paymentType"], row["amountPaid"]) for row in rows]


def a_credit(caller: Caller, order: int) -> int:
    return int(caller.do("create_credit", order=order)["order"])


@pytest.mark.parametrize(("part", "nominal"), [("discount", "4310"), ("write_off", "8100")])
def test_part_of_a_payment_that_is_no_money_is_a_line_of_its_journal(part: str, nominal: str) -> None:
    caller = Caller()
    order = caller.an_order()

    payment = caller.do("pay_order", order=order, **{part: "6.00"})["payment"]

    assert (status_of(caller, order), rows_of(caller, order)) == ("PAID", [(order, "RECEIPT", "120.00")])
    assert lines_of(journal_of(caller, payment)) == [
        ("debits", "1200", "114.00", "114.00"),
        ("debits", nominal, "6.00", "6.00"),
        ("credits", "1100", "120.00", "120.00"),
    ]
    assert caller.vendor.state()["payments"][str(payment)]["money"] == "114.00"


def test_what_is_all_written_off_has_no_line_of_money() -> None:
    caller = Caller()

    payment = caller.do("pay_order", order=caller.an_order(), amount="0.03", write_off="0.03")["payment"]

    assert lines_of(journal_of(caller, payment)) == [
        ("debits", "8100", "0.03", "0.03"),
        ("credits", "1100", "0.03", "0.03"),
    ]


def test_no_more_than_the_payment_can_be_discounted() -> None:
    caller = Caller()

    with pytest.raises(ValueError, match=r"A payment of 5 cannot have 6\.00 of it discounted"):
        caller.do("pay_order", order=caller.an_order(), amount="5", discount="6.00")


def test_an_order_may_be_paid_too_much() -> None:
    caller = Caller()
    order = caller.an_order()

    payment = caller.do("pay_order", order=order, amount="125.00")["payment"]

    assert (status_of(caller, order), rows_of(caller, order)) == ("PAID", [(order, "RECEIPT", "125.00")])
    assert lines_of(journal_of(caller, payment))[0] == ("debits", "1200", "125.00", "125.00")


@pytest.mark.parametrize("own", [True, False], ids=["its own order", "another order"])
def test_a_credit_settles_an_order_by_one_journal_on_two_payments(own: bool) -> None:
    caller = Caller()
    person = caller.a_contact()
    returned, bought = (caller.an_invoiced_order(contact=person) for _ in range(2))
    credit, order = a_credit(caller, returned), returned if own else bought

    out, into = caller.do("allocate_credit", credit=credit, order=order, amount="40.00")["payments"]

    assert rows_of(caller, credit, order) == [(credit, "PAYMENT", "40.00"), (order, "RECEIPT", "40.00")]
    journal = journal_of(caller, out)
    assert journal == journal_of(caller, into)
    assert lines_of(journal) == [("debits", "1100", "40.00", "40.00"), ("credits", "1100", "40.00", "40.00")]
    assert [line["orderId"] for side in ("debits", "credits") for line in journal[side]] == [credit, order]
    assert caller.vendor.state()["payments"][str(into)]["money"] == "0"


def test_a_credit_settles_as_much_as_fits() -> None:
    caller = Caller()
    order = caller.an_order()
    caller.do("pay_order", order=order, amount="90.00")
    credit = a_credit(caller, order)

    done = caller.do("allocate_credit", credit=credit, order=order)

    assert (done["amount"], status_of(caller, order)) == ("30.00", "PAID")
    assert status_of(caller, credit) == "PARTIALLY_PAID"


def test_what_one_order_was_paid_too_much_pays_another() -> None:
    caller = Caller()
    person = caller.a_contact()
    first, second = (caller.an_order(contact=person) for _ in range(2))
    caller.do("pay_order", order=first, amount="150.00")

    out, into = caller.do("allocate_overpayment", order=first, to=second)["payments"]

    assert rows_of(caller, first) == [(first, "RECEIPT", "150.00"), (first, "PAYMENT", "30.00")]
    assert rows_of(caller, second) == [(second, "RECEIPT", "30.00")]
    assert (status_of(caller, first), status_of(caller, second)) == ("PAID", "PARTIALLY_PAID")
    assert journal_of(caller, out) == journal_of(caller, into)


@pytest.mark.parametrize("paid_back", [False, True], ids=["overpaid", "credited"])
def test_suppliers_money_is_used_in_the_same_way(paid_back: bool) -> None:
    caller = Caller()
    first, second = (caller.an_order(type="PO") for _ in range(2))
    caller.do("pay_order", order=first, amount="150.00")

    if paid_back:
        credit = caller.do("create_credit", order=first)["order"]
        done = caller.do("allocate_credit", credit=credit, order=second, amount="30.00")
    else:
        done = caller.do("allocate_overpayment", order=first, to=second)

    source, target = done["from"], done["order"]
    shapes = {False: ("PAYMENT", "-30.00"), True: ("RECEIPT", "30.00")}
    rows = caller.rows("/accounting-service/supplier-payment-search")[1:]
    told = [(row["orderId"], row["paymentType"], row["amountPaid"]) for row in rows]
    assert told == [(source, *shapes[paid_back]), (target, "PAYMENT", "30.00")]
    [journal] = caller.get(f"{JOURNAL}/{rows[0]['journalId']}").response["journals"]
    assert lines_of(journal) == [("debits", "2100", "30.00", "30.00"), ("credits", "2100", "30.00", "30.00")]


def test_orders_at_two_rates_gain_by_an_allocation() -> None:
    caller = Caller()
    person = caller.a_contact()
    first, second = (caller.an_order(contact=person, currency="EUR", exchange_rate=rate) for rate in ("1.25", "1.20"))
    caller.do("pay_order", order=first, amount="150.00")

    out, _ = caller.do("allocate_overpayment", order=first, to=second)["payments"]

    assert lines_of(journal_of(caller, out)) == [
        ("debits", "1100", "30.00", "24.00"),
        ("debits", "7906", None, "1.00"),
        ("credits", "1100", "30.00", "25.00"),
    ]


@pytest.mark.parametrize(
    ("action", "told"),
    [
        ({"action": "allocate_credit", "credit": 2001, "order": 2002}, "Order 2001 is no credit"),
        ({"action": "allocate_overpayment", "order": 2003, "to": 2002}, "Order 2003 is a credit"),
        ({"action": "allocate_overpayment", "order": 2001, "to": 2002}, r"There is 0\.00 to allocate"),
        (
            {"action": "allocate_credit", "credit": 2003, "order": 2002, "amount": "121"},
            r"There is 120\.00 to allocate",
        ),
        ({"action": "allocate_credit", "credit": 2003, "order": 2004}, "SC cannot settle the PO 2004"),
        ({"action": "allocate_credit", "credit": 2003, "order": 2005}, "in GBP cannot settle the order 2005 in EUR"),
    ],
)
def test_what_does_not_fit_is_not_allocated(action: dict[str, Any], told: str) -> None:
    caller = Caller()
    returned = caller.an_order()
    caller.do("pay_order", order=returned)
    caller.an_order()
    a_credit(caller, returned)
    caller.an_order(type="PO")
    caller.an_order(currency="EUR", exchange_rate="1.25")
    before = caller.vendor.state()["payments"]

    with pytest.raises(ValueError, match=told):
        caller.vendor.do(action)

    assert caller.vendor.state()["payments"] == before


def test_deleting_half_of_an_allocation_deletes_the_other_half() -> None:
    caller = Caller()
    order = caller.an_order()
    credit = a_credit(caller, order)
    halves = caller.do("allocate_credit", credit=credit, order=order)["payments"]

    caller.do("delete_payment", payment=halves[1])

    assert rows_of(caller, credit, order) == []
    assert (status_of(caller, credit), status_of(caller, order)) == ("UNPAID", "UNPAID")


@pytest.mark.parametrize(
    ("shown_as", "shape"),
    [("payment", ("PAYMENT", "120.00")), ("negative_receipt", ("RECEIPT", "-120.00"))],
)
def test_a_receipt_is_reversed_on_its_own_order(shown_as: str, shape: tuple[str, str]) -> None:
    caller = Caller()
    caller.switch(reversal_shown_as=shown_as)
    order = caller.an_order()
    payment = caller.do("pay_order", order=order, method="PAYPAL", discount="6.00")["payment"]

    reversal = caller.do("reverse_payment", payment=payment, day="2026-06-14")["payment"]

    assert rows_of(caller, order)[1] == (order, *shape)
    assert status_of(caller, order) == "UNPAID"
    [row] = caller.rows(f"{PAYMENTS}?paymentId={reversal}")
    assert (row["paymentMethodCode"], row["paymentDate"][:10]) == ("PAYPAL", "2026-06-14")
    assert lines_of(journal_of(caller, reversal)) == [
        ("debits", "1100", "120.00", "120.00"),
        ("credits", "1240", "114.00", "114.00"),
        ("credits", "4310", "6.00", "6.00"),
    ]


@pytest.mark.parametrize("kind", ["PO", "SC"])
def test_what_is_no_receipt_is_reversed_by_its_own_kind_below_nought(kind: str) -> None:
    caller = Caller()
    order = caller.an_order(type="PO") if kind == "PO" else a_credit(caller, caller.an_order())
    action = {"PO": "pay_order", "SC": "refund_order"}[kind]
    payment = caller.do(action, order=order)["payment"]

    done = caller.do("reverse_payment", payment=payment)

    assert (done["amount"], status_of(caller, order)) == ("-120.00", "UNPAID")


def test_a_foreign_reversal_keeps_the_rate_of_what_it_reverses() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    payment = caller.do("pay_order", order=order, exchange_rate="1.20")["payment"]

    journal = journal_of(caller, caller.do("reverse_payment", payment=payment)["payment"])

    assert journal["exchangeRate"] == "1.200000"
    assert ("credits", "1210", "120.00", "100.00") in lines_of(journal)


def test_half_of_an_allocation_is_not_reversed() -> None:
    caller = Caller()
    order = caller.an_order()
    _, into = caller.do("allocate_credit", credit=a_credit(caller, order), order=order)["payments"]

    with pytest.raises(ValueError, match="is half of an allocation"):
        caller.do("reverse_payment", payment=into)
