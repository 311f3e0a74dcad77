"""The Xero client on the stand-in: what it writes, what it finds, and what becomes of a create under faults."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from shared.codec import fingerprint
from shared.errors import RequestRefusedError, UncertainError
from shared.kinds import System
from shared.xero.answers import IdempotencyMismatchError, refusals, warnings
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS, CREDIT_NOTES, INVOICES, ITEMS, MANUAL_JOURNALS, PAYMENTS, Resource
from tests.clients.inside import Inside

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)
KINDS = ["drop_before", "drop_after", "truncate", "error_500", "html_502", "error_503", "slow"]


def put(xero: Xero, resource: Resource, *elements: dict[str, Any], key: str = "") -> list[dict[str, Any]]:
    body = xero.body_of(resource, elements)
    return xero.write(resource, body, create=True, idempotency_key=key or fingerprint(body.decode()))


def a_contact(xero: Xero, name: str = "Byron Ltd", number: str = "20101") -> str:
    [contact] = put(xero, CONTACTS, {"Name": name, "ContactNumber": number})
    return str(contact["ContactID"])


def an_invoice(contact: str, number: str, **fields: Any) -> dict[str, Any]:
    line = {
        "Description": "Mug",
        "Quantity": Decimal("3.0000"),
        "UnitAmount": Decimal("4.1667"),
        "AccountCode": "200",
        "TaxType": "OUTPUT2",
    }
    return {
        "Type": "ACCREC",
        "Contact": {"ContactID": contact},
        "InvoiceNumber": number,
        "Date": "2026-11-01",
        "DueDate": "2026-11-30",
        "LineAmountTypes": "Exclusive",
        "Status": "AUTHORISED",
        "LineItems": [line],
        **fields,
    }


def a_credit_note(contact: str, number: str) -> dict[str, Any]:
    invoice = an_invoice(contact, number, Type="ACCRECCREDIT", CreditNoteNumber=number)
    return {name: value for name, value in invoice.items() if name not in ("InvoiceNumber", "DueDate")}


@pytest.mark.parametrize("in_order", [True, False], ids=["in order", "in reverse"])
@pytest.mark.parametrize("text_in", ["Message", "Description"])
def test_each_element_of_a_batch_tells_what_became_of_it(inside: Inside, in_order: bool, text_in: str) -> None:
    inside.sandbox.xero.vendor.set_switches({"answers_in_order": in_order, "error_text_in": text_in})
    contact = a_contact(inside.xero)
    bad = an_invoice(contact, "SI-2")
    bad["LineItems"] = [{**bad["LineItems"][0], "AccountCode": "NOPE"}]

    elements = put(inside.xero, INVOICES, an_invoice(contact, "SI-1"), bad, an_invoice(contact, "SI-3"))

    outcomes = {element["InvoiceNumber"]: refusals(element) for element in elements}
    assert (outcomes["SI-1"], outcomes["SI-3"]) == ([], [])
    assert any("NOPE" in words for words in outcomes["SI-2"])
    assert len(inside.xero.where(INVOICES, 'Type=="ACCREC"')) == 2


def test_four_decimals_survive_both_ways(inside: Inside) -> None:
    [written] = put(inside.xero, INVOICES, an_invoice(a_contact(inside.xero), "SI-1"))

    read = inside.xero.one(INVOICES, "SI-1")

    assert written["Total"] == Decimal("15.00")
    assert read is not None
    assert read["LineItems"][0]["UnitAmount"] == Decimal("4.1667")


def test_the_same_bytes_with_the_same_key_do_nothing_new(inside: Inside) -> None:
    contact = a_contact(inside.xero)
    first = put(inside.xero, INVOICES, an_invoice(contact, "B-1", Type="ACCPAY"), key="key-1")

    assert put(inside.xero, INVOICES, an_invoice(contact, "B-1", Type="ACCPAY"), key="key-1") == first

    with pytest.raises(IdempotencyMismatchError):
        put(inside.xero, INVOICES, an_invoice(contact, "B-2", Type="ACCPAY"), key="key-1")
    assert len(inside.xero.where(INVOICES, 'Type=="ACCPAY"')) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_a_lost_create_is_uncertain_and_sent_once(inside: Inside, kind: str) -> None:
    contact = a_contact(inside.xero)
    before = inside.calls()["xero"]
    inside.fault(System.XERO, method="PUT", kind=kind, seconds=60, commit=True)

    with pytest.raises(UncertainError):
        put(inside.xero, INVOICES, an_invoice(contact, "SI-1"))

    assert inside.calls()["xero"] == before + 1
    done = kind in ("drop_after", "truncate", "slow", "error_500")
    assert len(inside.xero.invoices_by_number(["SI-1"])) == done


def test_documents_are_found_by_number_id_condition_and_change(inside: Inside) -> None:
    contact = a_contact(inside.xero)
    numbers = [f"SI-{number:03}" for number in range(90)]
    for start in (0, 50):
        put(inside.xero, INVOICES, *(an_invoice(contact, number) for number in numbers[start : start + 50]))

    found = inside.xero.invoices_by_number([*numbers, "SI-900"])

    assert sorted(invoice["InvoiceNumber"] for invoice in found) == numbers
    assert all(invoice["LineItems"] for invoice in found)
    by_id = inside.xero.by_ids(INVOICES, [invoice["InvoiceID"] for invoice in found])
    assert sorted(invoice["InvoiceNumber"] for invoice in by_id) == numbers
    condition = f'Type=="ACCREC" AND Contact.ContactID==guid("{contact}")'
    assert len(inside.xero.where(INVOICES, condition)) == 90
    changed = list(inside.xero.modified(INVOICES, LONG_AGO, where='Status=="AUTHORISED"', summary=True))
    assert sorted(invoice["InvoiceNumber"] for invoice in changed) == numbers


@pytest.mark.parametrize("inclusive", [True, False])
def test_more_changes_than_a_page_are_all_found(inside: Inside, inclusive: bool) -> None:
    inside.sandbox.xero.vendor.set_switches({"modified_since_inclusive": inclusive, "limits": False})
    for batch in range(42):
        names = [f"Contact {number:04}" for number in range(batch * 50, batch * 50 + 50)]
        put(inside.xero, CONTACTS, *({"Name": name, "ContactNumber": name} for name in names))
        inside.clock.advance(seconds=batch % 3)
    before = inside.calls()["xero"]

    found = [contact["Name"] for contact in inside.xero.modified(CONTACTS, LONG_AGO)]

    assert sorted(found) == [f"Contact {number:04}" for number in range(2100)]
    assert inside.calls()["xero"] - before <= 4


@pytest.mark.parametrize("name", ['Bob "the Builder" Ltd', "O'Neill & Söhne (100%)", "back\\slash", 'ends with "'])
def test_awkward_names_are_found(inside: Inside, name: str) -> None:
    contact = a_contact(inside.xero, name)

    found = inside.xero.find(CONTACTS, "Name", name)

    assert [element["ContactID"] for element in found] == [contact]


def test_an_archived_contact_is_found_by_its_number(inside: Inside) -> None:
    contact = a_contact(inside.xero)
    inside.sandbox.xero.vendor.do({"action": "archive_contact", "contact": contact})

    [found] = inside.xero.find(CONTACTS, "ContactNumber", "20101")

    assert found["ContactStatus"] == "ARCHIVED"
    assert [element["ContactID"] for element in inside.xero.by_ids(CONTACTS, [contact])] == [contact]


@pytest.mark.parametrize("code", ["MUG-1", "A/B", "Ü ß", "50%"])
def test_items_are_found_by_code(inside: Inside, code: str) -> None:
    put(inside.xero, ITEMS, {"Code": code, "Name": "Mug"})

    found = inside.xero.one(ITEMS, code)

    assert found is not None
    assert found["Code"] == code
    assert inside.xero.one(ITEMS, "NOPE") is None


def test_a_credit_note_is_allocated_and_paid_out(inside: Inside) -> None:
    contact = a_contact(inside.xero)
    [invoice] = put(inside.xero, INVOICES, an_invoice(contact, "SI-1"))
    [credit] = put(inside.xero, CREDIT_NOTES, a_credit_note(contact, "SC-1"))
    note, settled = credit["CreditNoteID"], invoice["InvoiceID"]

    allocation = inside.xero.allocate(note, settled, Decimal("10.00"), date(2026, 11, 2), "key-a")
    refund = {
        "CreditNote": {"CreditNoteID": note},
        "Account": {"Code": "090"},
        "Date": "2026-11-02",
        "Amount": Decimal("5.00"),
        "Reference": "BP 7",
    }
    [payment] = put(inside.xero, PAYMENTS, refund)

    assert refusals(allocation) == refusals(payment) == []
    [open_invoice] = inside.xero.invoices_by_number(["SI-1"])
    assert open_invoice["AmountDue"] == Decimal("5.00")
    paid = inside.xero.one(CREDIT_NOTES, "SC-1")
    assert paid is not None
    assert paid["RemainingCredit"] == 0
    assert [each["Reference"] for each in inside.xero.modified(PAYMENTS, LONG_AGO)] == ["BP 7"]


def test_an_allocation_of_too_much_is_refused_in_words(inside: Inside) -> None:
    contact = a_contact(inside.xero)
    [invoice] = put(inside.xero, INVOICES, an_invoice(contact, "SI-1"))
    [credit] = put(inside.xero, CREDIT_NOTES, a_credit_note(contact, "SC-1"))
    note, settled = credit["CreditNoteID"], invoice["InvoiceID"]

    try:
        words = refusals(inside.xero.allocate(note, settled, Decimal("99.00"), date(2026, 11, 2), "key-a"))
    except RequestRefusedError as refusal:
        words = [refusal.message]

    assert words
    assert all(words)


def test_journals_are_found_by_their_narration(inside: Inside) -> None:
    narration = 'Brightpearl stock correction 501: found "again"'
    lines = [
        {"LineAmount": Decimal("5.25"), "AccountCode": "630"},
        {"LineAmount": Decimal("-5.25"), "AccountCode": "499"},
    ]
    fields = {"Narration": narration, "Date": "2026-11-02", "Status": "POSTED", "JournalLines": lines}
    [journal] = put(inside.xero, MANUAL_JOURNALS, fields)

    found = inside.xero.find(MANUAL_JOURNALS, "Narration", narration)

    assert [element["ManualJournalID"] for element in found] == [journal["ManualJournalID"]]


def test_a_warning_is_read(inside: Inside) -> None:
    tracked = an_invoice(a_contact(inside.xero), "SI-1")
    tracked["LineItems"] = [{**tracked["LineItems"][0], "Tracking": [{"Name": "Nowhere", "Option": "Nothing"}]}]

    [element] = put(inside.xero, INVOICES, tracked)

    assert refusals(element) == []
    assert warnings(element)


def test_the_organisation_can_be_described_in_a_few_calls(inside: Inside) -> None:
    xero = inside.xero

    assert xero.organisation()["BaseCurrency"] == "GBP"
    assert all((xero.accounts(), xero.tax_rates(), xero.tracking_categories(), xero.currencies()))
    assert inside.calls() == {"xero": 5}
