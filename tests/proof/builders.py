"""What both systems hold, as far as a comparison looks at it."""

from collections.abc import Mapping
from typing import Any

from sandbox.proof.reconcile import Comparison, reconcile
from shared.kinds import Kind

SETTINGS = {
    "start_date": "2026-10-01",
    "time_zone": "Europe/London",
    "statuses": {"sales_invoice": [4, 22], "sales_credit": [11], "purchase_invoice": [8], "purchase_credit": [13]},
    "adjustments": {"mode": "manual_journal", "stock_account": "630"},
    "channels": [],
    "tolerance": "0.05",
    "payment_methods": {
        "to_xero": {"CARD": {"GBP": "090"}, "PAYPAL": {"GBP": "095"}},
        "to_brightpearl": {"096": {"GBP": "CARD"}},
        "without_account": {"credit_note": "XERO"},
    },
    "sales_tax_account": "830",
    "purchase_tax_account": "831",
    "marketplace_tax_accounts": {"4": "832"},
    "import_tax": {"account": "833", "tax_type": "GSTONIMPORTS"},
}
EMPTY_SHOP: dict[str, Any] = {"orders": {}, "payments": {}, "goods_notes": {}}
EMPTY_BOOKS: dict[str, list[Any]] = {
    name: [] for name in ("Invoices", "CreditNotes", "Overpayments", "Prepayments", "Payments", "ManualJournals")
}
AS_DOCUMENTS = {**SETTINGS, "adjustments": {"mode": "bill_or_credit", "stock_account": "630"}}


AMOUNTS = "net 10.00, tax 2.00, total 12.00"
OURS = f"sales_invoice SI-1: {AMOUNTS} GBP of 2026-11-20 in Brightpearl"


def an_order(number: str = "SI-1", **changes: Any) -> dict[str, Any]:
    order = {
        "id": 2001,
        "type": "SO",
        "status_id": 4,
        "currency": "GBP",
        "channel_id": 1,
        "tax": "2.00",
        "total": "12.00",
    }
    return {**order, "invoice": {"reference": number, "tax_date": "2026-11-20"}, **changes}


def a_document(number: str = "SI-1", **changes: Any) -> dict[str, Any]:
    document = {"InvoiceID": number, "InvoiceNumber": number, "Type": "ACCREC", "Status": "AUTHORISED"}
    return {**document, "CurrencyCode": "GBP", "Date": "2026-11-20", "TotalTax": "2.00", "Total": "12.00", **changes}


def a_credit_note(number: str, **changes: Any) -> dict[str, Any]:
    note = {"CreditNoteNumber": number, "Type": "ACCRECCREDIT", "Status": "AUTHORISED", "CurrencyCode": "GBP"}
    return {**note, "Date": "2026-11-20", "TotalTax": "2.00", "Total": "12.00", "Allocations": [], **changes}


def a_payment(**changes: Any) -> dict[str, Any]:
    return {"id": 9001, "order_id": 2001, "type": "RECEIPT", "method": "CARD", "amount_paid": "12.00", **changes}


def a_xero_payment(**changes: Any) -> dict[str, Any]:
    payment = {"PaymentType": "ACCRECPAYMENT", "Status": "AUTHORISED", "Amount": "12.00", "Account": {"Code": "090"}}
    return {**payment, "Invoice": {"InvoiceNumber": "SI-1", "CurrencyCode": "GBP"}, **changes}


def a_note(**changes: Any) -> dict[str, Any]:
    movements = [{"quantity": 3, "value": "4.1667"}, {"quantity": -1, "value": "2.00"}]
    return {"id": 501, "type": "SC", "created_on": "2026-11-20T10:00:00+00:00", "movements": movements, **changes}


def a_journal(amount: str = "10.50") -> dict[str, Any]:
    lines = [{"AccountCode": "630", "LineAmount": amount}, {"AccountCode": "499", "LineAmount": f"-{amount}"}]
    return {"Narration": "Brightpearl stock correction 501: Stock count", "Status": "POSTED", "JournalLines": lines}


def compared(
    kind: Kind,
    *,
    orders: tuple[Any, ...] = (),
    payments: tuple[Any, ...] = (),
    notes: tuple[Any, ...] = (),
    xero: Mapping[str, list[Any]] | None = None,
    contacts: tuple[Any, ...] = (),
    settings: Mapping[str, Any] = SETTINGS,
    **how: Any,
) -> Comparison:
    brightpearl = {
        "orders": {order["id"]: order for order in orders},
        "payments": {str(payment["id"]): payment for payment in payments},
        "goods_notes": {note["id"]: note for note in notes},
        "contacts": {str(contact["id"]): contact for contact in contacts},
    }
    found = reconcile(brightpearl, {**EMPTY_BOOKS, **(xero or {})}, settings, **how)
    return next(comparison for comparison in found if comparison.kind is kind)
