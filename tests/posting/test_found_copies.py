"""Which payment of an invoice in Xero is the copy that an earlier table has posted: by its reference, where nobody has it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, cast

import pytest

from shared.kinds import Kind
from shared.mapping.payments import payment_fingerprint
from shared.posting.found_copies import FoundCopies
from shared.records.record import Record
from shared.xero.client import Xero
from tests.posting.memory import Memory, a_memory, as_store
from tests.posting.paying import INVOICE, a_paid
from tests.posting.reversing import a_copy
from tests.records.builders import AT

Raw = dict[str, Any]
COPY: Raw = {"PaymentID": "x-1", **a_copy()}
SINCE = AT - timedelta(days=1)
OLD: Raw = {"createdOn": (SINCE - timedelta(seconds=1)).isoformat()}
NEW: Raw = {"createdOn": SINCE.isoformat()}


class Books:
    """A Xero whose invoice has these payments."""

    def __init__(self, *payments: Raw) -> None:
        self.payments = payments
        self.read: list[str] = []

    def by_ids(self, _resource: object, ids: Iterable[str]) -> list[Raw]:
        self.read += ids
        return [{"InvoiceID": "i-1", "Payments": [*self.payments] or None}]


def known(payment: Record, *payments: Raw, memory: Memory | None = None) -> tuple[Record, Memory, Books]:
    """The payment as it is given back."""
    books, store = Books(*payments), memory or a_memory(payment)
    found = FoundCopies(xero=cast("Xero", books), store=as_store(store), table_since=lambda: SINCE)
    return found.known(payment, INVOICE), store, books


def test_the_copy_is_the_payments_from_now_on_as_if_it_had_posted_it() -> None:
    payment = a_paid(told=OLD)
    other = {**COPY, "PaymentID": "x-0", "Reference": "BP 9002 CARD"}

    now, memory, books = known(payment, other, COPY)

    posted = payment_fingerprint(payment.document)
    assert (now.remote_id, now.posted, now.fingerprint, now.status) == ("x-1", posted, posted, payment.status)
    (change,) = memory.changes
    assert change.event is not None
    assert (change.links, change.event.what, change.after) == (("x-1",), "found in Xero", now)
    assert books.read == ["i-1"]


@pytest.mark.parametrize(
    "changes",
    [{"told": NEW}, {"told": OLD, "remote_id": "x-9"}, {"told": OLD, "fields": {"taken_back": "x-1"}}],
    ids=["newer than our table", "in Xero", "there was more to it"],
)
def test_nothing_is_read_for_what_our_table_knows(changes: Raw) -> None:
    payment = a_paid(**changes)

    now, memory, books = known(payment, COPY)

    assert now is payment
    assert (memory.changes, books.read) == ([], [])


@pytest.mark.parametrize(
    "payments",
    [[], [{**COPY, "Status": "DELETED"}], [{**COPY, "Reference": "9001"}]],
    ids=["no payment", "deleted", "another reference"],
)
def test_one_without_a_living_copy_stays_as_it_is(payments: list[Raw]) -> None:
    payment = a_paid(told=OLD)

    now, memory, _ = known(payment, *payments)

    assert now is payment
    assert memory.changes == []


def test_a_copy_that_another_record_has_is_left_to_that() -> None:
    payment = a_paid(told=OLD)
    memory = a_memory(payment)
    memory.links["x-1"] = (Kind.SALES_PAYMENT, "9009")

    assert known(payment, COPY, memory=memory)[0] is payment
    assert known(payment, COPY, {**COPY, "PaymentID": "x-2"}, memory=memory)[0].remote_id == "x-2"


def test_what_another_run_has_posted_meanwhile_keeps_its_payment() -> None:
    payment = a_paid(told=OLD)

    now, memory, _ = known(payment, COPY, memory=a_memory(a_paid(told=OLD, remote_id="x-5")))

    assert now is payment
    assert memory.changes == []
