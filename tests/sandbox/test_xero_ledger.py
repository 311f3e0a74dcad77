"""The ledger of Xero's stand-in: what each kind of document, money and journal comes to on its accounts."""

from decimal import Decimal
from typing import Any

import pytest

from tests.sandbox.xero_calls import (
    Client,
    a_bill,
    a_contact,
    a_credit,
    a_line,
    a_payment,
    an_invoice,
    an_overpayment,
)

D = Decimal
EUROS = {"CurrencyCode": "EUR", "CurrencyRate": D("1.25")}
Lines = list[tuple[str, str | None, str]]


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def contact(client: Client) -> str:
    return str(client.one("Contacts", a_contact())["ContactID"])


def ledger(client: Client) -> dict[str, Lines]:
    """The lines of each journal by its type: code, amount, base."""
    return {
        journal["type"]: [(line["code"], line["amount"], line["base"]) for line in journal["lines"]]
        for journal in client.xero.ledger()
    }


def plain(*lines: tuple[str, str]) -> Lines:
    """Lines in the base currency."""
    return [(code, amount, amount) for code, amount in lines]


def a_prepayment(contact_id: str, **fields: Any) -> dict[str, Any]:
    return an_overpayment(contact_id, a_line(), Type="RECEIVE-PREPAYMENT", LineAmountTypes="Exclusive", **fields)


def test_a_journal_says_what_made_it_and_in_what_currency(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact, **EUROS))

    (journal,) = client.xero.ledger()

    assert {name: value for name, value in journal.items() if name != "lines"} == {
        "id": owed["InvoiceID"],
        "type": "ACCREC",
        "date": "2026-10-01",
        "currency": "EUR",
        "rate": "1.250000",
        "about": f"invoice {owed['InvoiceID']}",
        "number": "BP-100123",
    }
    debtors = client.xero.books.control_account(sale=True)
    assert journal["lines"][0] == {
        "account": debtors["AccountID"],
        "code": "610",
        "name": "Accounts Receivable",
        "amount": "120.00",
        "base": "96.00",
    }


@pytest.mark.parametrize(
    ("kind", "document", "lines"),
    [
        ("ACCREC", an_invoice, plain(("610", "120.00"), ("200", "-100.00"), ("820", "-20.00"))),
        ("ACCPAY", a_bill, plain(("800", "-120.00"), ("300", "100.00"), ("820", "20.00"))),
    ],
)
def test_an_invoice_and_a_bill_stand_against_their_lines_and_tax(
    client: Client, contact: str, kind: str, document: Any, lines: Lines
) -> None:
    client.one("Invoices", document(contact))

    assert ledger(client) == {kind: lines}


@pytest.mark.parametrize(
    ("kind", "tax_type", "lines"),
    [
        ("ACCRECCREDIT", "OUTPUT2", plain(("610", "-120.00"), ("200", "100.00"), ("820", "20.00"))),
        ("ACCPAYCREDIT", "INPUT2", plain(("800", "120.00"), ("300", "-100.00"), ("820", "-20.00"))),
    ],
)
def test_a_credit_note_is_the_other_way_round(
    client: Client, contact: str, kind: str, tax_type: str, lines: Lines
) -> None:
    account = "200" if kind == "ACCRECCREDIT" else "300"
    client.one("CreditNotes", a_credit(contact, a_line(AccountCode=account, TaxType=tax_type), Type=kind))

    assert ledger(client) == {kind: lines}


@pytest.mark.parametrize(
    ("mode", "line", "lines"),
    [
        ("Inclusive", {}, (("610", "100.00"), ("200", "-83.33"), ("820", "-16.67"))),
        ("NoTax", {}, (("610", "100.00"), ("200", "-100.00"))),
        ("Exclusive", {"DiscountRate": 10}, (("610", "108.00"), ("200", "-90.00"), ("820", "-18.00"))),
        ("Exclusive", {"TaxAmount": D("19.99")}, (("610", "119.99"), ("200", "-100.00"), ("820", "-19.99"))),
        ("Inclusive", {"TaxAmount": D("16.60")}, (("610", "100.00"), ("200", "-83.40"), ("820", "-16.60"))),
        ("NoTax", {"AccountCode": "820", "TaxType": None}, (("610", "100.00"), ("820", "-100.00"))),
    ],
    ids=["with tax in it", "without tax", "discount", "tax as given", "tax in it as given", "on the tax account"],
)
def test_a_line_lies_on_its_account_net_of_its_tax(
    client: Client, contact: str, mode: str, line: dict[str, Any], lines: tuple[tuple[str, str], ...]
) -> None:
    client.one("Invoices", an_invoice(contact, a_line(**line), LineAmountTypes=mode))

    assert ledger(client)["ACCREC"] == plain(*lines)


def test_what_lies_on_no_account_goes_to_rounding(client: Client, contact: str) -> None:
    bare = a_line(AccountCode=None, TaxType=None)
    client.one("Invoices", an_invoice(contact, bare, Status="DRAFT"))

    client.do("approve_document", document="BP-100123")

    assert ledger(client)["ACCREC"] == plain(("610", "100.00"), ("860", "-100.00"))


def test_each_line_of_a_foreign_document_is_valued_by_itself_and_the_cent_is_rounding(
    client: Client, contact: str
) -> None:
    thirds = [a_line(UnitAmount=10, TaxType="NONE", AccountCode=code) for code in ("200", "205", "260")]
    client.one("Invoices", an_invoice(contact, *thirds, CurrencyCode="EUR", CurrencyRate=3))

    assert ledger(client)["ACCREC"] == [
        ("610", "30.00", "10.00"),
        ("200", "-10.00", "-3.33"),
        ("205", "-10.00", "-3.33"),
        ("260", "-10.00", "-3.33"),
        ("860", None, "-0.01"),
    ]


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED"])
def test_what_is_not_approved_is_not_in_it(client: Client, contact: str, status: str) -> None:
    client.one("Invoices", an_invoice(contact, Status=status))

    assert ledger(client) == {}


def test_a_void_takes_a_document_out_with_all_that_was_applied(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact))
    client.one("Payments", a_payment(owed["InvoiceID"]))

    client.do("void", document="BP-100123")

    assert ledger(client) == {}


def test_payments_settle_what_they_pay(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact))
    client.one("Invoices", a_bill(contact))
    client.one("CreditNotes", a_credit(contact))

    client.do("pay_invoice", invoice="BP-100123", amount=50)
    client.do("pay_invoice", invoice="SUP-7")
    client.do("pay_credit_note", credit_note="CR-1")

    made = ledger(client)
    assert made["ACCRECPAYMENT"] == plain(("090", "50.00"), ("610", "-50.00"))
    assert made["ACCPAYPAYMENT"] == plain(("090", "-120.00"), ("800", "120.00"))
    assert made["ARCREDITPAYMENT"] == plain(("090", "-120.00"), ("610", "120.00"))


def test_a_payment_that_was_deleted_is_not_in_it(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact))
    paid = client.do("pay_invoice", invoice="BP-100123")

    client.do("delete_payment", payment=paid["PaymentID"])

    assert ledger(client).keys() == {"ACCREC"}


def test_a_foreign_payment_at_another_rate_gains_in_the_base_currency_alone(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact, **EUROS))

    client.one("Payments", a_payment(owed["InvoiceID"], Account={"Code": "091"}, CurrencyRate=D("1.2")))

    assert ledger(client)["ACCRECPAYMENT"] == [
        ("091", "120.00", "100.00"),
        ("610", "-120.00", "-96.00"),
        ("496", None, "-4.00"),
    ]


def test_what_moved_on_an_account_in_the_base_currency_is_its_base(client: Client, contact: str) -> None:
    bill = client.one("Invoices", a_bill(contact, **EUROS))

    client.one("Payments", a_payment(bill["InvoiceID"], BankAmount=D("96.01"), CurrencyRate=D("1.25")))

    assert ledger(client)["ACCPAYPAYMENT"] == [
        ("090", "-120.00", "-96.01"),
        ("800", "120.00", "96.00"),
        ("496", None, "0.01"),
    ]


def test_an_overpayment_is_owed_until_it_is_paid_back(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact, Reference="too much"))

    client.do("refund_overpayment", overpayment=made["OverpaymentID"], amount=4)

    (taken, back) = client.xero.ledger()
    assert (taken["id"], taken["about"]) == (made["BankTransactionID"], f"overpayment {made['OverpaymentID']}")
    assert ledger(client) == {
        "AROVERPAYMENT": plain(("090", "10.00"), ("610", "-10.00")),
        "AROVERPAYMENTPAYMENT": plain(("090", "-4.00"), ("610", "4.00")),
    }
    assert back["about"] == taken["about"]


def test_money_spent_ahead_stands_with_the_suppliers(client: Client, contact: str) -> None:
    client.do("receive_overpayment", contact=contact, amount=10, spend=True)
    client.do("receive_prepayment", contact=contact, amount=10, spend=True, income="300")

    assert ledger(client) == {
        "APOVERPAYMENT": plain(("090", "-10.00"), ("800", "10.00")),
        "APPREPAYMENT": plain(("090", "-10.00"), ("300", "8.33"), ("820", "1.67")),
    }


def test_a_prepayment_gives_its_income_and_its_tax_back_to_what_it_is_allocated_to(
    client: Client, contact: str
) -> None:
    made = client.one("BankTransactions", a_prepayment(contact))
    client.one("Invoices", an_invoice(contact))

    client.do("allocate_credit", credit=made["PrepaymentID"], invoice="BP-100123", amount=40, date="2026-10-05")

    *_, allocated = client.xero.ledger()
    assert ledger(client)["ARPREPAYMENT"] == plain(("090", "120.00"), ("200", "-100.00"), ("820", "-20.00"))
    assert ledger(client)["ALLOCATION"] == plain(("200", "33.33"), ("820", "6.67"), ("610", "-40.00"))
    assert (allocated["date"], allocated["number"]) == ("2026-10-05", "BP-100123")
    assert allocated["about"].startswith(f"prepayment {made['PrepaymentID']}, invoice ")


def test_a_prepayment_that_is_all_used_leaves_nothing_on_its_accounts(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", a_prepayment(contact))
    client.one("Invoices", an_invoice(contact))
    parts = ("33.35", "33.35", "33.35", "19.95")

    for part in parts:
        client.do("allocate_credit", credit=made["PrepaymentID"], invoice="BP-100123", amount=part)

    lines = [line for journal in client.xero.ledger() for line in journal["lines"]]
    left = {code: sum(D(line["base"]) for line in lines if line["code"] == code) for code in ("200", "610", "820")}
    assert left == {"200": D(-100), "610": 0, "820": D(-20)}


def test_an_allocation_between_documents_of_one_rate_moves_nothing(client: Client, contact: str) -> None:
    client.one("Invoices", an_invoice(contact))
    client.one("CreditNotes", a_credit(contact))

    client.do("allocate_credit", credit="CR-1", invoice="BP-100123")

    assert ledger(client).keys() == {"ACCREC", "ACCRECCREDIT"}


def test_an_allocation_between_two_rates_moves_the_gain_alone(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact, **EUROS))
    credit = client.one("CreditNotes", a_credit(contact, CurrencyCode="EUR", CurrencyRate=D("1.2")))

    client.do("allocate_credit", credit="CR-1", invoice="BP-100123")

    *_, allocated = client.xero.ledger()
    assert allocated["about"] == f"credit note {credit['CreditNoteID']}, invoice {owed['InvoiceID']}"
    assert ledger(client)["ALLOCATION"] == [("610", None, "4.00"), ("496", None, "-4.00")]


@pytest.mark.parametrize(("status", "is_in_it"), [("POSTED", True), ("DRAFT", False)])
def test_a_manual_journal_is_in_it_once_it_is_posted(client: Client, status: str, is_in_it: bool) -> None:
    lines = [{"AccountCode": "630", "LineAmount": -5}, {"AccountCode": "499", "LineAmount": 5}]
    journal = {"Narration": "Stock 3", "Date": "2026-10-04", "Status": status, "JournalLines": lines}
    client.one("ManualJournals", journal)

    assert ledger(client) == ({"MANJOURNAL": plain(("630", "-5.00"), ("499", "5.00"))} if is_in_it else {})
    assert [one["number"] for one in client.xero.ledger()] == ["Stock 3"] * is_in_it


def test_journals_stand_by_their_day(client: Client, contact: str) -> None:
    for number, day in (("A", "2026-10-03"), ("B", "2026-10-01"), ("C", "2026-10-03")):
        client.one("Invoices", an_invoice(contact, InvoiceNumber=number, Date=day))

    assert [journal["number"] for journal in client.xero.ledger()] == ["B", "A", "C"]
