"""The journal of an invoice: the control account, what was sold or bought, its tax, and what rounding leaves open."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.brightpearl_calls import Caller
from tests.sandbox.test_brightpearl_journals import JOURNAL, PAYMENTS, lines_of

SALES, ROUNDING = "/accounting-service/journal-search", "2299"
PRICES = st.decimals(min_value=-300, max_value=900, places=4)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("Tee"),
            "price": PRICES,
            "quantity": st.integers(-9, 30).filter(bool),
            "nominal": st.sampled_from(["4000", "4010", "4300", "5000"]),
            "tax_code": st.sampled_from(["T20", "T5", "T0"]),
        },
        optional={"tax": st.decimals(min_value=-50, max_value=50, places=2)},
    ),
    min_size=1,
    max_size=40,
)


def journal(caller: Caller, order: int) -> Mapping[str, Any]:
    """The journal of an invoice, in the words of the ledger."""
    [found] = [journal for journal in caller.vendor.ledger() if journal["about"] == f"order {order}"]
    return found


def amounts_on(told: Mapping[str, Any], account: str) -> Decimal:
    return sum((Decimal(line["amount"] or 0) for line in told["lines"] if line["account"] == account), Decimal())


def base(told: Mapping[str, Any]) -> Decimal:
    return sum((Decimal(line["base"]) for line in told["lines"]), Decimal())


@pytest.mark.parametrize(
    ("kind", "code", "reference", "lines"),
    [
        (
            "SO",
            "SI",
            "SI-100001",
            [("debits", "1100", "120.00"), ("credits", "4000", "100.00"), ("credits", "2200", "20.00")],
        ),
        (
            "SC",
            "SC",
            "SC-1",
            [("debits", "4000", "100.00"), ("debits", "2200", "20.00"), ("credits", "1100", "120.00")],
        ),
        (
            "PO",
            "PI",
            "BILL-100001",
            [("debits", "5000", "100.00"), ("debits", "2201", "20.00"), ("credits", "2100", "120.00")],
        ),
        (
            "PC",
            "PC",
            "PCN-1",
            [("debits", "2100", "120.00"), ("credits", "5000", "100.00"), ("credits", "2201", "20.00")],
        ),
    ],
)
def test_an_invoice_is_a_journal_of_control_account_nominal_and_tax(
    kind: str, code: str, reference: str, lines: list[tuple[str, str, str]]
) -> None:
    caller = Caller()
    order = caller.an_order(type=kind)
    caller.do("invoice_order", order=order, tax_date="2026-06-01", due_date="2026-07-01")

    [shown] = caller.get(f"{JOURNAL}/31001").response["journals"]

    assert lines_of(shown) == [(side, nominal, amount, amount) for side, nominal, amount in lines]
    assert shown["journalTypeCode"] == code
    assert shown["taxDate"] == "2026-06-01T00:00:00.000+01:00"
    assert shown["dueDate"] == "2026-07-01T01:00:00.000+01:00"
    assert shown["createdOn"] == "2026-06-15T13:00:00.000+01:00"
    about = {(line["orderId"], line["invoiceReference"]) for side in ("debits", "credits") for line in shown[side]}
    assert about == {(order, reference)}


def test_the_ledger_tells_an_invoice_whole() -> None:
    caller = Caller()
    order = caller.an_order(currency="EUR", exchange_rate="1.25")
    caller.do("invoice_order", order=order, tax_date="2026-06-01")

    assert caller.vendor.ledger() == [
        {
            "id": "31001",
            "type": "SI",
            "date": "2026-06-01",
            "currency": "EUR",
            "rate": "1.250000",
            "about": f"order {order}",
            "number": "SI-100001",
            "lines": [
                {
                    "account": "1100",
                    "name": "Debtors control",
                    "amount": "120.00",
                    "base": "96.00",
                    "order": f"{order}",
                },
                {"account": "4000", "name": "Sales", "amount": "-100.00", "base": "-80.00", "order": f"{order}"},
                {
                    "account": "2200",
                    "name": "Sales tax control",
                    "amount": "-20.00",
                    "base": "-16.00",
                    "order": f"{order}",
                },
            ],
        }
    ]


def test_rows_of_one_nominal_and_tax_code_are_one_line() -> None:
    caller = Caller()
    rows = [
        {"name": "Tee", "price": "10"},
        {"name": "Cap", "price": "5"},
        {"name": "Book", "price": "7", "tax_code": "T0"},
        {"name": "Carriage", "price": "3", "nominal": "4300"},
    ]
    order = caller.an_invoiced_order(rows=rows)

    [shown] = caller.get(f"{JOURNAL}/31001").response["journals"]

    told = [(line["nominalCode"], line.get("taxCode"), line["transactionAmount"]) for line in shown["credits"]]
    assert told == [("4000", "T20", "15.00"), ("4000", "T0", "7.00"), ("4300", "T20", "3.00"), ("2200", None, "3.60")]
    assert amounts_on(journal(caller, order), "1100") == Decimal("28.60")


def test_an_order_below_nought_is_posted_the_other_way_round() -> None:
    caller = Caller()
    caller.an_invoiced_order(rows=[{"name": "Tee", "price": "25", "quantity": -4}])

    [shown] = caller.get(f"{JOURNAL}/31001").response["journals"]

    assert shown["journalTypeCode"] == "SI"
    assert [line[:3] for line in lines_of(shown)] == [
        ("debits", "4000", "100.00"),
        ("debits", "2200", "20.00"),
        ("credits", "1100", "120.00"),
    ]


def test_what_rounding_the_rows_leaves_open_has_an_amount_in_the_currency_of_the_order() -> None:
    caller = Caller()
    order = caller.an_invoiced_order(rows=[{"name": "Pin", "price": "0.3350", "tax_code": "T0"}] * 3)

    assert [(line["account"], line["amount"], line["base"]) for line in journal(caller, order)["lines"]] == [
        ("1100", "1.01", "1.01"),
        (ROUNDING, "0.01", "0.01"),
        ("4000", "-1.02", "-1.02"),
    ]


def test_what_the_rate_leaves_open_has_a_value_in_the_account_currency_alone() -> None:
    caller = Caller()
    rows = [{"name": "Tee", "price": "1", "tax_code": "T0"}, {"name": "Post", "price": "1", "nominal": "4300"}]
    order = caller.an_invoiced_order(rows=rows, currency="EUR", exchange_rate="1.6")

    assert [(line["account"], line["amount"], line["base"]) for line in journal(caller, order)["lines"]] == [
        ("1100", "2.20", "1.38"),
        (ROUNDING, None, "0.01"),
        ("4000", "-1.00", "-0.63"),
        ("4300", "-1.00", "-0.63"),
        ("2200", "-0.20", "-0.13"),
    ]


def test_an_invoice_that_is_amended_keeps_its_journal() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    payment = caller.do("pay_order", order=order)["payment"]

    caller.do("edit_order", order=order, quantity=2, tax_date="2026-06-10")
    caller.do("invoice_order", order=order, reference="SI-7", tax_date="2026-06-11")

    told = journal(caller, order)
    assert (told["id"], told["date"], told["number"]) == ("31001", "2026-06-11", "SI-7")
    assert amounts_on(told, "1100") == 60
    assert caller.rows(f"{PAYMENTS}?paymentId={payment}")[0]["journalId"] == 31002


def test_an_order_without_an_invoice_has_no_journal_and_one_that_is_deleted_loses_it() -> None:
    caller = Caller()
    caller.an_order()
    order = caller.an_invoiced_order()
    caller.do("pay_order", order=order)

    caller.do("delete_order", order=order)

    assert caller.vendor.ledger() == []
    assert caller.get(f"{JOURNAL}/31001-31002").status == 404


def test_a_payment_put_onto_the_journal_of_an_invoice_adds_nothing_to_it() -> None:
    caller = Caller()
    order = caller.an_invoiced_order()
    body = {"paymentMethodCode": "CARD", "paymentType": "RECEIPT", "orderId": order, "currencyIsoCode": "GBP"}
    more = {"amountPaid": 120, "paymentDate": "2026-06-14", "journalId": 31001}

    caller.post("/accounting-service/customer-payment", {**body, **more})

    [told] = caller.vendor.ledger()
    assert (told["type"], amounts_on(told, "1100")) == ("SI", Decimal(120))


def test_corrections_have_journals_only_while_cost_of_sales_is_kept() -> None:
    caller = Caller()
    caller.do("stock_correction", product=caller.a_product(), quantity=3, cost="2.50")
    assert [told["about"] for told in caller.vendor.ledger()] == ["goods note 501"]

    caller.switch(cost_of_sales=False)

    configuration = caller.get("/integration-service/account-configuration").response["configuration"]
    assert (caller.vendor.ledger(), configuration["costOfSalesEnabled"]) == ([], "0")


@settings(max_examples=60, deadline=None)
@given(
    rows=ROWS,
    kind=st.sampled_from(["SO", "SC", "PO", "PC"]),
    mode=st.sampled_from(["EXC", "INC"]),
    currency=st.sampled_from(["GBP", "EUR", "JPY", "KWD"]),
)
def test_whatever_is_invoiced_the_control_account_has_the_total_and_the_tax_account_the_tax(
    rows: list[dict[str, Any]], kind: str, mode: str, currency: str
) -> None:
    caller = Caller()
    order = caller.an_invoiced_order(rows=rows, type=kind, price_mode=mode, currency=currency)
    kept = caller.vendor.store.orders[order]
    control, tax = ("1100", "2200") if kind in ("SO", "SC") else ("2100", "2201")
    sign = 1 if kind in ("SO", "PC") else -1

    told = journal(caller, order)

    assert amounts_on(told, control) == sign * kept.total
    assert amounts_on(told, tax) == -sign * kept.tax
    assert sum(Decimal(line["amount"] or 0) for line in told["lines"]) == 0
    assert base(told) == 0
