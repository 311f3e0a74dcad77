"""Which payment that is there already is a payment of ours: one of the same document, amount and day that nobody has yet."""

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any, cast

import pytest

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind, System
from shared.posting.found_payments import in_brightpearl, in_xero
from shared.posting.target import Element
from shared.records.record import Record
from shared.records.schema import brightpearl_link
from shared.xero.client import Xero
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
INVOICE = a_record("2001", remote_id="i-1")
THERE: Raw = {
    "PaymentID": "p-1",
    "Amount": 12.0,
    "Date": "2026-11-20T00:00:00",
    "Status": "AUTHORISED",
    "Reference": "",
}
PAYLOAD: Raw = {
    "Invoice": {"InvoiceID": "i-1"},
    "Amount": Decimal("12.00"),
    "Date": "2026-11-20",
    "Reference": "BP 9001 CARD",
}
ROW: Raw = {
    "paymentId": 7,
    "orderId": 2001,
    "paymentType": "RECEIPT",
    "amountPaid": "-12.00",
    "paymentDate": "2026-11-20T23:30:00+00:00",
    "transactionRef": "",
}
GOING: Raw = {"orderId": 2001, "amountPaid": Decimal("12.00"), "paymentDate": "2026-11-21T00:00:00"}


class Books:
    """Xero or Brightpearl, with these payments."""

    def __init__(self, *payments: Raw) -> None:
        self.payments = payments
        self.asked: list[Any] = []

    def by_ids(self, resource: Any, ids: Iterable[str]) -> list[Raw]:
        self.asked.append((resource.name, list(ids)))
        return [{"InvoiceID": "i-1", "Payments": list(self.payments)}, {"InvoiceID": "i-2", "Payments": None}]

    def payments_of_orders(self, orders: list[int], *, supplier: bool) -> list[Raw]:
        self.asked.append((orders, supplier))
        return list(self.payments)


def of_xero(
    books: Books, *payloads: Raw, memory: Memory | None = None, document: Record = INVOICE, adopted: str = ""
) -> list[Element | None]:
    look = in_xero(cast("Xero", books), as_store(memory or a_memory()), adopted=lambda: {adopted}, began=lambda: AT)
    return list(look([(payload, document) for payload in payloads]))


def of_brightpearl(
    books: Books,
    *payloads: Raw,
    memory: Memory | None = None,
    kind: Kind = Kind.SALES_PAYMENT,
    zone: str = "Asia/Tokyo",
) -> list[Element | None]:
    look = in_brightpearl(cast("Brightpearl", books), as_store(memory or a_memory()), kind=kind, time_zone=zone)
    return list(look([(payload, INVOICE) for payload in payloads]))


def ids(found: Iterable[Element | None]) -> list[str | None]:
    return [element.remote_id if element else None for element in found]


def test_a_payment_of_the_same_invoice_amount_and_day_is_ours_and_is_given_once() -> None:
    books = Books(THERE)

    found = of_xero(books, PAYLOAD, PAYLOAD)

    assert ids(found) == ["p-1", None]
    assert found[0] is not None
    assert (found[0].key, found[0].raw) == ((), THERE)
    assert books.asked == [("Invoices", ["i-1"])]


@pytest.mark.parametrize(
    "other",
    [{"Amount": 12.01}, {"Date": "2026-11-21T00:00:00"}, {"Status": "DELETED"}, {"Reference": "BP 9002 CARD"}],
    ids=str,
)
def test_another_one_is_not(other: Raw) -> None:
    assert ids(of_xero(Books({**THERE, **other}), PAYLOAD)) == [None]


def test_its_own_copy_comes_before_what_a_person_has_entered() -> None:
    copy = {**THERE, "PaymentID": "p-2", "Reference": "BP 9001 CARD"}

    assert ids(of_xero(Books(THERE, copy), PAYLOAD)) == ["p-2"]


def test_what_we_posted_or_carried_over_is_nobody_elses() -> None:
    posted, carried = a_memory(), a_memory(a_record("p-1", kind=Kind.SALES_PAYMENT, remote_id="7"))
    posted.links["p-1"] = (Kind.SALES_PAYMENT, "9000")
    waiting = a_memory(a_record("p-1", kind=Kind.SALES_PAYMENT))

    found = [of_xero(Books(THERE), PAYLOAD, memory=memory) for memory in (posted, carried, waiting)]

    assert [ids(one) for one in found] == [[None], [None], ["p-1"]]


@pytest.mark.parametrize(
    ("arrived", "adopted", "looks"),
    [(None, "", True), (-1, "", True), (0, "", False), (1, "", False), (1, "i-1", True)],
    ids=["of old", "before the run", "with it", "in the run", "adopted in it"],
)
def test_an_invoice_that_came_with_the_run_has_only_our_payments(
    arrived: int | None, adopted: str, looks: bool
) -> None:
    books = Books(THERE)
    at = None if arrived is None else AT + timedelta(minutes=arrived)

    found = of_xero(books, PAYLOAD, document=a_record("2001", remote_id="i-1", arrived_at=at), adopted=adopted)

    assert ids(found) == (["p-1"] if looks else [None])
    assert bool(books.asked) is looks


def test_without_payments_nobody_is_asked() -> None:
    books = Books(THERE)

    assert of_xero(books) == of_brightpearl(books) == []
    assert books.asked == []


def test_a_payment_in_brightpearl_of_the_same_order_amount_and_day_there_is_ours() -> None:
    books = Books(ROW)

    found = of_brightpearl(books, GOING, GOING)

    assert ids(found) == [brightpearl_link(7), None]
    assert found[0] is not None
    assert (found[0].key, found[0].remote_number, found[0].raw) == ((), "7", ROW)
    assert books.asked == [([2001], False)]


def test_suppliers_payments_are_asked_for_as_such() -> None:
    books = Books()

    of_brightpearl(books, GOING, {**GOING, "orderId": 1999}, kind=Kind.PURCHASE_PAYMENT)

    assert books.asked == [([1999, 2001], True)]


@pytest.mark.parametrize(
    "other",
    [{"paymentType": "AUTH"}, {"amountPaid": "12.01"}, {"orderId": 2002}, {"paymentDate": "2026-11-19T23:30:00+00:00"}],
    ids=str,
)
def test_another_row_is_not(other: Raw) -> None:
    assert ids(of_brightpearl(Books({**ROW, **other}), GOING)) == [None]


@pytest.mark.parametrize(
    ("record", "row", "free"),
    [
        (None, {}, True),
        (a_record("7", kind=Kind.SALES_PAYMENT, origin=System.BRIGHTPEARL, remote_id="x-1"), {}, False),
        (a_record("7", kind=Kind.SALES_PAYMENT, origin=System.BRIGHTPEARL), {}, True),
        (
            a_record(
                "7", kind=Kind.SALES_PAYMENT, origin=System.BRIGHTPEARL, remote_id="x-1", document={"deleted": True}
            ),
            {},
            True,
        ),
        (a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO), {"transactionRef": "p-1"}, False),
        (a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO), {"transactionRef": "p-1-2001"}, False),
        (a_record("p-1", kind=Kind.SALES_PAYMENT, origin=System.XERO), {"transactionRef": "p-2"}, True),
    ],
    ids=["nobody's", "posted", "not posted", "deleted in Xero", "carried over", "a part of one", "another one's"],
)
def test_a_row_that_is_of_a_record_already_is_nobody_elses(record: Record | None, row: Raw, free: bool) -> None:
    memory = a_memory(*([record] if record else []))

    found = of_brightpearl(Books({**ROW, **row}), GOING, memory=memory)

    assert (found[0] is not None) is free


def test_a_row_that_a_link_leads_to_is_nobody_elses() -> None:
    memory = a_memory()
    memory.links[brightpearl_link(7)] = (Kind.SALES_PAYMENT, "p-1")

    assert ids(of_brightpearl(Books(ROW), GOING, memory=memory)) == [None]
