"""Invoices, bills and credit notes: what is taken, what is refused, and in which words."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_credit, a_line, a_payment, an_invoice

D = Decimal
NOT_EDITABLE = "This document cannot be edited as it has a payment or credit note allocated to it."
NOT_VALID = "Invoice not of valid status for modification"


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def contact(client: Client) -> str:
    contact_id: str = client.one("Contacts", a_contact())["ContactID"]
    return contact_id


def test_a_sales_invoice_number_is_taken_once(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact))

    assert client.refusals("Invoices", an_invoice(contact)) == ["Invoice # must be unique."]


def test_a_bill_number_is_taken_as_often_as_it_comes(client: Client, contact: str) -> None:
    bills = client.put("Invoices", a_bill(contact), a_bill(contact))

    assert [bill["StatusAttributeString"] for bill in bills] == ["OK", "OK"]


@pytest.mark.parametrize(("unique", "outcome"), [(True, "ERROR"), (False, "OK")])
def test_whether_a_sales_credit_number_is_unique_is_a_switch(
    client: Client, contact: str, unique: bool, outcome: str
) -> None:
    client.switch(credit_note_number_unique=unique)

    _, second = client.put("CreditNotes", a_credit(contact), a_credit(contact))

    assert second["StatusAttributeString"] == outcome
    assert not unique or second["ValidationErrors"] == [{"Message": "Credit Note # must be unique."}]


def test_supplier_credit_numbers_are_never_unique(client: Client, contact: str) -> None:
    row = a_line(AccountCode="300", TaxType="INPUT2")
    credit = a_credit(contact, row, Type="ACCPAYCREDIT")

    assert {entry["StatusAttributeString"] for entry in client.put("CreditNotes", credit, credit)} == {"OK"}


def test_deleting_a_draft_frees_its_number_and_voiding_does_not(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact, Status="DRAFT"))
    client.do("delete_document", document="BP-100123")
    client.one("Invoices", an_invoice(contact))
    client.do("void", document="BP-100123")

    assert client.refusals("Invoices", an_invoice(contact)) == ["Invoice # must be unique."]


def test_an_invoice_without_a_number_gets_the_next_one(client: Client, contact: str) -> None:
    first, second = client.put(
        "Invoices", an_invoice(contact, InvoiceNumber=None), an_invoice(contact, InvoiceNumber=None)
    )

    assert (first["InvoiceNumber"], second["InvoiceNumber"]) == ("INV-0001", "INV-0002")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Type": "ACCSELL"}, "Invoice not of valid type for creation"),
        ({"Status": "PAID"}, "Invoice not of valid status for creation"),
        ({"DueDate": None}, "Due Date cannot be empty"),
        ({"LineItems": []}, "One or more line items must be specified"),
        ({"CurrencyCode": "SEK"}, "Organisation is not subscribed to currency SEK"),
        ({"InvoiceNumber": "BP-É"}, "Invoice # must contain only printable ASCII characters."),
        ({"InvoiceNumber": "1" * 256}, "The Invoice Number cannot be longer than 255 characters."),
        ({"Reference": "r" * 256}, "The Reference cannot be longer than 255 characters."),
        ({"Url": "https://xero.example.test/"}, "Url must be a valid URL"),
        ({"LineAmountTypes": "Gross"}, "LineAmountTypes 'Gross' is not valid"),
        (
            {"Contact": {}},
            "The Contact must contain at least 1 of the following elements to identify the contact: "
            "Name, ContactID, ContactNumber",
        ),
        ({"LineItems": [a_line(UnitAmount=-1)]}, "The document total must be greater than or equal to zero."),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_is_wrong_with_an_invoice_is_said(
    client: Client, contact: str, change: dict[str, Any], message: str
) -> None:
    assert client.refusals("Invoices", an_invoice(contact, **change)) == [message]


ARCHIVED = "Account code '499A' has been archived, or has been deleted. Each line item must reference a valid account."


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"AccountCode": "9999"}, "Account code '9999' is not a valid code for this document."),
        ({"AccountCode": "499A", "TaxType": "NONE"}, ARCHIVED),
        ({"AccountCode": "090", "TaxType": "NONE"}, "Account code '090' is not a valid code for this document."),
        ({"AccountCode": "610", "TaxType": "NONE"}, "Account code '610' is not a valid code for this document."),
        ({"AccountCode": None}, "Account code must be specified."),
        ({"TaxType": "OUTPUT9"}, "The TaxType code 'OUTPUT9' does not exist."),
        ({"TaxType": "INPUT2"}, "The TaxType code 'INPUT2' cannot be used with account code '200'."),
        ({"ItemCode": "SKU-9"}, "Item code 'SKU-9' is not valid"),
        ({"Description": None}, "Description must be specified."),
        ({"Description": "d" * 4001}, "The Description cannot be longer than 4000 characters."),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_line_is_said(client: Client, contact: str, change: dict[str, Any], message: str) -> None:
    assert client.refusals("Invoices", an_invoice(contact, a_line(**change))) == [message]


def test_a_draft_may_lack_accounts_and_a_due_date(client: Client, contact: str) -> None:
    row = a_line(AccountCode=None, TaxType=None)

    assert client.one("Invoices", an_invoice(contact, row, Status="DRAFT", DueDate=None))["Status"] == "DRAFT"


def test_every_complaint_about_an_element_is_told(client: Client, contact: str) -> None:
    wrong = an_invoice(contact, a_line(AccountCode="9999", TaxType="OUTPUT9"), DueDate=None)

    assert len(client.refusals("Invoices", wrong)) == 3


def test_a_line_takes_price_account_tax_and_text_from_its_item(client: Client, contact: str) -> None:
    details = {"UnitPrice": D("12.3456"), "AccountCode": "200", "TaxType": "ZERORATEDOUTPUT"}
    client.one("Items", {"Code": "SKU-1", "Name": "Mug", "Description": "A blue mug", "SalesDetails": details})

    (line,) = client.one("Invoices", an_invoice(contact, {"ItemCode": "SKU-1", "Quantity": 2}))["LineItems"]

    assert (line["UnitAmount"], line["LineAmount"]) == (D("12.3456"), D("24.69"))
    assert (line["AccountCode"], line["TaxType"], line["Description"]) == ("200", "ZERORATEDOUTPUT", "A blue mug")
    assert line["Item"]["Code"] == "SKU-1"


def test_tracking_is_completed_with_its_ids(client: Client, contact: str) -> None:
    row = a_line(Tracking=[{"Name": "Channel", "Option": "Web"}])

    (line,) = client.one("Invoices", an_invoice(contact, row))["LineItems"]

    assert set(line["Tracking"][0]) == {"Name", "Option", "TrackingCategoryID", "TrackingOptionID"}


@pytest.mark.parametrize(("switch", "outcome"), [("warning", "WARNING"), ("error", "ERROR")])
def test_an_unknown_tracking_option_is_left_out_with_a_warning_or_refused(
    client: Client, contact: str, switch: str, outcome: str
) -> None:
    client.switch(unknown_tracking=switch)
    row = a_line(Tracking=[{"Name": "Channel", "Option": "Stall"}])

    (taken,) = client.put("Invoices", an_invoice(contact, row))

    assert taken["StatusAttributeString"] == outcome


def test_a_rate_is_kept_for_foreign_money_and_is_one_for_pounds(client: Client, contact: str) -> None:
    euros = client.one("Invoices", an_invoice(contact, CurrencyCode="EUR", CurrencyRate=D("1.17")))
    pounds = client.one("Invoices", an_invoice(contact, InvoiceNumber="2", CurrencyRate=D("1.17")))
    dollars = client.one("Invoices", an_invoice(contact, InvoiceNumber="3", CurrencyCode="USD"))

    assert [invoice["CurrencyRate"] for invoice in (euros, pounds, dollars)] == [D("1.17"), D(1), D("1.27")]


def test_a_contact_named_by_a_document_is_made_if_nobody_has_the_name(client: Client) -> None:
    client.one("Invoices", an_invoice("", Contact={"Name": "New Ltd"}))

    assert [contact["Name"] for contact in client.listed("Contacts")] == ["New Ltd"]


def test_a_refused_document_leaves_no_contact_behind(client: Client) -> None:
    client.refusals("Invoices", an_invoice("", Contact={"Name": "New Ltd"}, DueDate=None))

    assert client.listed("Contacts") == []


def test_a_contact_sent_with_more_than_its_id_is_changed_and_loses_its_persons(client: Client) -> None:
    persons = [{"FirstName": "Ann", "LastName": "Lee", "EmailAddress": "ann@example.test"}]
    known = client.one("Contacts", a_contact(ContactPersons=persons))

    client.one("Invoices", an_invoice("", Contact={"ContactID": known["ContactID"], "FirstName": "Bo"}))

    (contact,) = client.listed("Contacts", page="1")
    assert (contact["FirstName"], contact["ContactPersons"]) == ("Bo", [])


def test_an_archived_contact_gets_no_documents(client: Client, contact: str) -> None:
    client.do("archive_contact", contact=contact)

    assert client.refusals("Invoices", an_invoice(contact)) == [
        "The contact with the specified contact details has been archived. "
        "The contact must be un-archived before creating new invoices or credit notes."
    ]


LOCKED = "The document date cannot be before the period lock date, currently set at 1-Oct-2026"
YEAR_LOCKED = "The document date cannot be before the end of year lock date, currently set at 1-Oct-2026"


@pytest.mark.parametrize(
    ("locks", "messages"),
    [
        ({"period": "2026-10-01"}, [LOCKED]),
        ({"year_end": "2026-10-01"}, [YEAR_LOCKED]),
        ({"period": "2026-10-01", "year_end": "2026-10-01"}, [LOCKED, YEAR_LOCKED]),
    ],
    ids=["period", "year end", "both"],
)
def test_a_locked_date_refuses_what_is_approved(
    client: Client, contact: str, locks: dict[str, str], messages: list[str]
) -> None:
    client.do("lock_period", **locks)

    assert client.refusals("Invoices", an_invoice(contact)) == messages


def test_a_draft_passes_a_lock_date_and_is_caught_when_approved(client: Client, contact: str) -> None:
    client.do("lock_period", period="2026-10-15")
    draft = client.one("Invoices", an_invoice(contact, Status="DRAFT"))

    approve = {"InvoiceID": draft["InvoiceID"], "Status": "AUTHORISED"}

    assert "period lock date" in client.refusals("Invoices", approve, method="POST")[0]


def test_whether_the_lock_date_itself_is_locked_is_a_switch(client: Client, contact: str) -> None:
    client.switch(lock_date_inclusive=False)
    client.do("lock_period", period="2026-10-01")

    client.one("Invoices", an_invoice(contact))


@pytest.mark.parametrize(("lock", "refused"), [("period", False), ("year_end", True)])
def test_an_adviser_passes_the_period_lock_but_not_that_of_the_year(
    client: Client, contact: str, lock: str, *, refused: bool
) -> None:
    client.switch(connected_as="adviser")
    client.do("lock_period", **{lock: "2026-10-01"})

    (answer,) = client.put("Invoices", an_invoice(contact))

    assert bool(answer.get("ValidationErrors")) is refused


def test_a_lock_date_is_shown_with_the_organisation_and_can_be_taken_away(client: Client) -> None:
    client.do("lock_period", period="2026-10-01")
    (locked,) = client.ok(client.get("Organisation"), "Organisations")
    client.do("lock_period", period=None)
    (unlocked,) = client.ok(client.get("Organisation"), "Organisations")

    assert locked["PeriodLockDate"] == "/Date(1790812800000+0000)/"
    assert "PeriodLockDate" not in unlocked


def test_a_document_worth_nothing_is_paid_at_once(client: Client, contact: str) -> None:
    assert client.one("Invoices", an_invoice(contact, a_line(UnitAmount=0)))["Status"] == "PAID"


def test_lines_named_by_id_are_kept_and_others_are_made_anew(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, a_line(), a_line(Description="Red mug")))
    kept = invoice["LineItems"][1]["LineItemID"]

    (changed,) = client.post(
        "Invoices",
        {"InvoiceID": invoice["InvoiceID"], "LineItems": [{"LineItemID": kept, "Quantity": 2}, a_line(UnitAmount=5)]},
    )

    assert [line["LineItemID"] == kept for line in changed["LineItems"]] == [True, False]
    assert changed["LineItems"][0]["Description"] == "Red mug"
    assert changed["Total"] == D("246.00")


def test_a_post_overwrites_the_invoice_with_its_number(client: Client, contact: str) -> None:
    first = client.one("Invoices", an_invoice(contact))

    (second,) = client.post("Invoices", an_invoice(contact, a_line(UnitAmount=1)))

    assert second["InvoiceID"] == first["InvoiceID"]
    assert second["Total"] == D("1.20")


@pytest.mark.parametrize(
    ("switches", "same"),
    [({}, True), ({"post_matches_bills": False}, False), ({"bill_match_needs_contact": True}, False)],
    ids=["number", "never", "number and contact"],
)
def test_whether_a_post_overwrites_a_bill_is_a_switch(
    client: Client, contact: str, switches: dict[str, bool], same: bool
) -> None:
    client.switch(**switches)
    other = client.one("Contacts", {"Name": "Other Ltd"})["ContactID"]
    first = client.one("Invoices", a_bill(contact))

    (second,) = client.post("Invoices", a_bill(other))

    assert (second["InvoiceID"] == first["InvoiceID"]) is same


@pytest.mark.parametrize(
    ("before", "after", "allowed"),
    [
        ("DRAFT", "SUBMITTED", True),
        ("DRAFT", "AUTHORISED", True),
        ("DRAFT", "DELETED", True),
        ("DRAFT", "VOIDED", False),
        ("SUBMITTED", "DRAFT", True),
        ("SUBMITTED", "DELETED", True),
        ("AUTHORISED", "VOIDED", True),
        ("AUTHORISED", "DRAFT", False),
        ("AUTHORISED", "DELETED", False),
        ("AUTHORISED", "PAID", False),
    ],
)
def test_a_document_moves_only_along_the_allowed_ways(
    client: Client, contact: str, before: str, after: str, allowed: bool
) -> None:
    invoice = client.one("Invoices", an_invoice(contact, Status=before))

    (moved,) = client.post("Invoices", {"InvoiceID": invoice["InvoiceID"], "Status": after})

    assert moved["StatusAttributeString"] == ("OK" if allowed else "ERROR")
    assert allowed or moved["ValidationErrors"] == [{"Message": NOT_VALID}]


@pytest.mark.parametrize("end", ["VOIDED", "DELETED"])
def test_there_is_no_way_back_from_the_end(client: Client, contact: str, end: str) -> None:
    start = "AUTHORISED" if end == "VOIDED" else "DRAFT"
    invoice = client.one("Invoices", an_invoice(contact, Status=start))
    client.post("Invoices", {"InvoiceID": invoice["InvoiceID"], "Status": end})

    again = {"InvoiceID": invoice["InvoiceID"], "Reference": "late"}

    assert client.refusals("Invoices", again, method="POST") == [NOT_VALID]


def _pay_in_part(client: Client, invoice: dict[str, Any]) -> None:
    client.one("Payments", a_payment(invoice["InvoiceID"], Amount=20))


def _pay_in_full(client: Client, invoice: dict[str, Any]) -> None:
    client.one("Payments", a_payment(invoice["InvoiceID"]))


@pytest.mark.parametrize("pay", [_pay_in_part, _pay_in_full])
def test_what_has_money_on_it_cannot_be_edited_or_voided(
    client: Client, contact: str, pay: Callable[[Client, dict[str, Any]], None]
) -> None:
    invoice = client.one("Invoices", an_invoice(contact))
    pay(client, invoice)
    identity = {"InvoiceID": invoice["InvoiceID"]}

    edited = client.refusals("Invoices", identity | {"LineItems": [a_line(UnitAmount=1)]}, method="POST")
    voided = client.refusals("Invoices", identity | {"Status": "VOIDED"}, method="POST")

    assert edited == [NOT_VALID, NOT_EDITABLE]
    assert voided == [
        "The status VOIDED cannot be applied to the invoice because it has payments or credit notes allocated to it."
    ]


def test_what_has_money_on_it_can_still_be_told_a_reference(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact))
    _pay_in_full(client, invoice)

    (changed,) = client.post("Invoices", {"InvoiceID": invoice["InvoiceID"], "Reference": "PO 8"})

    assert (changed["Reference"], changed["Status"]) == ("PO 8", "PAID")


TRACKED = [{"Name": "Channel", "Option": "Web"}]
MAY_CHANGE: dict[str, dict[str, Any]] = {
    "reference": {"Reference": "PO 8"},
    "due date": {"DueDate": "2026-11-30"},
    "number": {"InvoiceNumber": "BP-9"},
    "link": {"Url": "https://orders.example.test/9"},
    "a line's text": {"LineItems": [{"Description": "Blue mug, large"}]},
    "a line's account": {"LineItems": [{"AccountCode": "260"}]},
    "a line's tracking": {"LineItems": [{"Tracking": TRACKED}]},
}
MAY_NOT: dict[str, dict[str, Any]] = {
    "day": {"Date": "2026-10-02"},
    "currency": {"CurrencyCode": "EUR"},
    "tax in its prices": {"LineAmountTypes": "Inclusive"},
    "a line's quantity": {"LineItems": [{"Quantity": 2}]},
    "a line's price": {"LineItems": [{"UnitAmount": 99}]},
    "a line's tax rate": {"LineItems": [{"TaxType": "RROUTPUT"}]},
    "a line's tax": {"LineItems": [{"TaxAmount": D("19.99")}]},
}


def _said_of_its_line(invoice: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """The change of an invoice, with its one line named by its id."""
    named = [{"LineItemID": invoice["LineItems"][0]["LineItemID"], **line} for line in change.get("LineItems", [])]
    return {"InvoiceID": invoice["InvoiceID"], **change} | ({"LineItems": named} if named else {})


@pytest.mark.parametrize("change", MAY_CHANGE.values(), ids=MAY_CHANGE)
def test_what_is_paid_may_change_where_it_is_not_about_money(
    client: Client, contact: str, change: dict[str, Any]
) -> None:
    invoice = client.one("Invoices", an_invoice(contact))
    _pay_in_full(client, invoice)

    (changed,) = client.post("Invoices", _said_of_its_line(invoice, change))

    assert (changed["StatusAttributeString"], changed["Status"]) == ("OK", "PAID")
    assert changed["LineItems"][0]["LineItemID"] == invoice["LineItems"][0]["LineItemID"]


@pytest.mark.parametrize("change", MAY_NOT.values(), ids=MAY_NOT)
def test_what_is_paid_keeps_its_money(client: Client, contact: str, change: dict[str, Any]) -> None:
    invoice = client.one("Invoices", an_invoice(contact))
    _pay_in_full(client, invoice)

    assert NOT_EDITABLE in client.refusals("Invoices", _said_of_its_line(invoice, change), method="POST")


def test_what_is_paid_keeps_its_lines(client: Client, contact: str) -> None:
    """Lines without their ids are made anew, and those left out are deleted."""
    invoice = client.one("Invoices", an_invoice(contact, a_line(), a_line(UnitAmount=0)))
    _pay_in_full(client, invoice)
    first = {"LineItemID": invoice["LineItems"][0]["LineItemID"]}
    identity = {"InvoiceID": invoice["InvoiceID"]}

    anew = client.refusals("Invoices", identity | {"LineItems": [a_line(), a_line(UnitAmount=0)]}, method="POST")
    fewer = client.refusals("Invoices", identity | {"LineItems": [first]}, method="POST")

    assert anew == fewer == [NOT_VALID, NOT_EDITABLE]


def _settle_by_credit(client: Client, contact: str, invoice: dict[str, Any]) -> None:
    client.one("CreditNotes", a_credit(contact))
    client.do("allocate_credit", credit="CR-1", invoice=invoice["InvoiceNumber"])


def test_what_is_paid_can_go_to_another_contact_unless_a_credit_note_paid_it(client: Client, contact: str) -> None:
    other = {"ContactID": client.one("Contacts", {"Name": "Other Ltd"})["ContactID"]}
    paid, credited = (client.one("Invoices", an_invoice(contact, InvoiceNumber=number)) for number in ("1", "2"))
    _pay_in_full(client, paid)
    _settle_by_credit(client, contact, credited)

    (moved,) = client.post("Invoices", {"InvoiceID": paid["InvoiceID"], "Contact": other})
    refused = client.refusals("Invoices", {"InvoiceID": credited["InvoiceID"], "Contact": other}, method="POST")

    assert (moved["Contact"]["ContactID"], moved["Status"]) == (other["ContactID"], "PAID")
    assert refused == [NOT_VALID, NOT_EDITABLE]


def test_a_change_needs_a_document_that_is_there(client: Client) -> None:
    nobody = {"InvoiceID": "00000000-0000-4000-8000-000000000000", "Reference": "x"}

    assert "could not be found" in client.refusals("Invoices", nobody, method="POST")[0]


def test_a_bill_has_no_reference_of_its_own(client: Client, contact: str) -> None:
    assert client.one("Invoices", a_bill(contact, Reference="mine"))["Reference"] == ""


def test_roles_of_a_contact_follow_its_documents_without_touching_its_date(client: Client, contact: str) -> None:
    (before,) = client.listed("Contacts", page="1")
    client.clock.advance(seconds=60)
    client.one("Invoices", an_invoice(contact))

    (after,) = client.listed("Contacts", page="1")

    assert (before["IsCustomer"], after["IsCustomer"]) == (False, True)
    assert before["UpdatedDateUTC"] == after["UpdatedDateUTC"]


def test_a_document_can_be_taken_with_a_cent_too_much_or_with_a_warning(client: Client, contact: str) -> None:
    client.do("wrong_total_next", n=1)
    client.do("warn_next_documents", n=1)

    (odd,) = client.put("Invoices", an_invoice(contact))
    (plain,) = client.put("Invoices", an_invoice(contact, InvoiceNumber="2"))

    assert (odd["Total"], odd["StatusAttributeString"]) == (D("120.01"), "WARNING")
    assert (plain["Total"], plain["StatusAttributeString"]) == (D("120.00"), "OK")
