"""What is in Xero before the connector comes: a few contacts, an item, and two documents of the old connector."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Protocol

from sandbox.stand_ins.brightpearl.records import Order
from sandbox.stand_ins.shop.catalogue import SHARED_ITEM_CODE
from sandbox.stand_ins.shop.people import CLASHING_CUSTOMER, CLASHING_EMAIL, KNOWN_CUSTOMER, KNOWN_SUPPLIER

OUTPUT_TAX = {"T20": "OUTPUT2", "T5": "RROUTPUT", "T0": "ZERORATEDOUTPUT", "T9": "NONE"}
INPUT_TAX = {"T20": "INPUT2", "T5": "RRINPUT", "T0": "ZERORATEDINPUT", "T9": "NONE"}
SALES_ACCOUNT, PURCHASES_ACCOUNT = "200", "300"


class Xero(Protocol):
    """Somebody who can do things in Xero."""

    def do(self, action: dict[str, Any]) -> dict[str, Any]: ...


def keep_old_books(xero: Xero, *, invoiced: Order, bill: Order) -> None:
    """Enter what was there before: matches, a clash, an item, and an invoice and a bill to be adopted; the bill is paid."""
    customer = _contact(xero, KNOWN_CUSTOMER["company"], KNOWN_CUSTOMER["email"])
    _contact(xero, CLASHING_CUSTOMER["company"], CLASHING_EMAIL)
    supplier = _contact(xero, KNOWN_SUPPLIER["company"], KNOWN_SUPPLIER["email"])
    xero.do({"action": "create_item", "item": {"Code": SHARED_ITEM_CODE, "Name": "Brass hook, entered by hand"}})
    _document(xero, invoiced, kind="ACCREC", contact=customer, account=SALES_ACCOUNT, tax=OUTPUT_TAX.__getitem__)
    entered = _document(
        xero, bill, kind="ACCPAY", contact=supplier, account=PURCHASES_ACCOUNT, tax=INPUT_TAX.__getitem__
    )
    xero.do({"action": "pay_invoice", "invoice": entered["InvoiceID"], "date": entered["DateString"][:10]})


def _contact(xero: Xero, name: str, email: str) -> str:
    contact = xero.do({"action": "create_contact", "contact": {"Name": name, "EmailAddress": email}})
    return str(contact["ContactID"])


def _document(
    xero: Xero, order: Order, *, kind: str, contact: str, account: str, tax: Callable[[str], str]
) -> dict[str, Any]:
    dates = {"Date": order.invoice.tax_date, "DueDate": order.invoice.due_date}
    lines = [
        {
            "Description": row.name,
            "Quantity": row.quantity,
            "UnitAmount": row.unit_price,
            "AccountCode": account,
            "TaxType": tax(row.tax_code),
        }
        for row in order.rows.values()
    ]
    document = {
        "Type": kind,
        "InvoiceNumber": order.invoice.reference,
        "Contact": {"ContactID": contact},
        "CurrencyCode": order.currency,
        "LineAmountTypes": "Exclusive",
        "Status": "AUTHORISED",
        "LineItems": lines,
        **{name: day.isoformat() for name, day in dates.items() if day},
    }
    entered = xero.do({"action": "create_document", "document": document})
    if Decimal(str(entered["Total"])) != order.total:
        raise ValueError(f"the old {kind} {order.invoice.reference} was entered with another total")
    return entered
