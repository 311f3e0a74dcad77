"""A payment of Xero as it is stored."""

from decimal import Decimal
from typing import Any

import pytest

from shared.kinds import Kind
from shared.sources.normal_payments import normal_payment, settled_by

Raw = dict[str, Any]
PAYMENT: Raw = {
    "PaymentID": "p-1",
    "Amount": 12.5,
    "Date": "/Date(1795132800000+0000)/",
    "Reference": "BACS 17",
    "Account": {"Code": "090", "AccountID": "a-1"},
    "Invoice": {"InvoiceNumber": "SI-2001", "CurrencyCode": "GBP"},
}
KEY = (Kind.SALES_INVOICE, "2001")


def test_it_says_what_it_settles_and_how_and_nothing_that_is_usual() -> None:
    assert normal_payment(PAYMENT, KEY, deleted=False) == {
        "id": "p-1",
        "kind": "payment",
        "amount": Decimal("12.5"),
        "currency": "GBP",
        "date": "2026-11-20",
        "account_code": "090",
        "account_id": "a-1",
        "reference": "BACS 17",
        "invoice_number": "SI-2001",
        "document": ["sales_invoice", "2001"],
    }


@pytest.mark.parametrize(
    ("theirs", "said"),
    [
        ({"UpdatedDateUTC": "/Date(1795132800000+0000)/"}, {"updatedOn": "/Date(1795132800000+0000)/"}),
        ({"UpdatedDateUTC": None}, {}),
        ({"CurrencyRate": 1.25}, {"currency_rate": Decimal("1.25")}),
        ({"CurrencyRate": 1.0}, {}),
    ],
    ids=str,
)
def test_it_says_when_it_was_changed_last_and_its_rate_where_xero_does(theirs: Raw, said: Raw) -> None:
    made, usual = (normal_payment({**PAYMENT, **more}, KEY, deleted=False) for more in (theirs, {}))

    assert {name: value for name, value in made.items() if name not in usual} == said


def test_one_that_was_deleted_says_so() -> None:
    assert normal_payment(PAYMENT, KEY, deleted=True)["deleted"] is True


def test_a_refund_settles_its_credit_note() -> None:
    refund = {
        **{name: PAYMENT[name] for name in PAYMENT if name != "Invoice"},
        "CreditNote": {"CreditNoteNumber": "SC-1"},
    }

    assert settled_by(refund) == {"CreditNoteNumber": "SC-1"}
    assert normal_payment(refund, KEY, deleted=False)["invoice_number"] == "SC-1"
    assert settled_by({}) == {}
