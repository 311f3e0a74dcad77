"""The reports of Xero's stand-in: the vendor's shapes, computed from the ledger."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sandbox.test_xero_ledger_balances import DAYS, Step, played, steps
from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_line, a_payment, an_invoice

D = Decimal
Report = dict[str, Any]
NAMES = ("TrialBalance", "BalanceSheet", "BankSummary", "ProfitAndLoss")


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def contact(client: Client) -> str:
    return str(client.one("Contacts", a_contact())["ContactID"])


def report(client: Client, name: str, **query: str) -> Report:
    response = client.get(f"Reports/{name}", **query)
    assert response.status_code == 200, response.text
    (one,) = response.json()["Reports"]
    return dict(one)


def rows(one: Report) -> Iterator[list[str | None]]:
    """The values of every row of every section."""
    for section in one["Rows"]:
        for row in section.get("Rows", ()):
            yield [cell.get("Value") for cell in row["Cells"]]


def account_id(client: Client, code: str) -> str:
    account = client.xero.books.account(code=code)
    assert account is not None
    return str(account["AccountID"])


def test_a_trial_balance_in_the_vendor_s_shape(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, Date="2026-10-30"))

    whole = report(client, "TrialBalance", date="2026-10-31")

    sales = [{"Value": account_id(client, "200"), "Id": "account"}]
    assert whole["ReportTitles"] == ["Trial Balance", "Demo Company (UK)", "As at 31 October 2026"]
    assert (whole["ReportID"], whole["ReportType"], whole["ReportDate"]) == (
        "TrialBalance",
        "TrialBalance",
        "2 November 2026",
    )
    assert whole["UpdatedDateUTC"].startswith("/Date(")
    assert whole["Rows"][0] == {
        "RowType": "Header",
        "Cells": [{"Value": name} for name in ("Account", "Debit", "Credit", "YTD Debit", "YTD Credit")],
    }
    assert whole["Rows"][1] == {
        "RowType": "Section",
        "Title": "Revenue",
        "Rows": [
            {
                "RowType": "Row",
                "Cells": [
                    {"Value": "Sales (200)", "Attributes": sales},
                    {"Attributes": sales},
                    {"Value": "100.00", "Attributes": sales},
                    {"Attributes": sales},
                    {"Value": "100.00", "Attributes": sales},
                ],
            }
        ],
    }
    assert [section["Title"] for section in whole["Rows"][1:]] == ["Revenue", "Assets", "Liabilities", ""]
    assert whole["Rows"][-1]["Rows"] == [
        {
            "RowType": "SummaryRow",
            "Cells": [{"Value": "Total"}, *[{"Value": "120.00"}] * 4],
        }
    ]


def test_a_trial_balance_tells_the_month_until_its_day_and_the_year(client: Client, contact: str) -> None:
    for number, day in (("A", "2026-03-31"), ("B", "2026-09-30"), ("C", "2026-10-10"), ("D", "2026-10-11")):
        client.one("Invoices", an_invoice(contact, a_line(TaxType="NONE"), InvoiceNumber=number, Date=day))

    assert list(rows(report(client, "TrialBalance", date="2026-10-10"))) == [
        ["Sales (200)", None, "100.00", None, "200.00"],
        ["Accounts Receivable (610)", "100.00", None, "300.00", None],
        ["Retained Earnings (960)", None, "0.00", None, "100.00"],
        ["Total", "100.00", "100.00", "300.00", "300.00"],
    ]


def test_what_has_not_moved_this_month_has_nought_on_its_own_side(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, Date="2026-09-30"))

    told = list(rows(report(client, "TrialBalance", date="2026-10-10")))

    assert told[0] == ["Sales (200)", None, "0.00", None, "100.00"]
    assert told[1] == ["Accounts Receivable (610)", "0.00", None, "120.00", None]


def test_only_payments_count_on_the_cash_basis(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact))
    client.one("Payments", a_payment(owed["InvoiceID"], Amount=D("60")))
    journal = {"Narration": "x", "Date": "2026-10-04", "Status": "POSTED", "ShowOnCashBasisReports": False}
    lines = [{"AccountCode": "630", "LineAmount": -5}, {"AccountCode": "499", "LineAmount": 5}]
    client.one("ManualJournals", journal | {"JournalLines": lines})

    assert list(rows(report(client, "TrialBalance", date="2026-10-31", paymentsOnly="true"))) == [
        ["Sales (200)", None, "50.00", None, "50.00"],
        ["Business Current Account (090)", "60.00", None, "60.00", None],
        ["VAT (820)", None, "10.00", None, "10.00"],
        ["Total", "60.00", "60.00", "60.00", "60.00"],
    ]


def test_a_balance_sheet_is_always_that_of_a_month_s_end_and_of_a_year_before(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, Date="2025-11-03"))
    bill = client.one("Invoices", a_bill(contact, Date="2026-11-20"))
    client.one("Payments", a_payment(bill["InvoiceID"], Amount=20, Date="2026-11-30"))

    whole = report(client, "BalanceSheet", date="2026-11-15")

    assert whole["ReportTitles"][-1] == "As at 30 November 2026"
    assert [cell["Value"] for cell in whole["Rows"][0]["Cells"]] == ["", "30 Nov 2026", "30 Nov 2025"]
    assert list(rows(whole)) == [
        ["Business Current Account", "-20.00", "0.00"],
        ["Total Bank", "-20.00", "0.00"],
        ["Accounts Receivable", "120.00", "120.00"],
        ["Total Current Assets", "120.00", "120.00"],
        ["Total Assets", "100.00", "120.00"],
        ["Accounts Payable", "100.00", "0.00"],
        ["VAT", "0.00", "20.00"],
        ["Total Current Liabilities", "100.00", "20.00"],
        ["Total Liabilities", "100.00", "20.00"],
        ["Net Assets", "0.00", "100.00"],
        ["Current Year Earnings", "-100.00", "100.00"],
        ["Retained Earnings", "100.00", "0.00"],
        ["Total Equity", "0.00", "100.00"],
    ]
    assert [section["Title"] for section in whole["Rows"][1:]] == [
        "Assets",
        "Bank",
        "Current Assets",
        "",
        "Liabilities",
        "Current Liabilities",
        "",
        "",
        "Equity",
    ]


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ({"periods": "2"}, ["30 Nov 2026", "31 Oct 2026", "30 Sep 2026"]),
        ({"periods": "1", "timeframe": "QUARTER"}, ["30 Nov 2026", "31 Aug 2026"]),
        ({"periods": "2", "timeframe": "YEAR"}, ["30 Nov 2026", "30 Nov 2025", "30 Nov 2024"]),
    ],
)
def test_a_balance_sheet_tells_as_many_periods_as_it_is_asked_for(
    client: Client, query: dict[str, str], days: list[str]
) -> None:
    (header, *_) = report(client, "BalanceSheet", date="2026-11-01", **query)["Rows"]

    assert [cell["Value"] for cell in header["Cells"]] == ["", *days]


def test_a_profit_and_loss_sums_gains_in_exchange_in_one_row(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact, CurrencyCode="EUR", CurrencyRate=D("1.25")))
    client.one("Invoices", a_bill(contact))
    client.one("Payments", a_payment(owed["InvoiceID"], Account={"Code": "091"}, CurrencyRate=D("1.2")))

    whole = report(client, "ProfitAndLoss", fromDate="2026-10-01", toDate="2026-10-31")

    assert whole["ReportTitles"][-1] == "1 October 2026 to 31 October 2026"
    assert list(rows(whole)) == [
        ["Sales", "80.00"],
        ["Total Income", "80.00"],
        ["Purchases", "100.00"],
        ["Total Cost of Sales", "100.00"],
        ["Gross Profit", "-20.00"],
        ["Foreign Currency Gains and Losses", "-4.00"],
        ["Total Operating Expenses", "-4.00"],
        ["Net Profit", "-16.00"],
    ]
    (gains,) = (row for section in whole["Rows"] for row in section.get("Rows", ()) if "Foreign" in str(row))
    assert gains["Cells"][0]["Attributes"] == [{"Value": "FXGROUPID", "Id": "account"}]


@pytest.mark.parametrize(("told_in", "closing"), [("account", "120.00"), ("base", "100.00")])
def test_a_bank_summary_tells_what_came_and_went(client: Client, contact: str, told_in: str, closing: str) -> None:
    client.switch(bank_summary_in=told_in)
    owed = client.one("Invoices", an_invoice(contact, CurrencyCode="EUR", CurrencyRate=D("1.25")))
    client.one("Payments", a_payment(owed["InvoiceID"], Account={"Code": "091"}, CurrencyRate=D("1.2")))
    for number, day in (("B", "2026-09-30"), ("C", "2026-10-01"), ("D", "2026-10-31"), ("E", "2026-11-01")):
        client.one("Invoices", an_invoice(contact, InvoiceNumber=number, Date=day))
        client.do("pay_invoice", invoice=number, date=day)
    client.one("Invoices", a_bill(contact))
    client.do("pay_invoice", invoice="SUP-7", amount=50, date="2026-10-02")

    whole = report(client, "BankSummary", fromDate="2026-10-01", toDate="2026-10-31")

    told = {row[0]: row[1:] for row in rows(whole)}
    assert told["Business Current Account"] == ["120.00", "240.00", "50.00", "310.00"]
    assert told["Euro Account"] == ["0.00", closing, "0.00", closing]
    assert whole["ReportTitles"][-1] == "From 1 October 2026 to 31 October 2026"
    name = next(row["Cells"][0] for row in whole["Rows"][1]["Rows"] if row["Cells"][0]["Value"] == "Euro Account")
    assert name["Attributes"] == [{"Value": account_id(client, "091"), "Id": "accountID"}]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_refused_to_a_user_without_reports(client: Client, name: str) -> None:
    client.switch(reports="refused")

    response = client.get(f"Reports/{name}")

    assert (response.status_code, response.json()["Title"]) == (403, "Forbidden")
    assert client.get("Invoices").status_code == 200


def test_a_report_needs_its_own_scope_or_that_of_all(client: Client) -> None:
    statuses = {
        scope: [_with(client, scope, f"Reports/{name}").status_code for name in NAMES]
        for scope in ("accounting.reports.trialbalance.read", "accounting.reports.read", "accounting.settings")
    }

    assert statuses == {
        "accounting.reports.trialbalance.read": [200, 401, 401, 401],
        "accounting.reports.read": [200] * 4,
        "accounting.settings": [401] * 4,
    }


@pytest.mark.parametrize("scope", ["accounting.journals.read", "accounting.settings"])
def test_the_journals_are_for_other_plans(client: Client, scope: str) -> None:
    response = _with(client, scope, "Journals")

    assert (response.status_code, response.headers["WWW-Authenticate"]) == (401, "insufficent_scope")


def test_a_day_that_is_none_is_refused(client: Client) -> None:
    response = client.get("Reports/TrialBalance", date="31/10/2026")

    assert (response.status_code, response.json()["Type"]) == (400, "QueryParseException")


def test_a_report_counts_against_the_limits(client: Client) -> None:
    client.switch(limits=True)

    first, second = (client.get("Reports/TrialBalance").headers["X-DayLimit-Remaining"] for _ in range(2))

    assert int(first) - int(second) == 1


def _with(client: Client, scope: str, path: str) -> requests.Response:
    """Ask with a token that has one scope."""
    known = client.xero.identity.credentials()
    form = {"grant_type": "client_credentials", "scope": scope}
    app = (known["client_id"], known["client_secret"])
    token = client.session.post("https://identity.xero.com/connect/token", data=form, auth=app).json()["access_token"]
    return client.get(path, {"Authorization": f"Bearer {token}"})


@settings(max_examples=40, deadline=None)
@given(given_steps=steps, day=st.sampled_from(DAYS), cash=st.booleans())
def test_a_trial_balance_of_any_day_balances(given_steps: list[Step], day: str, cash: bool) -> None:
    *_, total = rows(report(played(given_steps), "TrialBalance", date=day, paymentsOnly=str(cash)))

    assert total[1] == total[2]
    assert total[3] == total[4]


@settings(max_examples=40, deadline=None)
@given(given_steps=steps, day=st.sampled_from(DAYS))
def test_a_trial_balance_is_the_sum_of_the_ledger_s_lines(given_steps: list[Step], day: str) -> None:
    client = played(given_steps)

    whole = report(client, "TrialBalance", date=day)

    told = {
        row["Cells"][0]["Attributes"][0]["Value"]: D(row["Cells"][3].get("Value", 0))
        - D(row["Cells"][4].get("Value", 0))
        for section in whole["Rows"][1:-1]
        for row in section["Rows"]
    }
    summed: dict[str, Decimal] = {}
    classes = {account["AccountID"]: account["Class"] for account in client.xero.books.accounts}
    for journal in client.xero.ledger():
        for line in journal["lines"]:
            old = classes[line["account"]] in {"REVENUE", "EXPENSE"} and journal["date"] < "2026-04-01" <= day
            account = account_id(client, "960") if old else line["account"]
            if journal["date"] <= day:
                summed[account] = summed.get(account, D(0)) + D(line["base"])
    assert told == summed


@settings(max_examples=40, deadline=None)
@given(given_steps=steps, day=st.sampled_from(DAYS))
def test_net_assets_are_the_equity_on_any_balance_sheet(given_steps: list[Step], day: str) -> None:
    told = {row[0]: row[1:] for row in rows(report(played(given_steps), "BalanceSheet", date=day))}

    assert told["Net Assets"] == told["Total Equity"]
