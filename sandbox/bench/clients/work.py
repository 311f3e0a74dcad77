"""The work of all clients: documents as a program has them that is about to post them, not yet in anybody's form."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    number: str
    name: str
    first_name: str
    last_name: str
    email: str
    line1: str
    city: str
    postcode: str
    country: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    code: str
    name: str
    sales_price: float
    purchase_price: float
    sales_account: str
    purchase_account: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    code: str
    description: str
    quantity: float
    unit_amount: float
    account: str
    tax_type: str
    channel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Invoice:
    number: str
    contact: str
    day: date
    due: date
    currency: str
    url: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    reference: str
    invoice: str
    account: str
    day: date
    amount: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    contacts: Sequence[Contact]
    items: Sequence[Item]
    invoices: Sequence[Invoice]
    payments: Sequence[Payment]

    @property
    def count(self) -> int:
        return sum(len(each) for each in (self.contacts, self.items, self.invoices, self.payments))


def read_work(path: Path) -> Work:
    """The work as a program has it that is about to post it: values, not yet in anybody's form."""
    raw = json.loads(path.read_text(encoding="utf-8"))
    return Work(
        contacts=[_contact(each) for each in raw["Contacts"]],
        items=[_item(each) for each in raw["Items"]],
        invoices=[_invoice(each) for each in raw["Invoices"]],
        payments=[_payment(each) for each in raw["Payments"]],
    )


def _contact(raw: Raw) -> Contact:
    address = raw["Addresses"][0]
    return Contact(
        number=raw["ContactNumber"],
        name=raw["Name"],
        first_name=raw["FirstName"],
        last_name=raw["LastName"],
        email=raw["EmailAddress"],
        line1=address["AddressLine1"],
        city=address["City"],
        postcode=address["PostalCode"],
        country=address["Country"],
    )


def _item(raw: Raw) -> Item:
    return Item(
        code=raw["Code"],
        name=raw["Name"],
        sales_price=raw["SalesDetails"]["UnitPrice"],
        purchase_price=raw["PurchaseDetails"]["UnitPrice"],
        sales_account=raw["SalesDetails"]["AccountCode"],
        purchase_account=raw["PurchaseDetails"]["AccountCode"],
    )


def _invoice(raw: Raw) -> Invoice:
    return Invoice(
        number=raw["InvoiceNumber"],
        contact=raw["Contact"]["ContactNumber"],
        day=date.fromisoformat(raw["Date"]),
        due=date.fromisoformat(raw["DueDate"]),
        currency=raw["CurrencyCode"],
        url=raw["Url"],
        lines=tuple(_line(line) for line in raw["LineItems"]),
    )


def _line(raw: Raw) -> Line:
    return Line(
        code=raw["ItemCode"],
        description=raw["Description"],
        quantity=raw["Quantity"],
        unit_amount=raw["UnitAmount"],
        account=raw["AccountCode"],
        tax_type=raw["TaxType"],
        channel=raw["Tracking"][0]["Option"],
    )


def _payment(raw: Raw) -> Payment:
    return Payment(
        reference=raw["Reference"],
        invoice=raw["Invoice"]["InvoiceNumber"],
        account=raw["Account"]["Code"],
        day=date.fromisoformat(raw["Date"]),
        amount=raw["Amount"],
    )
