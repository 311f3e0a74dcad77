"""Credit notes in Xero that are named after an invoice of ours and settle it: an earlier table has put it right by them."""

from typing import Any

import pytest

from shared.kinds import Kind
from shared.records.record import Record
from shared.records.standing import Standing
from shared.records.status import Status
from shared.sources.former_opposites import FormerOpposites
from tests.posting.memory import Memory, a_memory, as_store
from tests.records.builders import AT, a_record

Raw = dict[str, Any]
OURS = a_record("2001", remote_id="i-1", remote_number="SI-2001", status=Status.SENT, due_step=None)
LINKS = {"i-1": (OURS.key,)}


def a_note(name: str = "SI-2001-CR", applied: str = "3.00", **changes: Any) -> Raw:
    return {"CreditNoteID": f"id of {name}", "CreditNoteNumber": name, "AppliedAmount": applied, **changes}


def an_invoice(*notes: Raw, total: str = "15.00") -> Raw:
    return {"InvoiceID": "i-1", "InvoiceNumber": "SI-2001", "Total": total, "CreditNotes": list(notes)}


def known(*invoices: Raw, record: Record = OURS, links: Any = None) -> tuple[set[str], Memory]:
    memory = a_memory(record)
    found = FormerOpposites(store=as_store(memory)).known(invoices, LINKS | (links or {}))
    return found, memory


def test_what_comes_to_the_same_with_them_was_put_right() -> None:
    apart = {"status": Status.ERROR, "apart": Standing.CHANGED_THERE}

    found, memory = known(
        an_invoice(a_note("SI-2001-CR", "2.00"), a_note("SI-2001-CR-2", "1.00")),
        record=a_record("2001", remote_id="i-1", remote_number="SI-2001", fields={"a": "1"}, **apart),
    )

    now = memory.records[OURS.key]
    assert found == {"id of SI-2001-CR", "id of SI-2001-CR-2"}
    assert (now.status, now.apart, now.remote_id, now.changed_at) == (Status.SENT, None, "i-1", AT)
    assert now.opposites == {"SI-2001-CR": "id of SI-2001-CR", "SI-2001-CR-2": "id of SI-2001-CR-2"}
    assert (now.fields or {})["a"] == "1"
    assert now.notes == (
        "it was put right in Xero by SI-2001-CR, and stays so",
        "it was put right in Xero by SI-2001-CR-2, and stays so",
    )
    (change,) = memory.changes
    assert change.event is not None
    assert change.event.what == "found in Xero: SI-2001-CR, SI-2001-CR-2"
    assert change.links == ("id of SI-2001-CR", "id of SI-2001-CR-2")


def test_where_it_comes_to_something_else_the_record_knows_them_and_stays_as_it_was() -> None:
    found, memory = known(an_invoice(a_note(), total="30.00"))

    now = memory.records[OURS.key]
    assert found == {"id of SI-2001-CR"}
    assert (now.opposites, now.notes, now.changed_at) == ({"SI-2001-CR": "id of SI-2001-CR"}, (), OURS.changed_at)


@pytest.mark.parametrize(
    ("invoice", "links"),
    [
        (an_invoice(), {}),
        (an_invoice(a_note("SC-9")), {}),
        (an_invoice(a_note()), {"id of SI-2001-CR": (OURS.key,)}),
        ({**an_invoice(a_note()), "InvoiceID": "i-2"}, {}),
        ({**an_invoice(), "CreditNotes": None}, {}),
    ],
    ids=["none", "another number", "it is known", "of nobody's invoice", "Xero does not say"],
)
def test_others_are_none_of_it(invoice: Raw, links: Any) -> None:
    found, memory = known(invoice, links=links)

    assert (found, memory.changes) == (set(), [])


def test_what_a_record_knows_by_its_number_is_not_told_again() -> None:
    record = a_record("2001", remote_id="i-1", fields={"opposite SI-2001-CR": "id of SI-2001-CR"})

    found, memory = known(an_invoice(a_note()), record=record)

    assert (found, memory.changes) == ({"id of SI-2001-CR"}, [])


def test_only_documents_are_put_right() -> None:
    payment = a_record("9001", kind=Kind.SALES_PAYMENT, remote_id="i-1")

    _, memory = known(an_invoice(a_note()), record=payment, links={"i-1": (payment.key,)})

    assert memory.changes == []
