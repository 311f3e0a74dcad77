"""Documents in Xero with our link of which our table knows nothing, and records that wait: their orders were taken back since."""

from typing import Any

import pytest
from msgspec.structs import replace

from shared.kinds import Kind
from shared.mapping.versions import version_of
from shared.records.record import Record
from shared.records.standing import Standing
from shared.records.status import Status
from shared.sources.former_documents import FormerDocuments
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
INVOICED: Raw = {"id": 2001, "invoices": [{"invoiceReference": "SI-2001"}]}
TAKEN_BACK: Raw = {"id": 2001, "invoices": [{"invoiceReference": ""}]}


def a_waiting(document: Raw = INVOICED, **changes: Any) -> Record:
    return a_record(**{"document": document, "held": "its order has another status", "due_step": None, **changes})


def looked(memory: Memory, *documents: Raw, resource: Resource = INVOICES, **settings: Any) -> Memory:
    FormerDocuments(store=as_store(memory), settings=some_settings(**settings), resource=resource).look(documents)
    return memory


def now(memory: Memory, kind: Kind = Kind.SALES_INVOICE) -> Record:
    return memory.records[kind, "2001"]


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

    memory = looked(a_memory(record), {**THERE, **other})

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


def test_credit_notes_are_of_credits() -> None:
    note = {name: value for name, value in THERE.items() if not name.startswith("Invoice")}
    note |= {"Type": "ACCRECCREDIT", "CreditNoteID": "n-1", "CreditNoteNumber": "SC-1"}
    credit = replace(a_waiting(), kind=Kind.SALES_CREDIT)

    found = now(looked(a_memory(credit), note, resource=CREDIT_NOTES), Kind.SALES_CREDIT)

    assert (found.remote_id, found.remote_number) == ("n-1", "SC-1")
