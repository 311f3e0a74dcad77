"""Which overpayments in Xero are deposits that an earlier table has posted: they name their payment, and are all of its money."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.errors import ScopeError
from shared.kinds import Kind, System
from shared.mapping.overpayments import TYPE
from shared.posting.found_deposits import FoundDeposits
from shared.posting.targets.xero_overpayments import OverpaymentTarget
from shared.records.record import Record
from shared.xero.client import Xero
from tests.builders import some_settings
from tests.posting.memory import Memory, a_memory, as_store
from tests.posting.paying import a_paid
from tests.records.builders import AT

Raw = dict[str, Any]
SINCE = AT - timedelta(days=1)
OLD: Raw = {"createdOn": (SINCE - timedelta(seconds=1)).isoformat()}
THERE: Raw = {
    "Type": TYPE,
    "OverpaymentID": "o-1",
    "BankTransactionID": "b-1",
    "Status": "AUTHORISED",
    "Date": "2026-11-20",
    "Url": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2001&payment=9001",
    "LineItems": [{"LineAmount": 12.0}],
}


class Books:
    """A Xero with these bank transactions, which it may not show."""

    def __init__(self, *there: Raw, no_leave: bool = False) -> None:
        self.there = there
        self.no_leave = no_leave
        self.asked: list[str] = []

    def where(self, _resource: object, condition: str) -> Sequence[Raw]:
        self.asked.append(condition)
        if self.no_leave:
            raise ScopeError("no", system="xero")
        return self.there


def a_deposit(name: str = "9001", *, day: str = "2026-11-20", told: Raw | None = None, **changes: Any) -> Record:
    """Money of before our table, whose order is invoiced by now."""
    record = a_paid(name, told={**OLD, **(told or {})}, **changes)
    return replace(record, summary=replace(record.summary, date=day))


def looked(
    records: Sequence[Record], *there: Raw, memory: Memory | None = None, no_leave: bool = False
) -> tuple[list[Record], Memory, Books]:
    books, store = Books(*there, no_leave=no_leave), memory or a_memory(*records)
    found = FoundDeposits(
        store=as_store(store),
        settings=some_settings(),
        target=OverpaymentTarget(cast("Xero", books)),
        table_since=lambda: SINCE,
    )
    return found.look(records), store, books


def test_a_deposit_is_found_by_its_link_and_is_used_for_its_invoice_from_now_on() -> None:
    other = a_deposit("9002", day="2026-11-18", fields={"a": "1"})
    record = a_deposit(fields={"a": "1"})

    now, memory, books = looked([record, other], {**THERE, "Url": None}, THERE)

    assert [one.id for one in now] == ["9001", "9002"]
    assert (now[0].remote_id, now[0].fields) == ("o-1", {"a": "1", "deposit": "12.00", "overpayment": "o-1"})
    assert now[1] == other
    (change,) = memory.changes
    assert change.event is not None
    assert (change.links, change.event.what) == (("o-1",), "found in Xero, as an overpayment")
    assert books.asked == ['Type=="RECEIVE-OVERPAYMENT" AND Date>=DateTime(2026,11,18)']


@pytest.mark.parametrize(
    "other",
    [
        {"Status": "DELETED"},
        {"Url": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2001&payment=90012"},
        {"Url": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=9001"},
        {"LineItems": [{"LineAmount": 5.0}]},
    ],
    ids=["voided", "of another payment", "of an order", "what was too much"],
)
def test_another_overpayment_is_not(other: Raw) -> None:
    record = a_deposit()

    now, memory, _ = looked([record], {**THERE, **other})

    assert (now, memory.changes) == ([record], [])


@pytest.mark.parametrize(
    "record",
    [
        a_deposit(told={"createdOn": SINCE.isoformat()}),
        a_deposit(remote_id="x-1"),
        a_deposit(origin=System.XERO),
        a_deposit(told={"document": ["sales_credit", "2003"]}),
        a_deposit(told={"document": None}),
        a_deposit(told={"paymentType": "PAYMENT"}),
        replace(a_deposit(), kind=Kind.PURCHASE_PAYMENT),
    ],
    ids=["new", "in Xero", "of Xero", "of a credit", "not invoiced", "money that went back", "of a supplier"],
)
def test_nothing_is_asked_about_what_can_be_no_deposit_of_before(record: Record) -> None:
    now, memory, books = looked([record], THERE)

    assert (now, memory.changes, books.asked) == ([record], [], [])


def test_one_that_another_record_has_is_that_ones() -> None:
    record = a_deposit()
    memory = a_memory(record)
    memory.links["o-1"] = (Kind.SALES_PAYMENT, "9009")

    now, _, _ = looked([record], THERE, memory=memory)

    assert (now, memory.changes) == ([record], [])


def test_where_we_may_not_read_them_none_is_found() -> None:
    record = a_deposit()

    assert looked([record], THERE, no_leave=True)[0] == [record]


def test_what_another_run_has_posted_meanwhile_is_given_as_it_is_now() -> None:
    posted = a_deposit(remote_id="x-5")

    now, memory, _ = looked([a_deposit()], THERE, memory=a_memory(posted))

    assert (now, memory.changes) == ([posted], [])


@pytest.mark.parametrize(("created", "old"), [(SINCE, False), (SINCE - timedelta(seconds=1), True)])
def test_old_is_what_is_not_in_xero_and_older_than_our_table(created: datetime, old: bool) -> None:
    found = FoundDeposits(
        store=as_store(a_memory()), settings=some_settings(), target=cast("Any", None), table_since=lambda: SINCE
    )
    record = a_deposit(told={"createdOn": created.isoformat(), "amountPaid": Decimal("1.00")})

    assert found.is_old(record) is old
    assert not found.is_old(replace(record, remote_id="x-1"))
