"""Two ledgers that know nothing of each other: equal after a cycle, and every planted fault is named by row and document."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from sandbox.cloud.ministack import Cloud
from sandbox.scenario.case import read_case
from sandbox.scenario.play import play

Act = dict[str, Any]


def brightpearl(action: str, *, name: str = "", **fields: Any) -> Act:
    return {"brightpearl": {"action": action, **fields}, **({"as": name} if name else {})}


def in_xero(action: str, **fields: Any) -> Act:
    return {"xero": {"action": action, **fields}}


SHOP = [
    brightpearl("create_contact", first_name="Ada", last_name="Byron", name="ada"),
    brightpearl("create_contact", first_name="Mo", last_name="Lee", company="Mill", supplier=True, name="mill"),
    brightpearl("create_order", contact="$ada.contact", rows=[{"price": "25.00", "quantity": 2}], name="sale"),
    brightpearl("invoice_order", order="$sale.order", tax_date="2026-11-20", name="sold"),
    brightpearl("create_order", contact="$ada.contact", rows=[{"price": "10.00", "quantity": 1}], name="paid"),
    brightpearl("invoice_order", order="$paid.order"),
    brightpearl("pay_order", order="$paid.order", method="CARD"),
    brightpearl(
        "create_order", type="PO", contact="$mill.contact", rows=[{"price": "40.00", "nominal": "5000"}], name="bought"
    ),
    brightpearl("invoice_order", order="$bought.order", reference="B-1"),
    brightpearl("create_order", contact="$ada.contact", currency="EUR", rows=[{"price": "80.00"}], name="abroad"),
    brightpearl("invoice_order", order="$abroad.order", name="foreign"),
    {"cycle": 1},
]
LINE = {"Description": "Goods", "Quantity": 2, "UnitAmount": 25, "AccountCode": "200", "TaxType": "OUTPUT2"}
BILL_LINE = {**LINE, "Quantity": 1, "UnitAmount": 40, "AccountCode": "300", "TaxType": "INPUT2"}
BILL = {"Type": "ACCPAY", "InvoiceNumber": "B-1", "Contact": {"Name": "Mill"}, "LineItems": [BILL_LINE]}
INVOICE = {"Type": "ACCREC", "InvoiceNumber": "HAND-1", "Contact": {"Name": "Somebody"}, "LineItems": [LINE]}
APPROVED = {"Status": "AUTHORISED", "Date": "2026-11-23", "DueDate": "2026-12-23"}
BANK = [{"nominal": "6500", "amount": "7.00"}, {"nominal": "1200", "amount": "-7.00"}]

DEBTORS = "1100 Debtors control | 610 Accounts Receivable"
CREDITORS = "2100 Creditors control | 800 Accounts Payable"
TAX = "2200 Sales tax control, 2201 Purchase tax control | 820 VAT, 830 Sales Tax Payable"
SALES = "4000 Sales | 200 Sales"


def changed(**changes: Any) -> Act:
    return in_xero("edit_document", document="$sold.reference", changes=changes)


def recoded(**changes: Any) -> Act:
    return changed(LineItems=[{**LINE, **changes}])


def typed(document: dict[str, Any]) -> Act:
    return in_xero("create_document", document={**document, **APPROVED})


# the act, then amounts by the row or the day that must be named with them
FAULTS: dict[str, tuple[Act, dict[str, str]]] = {
    "another day": (
        changed(Date="2026-11-19"),
        {"2026-11-20": "60.00 in Brightpearl, 0.00 in Xero", "2026-11-19": "0.00 in Brightpearl, 60.00 in Xero"},
    ),
    "another account": (
        recoded(AccountCode="260"),
        {SALES: "-50.00 in Brightpearl, 0.00 in Xero", "260 Other Revenue": "0.00 in Brightpearl, -50.00 in Xero"},
    ),
    "another amount": (
        recoded(UnitAmount=26),
        {DEBTORS: "60.00 in Brightpearl, 62.40 in Xero", SALES: "-50.00 in Brightpearl, -52.00 in Xero"},
    ),
    "tax at another rate": (recoded(TaxType="RROUTPUT"), {TAX: "-10.00 in Brightpearl, -2.50 in Xero"}),
    "missing": (in_xero("void", document="$sold.reference"), {DEBTORS: "60.00 in Brightpearl, 0.00 in Xero"}),
    "twice": (typed(BILL), {CREDITORS: "-48.00 in Brightpearl, -96.00 in Xero"}),
    "at another rate": (
        in_xero("edit_document", document="$foreign.reference", changes={"CurrencyRate": 1.4}),
        {f"{DEBTORS} EUR, exchange": "82.76 in Brightpearl, 68.57 in Xero"},
    ),
    "money by hand there": (
        in_xero("pay_invoice", invoice="$sold.reference", amount="5.00"),
        {"1200 Pound sterling account | 090 Business Current Account": "0.00 in Brightpearl, 5.00 in Xero"},
    ),
    "by hand there": (typed(INVOICE), {DEBTORS: "0.00 in Brightpearl, 60.00 in Xero"}),
    "edited journal": (
        brightpearl("edit_journal", journal="$sold.journal", date="2026-11-18"),
        {"2026-11-18": "60.00 in Brightpearl, 0.00 in Xero"},
    ),
    "cancelled journal": (
        brightpearl("cancel_journal", journal="$sold.journal"),
        {DEBTORS: "0.00 in Brightpearl, 60.00 in Xero"},
    ),
    "by hand here": (
        brightpearl("enter_journal", type="JJ", date="2026-11-23", lines=BANK),
        {"6500 Bank charges | 429 General Expenses": "7.00 in Brightpearl, 0.00 in Xero"},
    ),
}


def played(cloud: Cloud, *acts: Act) -> dict[str, Any]:
    return play(read_case(json.dumps({"acts": [*SHOP, *acts]})), cloud)


def unexplained(told: dict[str, Any]) -> Iterator[str]:
    return (line for line in told["silent"] if " | " in line)


def test_after_a_cycle_both_ledgers_are_equal_row_by_row(cloud: Cloud) -> None:
    told = played(cloud)

    assert told["refused"] == []
    rows = {row["account"]: row for row in told["trial_balance"]["rows"]}
    assert told["trial_balance"]["equal"]
    assert all(row["equal"] for row in rows.values())
    assert rows[f"{DEBTORS} (GBP)"] == {
        "account": f"{DEBTORS} (GBP)",
        "brightpearl": "60.00",
        "xero": "60.00",
        "explained": "0.00",
        "equal": True,
    }


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_named_by_row_and_document(fault: str, cloud: Cloud) -> None:
    act, named = FAULTS[fault]

    told = played(cloud, act)

    said = list(unexplained(told))
    assert told["refused"] == []
    assert not told["trial_balance"]["equal"]
    for place, amounts in named.items():
        assert [line for line in said if place in line and line.endswith(amounts)], (place, said)


def test_nothing_but_the_document_at_fault_is_named(cloud: Cloud) -> None:
    told = played(cloud, FAULTS["another amount"][0])

    assert {line.partition(":")[0] for line in unexplained(told)} == {"sales_invoice SI-100001"}


def test_what_moves_stock_in_brightpearl_alone_is_not_carried_over_and_its_other_side_is_named(cloud: Cloud) -> None:
    lines = [{"nominal": "1001", "amount": "5.00"}, {"nominal": "6500", "amount": "-5.00"}]

    told = played(cloud, brightpearl("enter_journal", type="JJ", date="2026-11-23", lines=lines))

    rows = {row["account"]: row for row in told["trial_balance"]["rows"]}
    stock = next(row for account, row in rows.items() if account.startswith("1001 Stock"))
    assert (stock["brightpearl"], stock["xero"], stock["explained"], stock["equal"]) == ("5.00", "0.00", "5.00", True)
    assert [line for line in unexplained(told) if "6500 Bank charges" not in line] == []
    assert not told["trial_balance"]["equal"]
