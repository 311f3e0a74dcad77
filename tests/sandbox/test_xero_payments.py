"""Payments and allocations: what settles a document, and what opens it again."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_credit, a_line, a_payment, an_invoice

D = Decimal
EXCEEDS = "Payment amount exceeds the amount outstanding on this document"
NOT_AUTHORISED = "Payments can only be made against Authorised documents"
ONLY_STATUS = "Only Status accepted for updates."


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def contact(client: Client) -> str:
    contact_id: str = client.one("Contacts", a_contact())["ContactID"]
    return contact_id


@pytest.fixture
def invoice(client: Client, contact: str) -> dict[str, Any]:
    return client.one("Invoices", an_invoice(contact))


def _again(client: Client, invoice: dict[str, Any]) -> dict[str, Any]:
    (found,) = client.listed(f"Invoices/{invoice['InvoiceID']}")
    return found


def test_paying_all_of_an_invoice_makes_it_paid(client: Client, invoice: dict[str, Any]) -> None:
    client.clock.advance(seconds=5)

    client.one("Payments", a_payment(invoice["InvoiceID"], Reference="BP 991"))

    paid = _again(client, invoice)
    assert (paid["Status"], paid["AmountDue"], paid["AmountPaid"]) == ("PAID", D("0.00"), D("120.00"))
    assert paid["FullyPaidOnDate"] == "/Date(1790899200000+0000)/"
    assert paid["Payments"][0]["Reference"] == "BP 991"
    assert paid["UpdatedDateUTC"] > invoice["UpdatedDateUTC"]


def test_deleting_the_payment_opens_the_invoice_again(client: Client, invoice: dict[str, Any]) -> None:
    payment = client.one("Payments", a_payment(invoice["InvoiceID"]))
    client.clock.advance(seconds=5)

    (deleted,) = client.post(f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})

    opened = _again(client, invoice)
    assert deleted["Status"] == "DELETED"
    assert (opened["Status"], opened["AmountDue"], opened["Payments"]) == ("AUTHORISED", D("120.00"), [])
    assert "FullyPaidOnDate" not in opened
    assert opened["UpdatedDateUTC"] > invoice["UpdatedDateUTC"]


@pytest.mark.parametrize(
    "body",
    [{"Status": "DELETED", "Amount": 1}, {"Status": "AUTHORISED"}, {"Reference": "x"}],
    ids=["more than status", "another status", "no status"],
)
def test_a_payment_can_only_be_deleted(client: Client, invoice: dict[str, Any], body: dict[str, Any]) -> None:
    payment = client.one("Payments", a_payment(invoice["InvoiceID"]))

    response = client.send("POST", f"Payments/{payment['PaymentID']}", body)

    assert response.status_code == 400
    assert loads(response.content)["Elements"][0]["ValidationErrors"] == [{"Message": ONLY_STATUS}]


@pytest.mark.parametrize(
    ("change", "messages"),
    [
        ({"Amount": D("120.01")}, [EXCEEDS]),
        ({"Amount": 0}, ["The payment amount must be greater than zero"]),
        ({"Account": {"Code": "9999"}}, ["Account could not be found."]),
        ({"Account": None}, ["Account could not be found."]),
        ({"Account": {"Code": "499A"}}, ["Account could not be found."]),
        (
            {"Account": {"Code": "200"}},
            ["Account type of account is invalid: it must be a bank account or have payments enabled"],
        ),
        (
            {"Account": {"Code": "091"}},
            ["The currency of the account must be that of the document or of the organisation"],
        ),
        ({"Invoice": None}, ["Exactly one of Invoice, CreditNote, Prepayment or Overpayment must be specified"]),
        ({"Invoice": {"InvoiceNumber": "nobody's"}}, ["Invoice could not be found"]),
        (
            {"Invoice": None, "CreditNote": {"CreditNoteNumber": "nobody's"}},
            ["An existing Credit Note with the specified CreditNoteID could not be found"],
        ),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_payment_is_said(
    client: Client, invoice: dict[str, Any], change: dict[str, Any], messages: list[str]
) -> None:
    assert client.refusals("Payments", a_payment(invoice["InvoiceID"], **change)) == messages


def test_what_is_paid_cannot_be_paid_again(client: Client, invoice: dict[str, Any]) -> None:
    client.one("Payments", a_payment(invoice["InvoiceID"]))

    assert client.refusals("Payments", a_payment(invoice["InvoiceID"])) == [EXCEEDS, NOT_AUTHORISED]


def test_a_draft_cannot_be_paid(client: Client, contact: str) -> None:
    draft = client.one("Invoices", an_invoice(contact, Status="DRAFT"))

    assert client.refusals("Payments", a_payment(draft["InvoiceID"])) == [NOT_AUTHORISED]


def test_a_clearing_account_can_be_paid_into_once_payments_are_enabled_on_it(
    client: Client, invoice: dict[str, Any]
) -> None:
    payment = client.one("Payments", a_payment(invoice["InvoiceID"], Account={"Code": "095"}))

    assert payment["Account"]["Name"] == "PayPal Clearing"


def test_an_invoice_can_be_named_by_its_number(client: Client, invoice: dict[str, Any]) -> None:
    payment = client.one("Payments", a_payment("", Invoice={"InvoiceNumber": "BP-100123"}))

    assert payment["Invoice"]["InvoiceID"] == invoice["InvoiceID"]


def test_foreign_money_on_an_account_in_pounds_is_converted(client: Client, contact: str) -> None:
    invoice = client.one("Invoices", an_invoice(contact, CurrencyCode="EUR", CurrencyRate=D("1.25")))

    pounds = client.one("Payments", a_payment(invoice["InvoiceID"], Amount=50))
    euros = client.one("Payments", a_payment(invoice["InvoiceID"], Amount=50, Account={"Code": "091"}))

    assert (pounds["BankAmount"], euros["BankAmount"]) == (D("40.00"), D("50.00"))


def test_a_locked_day_takes_no_payment_and_gives_none_back(client: Client, invoice: dict[str, Any]) -> None:
    payment = client.one("Payments", a_payment(invoice["InvoiceID"], Amount=1))
    client.do("lock_period", period="2026-10-02")

    refused = client.refusals("Payments", a_payment(invoice["InvoiceID"], Amount=1))
    kept = client.send("POST", f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})

    assert "period lock date" in refused[0]
    assert (kept.status_code, "period lock date" in kept.text) == (400, True)


@pytest.mark.parametrize(
    ("document_type", "payment_type"),
    [("ACCRECCREDIT", "ARCREDITPAYMENT"), ("ACCPAYCREDIT", "APCREDITPAYMENT")],
)
def test_a_refund_is_a_payment_of_the_credit_note(
    client: Client, contact: str, document_type: str, payment_type: str
) -> None:
    row = a_line(TaxType=None, AccountCode="320")
    credit = client.one("CreditNotes", a_credit(contact, row, Type=document_type))

    refund = client.one(
        "Payments", a_payment("", Invoice=None, CreditNote={"CreditNoteID": credit["CreditNoteID"]}, Amount=100)
    )

    (settled,) = client.listed(f"CreditNotes/{credit['CreditNoteID']}")
    assert refund["PaymentType"] == payment_type
    assert (settled["Status"], settled["RemainingCredit"]) == ("PAID", D("0.00"))


@pytest.mark.parametrize("switch", ["Invoice", "CreditNote"])
def test_how_a_refund_nests_its_credit_note_is_a_switch(client: Client, contact: str, switch: str) -> None:
    client.switch(refund_shown_as=switch)
    credit = client.one("CreditNotes", a_credit(contact))
    client.do("pay_credit_note", credit_note="CR-1")

    (refund,) = client.listed("Payments")

    assert refund[switch][f"{switch}ID"] == credit["CreditNoteID"]
    assert refund[switch]["Type"] == "ACCRECCREDIT"


def test_a_credit_note_settles_a_part_of_an_invoice(client: Client, contact: str, invoice: dict[str, Any]) -> None:
    credit = client.one("CreditNotes", a_credit(contact, a_line(UnitAmount=50)))

    (made,) = client.put(
        f"CreditNotes/{credit['CreditNoteID']}/Allocations",
        {"Invoice": {"InvoiceID": invoice["InvoiceID"]}, "Amount": 60, "Date": "2026-10-05"},
    )

    settled = _again(client, invoice)
    (used,) = client.listed("CreditNotes/CR-1")
    assert (settled["AmountDue"], settled["AmountPaid"], settled["AmountCredited"]) == (D(60), D(0), D(60))
    assert settled["CreditNotes"][0]["AppliedAmount"] == D(60)
    assert (used["Status"], used["RemainingCredit"]) == ("PAID", D(0))
    assert used["Allocations"][0]["AllocationID"] == made["AllocationID"]


def test_taking_an_allocation_back_opens_both_sides(client: Client, contact: str, invoice: dict[str, Any]) -> None:
    client.one("CreditNotes", a_credit(contact, a_line(UnitAmount=50)))
    made = client.do("allocate_credit", credit="CR-1", invoice="BP-100123")
    client.clock.advance(seconds=5)

    answer = client.send("DELETE", f"CreditNotes/CR-1/Allocations/{made['AllocationID']}", {}, query="")

    opened = _again(client, invoice)
    assert loads(answer.content)["IsDeleted"] is True
    assert (opened["AmountDue"], opened["CreditNotes"]) == (D(120), [])
    assert opened["UpdatedDateUTC"] > invoice["UpdatedDateUTC"]


@pytest.mark.parametrize(
    ("amount", "message"),
    [
        (D("60.01"), "Allocation amount exceeds the remaining credit on this document"),
        (0, "The allocation amount must be greater than zero"),
    ],
)
def test_an_allocation_cannot_be_more_than_what_remains(
    client: Client, contact: str, invoice: dict[str, Any], amount: Decimal, message: str
) -> None:
    client.one("CreditNotes", a_credit(contact, a_line(UnitAmount=50)))
    element = {"Invoice": {"InvoiceID": invoice["InvoiceID"]}, "Amount": amount, "Date": "2026-10-05"}

    assert client.refusals("CreditNotes/CR-1/Allocations", element) == [message]


def test_a_credit_note_helps_only_its_own_contact(client: Client, invoice: dict[str, Any]) -> None:
    other = client.one("Contacts", {"Name": "Other Ltd"})["ContactID"]
    client.one("CreditNotes", a_credit(other))
    element = {"Invoice": {"InvoiceID": invoice["InvoiceID"]}, "Amount": 1, "Date": "2026-10-05"}

    assert "same contact" in client.refusals("CreditNotes/CR-1/Allocations", element)[0]


@pytest.mark.parametrize(
    ("action", "plural", "spend", "document_type"),
    [
        ("receive_overpayment", "Overpayments", False, "RECEIVE-OVERPAYMENT"),
        ("receive_overpayment", "Overpayments", True, "SPEND-OVERPAYMENT"),
        ("receive_prepayment", "Prepayments", False, "RECEIVE-PREPAYMENT"),
        ("receive_prepayment", "Prepayments", True, "SPEND-PREPAYMENT"),
    ],
)
def test_money_paid_ahead_shows_as_credited_on_the_document_it_settles(
    client: Client, contact: str, action: str, plural: str, spend: bool, document_type: str
) -> None:
    make = a_bill if spend else an_invoice
    owed = client.one("Invoices", make(contact))
    income = "300" if spend else "200"

    client.do(action, contact=contact, amount="150", spend=spend, income=income, invoice=owed["InvoiceNumber"])

    settled = _again(client, owed)
    (ahead,) = client.listed(plural, page="1")
    assert (settled["Status"], settled["AmountPaid"], settled["AmountCredited"]) == ("PAID", D(0), D(120))
    assert settled[plural][0]["AppliedAmount"] == D(120)
    assert (ahead["Type"], ahead["RemainingCredit"], ahead["Total"]) == (document_type, D(30), D(150))


@pytest.mark.parametrize(
    ("path", "query", "day"),
    [("Invoices/{number}", {}, "2026-10-01"), ("Invoices", {"IDs": "{id}", "page": "1"}, "2026-07-15")],
    ids=["by its key", "in a list"],
)
def test_what_settled_an_invoice_is_dated_by_the_invoice_or_by_itself(
    client: Client, contact: str, path: str, query: dict[str, str], day: str
) -> None:
    owed = client.one("Invoices", an_invoice(contact))
    named = {"number": owed["InvoiceNumber"], "id": owed["InvoiceID"]}
    client.do("receive_overpayment", contact=contact, amount="150", date="2026-07-15", invoice=owed["InvoiceNumber"])

    asked = {name: value.format(**named) for name, value in query.items()}
    (shown,) = client.listed(path.format(**named), **asked)

    assert shown["Overpayments"][0]["DateString"] == f"{day}T00:00:00"


def test_an_overpayment_can_be_paid_back(client: Client, contact: str) -> None:
    client.do("receive_overpayment", contact=contact, amount="10.50")
    (ahead,) = client.listed("Overpayments")
    named = {"OverpaymentID": ahead["OverpaymentID"]}

    refund = client.one("Payments", a_payment("", Invoice=None, Overpayment=named, Amount=D("10.50")))

    assert refund["PaymentType"] == "AROVERPAYMENTPAYMENT"


@pytest.mark.parametrize(("switch", "count"), [(True, 1), (False, 0)])
def test_whether_a_list_holds_deleted_payments_is_a_switch(
    client: Client, invoice: dict[str, Any], switch: bool, count: int
) -> None:
    client.switch(payments_list_deleted=switch)
    payment = client.do("pay_invoice", invoice=invoice["InvoiceNumber"])
    client.do("delete_payment", payment=payment["PaymentID"])

    assert len(client.listed("Payments")) == count


def test_a_payment_is_found_by_its_document(client: Client, contact: str, invoice: dict[str, Any]) -> None:
    client.one("Invoices", an_invoice(contact, InvoiceNumber="2"))
    client.do("pay_invoice", invoice="BP-100123", amount=1)
    client.do("pay_invoice", invoice="2")

    found = client.listed("Payments", where=f'Invoice.InvoiceID==guid("{invoice["InvoiceID"]}")')

    assert [payment["Amount"] for payment in found] == [D(1)]
