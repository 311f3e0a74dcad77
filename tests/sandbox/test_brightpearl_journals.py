"""Journals: what each payment puts on which nominal, in both currencies."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.brightpearl_calls import Caller

PAYMENTS = "/accounting-service/customer-payment-search"
JOURNAL = "/accounting-service/journal"


def journal_of(caller: Caller, payment: int) -> dict[str, Any]:
    """The journal of a payment, as a client comes by it: the id from the search, then the journal."""
    [row] = caller.rows(f"{PAYMENTS}?paymentId={payment}")
    [journal] = caller.get(f"{JOURNAL}/{row['journalId']}").response["journals"]
    return dict(journal)


def lines_of(journal: dict[str, Any]) -> list[tuple[str, str, str | None, str]]:
    """Each line: its side, nominal, amount in the journal's currency, amount in the account's."""
    return [
        (side, line["nominalCode"], line.get("transactionAmount"), line["change"]["value"])
        for side in ("debits", "credits")
        for line in journal[side]
    ]


@pytest.mark.parametrize(
    ("method", "nominal"),
    [("CARD", "1200"), ("PAYPAL", "1240"), ("AMAZON", "1241"), ("GIFTCARD", "2150"), ("STORECREDIT", "2151")],
)
def test_a_receipt_is_on_the_nominal_of_its_method_against_debtors(method: str, nominal: str) -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    payment = caller.do("pay_order", order=order, amount="30.00", method=method)["payment"]

    journal = journal_of(caller, payment)

    assert lines_of(journal) == [("debits", nominal, "30.00", "30.00"), ("credits", "1100", "30.00", "30.00")]
    assert (journal["journalTypeCode"], journal["currencyId"], journal["exchangeRate"]) == ("SR", 1, "1.000000")
    [credit] = journal["credits"]
    assert (credit["orderId"], credit["invoiceReference"]) == (order, "SI-100001")


def test_what_is_refunded_leaves_the_nominal_of_its_method() -> None:
    caller = Caller()
    credit = caller.do("create_credit", order=caller.an_order())["order"]

    journal = journal_of(caller, caller.do("refund_order", order=credit, method="GIFTCARD")["payment"])

    assert lines_of(journal) == [("debits", "1100", "120.00", "120.00"), ("credits", "2150", "120.00", "120.00")]


def test_a_supplier_is_paid_from_the_bank_against_creditors() -> None:
    caller = Caller()
    order = caller.an_order(type="PO")
    caller.do("pay_order", order=order, method="BANK")

    [row] = caller.rows("/accounting-service/supplier-payment-search")
    [journal] = caller.get(f"{JOURNAL}/{row['journalId']}").response["journals"]

    assert journal["journalTypeCode"] == "PP"
    assert lines_of(journal) == [("debits", "2100", "120.00", "120.00"), ("credits", "1200", "120.00", "120.00")]


@pytest.mark.parametrize("method", ["KLARNA", "CONTRA"])
def test_a_method_without_an_account_makes_no_journal(method: str) -> None:
    caller = Caller()
    caller.do("pay_order", order=caller.an_order(), method=method)

    [row] = caller.rows(PAYMENTS)

    assert row["journalId"] is None
    assert caller.rows("/accounting-service/journal-search") == []


def test_no_payment_has_a_journal_while_no_method_has_a_bank() -> None:
    caller = Caller()
    caller.do("pay_order", order=caller.an_order())
    number = caller.rows(PAYMENTS)[0]["journalId"]

    caller.switch(methods_have_banks=False)

    assert caller.rows(PAYMENTS)[0]["journalId"] is None
    assert caller.get(f"{JOURNAL}/{number}").status == 404
    methods = caller.get("/accounting-service/payment-method").response
    assert all(method["bankAccounts"] == [] for method in methods)


def test_a_foreign_payment_at_the_rate_of_its_order_gains_nothing() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")

    journal = journal_of(caller, caller.do("pay_order", order=order)["payment"])

    assert (journal["currencyId"], journal["exchangeRate"]) == (2, "1.250000")
    assert lines_of(journal) == [("debits", "1210", "120.00", "96.00"), ("credits", "1100", "120.00", "96.00")]


@pytest.mark.parametrize(
    ("rate", "banked", "difference"),
    [("1.20", "100.00", ("credits", "7906", None, "4.00")), ("1.50", "80.00", ("debits", "7906", None, "16.00"))],
    ids=["gained", "lost"],
)
def test_a_rate_that_is_not_the_orders_gains_or_loses_in_the_account_currency_alone(
    rate: str, banked: str, difference: tuple[str, str, None, str]
) -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")

    journal = journal_of(caller, caller.do("pay_order", order=order, exchange_rate=rate)["payment"])

    assert journal["exchangeRate"] == f"{rate}0000"
    assert ("debits", "1210", "120.00", banked) in lines_of(journal)
    assert ("credits", "1100", "120.00", "96.00") in lines_of(journal)
    assert difference in lines_of(journal)


@pytest.mark.parametrize("direction", ["foreign_per_base", "base_per_foreign"])
def test_a_client_tells_the_rate_in_the_direction_of_the_account(direction: str) -> None:
    caller = Caller()
    caller.switch(exchange_rate_direction=direction)
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    told = caller.get(f"/order-service/order/{order}").response[0]["currency"]["exchangeRate"]
    body = {"paymentMethodCode": "CARD", "paymentType": "RECEIPT", "orderId": order, "currencyIsoCode": "EUR"}
    amounts = {"exchangeRate": float(told), "amountPaid": 120, "paymentDate": "2026-06-14"}

    payment = caller.post("/accounting-service/customer-payment", {**body, **amounts}).response

    journal = journal_of(caller, payment)
    assert journal["exchangeRate"] == told
    assert lines_of(journal) == [("debits", "1210", "120.00", "96.00"), ("credits", "1100", "120.00", "96.00")]


def test_a_stock_correction_has_a_journal_of_its_own() -> None:
    caller = Caller()
    caller.do("stock_correction", product=caller.a_product(), quantity=-3)

    [journal] = caller.get(f"{JOURNAL}/31001").response["journals"]

    assert journal["journalTypeCode"] == "IA"
    assert lines_of(journal) == [("debits", "5060", "12.00", "12.00"), ("credits", "1001", "12.00", "12.00")]


def test_a_call_reads_two_hundred_journals_and_no_more() -> None:
    caller = Caller()
    order = caller.an_order()
    numbers = [caller.do("pay_order", order=order, amount="0.01")["payment"] for _ in range(201)]
    first = caller.rows(f"{PAYMENTS}?paymentId={numbers[0]}")[0]["journalId"]

    many, too_many = (caller.get(f"{JOURNAL}/{first}-{first + more}") for more in (199, 200))

    assert len(many.response["journals"]) == 200
    assert (too_many.status, too_many.code) == (400, "CMNC-009")


def test_what_comes_in_and_goes_out_agrees_with_the_search_by_line() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    caller.do("pay_order", order=order, exchange_rate="1.20")

    lines = caller.rows("/accounting-service/journal-search")

    names = ("nominalCode", "journalDebit", "journalCredit", "transactionDebit", "transactionCredit")
    assert [tuple(line[name] for name in names) for line in lines] == [
        (1210, "100.00", "0.00", "120.00", "0.00"),
        (1100, "0.00", "96.00", "0.00", "120.00"),
        (7906, "0.00", "4.00", "0.00", "0.00"),
    ]


@settings(max_examples=60, deadline=None)
@given(
    amount=st.decimals(min_value=1, max_value=900, places=2),
    parts=st.tuples(*[st.decimals(min_value=0, max_value="0.50", places=2)] * 2),
    rates=st.tuples(*[st.decimals(min_value="0.2", max_value=200, places=6)] * 2),
    currency=st.sampled_from(["GBP", "EUR", "JPY", "KWD"]),
    kind=st.sampled_from(["SO", "PO"]),
)
def test_whatever_is_paid_balances(
    amount: Decimal, parts: tuple[Decimal, Decimal], rates: tuple[Decimal, Decimal], currency: str, kind: str
) -> None:
    caller = Caller()
    discount, write_off = parts
    order = caller.an_order(type=kind, currency=currency, exchange_rate=rates[0])
    paid = {"order": order, "amount": amount, "exchange_rate": rates[1], "discount": discount, "write_off": write_off}
    payment = caller.do("pay_order", **paid)["payment"]
    caller.do("reverse_payment", payment=payment)

    for journal in caller.vendor.ledger():
        amounts = [Decimal(line["amount"]) for line in journal["lines"] if line["amount"] is not None]
        assert sum(amounts) == 0
        assert sum(Decimal(line["base"]) for line in journal["lines"]) == 0
