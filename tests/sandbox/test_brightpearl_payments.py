"""Payments: every rule, and what they do to their order."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.brightpearl_calls import Caller, Reply

CUSTOMER = "/accounting-service/customer-payment"
SUPPLIER = "/accounting-service/supplier-payment"


def body(order: int, **changes: Any) -> dict[str, Any]:
    return {
        "transactionRef": "xero-1",
        "paymentMethodCode": "XERO",
        "paymentType": "RECEIPT",
        "orderId": order,
        "currencyIsoCode": "GBP",
        "exchangeRate": Decimal("1.000000"),
        "amountPaid": Decimal("120.00"),
        "paymentDate": "2026-06-14",
        **changes,
    }


def status_of(caller: Caller, order: int) -> str:
    return str(caller.get(f"/order-service/order/{order}").response[0]["orderPaymentStatus"])


def pay(caller: Caller, order: int, **changes: Any) -> Reply:
    return caller.post(CUSTOMER, body(order, **changes))


def test_a_receipt_answers_with_its_id_and_settles_its_order() -> None:
    caller = Caller()
    order = caller.an_order()

    reply = pay(caller, order)

    assert reply.body == {"response": 9001}
    assert status_of(caller, order) == "PAID"
    [row] = caller.rows(f"/accounting-service/customer-payment-search?orderId={order}")
    assert (row["transactionRef"], row["amountPaid"], row["journalId"]) == ("xero-1", "120.00", 31001)
    assert row["paymentDate"] == "2026-06-14T01:00:00.000+01:00"


def test_an_order_is_part_paid_until_all_of_it_is_paid() -> None:
    caller = Caller()
    order = caller.an_order()
    seen = [status_of(caller, order)]

    for number, amount in enumerate(("50.00", "70.00")):
        pay(caller, order, transactionRef=f"part-{number}", amountPaid=Decimal(amount))
        seen.append(status_of(caller, order))

    assert seen == ["UNPAID", "PARTIALLY_PAID", "PAID"]


def test_an_order_for_nothing_has_no_payment_status() -> None:
    caller = Caller()

    assert status_of(caller, caller.an_order(rows=[{"name": "Free", "price": "0"}])) == "NOT_APPLICABLE"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"paymentMethodCode": ""}, "ACCC-101"),
        ({"paymentDate": None}, "ACCC-101"),
        ({"paymentType": "GIFT"}, "ACCC-102"),
        ({"orderId": 7}, "ACCC-103"),
        ({"currencyIsoCode": "EUR"}, "ACCC-105"),
        ({"transactionRef": "x" * 65}, "ACCC-106"),
        ({"paymentMethodCode": "x" * 37}, "ACCC-106"),
        ({"amountPaid": "120.00"}, "ACCC-107"),
        ({"amountAuthorized": Decimal("-1.00")}, "ACCC-107"),
        ({"exchangeRate": 0}, "ACCC-107"),
        ({"paymentType": "AUTH"}, "ACCC-108"),
        ({"paymentDate": "yesterday"}, "ACCC-109"),
    ],
)
def test_what_makes_no_sense_is_refused(changes: dict[str, Any], code: str) -> None:
    caller = Caller()
    order = caller.an_order()

    reply = pay(caller, order, **changes)

    assert (reply.status, reply.code) == (400, code)
    assert status_of(caller, order) == "UNPAID"


def test_a_transaction_reference_is_taken_once_for_each_method() -> None:
    caller = Caller()
    order = caller.an_order()
    pay(caller, order, amountPaid=Decimal("10.00"))

    again = pay(caller, order, amountPaid=Decimal("10.00"))
    other_method = pay(caller, order, amountPaid=Decimal("10.00"), paymentMethodCode="CARD")

    assert (again.status, again.code) == (400, "ACCC-111")
    assert other_method.status == 200


def test_payments_without_a_reference_are_not_compared() -> None:
    caller = Caller()
    order = caller.an_order()

    statuses = [pay(caller, order, transactionRef=None).status for _ in range(2)]

    assert statuses == [200, 200]


@pytest.mark.parametrize(("day", "status"), [("2026-05-31", 400), ("2026-05-30", 400), ("2026-06-01", 200)])
def test_the_books_are_locked_up_to_and_including_a_day(day: str, status: int) -> None:
    caller = Caller()
    caller.do("lock_period", until="2026-05-31")

    assert pay(caller, caller.an_order(), paymentDate=day).status == status


def test_the_lock_can_be_read_and_taken_away() -> None:
    caller = Caller()
    path = "/accounting-service/accounting-period-lock"

    before = caller.get(path)
    caller.do("lock_period", until="2026-05-31")
    locked = caller.get(path).response
    caller.do("lock_period", until=None)

    assert (before.status, before.code) == (404, "CMNC-404")
    assert locked == {"lockedBy": 4, "lockedUntil": "2026-05-31"}
    assert caller.get(path).status == 404


@pytest.mark.parametrize(("day", "status"), [("2026-03-31", 400), ("2026-04-01", 200)])
def test_an_accounting_period_that_is_closed_takes_no_payment(day: str, status: int) -> None:
    caller = Caller()
    caller.do("close_period", period=1)

    assert pay(caller, caller.an_order(), paymentDate=day).status == status


def test_an_accounting_period_says_when_it_was_closed_and_can_be_opened_again() -> None:
    caller = Caller()
    path = "/accounting-service/accounting-period"

    caller.do("close_period", period=1)
    last, this = caller.get(path).response
    caller.do("close_period", period=1, closed=False)

    assert (last["endDate"], "closedDate" in last, "closedDate" in this) == ("2026-03-31T23:59:59.999Z", True, False)
    assert [one for one in caller.get(path).response if "closedDate" in one] == []


def test_only_an_accounting_period_that_is_there_can_be_closed() -> None:
    with pytest.raises(ValueError, match="no accounting period 3"):
        Caller().do("close_period", period=3)


def test_a_deleted_payment_vanishes_and_its_order_is_open_again() -> None:
    caller = Caller()
    order = caller.an_order()
    payment = pay(caller, order).response

    deleted = caller.call("DELETE", f"{CUSTOMER}/{payment}")

    assert (deleted.status, deleted.body) == (200, {})
    assert caller.ids("/accounting-service/customer-payment-search") == []
    assert status_of(caller, order) == "UNPAID"
    assert caller.call("DELETE", f"{CUSTOMER}/{payment}").status == 404
    assert caller.call("GET", f"{CUSTOMER}/{payment}").status == 404


@pytest.mark.parametrize("bumps", [False, True])
def test_whether_a_payment_raises_updated_on_is_a_switch(bumps: bool) -> None:
    caller = Caller()
    caller.switch(payment_bumps_order=bumps)
    order = caller.an_order()

    pay(caller, order)

    assert ("updatedOn" in caller.get(f"/order-service/order/{order}").response[0]) is bumps


def test_an_authorisation_moves_no_money_and_a_capture_does() -> None:
    caller = Caller()
    order = caller.an_order()
    held = {"paymentType": "AUTH", "amountAuthorized": 120, "authorizationExpiry": "2026-06-20T10:00:00Z"}

    pay(caller, order, transactionRef="a", amountPaid=0, **held)
    authorised = status_of(caller, order)
    pay(caller, order, transactionRef="b", paymentType="CAPTURE")

    assert (authorised, status_of(caller, order)) == ("AUTHORIZED", "PAID")
    rows = caller.rows("/accounting-service/customer-payment-search")
    assert [(row["amountAuthorized"], row["amountPaid"], row["journalId"]) for row in rows] == [
        ("120.00", "0.00", None),
        ("0.00", "120.00", 31001),
    ]


def test_a_sales_credit_is_refunded_with_a_payment() -> None:
    caller = Caller()
    credit = caller.do("create_credit", order=caller.an_order())["order"]

    refused = pay(caller, credit)
    taken = pay(caller, credit, paymentType="PAYMENT")

    assert (refused.status, taken.status) == (400, 200)
    assert status_of(caller, credit) == "PAID"


@pytest.mark.parametrize(
    "back",
    [{"paymentType": "PAYMENT", "amountPaid": 120}, {"paymentType": "RECEIPT", "amountPaid": -120}],
    ids=["money out", "a receipt below nought"],
)
def test_a_sales_order_is_refunded_without_a_credit_in_either_shape(back: dict[str, Any]) -> None:
    caller = Caller()
    order = caller.an_order()
    pay(caller, order, transactionRef="first")
    paid = status_of(caller, order)

    taken = pay(caller, order, transactionRef="back", **back)

    assert taken.status == 200
    assert (paid, status_of(caller, order)) == ("PAID", "UNPAID")


def test_money_back_leaves_the_bank_whatever_its_shape() -> None:
    caller = Caller()
    order = caller.an_order()

    pay(caller, order, paymentType="RECEIPT", amountPaid=-30)

    lines = caller.rows("/accounting-service/journal-search")
    assert [(line["nominalCode"], line["journalDebit"], line["journalCredit"]) for line in lines] == [
        (1100, "30.00", "0.00"),
        (1200, "0.00", "30.00"),
    ]


@pytest.mark.parametrize("action", ["pay_order", "refund_order"])
def test_an_order_below_nought_is_paid_once_the_money_has_gone_back(action: str) -> None:
    caller = Caller()
    rows = [{"name": "Mug", "price": "10"}, {"name": "Jug", "price": "25", "quantity": -1}]
    order = caller.an_order(rows=rows)
    before = status_of(caller, order)

    caller.do(action, order=order, amount={"pay_order": "-10.00", "refund_order": "10.00"}[action])
    between = status_of(caller, order)
    caller.do(action, order=order)

    assert (before, between, status_of(caller, order)) == ("UNPAID", "PARTIALLY_PAID", "PAID")


@pytest.mark.parametrize(
    ("kind", "type_", "status"),
    [("PO", "PAYMENT", 200), ("PO", "RECEIPT", 400), ("PC", "RECEIPT", 200), ("SO", "PAYMENT", 400)],
)
def test_supplier_payments_are_for_purchases(kind: str, type_: str, status: int) -> None:
    caller = Caller()
    order = caller.an_order(type=kind)

    assert caller.post(SUPPLIER, body(order, paymentType=type_)).status == status


def test_a_method_nobody_knows_is_stored_without_a_journal() -> None:
    caller = Caller()

    pay(caller, caller.an_order(), paymentMethodCode="BARTER")

    [row] = caller.rows("/accounting-service/customer-payment-search")
    assert (row["paymentMethodCode"], row["journalId"]) == ("BARTER", None)


def messages(order: int, *references: str) -> list[dict[str, Any]]:
    return [
        {
            "label": f"pay-{number}",
            "uri": CUSTOMER,
            "httpMethod": "POST",
            "body": body(order, transactionRef=reference, amountPaid=Decimal("1.00")),
        }
        for number, reference in enumerate(references)
    ]


@pytest.mark.parametrize(
    ("references", "on_fail", "status", "processed", "unprocessed"),
    [
        (("a", "b"), "STOP", 200, [200, 200], []),
        (("a", "a", "b"), "CONTINUE", 207, [200, 400, 200], []),
        (("a", "a", "b"), "STOP", 207, [200, 400], ["pay-2"]),
    ],
    ids=["all well", "carries on", "stops"],
)
def test_a_multi_message_tells_of_every_message(
    references: tuple[str, ...], on_fail: str, status: int, processed: list[int], unprocessed: list[str]
) -> None:
    caller = Caller()
    order = caller.an_order()

    reply = caller.post(
        "/multi-message",
        {"processingMode": "SEQUENTIAL", "onFail": on_fail, "messages": messages(order, *references)},
    )

    told = reply.body["response"]
    assert reply.status == status
    assert [message["statusCode"] for message in told["processedMessages"]] == processed
    assert told["unprocessedMessages"] == unprocessed
    assert told["processedMessages"][0]["body"] == {"content": '{"response":9001}'}


@pytest.mark.parametrize(
    "changes",
    [
        {"messages": []},
        {"messages": messages(1, "a")},
        {"messages": messages(1, *"abcdefghijk")},
        {"processingMode": "PARALLEL", "onFail": "STOP"},
        {"messages": [{**message, "httpMethod": "GET"} for message in messages(1, "a", "b")]},
        {"onFail": "PANIC"},
    ],
)
def test_a_multi_message_has_rules_of_its_own(changes: dict[str, Any]) -> None:
    usual = {"processingMode": "SEQUENTIAL", "onFail": "STOP", "messages": messages(1, "a", "b")}

    assert Caller().post("/multi-message", {**usual, **changes}).status == 400


def test_every_payment_and_correction_has_two_journal_lines() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    caller.do("pay_order", order=order)
    caller.do("stock_correction", product=caller.a_product(), quantity=3, cost="2.50")

    lines = caller.rows("/accounting-service/journal-search")

    told = [(line["journalType"], line["nominalCode"], line["journalDebit"], line["journalCredit"]) for line in lines]
    assert told == [
        ("SR", 1210, "96.00", "0.00"),
        ("SR", 1100, "0.00", "96.00"),
        ("IA", 1001, "7.50", "0.00"),
        ("IA", 5060, "0.00", "7.50"),
    ]
