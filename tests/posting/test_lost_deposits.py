"""Overpayments of ours in Xero of which our table knows nothing, because their payments were deleted while it was another one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.errors import ScopeError
from shared.kinds import Kind
from shared.mapping.overpayments import TYPE
from shared.records.record import Record, Summary
from shared.records.standing import Standing
from shared.records.status import Status
from shared.sources.linked_overpayments import LinkedOverpayments
from shared.sources.verify.lost_deposits import LostDeposits
from tests.builders import some_settings
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
PAGE = "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID="
THERE: Raw = {
    "Type": TYPE,
    "OverpaymentID": "o-1",
    "BankTransactionID": "b-1",
    "Status": "AUTHORISED",
    "Date": "2026-11-20",
    "Total": "12.50",
    "CurrencyCode": "GBP",
    "Contact": {"Name": "Harbour\nBooks"},
    "Url": f"{PAGE}2001&payment=9001",
}


@dataclass
class Systems:
    """Both of them: these bank transactions, which it may not show, and the ids of payments that are left of orders."""

    there: Sequence[Raw] = ()
    payments: Sequence[int] = ()
    no_leave: bool = False
    asked: list[Any] = field(default_factory=list)

    def where(self, _resource: object, condition: str) -> Sequence[Raw]:
        self.asked.append(condition)
        if self.no_leave:
            raise ScopeError("no", system="xero")
        return self.there

    def payments_of_orders(self, orders: set[int], *, supplier: bool) -> list[Raw]:
        self.asked.append((orders, supplier))
        return [{"paymentId": one} for one in self.payments]


def looked(systems: Systems, memory: Memory | None = None, **settings: Any) -> Memory:
    store = memory or a_memory()
    lost = LostDeposits(
        brightpearl=cast("Any", systems),
        xero=cast("Any", systems),
        store=as_store(store),
        settings=some_settings(**settings),
        opened=date(2026, 11, 1),
    )
    assert [page.fetched for page in lost.pages("")] == [()]
    return store


def test_one_whose_payment_is_deleted_gets_a_record_that_says_so() -> None:
    systems = Systems([THERE])

    memory = looked(systems)

    found = memory.records[Kind.SALES_PAYMENT, "9001"]
    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "o-1")
    assert found.fields == {"over": "12.50", "overpayment": "o-1"}
    assert found.summary == Summary(
        number="9001", contact_name="Harbour Books", date="2026-11-20", currency="GBP", total=Decimal("12.50")
    )
    assert found.failure is not None
    assert found.failure.problem.message == (
        f"payment of 12.50 deleted in Brightpearl, seen on {AT:%Y-%m-%d}; the payment of 12.50 is still in Xero"
    )
    assert found.document["orderId"] == 2001
    (change,) = memory.changes
    assert change.event is not None
    assert (change.links, change.event.what) == (("o-1",), f"error: {found.failure.problem.message}")
    assert systems.asked == [
        'Type=="RECEIVE-OVERPAYMENT" AND Date>=DateTime(2026,11,01)',
        ({2001}, False),
    ]


@pytest.mark.parametrize(
    "other",
    [
        {"Status": "VOIDED"},
        {"OverpaymentID": None},
        {"Url": None},
        {"Url": f"{PAGE}2001"},
        {"Url": "https://elsewhere.example/patt-op.php?scode=invoice&oID=2001&payment=9001"},
    ],
    ids=str,
)
def test_what_is_gone_or_has_not_our_link_is_none_of_ours(other: Raw) -> None:
    systems = Systems([{**THERE, **other}])

    assert looked(systems).records == {}
    assert len(systems.asked) == 1


def test_without_the_address_of_our_pages_nobody_knows_a_link_of_ours() -> None:
    assert looked(Systems([THERE]), brightpearl_app_url=None).records == {}


def test_who_may_not_read_them_has_made_none() -> None:
    assert looked(Systems([THERE], no_leave=True)).records == {}


def test_a_payment_that_is_still_there_comes_by_itself() -> None:
    assert looked(Systems([THERE], payments=[9001])).records == {}
    assert looked(Systems([THERE], payments=[9002])).records.keys() == {(Kind.SALES_PAYMENT, "9001")}


def a_known(**changes: Any) -> Record:
    return a_record("9001", kind=Kind.SALES_PAYMENT, **changes)


def test_of_payments_that_are_older_than_the_table_those_with_an_open_overpayment_are_found() -> None:
    systems = Systems(
        [THERE, {**THERE, "Url": f"{PAGE}2001&payment=9002"}, {**THERE, "Url": f"{PAGE}2002&payment=9004"}]
    )
    linked = LinkedOverpayments(xero=lambda: cast("Any", systems), settings=some_settings())
    old, young = (AT - timedelta(seconds=1)).isoformat(), AT.isoformat()
    rows = [
        {"paymentId": 9001, "createdOn": old, "paymentDate": "2026-11-20"},
        {"paymentId": 9002, "createdOn": young, "paymentDate": "2026-11-01"},
        {"paymentId": 9003, "createdOn": old, "paymentDate": "2026-11-18"},
    ]

    found = [linked.of(some, table_since=lambda: AT) for some in (rows, rows[1:2])]

    assert [set(one) for one in found] == [{"9001"}, set()]
    assert systems.asked == ['Type=="RECEIVE-OVERPAYMENT" AND Date>=DateTime(2026,11,18)']


def test_what_our_table_knows_needs_no_look() -> None:
    record, systems = a_known(), Systems([THERE])
    linked = a_memory()
    linked.links["o-1"] = (Kind.SALES_PAYMENT, "9002")

    assert looked(systems, a_memory(record)).records == {record.key: record}
    assert looked(systems, linked).records == {}
    assert len(systems.asked) == 2
