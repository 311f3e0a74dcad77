"""Documents in Xero with our link of which our table knows nothing, and records that wait: their orders were taken back since."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, cast

import pytest
from msgspec.structs import replace

from shared.brightpearl.sets import Found
from shared.errors import AnswerError
from shared.kinds import Kind
from shared.mapping.versions import version_of
from shared.records.queues import Queues
from shared.records.record import Record, Summary
from shared.records.standing import Standing
from shared.records.status import Status
from shared.sources.former_documents import FormerDocuments
from shared.sources.lost_orders import LostOrders
from shared.xero.resources import CREDIT_NOTES, INVOICES, Resource
from tests.builders import some_settings
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
PAGE = "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID="
THERE: Raw = {
    "Type": "ACCREC",
    "InvoiceID": "i-1",
    "InvoiceNumber": "SI-2001",
    "Url": f"{PAGE}2001",
    "Status": "AUTHORISED",
    "Total": 12,
    "Date": "2026-11-20",
}
THERE_OF_2002: Raw = {**THERE, "InvoiceID": "i-2", "InvoiceNumber": "SI-2002", "Url": f"{PAGE}2002"}
THERE_OF_2003: Raw = {**THERE, "InvoiceID": "i-3", "InvoiceNumber": "SI-2003", "Url": f"{PAGE}2003"}
INVOICED: Raw = {"id": 2001, "invoices": [{"invoiceReference": "SI-2001"}]}
TAKEN_BACK: Raw = {"id": 2001, "invoices": [{"invoiceReference": ""}]}


def a_waiting(document: Raw = INVOICED, **changes: Any) -> Record:
    return a_record(**{"document": document, "held": "its order has another status", "due_step": None, **changes})


@dataclass
class Brightpearl:
    """Its orders by id. `unread` are there, but an answer leaves them out. `asked` are the ids of each call."""

    orders_: dict[int, Raw] = field(default_factory=dict)
    unread: frozenset[int] = frozenset()
    asked: list[list[int]] = field(default_factory=list)

    def orders(self, ids: list[int]) -> Found:
        self.asked.append(ids)
        items = {one: self.orders_[one] for one in ids if one in self.orders_}
        return Found(items=items, missing=frozenset(ids) - items.keys())

    def existing_orders(self, ids: list[int]) -> set[int]:
        self.asked.append(ids)
        return {*ids} & {*self.orders_, *self.unread}


@dataclass
class Left(Queues):
    """What was left in queues."""

    queues: dict[str, list[str]] = field(default_factory=dict)

    def enqueue(self, to: str, ids: Iterable[str]) -> None:
        if left := list(ids):
            self.queues[to] = [*self.queues.get(to, []), *left]


def looked(
    memory: Memory,
    *documents: Raw,
    resource: Resource = INVOICES,
    brightpearl: Brightpearl | None = None,
    left: Left | None = None,
    **settings: Any,
) -> Memory:
    store, chosen = as_store(memory), some_settings(**settings)
    lost = LostOrders(brightpearl=lambda: cast("Any", brightpearl or Brightpearl()), store=store, settings=chosen)
    former = FormerDocuments(store=store, settings=chosen, resource=resource, lost=lost, queues=left or Left())
    former.look(documents)
    return memory


def now(memory: Memory, kind: Kind = Kind.SALES_INVOICE, number: int = 2001) -> Record:
    return memory.records[kind, str(number)]


def test_what_waits_is_there_as_it_is_here_and_stays_so() -> None:
    record = a_waiting()

    memory = looked(a_memory(record), THERE)

    found = now(memory)
    assert (found.status, found.remote_id, found.remote_number) == (Status.SENT, "i-1", "SI-2001")
    assert (found.held, found.posted, found.arrived_at, found.failure) == ("", record.fingerprint, AT, None)
    (change,) = memory.changes
    assert change.event is not None
    assert (change.links, change.seen) == (("i-1",), version_of(THERE).written())
    assert (change.event.what, change.event.detail) == ("found in Xero", {"answer": version_of(THERE).document()})


def test_what_people_have_changed_there_stands_apart() -> None:
    found = now(looked(a_memory(a_waiting()), {**THERE, "Total": 30}))

    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.CHANGED_THERE, "i-1")
    assert found.failure is not None
    assert found.failure.problem.message == (
        "an invoice SI-2001 was changed in Xero: the total is 30 there, it was 12.00"
    )


def test_where_its_order_is_invoiced_no_more_it_was_withdrawn() -> None:
    memory = looked(a_memory(a_waiting(TAKEN_BACK)), THERE)

    found = now(memory)
    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "i-1")
    assert found.failure is not None
    assert found.failure.problem.message == (
        "order un-invoiced in Brightpearl; SI-2001 over 12.00 is still open in Xero"
    )
    (change,) = memory.changes
    assert change.event is not None
    assert change.event.what == f"error: {found.failure.problem.message}"


@pytest.mark.parametrize(
    "other",
    [
        {"Status": "VOIDED"},
        {"Status": "DELETED"},
        {"Url": f"{PAGE}2002"},
        {"Url": f"{PAGE}2001&payment=9001"},
        {"Url": "https://elsewhere.example/patt-op.php?scode=invoice&oID=2001"},
        {"Url": None},
        {"Type": "ACCPAY"},
        {"Type": "ACCRECOVERPAYMENT"},
    ],
    ids=str,
)
def test_what_is_gone_or_not_of_its_order_is_not(other: Raw) -> None:
    record = a_waiting()

    brightpearl = Brightpearl(unread=frozenset({2001, 2002}))

    memory = looked(a_memory(record), {**THERE, **other}, brightpearl=brightpearl)

    assert (now(memory), memory.changes) == (record, [])


@pytest.mark.parametrize(
    "changes",
    [
        {"held": "", "due_step": "post_xero_sales"},
        {"held": "", "due_step": None},
        {"remote_id": "i-0"},
        {"status": Status.ARCHIVE},
        {"status": Status.ERROR},
    ],
    ids=["due", "it does not say for what it waits", "in Xero", "in the archive", "an Error"],
)
def test_only_what_waits_is_told_of_it(changes: Raw) -> None:
    record = a_waiting(**changes)

    memory = looked(a_memory(record), THERE)

    assert (now(memory), memory.changes) == (record, [])


def test_what_the_ledger_knows_is_whose_it_is() -> None:
    memory = a_memory(a_waiting())
    memory.links["i-1"] = (Kind.SALES_INVOICE, "2009")

    assert looked(memory, THERE).changes == []


def test_without_the_address_of_our_pages_nobody_knows_a_link_of_ours() -> None:
    assert looked(a_memory(a_waiting()), THERE, brightpearl_app_url=None).changes == []


NOTE: Raw = {
    "Type": "ACCRECCREDIT",
    "CreditNoteID": "n-1",
    "CreditNoteNumber": "SI-2001",
    "Status": "AUTHORISED",
    "Total": 12,
    "Contact": {"ContactID": "c-1"},
}


def a_credit_that_waits(**changes: Any) -> Memory:
    record = a_waiting(kind=Kind.SALES_CREDIT, **changes)
    summary = replace(record.summary, number="SI-2001", contact_id="202", total=Decimal("12.00"))
    memory = a_memory(replace(record, summary=summary))
    memory.links["c-1"] = (Kind.CONTACT, "202")
    return memory


def test_credit_notes_have_no_link_and_are_known_by_number_total_and_contact() -> None:
    found = now(looked(a_credit_that_waits(), NOTE, resource=CREDIT_NOTES), Kind.SALES_CREDIT)

    assert (found.status, found.remote_id, found.remote_number) == (Status.SENT, "n-1", "SI-2001")


@pytest.mark.parametrize(
    "other",
    [
        {"CreditNoteNumber": "SI-2002"},
        {"CreditNoteNumber": None},
        {"Total": 13},
        {"Contact": {"ContactID": "c-2"}},
        {"Contact": None},
        {"Type": "ACCPAYCREDIT"},
        {"Url": f"{PAGE}2001", "CreditNoteNumber": "SI-7"},
    ],
    ids=str,
)
def test_a_credit_note_that_differs_is_another_one(other: Raw) -> None:
    assert looked(a_credit_that_waits(), {**NOTE, **other}, resource=CREDIT_NOTES).changes == []


@pytest.mark.parametrize("changes", [{"remote_id": "n-0"}, {"held": ""}, {"status": Status.ERROR}], ids=str)
def test_only_credits_that_wait_are_looked_for_by_number(changes: Raw) -> None:
    assert looked(a_credit_that_waits(**changes), NOTE, resource=CREDIT_NOTES).changes == []


def test_what_has_paid_it_is_left_to_those_who_fetch_payments() -> None:
    left = Left()

    looked(a_memory(a_waiting()), THERE, left=left)

    assert left.queues == {"fetch_xero_sales_payments": ["i-1"], "fetch_brightpearl_sales_payments": ["2001"]}


def test_payments_of_bills_are_only_fetched_from_xero() -> None:
    left = Left()

    looked(a_memory(a_waiting(kind=Kind.PURCHASE_INVOICE)), {**THERE, "Type": "ACCPAY"}, left=left)

    assert left.queues == {"fetch_xero_purchase_payments": ["i-1"]}


def test_an_order_below_nought_is_a_credit_there() -> None:
    memory = a_credit_that_waits()
    (record,) = memory.records.values()
    below = replace(record, kind=Kind.SALES_INVOICE)
    memory.records = {below.key: below}

    assert now(looked(memory, NOTE, resource=CREDIT_NOTES)).remote_id == "n-1"


def test_an_order_of_which_there_is_no_record_and_that_is_deleted_gets_one_that_says_so() -> None:
    memory = looked(a_memory(), {**THERE, "CurrencyCode": "GBP", "Contact": {"Name": "Harbour\nBooks"}})

    found = now(memory)
    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "i-1")
    assert found.summary == Summary(
        number="SI-2001", contact_name="Harbour Books", date="2026-11-20", currency="GBP", total=Decimal(12)
    )
    assert found.failure is not None
    assert found.failure.problem.message == (
        f"order deleted in Brightpearl, seen on {AT:%Y-%m-%d}; SI-2001 over 12 is still open in Xero"
    )
    assert "invoiced again" not in found.failure.problem.hint


def test_one_that_is_un_invoiced_gets_one_too() -> None:
    order = {**TAKEN_BACK, "orderTypeCode": "SO", "updatedOn": "2026-11-21T10:00:00Z"}

    found = now(looked(a_memory(), THERE, brightpearl=Brightpearl({2001: order})))

    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "i-1")
    assert found.failure is not None
    assert found.failure.problem.message.startswith("order un-invoiced in Brightpearl on 2026-11-21; SI-2001 over")


@pytest.mark.parametrize(
    "brightpearl",
    [
        Brightpearl({2001: {**INVOICED, "orderTypeCode": "SO"}}),
        Brightpearl({2001: {"id": 2001, "orderTypeCode": "SO", "invoices": [{"invoiceReference": "pending"}]}}),
        Brightpearl(unread=frozenset({2001})),
    ],
    ids=["invoiced", "being invoiced", "left out of an answer"],
)
def test_one_that_was_not_taken_back_comes_by_itself(brightpearl: Brightpearl) -> None:
    assert looked(a_memory(), THERE, brightpearl=brightpearl).records == {}


@pytest.mark.parametrize("changes", [{"Date": "2020-01-01"}, {"Date": None}, {"Status": "VOIDED"}], ids=str)
def test_what_lies_before_the_start_date_is_not_asked_for(changes: Raw) -> None:
    brightpearl = Brightpearl()

    assert looked(a_memory(), {**THERE, **changes}, brightpearl=brightpearl).records == {}
    assert brightpearl.asked == []


def test_two_answers_agree_before_an_order_counts_as_deleted_and_what_is_known_is_not_asked_for() -> None:
    brightpearl = Brightpearl({2003: {**INVOICED, "id": 2003, "orderTypeCode": "SO"}})

    memory = looked(a_memory(a_waiting()), THERE, THERE_OF_2002, THERE_OF_2003, brightpearl=brightpearl)

    assert brightpearl.asked == [[2002, 2003], [2002, 2003], [2003]]
    assert now(memory, number=2002).apart is Standing.WITHDRAWN


@pytest.mark.parametrize("order", [1999, 2003], ids=["known", "of the same list"])
def test_answers_that_leave_out_what_is_there_prove_nothing(order: int) -> None:
    memory = a_memory(a_record(id="1999", status=Status.SENT, remote_id="i-0"))
    brightpearl = Brightpearl(unread=frozenset({order} - {1999}))

    with pytest.raises(AnswerError, match=f"leaves out order {order}, which is there"):
        looked(memory, THERE_OF_2002, THERE_OF_2003, brightpearl=brightpearl)

    assert [record.id for record in memory.records.values()] == ["1999"]


def test_a_deleted_order_is_one_where_a_known_one_is_there() -> None:
    memory = a_memory(a_record(id="1999", status=Status.SENT, remote_id="i-0"))
    brightpearl = Brightpearl({1999: INVOICED})

    looked(memory, THERE_OF_2002, brightpearl=brightpearl)

    assert brightpearl.asked == [[2002], [2002, 1999]]
    assert now(memory, number=2002).apart is Standing.WITHDRAWN


def test_an_order_that_was_put_away_as_deleted_is_there_after_all() -> None:
    how = "order deleted in Brightpearl, seen on 2026-11-22"
    record = a_waiting({"id": 2001, "withdrawn": how}, held=how, status=Status.ARCHIVE, archived_from=Status.PENDING)

    found = now(looked(a_memory(record), THERE))

    assert (found.status, found.apart, found.remote_id) == (Status.ERROR, Standing.WITHDRAWN, "i-1")
    assert found.failure is not None
    assert found.failure.problem.message == f"{how}; SI-2001 over 12.00 is still open in Xero"
