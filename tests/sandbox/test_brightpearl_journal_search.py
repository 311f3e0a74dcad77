"""The search over journal lines: one row for each, of whatever made the journal, 500 a call."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from tests.sandbox.brightpearl_calls import Caller

SEARCH = "/accounting-service/journal-search"


@pytest.fixture(scope="module")
def caller() -> Caller:
    """A journal of each kind: SI, SR, PI, PP, SC, IA; two days apart."""
    caller = Caller()
    sold = caller.an_invoiced_order()
    caller.do("pay_order", order=sold)
    caller.clock.advance(days=2)
    bought = caller.an_order(type="PO", currency="EUR", exchange_rate="1.25")
    caller.do("invoice_order", order=bought, tax_date="2026-06-10")
    caller.do("pay_order", order=bought, exchange_rate="1.20")
    caller.do("create_credit", order=sold)
    caller.do("stock_correction", product=caller.a_product(), quantity=3, cost="2.50")
    return caller


def test_there_is_a_row_for_each_line(caller: Caller) -> None:
    rows = caller.rows(SEARCH)

    told = [(row["journalId"], row["journalType"], row["nominalCode"]) for row in rows]
    assert told == [
        *[(31001, "SI", nominal) for nominal in (1100, 4000, 2200)],
        *[(31002, "SR", nominal) for nominal in (1200, 1100)],
        *[(31003, "PI", nominal) for nominal in (5000, 2201, 2100)],
        *[(31004, "PP", nominal) for nominal in (2100, 7906, 1210)],
        *[(31005, "SC", nominal) for nominal in (4000, 2200, 1100)],
        *[(31006, "IA", nominal) for nominal in (1001, 5060)],
    ]
    assert len({row["journalRowId"] for row in rows}) == len(rows)


def test_a_row_says_all_there_is_and_nothing_of_a_last_change(caller: Caller) -> None:
    [row] = caller.rows(f"{SEARCH}?journalId=31003&nominalCode=5000")

    assert row == {
        "journalId": 31003,
        "journalType": "PI",
        "orderId": 2002,
        "invoiceReference": "BILL-100002",
        "channelId": 0,
        "nominalCode": 5000,
        "journalDate": "2026-06-10T00:00:00.000+01:00",
        "journalDebit": "80.00",
        "journalCredit": "0.00",
        "journalRef": "",
        "currencyId": 2,
        "exchangeRate": "1.250000",
        "transactionDebit": "100.00",
        "transactionCredit": "0.00",
        "projectId": 0,
        "leadSourceId": 0,
        "contactId": 20102,
        "journalDueDate": "2026-07-10T01:00:00.000+01:00",
        "journalDateEntered": "2026-06-17T13:00:00.000+01:00",
        "createdContactId": 4,
        "taxCodeId": 9,
        "taxReconciliationDate": None,
        "taxPeriodId": None,
        "journalRowId": 31003000,
    }


@pytest.mark.parametrize(
    ("query", "journals"),
    [
        ("nominalCode=1100", [31001, 31002, 31005]),
        ("nominalCode=7906", [31004]),
        ("journalType=IA", [31006, 31006]),
        ("orderId=2002&nominalCode=2100", [31003, 31004]),
        ("journalDate=2026-06-01/2026-06-11", [31003] * 3),
        ("journalDateEntered=/2026-06-16", [31001] * 3 + [31002] * 2),
        ("journalDateEntered=2026-06-16/&nominalCode=1100", [31005]),
        ("invoiceReference=SI-100001&nominalCode=1100", [31001, 31002]),
        ("journalType=PP&sort=journalRowId.DESC", [31004] * 3),
        ("journalType=XX", []),
    ],
)
def test_rows_are_found_by_what_they_say(caller: Caller, query: str, journals: list[int]) -> None:
    assert [row["journalId"] for row in caller.rows(f"{SEARCH}?{query}")] == journals


def test_the_rows_of_a_shop_come_page_by_page_and_add_up_to_the_ledger() -> None:
    sandbox = Sandbox(clock=ManualClock())
    sandbox.seed(orders=150, seed=5, odd_money=True)
    caller = Caller()
    vendor = sandbox.brightpearl.vendor
    assert isinstance(vendor, Brightpearl)
    caller.vendor = vendor

    rows: list[dict[str, Any]] = []
    more = True
    while more:
        path = f"{SEARCH}?firstResult={len(rows) + 1}&sort=journalRowId.ASC"
        page = caller.rows(path)
        assert len(page) <= 500
        rows += page
        more = caller.get(path).response["metaData"]["morePagesAvailable"]

    assert len({row["journalRowId"] for row in rows}) == len(rows) > 500
    found: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[str(row["nominalCode"])] += Decimal(row["journalDebit"]) - Decimal(row["journalCredit"])
    told: defaultdict[str, Decimal] = defaultdict(Decimal)
    for line in (line for journal in vendor.ledger() for line in journal["lines"]):
        told[line["account"]] += Decimal(line["base"])
    assert found == told
