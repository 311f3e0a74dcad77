"""What people do in Xero, as far as the other tests do not need it anyway."""

from decimal import Decimal
from typing import Any

import pytest

from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.xero.limits import Limits
from sandbox.stand_ins.xero.people.actions import ACTIONS
from sandbox.stand_ins.xero.vendor import Xero
from tests.sandbox.xero_calls import Client, a_contact, a_credit, an_invoice

D = Decimal


@pytest.fixture
def client() -> Client:
    client = Client()
    contact = client.one("Contacts", a_contact())["ContactID"]
    client.one("Invoices", an_invoice(contact))
    client.one("CreditNotes", a_credit(contact))
    return client


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_every_action_says_what_it_does(action: str) -> None:
    assert ACTIONS[action].__doc__


def test_an_amount_may_come_as_text_or_number_and_is_kept_to_the_cent(client: Client) -> None:
    text = client.do("pay_invoice", invoice="BP-100123", amount="0.10", reference="cash", date="2026-10-09")
    number = client.do("pay_invoice", invoice="BP-100123", amount=D("0.20"), account="095")

    assert (text["Amount"], text["Reference"], text["Date"]) == ("0.10", "cash", "2026-10-09")
    assert (number["Amount"], number["Invoice"]["AmountDue"]) == ("0.20", "119.70")


def test_paying_without_an_amount_pays_what_is_open(client: Client) -> None:
    client.do("pay_invoice", invoice="BP-100123", amount=20)

    assert client.do("pay_invoice", invoice="BP-100123")["Amount"] == "100.00"


def test_voiding_takes_the_money_off_first(client: Client) -> None:
    client.do("pay_invoice", invoice="BP-100123", amount=20)
    client.do("allocate_credit", credit="CR-1", invoice="BP-100123")

    voided = client.do("void", document="BP-100123")

    assert (voided["Status"], voided["AmountDue"]) == ("VOIDED", "0.00")
    assert client.listed("Payments")[0]["Status"] == "DELETED"
    assert client.listed("CreditNotes/CR-1")[0]["RemainingCredit"] == D("120.00")


def test_an_allocation_can_be_removed(client: Client) -> None:
    made = client.do("allocate_credit", credit="CR-1", invoice="BP-100123", amount="50")

    assert client.do("remove_allocation", allocation=made["AllocationID"])["RemainingCredit"] == "120.00"


def test_a_document_can_be_edited_and_added_in_the_words_of_the_api(client: Client) -> None:
    edited = client.do("edit_document", document="BP-100123", changes={"DueDate": "2026-12-24"})
    added = client.do("create_document", document=an_invoice("", Contact={"Name": "Walk-in"}, InvoiceNumber="W-1"))

    assert edited["DueDate"] == "2026-12-24"
    assert added["Contact"]["Name"] == "Walk-in"


def test_contacts_are_renamed_edited_archived_and_brought_back(client: Client) -> None:
    renamed = client.do("rename_contact", contact="20101", name="Marble Ltd")
    edited = client.do("edit_contact", contact="Marble Ltd", changes={"EmailAddress": "new@example.test"})
    archived = client.do("archive_contact", contact="20101")
    back = client.do("unarchive_contact", contact="20101")

    assert (renamed["Name"], edited["EmailAddress"]) == ("Marble Ltd", "new@example.test")
    assert (archived["ContactStatus"], back["ContactStatus"]) == ("ARCHIVED", "ACTIVE")


def test_settings_change_under_the_feet_of_the_connector(client: Client) -> None:
    client.do("archive_account", code="200")
    client.do("unsubscribe_currency", currency="EUR")
    client.do("subscribe_currency", currency="PLN")

    assert client.listed("Accounts", where='Code=="200"')[0]["Status"] == "ARCHIVED"
    assert client.do("unarchive_account", code="200")["Status"] == "ACTIVE"
    assert {currency["Code"] for currency in client.listed("Currencies")} == {"GBP", "USD", "JPY", "KWD", "PLN"}


def test_the_connection_can_be_cut_and_given_back(client: Client) -> None:
    client.do("disconnect")
    cut = client.get("Organisation").status_code
    client.do("reconnect")

    assert (cut, client.get("Organisation").status_code) == (403, 200)


def test_the_credentials_may_lead_to_another_organisation_and_back(client: Client) -> None:
    (first,) = client.ok(client.get("Organisation"), "Organisations")

    client.do("change_organisation", name="Hill Books Ltd")
    (other,) = client.ok(client.get("Organisation"), "Organisations")
    client.do("change_organisation")
    (back,) = client.ok(client.get("Organisation"), "Organisations")

    assert (other["Name"], other["OrganisationID"] == first["OrganisationID"]) == ("Hill Books Ltd", False)
    assert back == first


@pytest.mark.parametrize(
    ("action", "given"),
    [
        ("pay_invoice", {"invoice": "BP-100123", "amount": "much"}),
        ("pay_invoice", {"invoice": "BP-100123", "amount": 500}),
        ("delete_payment", {"payment": "nobody's"}),
        ("reconcile_payment", {"payment": "nobody's"}),
        ("unreconcile_payment", {"payment": "nobody's"}),
        ("refund_overpayment", {"overpayment": "nobody's"}),
        ("approve_document", {"document": "nobody's"}),
        ("create_account", {"name": "Till", "type": "REVENUE"}),
        ("create_account", {"name": "Till", "code": "090"}),
        ("code_account", {"account": "9999", "code": "099"}),
        ("remove_allocation", {"allocation": "nobody's"}),
        ("archive_contact", {"contact": "nobody"}),
        ("merge_contact", {"contact": "20101", "into": "20101"}),
        ("archive_account", {"code": "9999"}),
        ("unsubscribe_currency", {"currency": "GBP"}),
        ("lock_period", {"quarter": "2026-10-01"}),
        ("lock_period", {"period": "soon"}),
        ("use_up_limit", {"limit": "year"}),
        ("receive_overpayment", {"contact": "20101", "amount": 0}),
        ("receive_overpayment", {"contact": "20101", "amount": 5, "account": "200"}),
        ("receive_prepayment", {"contact": "20101", "amount": 5, "income": "9999"}),
        ("receive_prepayment", {"contact": "20101", "mood": "glad"}),
    ],
)
def test_an_action_that_cannot_be_done_says_why(client: Client, action: str, given: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w+ .+"):
        client.do(action, **given)


def test_windows_run_faster_while_waits_are_told_in_sandbox_seconds() -> None:
    clock = ManualClock()
    limits = Limits(clock, Xero(clock=clock).books.switches, time_scale=60)
    for _ in range(60):
        assert limits.take() is None

    refused = limits.take()
    clock.advance(seconds=1)

    assert refused is not None
    assert int(refused.headers["Retry-After"]) > 1
    assert limits.take() is None
