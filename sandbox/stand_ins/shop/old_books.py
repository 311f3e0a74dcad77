"""What is in Xero before the connector comes: a few contacts, an item, and two documents of the old connector."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Protocol

from sandbox.stand_ins.brightpearl.profile import US_SALES_TAX
from sandbox.stand_ins.brightpearl.records import Order
from sandbox.stand_ins.shop.catalogue import OTHER_CASE_SKU, SHARED_ITEM_CODE, TRACKED_SKU
from sandbox.stand_ins.shop.home import Home
from sandbox.stand_ins.shop.odd_people import (
    BETTER_KNOWN,
    CLASHING_CUSTOMER,
    CLASHING_EMAIL,
    KNOWN_CUSTOMER,
    KNOWN_SUPPLIER,
    NUMBERED_BY_ANOTHER_APP,
    WITHOUT_EMAIL,
)
from sandbox.stand_ins.shop.premises import Premises

SALES_ACCOUNT, PURCHASES_ACCOUNT = "200", "300"


class Xero(Protocol):
    """Somebody who can do things in Xero."""

    def do(self, action: dict[str, Any]) -> dict[str, Any]: ...


def keep_old_books(xero: Xero, home: Home, *, invoiced: Order, bill: Order) -> None:
    """Enter what was there before: matches, a clash, an item, and an invoice and a bill to be adopted; the bill is paid."""
    customer = _contact(xero, KNOWN_CUSTOMER["company"], KNOWN_CUSTOMER["email"])
    _contact(xero, CLASHING_CUSTOMER["company"], CLASHING_EMAIL)
    supplier = _contact(xero, KNOWN_SUPPLIER["company"], KNOWN_SUPPLIER["email"])
    xero.do({"action": "create_item", "item": {"Code": SHARED_ITEM_CODE, "Name": "Brass hook, entered by hand"}})
    sold = _lines(invoiced, account=SALES_ACCOUNT, tax_types=home.sales_types, tax_line=home.tax_line)
    bought = _lines(bill, account=PURCHASES_ACCOUNT, tax_types=home.purchase_types, tax_line=home.tax_line)
    _document(xero, invoiced, kind="ACCREC", contact=customer, lines=sold)
    entered = _document(xero, bill, kind="ACCPAY", contact=supplier, lines=bought)
    xero.do({"action": "pay_invoice", "invoice": entered["InvoiceID"], "date": entered["DateString"][:10]})


def keep_what_others_entered(xero: Xero, shop: Premises) -> None:
    """Enter what a bookkeeper and other apps have there: better details, other letters, a number that is somebody else's."""
    number = {"ContactNumber": str(shop.odd_people["number of another app"].id)}
    for contact in (BETTER_KNOWN, WITHOUT_EMAIL, NUMBERED_BY_ANOTHER_APP | number):
        xero.do({"action": "create_contact", "contact": contact})
    xero.do({"action": "create_item", "item": {"Code": OTHER_CASE_SKU.title(), "Name": "Tap, brass"}})
    xero.do({"action": "create_item", "item": {"Code": TRACKED_SKU, "Name": "Oak desk"}})
    xero.do({"action": "track_item", "code": TRACKED_SKU})


def _contact(xero: Xero, name: str, email: str) -> str:
    contact = xero.do({"action": "create_contact", "contact": {"Name": name, "EmailAddress": email}})
    return str(contact["ContactID"])


def _lines(order: Order, *, account: str, tax_types: Mapping[str, str], tax_line: str | None) -> list[dict[str, Any]]:
    lines = [
        _line(row.name, row.quantity, row.unit_price, account, tax_types[row.tax_code]) for row in order.rows.values()
    ]
    if tax_line and order.tax:
        lines.append(_line("Sales tax", Decimal(1), order.tax, tax_line, tax_types[US_SALES_TAX.code]))
    return lines


def _line(text: str, quantity: Decimal, each: Decimal, account: str, tax_type: str) -> dict[str, Any]:
    return {
        "Description": text,
        "Quantity": quantity,
        "UnitAmount": each,
        "AccountCode": account,
        "TaxType": tax_type,
    }


def _document(xero: Xero, order: Order, *, kind: str, contact: str, lines: list[dict[str, Any]]) -> dict[str, Any]:
    dates = {"Date": order.invoice.tax_date, "DueDate": order.invoice.due_date}
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
