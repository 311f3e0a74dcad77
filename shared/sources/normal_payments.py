"""Payments of Xero as they are stored: in the one form that what credits have settled has too."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.mapping.ages import UPDATED
from shared.mapping.dates import xero_date
from shared.records.record import Key

Raw = Mapping[str, Any]
PAYMENT: Final = "payment"  # what was settled by a credit has another kind


def settled_by(payment: Raw) -> Raw:
    """Give the invoice or credit note that a payment settles, as far as the payment shows it."""
    settled: Raw = payment.get("Invoice") or payment.get("CreditNote") or {}
    return settled


def normal_payment(payment: Raw, document: Key, *, deleted: bool) -> dict[str, Any]:
    """Give a payment of a document of ours as it is stored; with its rate where that is not 1."""
    settled, account = settled_by(payment), payment.get("Account") or {}
    return {
        "id": str(payment["PaymentID"]),
        "kind": PAYMENT,
        "amount": Decimal(str(payment["Amount"])),
        "currency": str(settled.get("CurrencyCode") or ""),
        "date": xero_date(payment["Date"]).isoformat(),
        "account_code": str(account.get("Code") or ""),
        "account_id": str(account.get("AccountID") or ""),
        "reference": str(payment.get("Reference") or ""),
        "invoice_number": str(settled.get("InvoiceNumber") or settled.get("CreditNoteNumber") or ""),
        "document": list(document),
        **({"currency_rate": rate} if (rate := Decimal(str(payment.get("CurrencyRate") or 1))) != 1 else {}),
        **({"deleted": True} if deleted else {}),
        **({UPDATED: str(payment["UpdatedDateUTC"])} if payment.get("UpdatedDateUTC") else {}),
    }
