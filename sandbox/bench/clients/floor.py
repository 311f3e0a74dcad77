"""The floor: plain `requests` and JSON built by hand, as little as can be done. It checks nothing."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import requests

from sandbox.bench.clients.race import ExpiredError, Ids, LimitedError, ids_of, race
from sandbox.bench.clients.work import Contact, Invoice, Item, Line, Payment

TIMEOUT = 60
Raw = Mapping[str, Any]


class Floor:
    def __init__(self, address: str, credentials: Raw) -> None:
        self._address = f"{address}/api.xro/2.0"
        self._session = requests.Session()
        self._session.headers.update(
            {
                "xero-tenant-id": credentials["tenant_id"],
                "Content-Type": "application/json",
                "Accept": "application/json",
            }
        )

    def authorise(self, token: dict[str, Any]) -> None:
        self._session.headers["Authorization"] = f"Bearer {token['access_token']}"

    def contacts(self, batch: Sequence[Contact]) -> Ids:
        return self._put("Contacts", "ContactID", [contact_json(each) for each in batch])

    def items(self, batch: Sequence[Item]) -> Ids:
        return self._put("Items", "ItemID", [item_json(each) for each in batch])

    def invoices(self, batch: Sequence[Invoice], contacts: Ids) -> Ids:
        return self._put("Invoices", "InvoiceID", [invoice_json(each, contacts) for each in batch])

    def payments(self, batch: Sequence[Payment], invoices: Ids) -> Ids:
        return self._put("Payments", "PaymentID", [payment_json(each, invoices) for each in batch])

    def _put(self, resource: str, id_field: str, elements: list[dict[str, Any]]) -> Ids:
        address = f"{self._address}/{resource}?summarizeErrors=false&unitdp=4"
        answer = self._session.put(address, data=json.dumps({resource: elements}), timeout=TIMEOUT)
        if answer.status_code == 429:
            raise LimitedError(float(answer.headers["Retry-After"]))
        if answer.status_code == 401:
            raise ExpiredError
        answer.raise_for_status()
        return ids_of(resource, json.loads(answer.content)[resource], id_field)


def contact_json(contact: Contact) -> dict[str, Any]:
    address = {
        "AddressLine1": contact.line1,
        "City": contact.city,
        "PostalCode": contact.postcode,
        "Country": contact.country,
    }
    return {
        "ContactNumber": contact.number,
        "Name": contact.name,
        "FirstName": contact.first_name,
        "LastName": contact.last_name,
        "EmailAddress": contact.email,
        "Addresses": [{"AddressType": kind, **address} for kind in ("STREET", "POBOX")],
    }


def item_json(item: Item) -> dict[str, Any]:
    return {
        "Code": item.code,
        "Name": item.name,
        "Description": item.name,
        "PurchaseDescription": item.name,
        "SalesDetails": {"UnitPrice": item.sales_price, "AccountCode": item.sales_account},
        "PurchaseDetails": {"UnitPrice": item.purchase_price, "AccountCode": item.purchase_account},
    }


def invoice_json(invoice: Invoice, contacts: Ids) -> dict[str, Any]:
    return {
        "Type": "ACCREC",
        "InvoiceNumber": invoice.number,
        "Contact": {"ContactID": contacts[invoice.contact]},
        "Date": invoice.day.isoformat(),
        "DueDate": invoice.due.isoformat(),
        "CurrencyCode": invoice.currency,
        "LineAmountTypes": "Exclusive",
        "Status": "AUTHORISED",
        "Url": invoice.url,
        "LineItems": [line_json(line) for line in invoice.lines],
    }


def line_json(line: Line) -> dict[str, Any]:
    return {
        "ItemCode": line.code,
        "Description": line.description,
        "Quantity": line.quantity,
        "UnitAmount": line.unit_amount,
        "AccountCode": line.account,
        "TaxType": line.tax_type,
        "Tracking": [{"Name": "Channel", "Option": line.channel}],
    }


def payment_json(payment: Payment, invoices: Ids) -> dict[str, Any]:
    return {
        "Invoice": {"InvoiceID": invoices[payment.invoice]},
        "Account": {"Code": payment.account},
        "Date": payment.day.isoformat(),
        "Amount": payment.amount,
        "Reference": payment.reference,
    }


def floor(**asked: Any) -> dict[str, Any]:
    return race(Floor, **asked)
