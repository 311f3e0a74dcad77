"""Money ahead: overpayments and prepayments are bank transactions, and settle, go back or are taken back."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_line, a_payment, an_invoice, an_overpayment

D = Decimal
NOT_A_BANK = "Account code '200' is not a bank account."


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def contact(client: Client) -> str:
    contact_id: str = client.one("Contacts", a_contact())["ContactID"]
    return contact_id


def _overpayment(client: Client, made: dict[str, Any]) -> dict[str, Any]:
    (found,) = client.listed(f"Overpayments/{made['OverpaymentID']}")
    return found


def _refund(client: Client, made: dict[str, Any], **fields: Any) -> dict[str, Any]:
    named = {"OverpaymentID": made["OverpaymentID"]}
    return client.one("Payments", a_payment("", Invoice=None, Overpayment=named, **fields))


@pytest.mark.parametrize(("way", "control"), [("RECEIVE", "610"), ("SPEND", "800")])
def test_an_overpayment_lies_on_the_control_account_without_tax(
    client: Client, contact: str, way: str, control: str
) -> None:
    url = "https://example.test/payment/9001"

    made = client.one("BankTransactions", an_overpayment(contact, Type=f"{way}-OVERPAYMENT", Url=url))

    ahead = _overpayment(client, made)
    assert (made["Total"], made["TotalTax"], made["BankAccount"]["Code"], made["Url"]) == (D(10), D(0), "090", url)
    assert made["BankTransactionID"] != made["OverpaymentID"]
    assert (ahead["Type"], ahead["RemainingCredit"], ahead["Status"]) == (f"{way}-OVERPAYMENT", D(10), "AUTHORISED")
    assert ahead["LineItems"][0]["AccountCode"] == control


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"BankAccount": {"Code": "200"}}, NOT_A_BANK),
        ({"BankAccount": {"Code": "095"}}, "Account code '095' is not a bank account."),
        ({"BankAccount": {"Code": "999"}}, "Bank account could not be found."),
        ({"BankAccount": None}, "Bank account could not be found."),
        ({"Type": "TRANSFER"}, "Bank Transaction not of valid type for creation"),
        ({"LineItems": []}, "Overpayments must have exactly one line item"),
        ({"LineItems": [{"Description": "a", "UnitAmount": 1}] * 2}, "Overpayments must have exactly one line item"),
        ({"LineItems": [{"UnitAmount": 1}]}, "Description must be specified."),
        ({"LineItems": [a_line(TaxType=None)]}, "Overpayments cannot have an account code or a tax type"),
        ({"LineItems": [a_line(AccountCode=None)]}, "Overpayments cannot have an account code or a tax type"),
        ({"LineItems": [{"Description": "a", "UnitAmount": 0}]}, "The amount must be greater than zero."),
        ({"LineItems": [{"Description": "a", "UnitAmount": -5}]}, "The amount must be greater than zero."),
        ({"LineAmountTypes": "Exclusive"}, "LineAmountTypes 'Exclusive' is not valid"),
        ({"CurrencyCode": "EUR"}, "The currency of a bank transaction must be that of its bank account"),
        ({"CurrencyRate": -1}, "CurrencyRate must be greater than zero"),
        ({"Url": "https://go.xero.com/x"}, "Url must be a valid URL"),
        ({"Contact": {"ContactID": "00000000-0000-0000-0000-000000000000"}}, "could not be found"),
    ],
)
def test_what_is_wrong_with_an_overpayment_is_said(
    client: Client, contact: str, change: dict[str, Any], message: str
) -> None:
    refusals = client.refusals("BankTransactions", an_overpayment(contact, **change))

    assert any(message in refusal for refusal in refusals), refusals
    assert client.listed("Overpayments") == client.listed("BankTransactions") == []


def test_the_period_of_an_overpayment_can_be_locked(client: Client, contact: str) -> None:
    client.do("lock_period", period="2026-10-02")

    (refusal,) = client.refusals("BankTransactions", an_overpayment(contact))

    assert "lock date" in refusal


def test_an_overpayment_has_the_currency_and_the_rate_of_its_bank_account(client: Client, contact: str) -> None:
    euros = {"Code": "091"}

    told = client.one("BankTransactions", an_overpayment(contact, BankAccount=euros, CurrencyRate=D("1.17")))
    daily = client.one("BankTransactions", an_overpayment(contact, BankAccount=euros))

    assert [(one["CurrencyCode"], one["CurrencyRate"]) for one in (told, daily)] == [
        ("EUR", D("1.170000")),
        ("EUR", client.xero.books.profile.daily_rate("EUR")),
    ]


def test_an_overpayment_keeps_no_reference_but_that_of_a_person(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact, Reference="BP 9001"))
    typed = client.do("receive_overpayment", contact=contact, amount=5, reference="too much")

    assert "Reference" not in made
    assert _overpayment(client, made)["Reference"] == ""
    assert _overpayment(client, typed)["Reference"] == "too much"


def test_a_prepayment_is_coded_and_taxed(client: Client, contact: str) -> None:
    line = a_line(UnitAmount=12)

    made = client.one(
        "BankTransactions", an_overpayment(contact, line, Type="RECEIVE-PREPAYMENT", LineAmountTypes="Inclusive")
    )

    (ahead,) = client.listed(f"Prepayments/{made['PrepaymentID']}")
    assert (ahead["SubTotal"], ahead["TotalTax"], ahead["RemainingCredit"]) == (D(10), D(2), D(12))


def test_what_people_were_paid_too_much_is_a_bank_transaction_as_well(client: Client, contact: str) -> None:
    ahead = client.do("receive_overpayment", contact=contact, amount=5)

    (found,) = client.listed("BankTransactions", where='Type=="RECEIVE-OVERPAYMENT"')

    assert (found["OverpaymentID"], found["Total"]) == (ahead["OverpaymentID"], D(5))


@pytest.mark.parametrize("key", ["BankTransactionID", "OverpaymentID"])
def test_a_transaction_is_found_by_either_id(client: Client, contact: str, key: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact))

    (found,) = client.listed(f"BankTransactions/{made[key]}")

    assert found["BankTransactionID"] == made["BankTransactionID"]


@pytest.mark.parametrize(
    ("where", "found"),
    [
        ("Total==10 AND Date==DateTime(2026,10,2)", 1),
        ('BankAccount.Code=="090"', 1),
        ("Total==11", 0),
        ('Status=="AUTHORISED"', 1),
        ("IsReconciled==true", 0),
    ],
)
def test_transactions_are_found_by_what_they_say(client: Client, contact: str, where: str, found: int) -> None:
    client.one("BankTransactions", an_overpayment(contact))
    owed = client.one("Invoices", an_invoice(contact))
    client.do("allocate_credit", credit=contact, invoice=owed["InvoiceNumber"])

    assert len(client.listed("BankTransactions", where=where, page="1")) == found


def test_a_page_shows_the_lines_and_a_list_does_not(client: Client, contact: str) -> None:
    client.one("BankTransactions", an_overpayment(contact))

    assert [len(one["LineItems"]) for one in client.listed("BankTransactions", page="1")] == [1]
    assert [len(one["LineItems"]) for one in client.listed("BankTransactions")] == [0]


def test_an_allocation_has_the_date_that_was_sent(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact))
    owed = client.one("Invoices", an_invoice(contact))
    element = {"Amount": 4, "Date": "2026-10-20", "Invoice": {"InvoiceID": owed["InvoiceID"]}}

    (allocated,) = client.put(f"Overpayments/{made['OverpaymentID']}/Allocations", element)

    assert allocated["Date"] == "/Date(1792454400000+0000)/"
    assert _overpayment(client, made)["RemainingCredit"] == D(6)


@pytest.mark.parametrize(("switch", "day"), [("sent", "2026-10-20"), ("later", "2026-10-02")])
def test_whether_an_allocation_keeps_its_date_is_a_switch(client: Client, contact: str, switch: str, day: str) -> None:
    client.switch(allocation_date=switch)
    made = client.one("BankTransactions", an_overpayment(contact))
    owed = client.one("Invoices", an_invoice(contact))

    given = {"credit": made["OverpaymentID"], "invoice": owed["InvoiceNumber"]}
    client.do("allocate_credit", **given, amount=4, date="2026-10-20")

    (entry,) = client.xero.state()["Overpayments"][0]["Allocations"]
    assert entry["Date"] == day


@pytest.mark.parametrize("shown_as", ["Invoice", "CreditNote"])
def test_a_refund_names_the_overpayment_as_an_invoice_or_as_itself(client: Client, contact: str, shown_as: str) -> None:
    client.switch(refund_shown_as=shown_as)
    made = client.one("BankTransactions", an_overpayment(contact))

    refund = _refund(client, made, Amount=10)

    nested = refund.get("Invoice") or refund["Overpayment"]
    assert (refund["PaymentType"], _overpayment(client, made)["Status"]) == ("AROVERPAYMENTPAYMENT", "PAID")
    assert made["OverpaymentID"] in (nested.get("InvoiceID"), nested.get("OverpaymentID"))
    assert nested["Type"] == {"Invoice": "AROVERPAYMENT"}.get(shown_as, "RECEIVE-OVERPAYMENT")


def test_no_more_than_what_is_left_goes_back(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact))
    named = {"OverpaymentID": made["OverpaymentID"]}

    refusals = client.refusals("Payments", a_payment("", Invoice=None, Overpayment=named, Amount=11))

    assert refusals == ["Payment amount exceeds the amount outstanding on this document"]


def test_an_overpayment_that_nothing_has_used_can_be_taken_back(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact))

    (gone,) = client.post(f"BankTransactions/{made['BankTransactionID']}", {"Status": "DELETED"})

    ahead = _overpayment(client, made)
    assert (gone["Status"], ahead["Status"], ahead["RemainingCredit"]) == ("DELETED", "VOIDED", D(0))


def test_an_overpayment_that_was_used_stays(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact))
    _refund(client, made, Amount=3)

    answer = client.send("POST", f"BankTransactions/{made['BankTransactionID']}", {"Status": "DELETED"})

    (error,) = loads(answer.content)["Elements"][0]["ValidationErrors"]
    assert "has payments or allocations" in error["Message"]


def test_a_person_voids_an_overpayment_with_what_was_applied(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact))
    ahead = client.do("receive_overpayment", contact=contact, amount=5, invoice=owed["InvoiceNumber"])

    client.do("void", document=ahead["OverpaymentID"])

    (invoice,) = client.listed(f"Invoices/{owed['InvoiceID']}")
    assert (_overpayment(client, ahead)["Status"], invoice["AmountCredited"]) == ("VOIDED", D(0))


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_without_the_scope_there_are_no_bank_transactions(client: Client, contact: str, method: str) -> None:
    client.switch(bank_transactions_scope="missing")
    read = method == "GET"

    answer = (
        client.get("BankTransactions") if read else client.send(method, "BankTransactions", an_overpayment(contact))
    )

    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, "insufficent_scope")
    assert client.listed("Overpayments") == []


@pytest.mark.parametrize(("switch", "status"), [("kept", "AUTHORISED"), ("deleted", "DELETED")])
def test_whether_a_reconciled_payment_can_be_deleted_is_a_switch(
    client: Client, contact: str, switch: str, status: str
) -> None:
    client.switch(reconciled_payment=switch)
    owed = client.one("Invoices", an_invoice(contact))
    payment = client.one("Payments", a_payment(owed["InvoiceID"]))
    client.do("reconcile_payment", payment=payment["PaymentID"])

    client.send("POST", f"Payments/{payment['PaymentID']}", {"Status": "DELETED"})

    (found,) = client.listed(f"Payments/{payment['PaymentID']}")
    assert (found["IsReconciled"], found["Status"]) == (True, status)


def test_a_payment_on_an_account_without_a_code_shows_its_id_alone(client: Client, contact: str) -> None:
    till = client.do("create_account", name="Till")
    owed = client.one("Invoices", an_invoice(contact))

    payment = client.do("pay_invoice", invoice=owed["InvoiceNumber"], account=till["AccountID"])

    assert payment["Account"] == {"AccountID": till["AccountID"]}
    assert "Code" not in till
    assert client.do("code_account", account=till["AccountID"], code="099")["Code"] == "099"
    assert client.listed(f"Payments/{payment['PaymentID']}")[0]["Account"]["Code"] == "099"


@pytest.mark.parametrize("status", ["DRAFT", "SUBMITTED"])
def test_a_person_approves_what_is_not_yet(client: Client, contact: str, status: str) -> None:
    client.one("Invoices", an_invoice(contact, Status=status))

    assert client.do("approve_document", document="BP-100123")["Status"] == "AUTHORISED"


EUROS = {"CurrencyCode": "EUR", "CurrencyRate": D("1.2")}


def gains(client: Client) -> list[str]:
    """What the ledger has on the account for them: a loss above nought."""
    lines = (line for journal in client.xero.ledger() for line in journal["lines"])
    return [line["base"] for line in lines if line["name"] == "Realised Currency Gains"]


@pytest.mark.parametrize(
    ("sale", "rate", "gain"), [(True, "1.25", "4.00"), (False, "1.25", "-4.00"), (True, "1.2", None)]
)
def test_a_payment_at_another_rate_makes_a_gain_or_a_loss(
    client: Client, contact: str, sale: bool, rate: str, gain: str | None
) -> None:
    make = an_invoice if sale else a_bill
    owed = client.one("Invoices", make(contact, **EUROS))

    paid = client.one("Payments", a_payment(owed["InvoiceID"], Account={"Code": "091"}, CurrencyRate=D(rate)))

    assert (paid["CurrencyRate"], paid["BankAmount"]) == (D(rate).quantize(D("0.000001")), D(120))
    assert gains(client) == ([gain] if gain else [])


def test_what_moved_on_an_account_in_the_base_currency_says_the_rate(client: Client, contact: str) -> None:
    owed = client.one("Invoices", an_invoice(contact, **EUROS))

    paid = client.one("Payments", a_payment(owed["InvoiceID"], Account={"Code": "090"}, BankAmount=96))

    assert (paid["Amount"], paid["BankAmount"], paid["CurrencyRate"]) == (D(120), D(96), D("1.25"))


def test_an_allocation_between_different_rates_makes_a_gain(client: Client, contact: str) -> None:
    made = client.one("BankTransactions", an_overpayment(contact, BankAccount={"Code": "091"}, CurrencyRate=1))
    owed = client.one("Invoices", an_invoice(contact, **EUROS))

    client.do("allocate_credit", credit=made["OverpaymentID"], invoice=owed["InvoiceNumber"], amount=6)

    assert gains(client) == ["-1.00"]
