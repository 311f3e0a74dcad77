"""One pass over every address, with well-formed calls only: each answers, and none is left out."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.traffic import TrafficLog
from sandbox.stand_ins.xero.history import RESOURCES
from sandbox.stand_ins.xero.routes import ROUTES
from tests.sandbox.xero_calls import (
    Client,
    OnlyXero,
    a_bill,
    a_contact,
    a_credit,
    a_line,
    a_payment,
    an_invoice,
    an_overpayment,
)

NOT_FOR_CLIENTS = {("POST", "/api.xro/2.0/Organisation")}
PERSON = {"FirstName": "Ann", "LastName": "Lee", "EmailAddress": "ann@example.test", "IncludeInEmails": True}


def _settings(client: Client) -> None:
    for path in ("Organisation", "Organisations", "Organisation/Actions", "TaxRates/OUTPUT2"):
        assert client.get(path).status_code == 200
    for path in ("Accounts", "TaxRates", "TrackingCategories", "Currencies"):
        client.listed(path)
    account = {"Code": "201", "Name": "Trade Sales", "Type": "REVENUE", "TaxType": "OUTPUT2"}
    (made,) = client.ok(client.send("PUT", "Accounts", account, query=""), "Accounts")
    client.listed(f"Accounts/{made['AccountID']}")
    renamed = {"Accounts": [{"Name": "Trade"}]}
    assert client.send("POST", f"Accounts/{made['AccountID']}", renamed, query="").status_code == 200
    assert client.send("PUT", "Currencies", {"Code": "SEK", "Description": "Krona"}, query="").status_code == 200
    (category,) = client.listed("TrackingCategories", includeArchived="true")
    category_path = f"TrackingCategories/{category['TrackingCategoryID']}"
    client.listed(category_path)
    assert client.send("PUT", f"{category_path}/Options", {"Name": "Fair"}, query="").status_code == 200


def _contacts(client: Client) -> None:
    address = {"AddressType": "STREET", "AddressLine1": "1 High Street", "City": "Leeds", "Country": "England"}
    phone = {"PhoneType": "DEFAULT", "PhoneNumber": "123456"}
    contact = client.one("Contacts", a_contact(Addresses=[address], Phones=[phone], ContactPersons=[PERSON]))
    client.put("Contacts", a_contact())
    client.post("Contacts", {"ContactID": contact["ContactID"], "Name": "Marble", "TaxNumber": "GB123"})
    client.send("POST", f"Contacts/{contact['ContactID']}", {"Contacts": [{"Name": "Marble & Co"}]}, query="")
    client.listed("Contacts", page="1", includeArchived="true", order="Name")
    client.listed("Contacts", summaryOnly="true")
    client.listed("Contacts", where='ContactNumber=="20101"')
    client.listed(f"Contacts/{contact['ContactID']}")
    client.listed("Contacts/20101")


def _history(client: Client) -> None:
    client.one("Items", {"Code": "JUG", "Name": "Jug"})
    for plural, id_field in RESOURCES.items():
        assert client.get(f"{plural}/{client.listed(plural)[0][id_field]}/History").status_code == 200


def _items(client: Client) -> None:
    sales = {"UnitPrice": Decimal("4.1667"), "AccountCode": "200", "TaxType": "OUTPUT2"}
    item = client.one("Items", {"Code": "SKU-1", "Name": "Mug", "SalesDetails": sales})
    client.put("Items", {"Code": "SKU-1"}, {"Code": "SKU-2"})
    client.post("Items", {"Code": "SKU-1", "Description": "A blue mug"})
    client.send("POST", f"Items/{item['ItemID']}", {"Items": [{"Code": "SKU-1", "Name": "Cup"}]}, query="unitdp=4")
    client.listed("Items", unitdp="4")
    client.listed(f"Items/{item['ItemID']}", unitdp="4")
    assert client.send("DELETE", "Items/SKU-2", {}, query="").status_code == 204


def _documents(client: Client) -> None:
    contact = client.listed("Contacts")[0]["ContactID"]
    row = a_line(ItemCode="SKU-1", Tracking=[{"Name": "Channel", "Option": "Web"}])
    invoice = client.one("Invoices", an_invoice(contact, row, CurrencyCode="EUR", CurrencyRate=Decimal("1.15")))
    bill = client.one("Invoices", a_bill(contact))
    client.do("warn_next_documents")
    client.put("Invoices", an_invoice(contact), an_invoice(contact, InvoiceNumber="2"))
    client.post("Invoices", {"InvoiceID": invoice["InvoiceID"], "Reference": "PO 7"})
    client.send("POST", f"Invoices/{bill['InvoiceID']}", {"Invoices": [{"DueDate": "2026-11-15"}]}, query="unitdp=4")
    client.listed("Invoices", page="1", pageSize="50", unitdp="4", where='Type=="ACCREC"')
    client.listed("Invoices", summaryOnly="true", Statuses="AUTHORISED,PAID")
    client.listed("Invoices", InvoiceNumbers="BP-100123", IDs=bill["InvoiceID"])
    client.ok(client.get("Invoices", {"If-Modified-Since": "2026-10-01T00:00:00+00:00"}), "Invoices")
    client.listed(f"Invoices/{invoice['InvoiceID']}", unitdp="4")
    client.listed("Invoices/BP-100123")
    credit = client.one("CreditNotes", a_credit(contact, CurrencyCode="EUR", CurrencyRate=Decimal("1.15")))
    client.post("CreditNotes", {"CreditNoteID": credit["CreditNoteID"], "Reference": "sorry"})
    client.send(
        "POST", f"CreditNotes/{credit['CreditNoteID']}", {"CreditNotes": [{"Reference": "again"}]}, query="unitdp=4"
    )
    client.listed("CreditNotes", page="1", unitdp="4")
    client.listed("CreditNotes/CR-1")


def _money(client: Client) -> None:
    (invoice,) = client.listed("Invoices/BP-100123")
    contact = invoice["Contact"]["ContactID"]
    credit = client.listed("CreditNotes/CR-1")[0]["CreditNoteID"]
    payment = client.one("Payments", a_payment(invoice["InvoiceID"], Amount=20, Account={"Code": "091"}))
    client.put("Payments", a_payment(invoice["InvoiceID"], Amount=999))
    client.post("Payments", a_payment(invoice["InvoiceID"], Amount=5))
    client.one("Payments", a_payment("", Invoice=None, CreditNote={"CreditNoteID": credit}, Amount=Decimal("1.5")))
    assert client.send("POST", f"Payments/{payment['PaymentID']}", {"Status": "DELETED"}, query="").status_code == 200
    client.listed("Payments", page="1")
    client.listed(f"Payments/{payment['PaymentID']}")
    client.do("receive_overpayment", contact=contact, amount=30, currency="EUR", account="091")
    client.do("receive_prepayment", contact=contact, amount=30, currency="EUR", account="091")
    over = client.listed("Overpayments", page="1")[0]["OverpaymentID"]
    ahead = client.listed("Prepayments", page="1")[0]["PrepaymentID"]
    for plural, key in (("CreditNotes", credit), ("Overpayments", over), ("Prepayments", ahead)):
        element = {"Amount": 10, "Date": "2026-10-05", "Invoice": {"InvoiceID": invoice["InvoiceID"]}}
        (made,) = client.put(f"{plural}/{key}/Allocations", element, query="summarizeErrors=false")
        client.listed(f"{plural}/{key}")
        client.listed("Invoices/BP-100123")
        path = f"{plural}/{key}/Allocations/{made['AllocationID']}"
        assert client.send("DELETE", path, {}, query="").status_code == 200


def _bank_transactions(client: Client) -> None:
    contact = client.listed("Contacts")[0]["ContactID"]
    till = client.do("create_account", name="Till")["AccountID"]
    over = client.one("BankTransactions", an_overpayment(contact, BankAccount={"AccountID": till}))
    coded = a_line(UnitAmount=12)
    client.one("BankTransactions", an_overpayment(contact, coded, Type="SPEND-PREPAYMENT", LineAmountTypes="Inclusive"))
    client.put("BankTransactions", an_overpayment(contact, BankAccount={"Code": "200"}))
    client.listed("BankTransactions", page="1", where='Type=="RECEIVE-OVERPAYMENT"', order="Date", unitdp="4")
    client.ok(client.get("BankTransactions", {"If-Modified-Since": "2026-10-01T00:00:00"}), "BankTransactions")
    client.listed(f"BankTransactions/{over['BankTransactionID']}", unitdp="4")
    named = {"OverpaymentID": over["OverpaymentID"]}
    refund = a_payment("", Invoice=None, Overpayment=named, Account={"AccountID": till}, Amount=5)
    paid = client.one("Payments", refund)
    client.listed(f"Overpayments/{over['OverpaymentID']}")
    assert client.send("POST", f"Payments/{paid['PaymentID']}", {"Status": "DELETED"}, query="").status_code == 200
    gone = {"Status": "DELETED", **an_overpayment(contact, BankAccount={"AccountID": till})}
    assert client.send("POST", f"BankTransactions/{over['BankTransactionID']}", gone, query="").status_code == 200


def _journals(client: Client) -> None:
    lines = [{"LineAmount": 5, "AccountCode": "630"}, {"LineAmount": -5, "AccountCode": "499"}]
    journal = {"Narration": "Count", "Date": "2026-10-01", "Status": "POSTED", "JournalLines": lines}
    made = client.one("ManualJournals", journal)
    client.put("ManualJournals", journal | {"JournalLines": lines[:1]})
    client.put("ManualJournals", journal | {"JournalLines": [lines[0], {"LineAmount": -5, "AccountCode": "476"}]})
    path = f"ManualJournals/{made['ManualJournalID']}"
    client.post("ManualJournals", {"ManualJournalID": made["ManualJournalID"], "Narration": "Count 2"})
    change = {"ManualJournals": [{"Narration": "Count 3", "Status": "VOIDED"}]}
    assert client.send("POST", path, change, query="").status_code == 200
    client.listed("ManualJournals", page="1", where='Narration=="Count 3"')
    client.listed(path)


def _reports(client: Client) -> None:
    client.listed("Reports/TrialBalance", date="2026-10-31", paymentsOnly="true")
    client.listed("Reports/BalanceSheet", date="2026-10-31", periods="2", timeframe="MONTH")
    for name in ("BankSummary", "ProfitAndLoss"):
        client.listed(f"Reports/{name}", fromDate="2026-10-01", toDate="2026-10-31")


PARTS: tuple[Callable[[Client], None], ...] = (
    _settings,
    _contacts,
    _items,
    _documents,
    _money,
    _bank_transactions,
    _journals,
    _reports,
    _history,
)


@pytest.mark.parametrize("refund_shown_as", ["Invoice", "CreditNote"])
def test_every_address_answers(tmp_path: Path, refund_shown_as: str) -> None:
    world = OnlyXero()
    log = TrafficLog(tmp_path / "xero.jsonl")
    world.stand_in = StandIn(world.xero, clock=world.clock, traffic=log, world=world)
    client = Client(world)
    client.switch(refund_shown_as=refund_shown_as)

    for part in PARTS:
        part(client)

    adapter = ROUTES.bind("api.xero.com")
    called = {
        (call["method"], adapter.match(call["path"], method=call["method"], return_rule=True)[0].rule)
        for call in log.calls()
    }
    offered = {(method, rule.rule) for rule in ROUTES.iter_rules() for method in (rule.methods or set()) - {"HEAD"}}
    assert offered - called == NOT_FOR_CLIENTS
    assert {call["status"] for call in log.calls()} <= {200, 204}
