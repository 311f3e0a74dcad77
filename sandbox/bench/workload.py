"""The documents that the connector wrote, in a form that any client can write again: by numbers instead of Xero's ids."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from shared.codec import to_json

RESOURCES: Final = ("Contacts", "Items", "Invoices", "Payments")
Raw = Mapping[str, Any]


def workload_of(written: Iterable[tuple[str, Any]], xero: Raw) -> str:
    """JSON of every contact, item, invoice and payment that was created, in its order."""
    work: dict[str, list[Any]] = {resource: [] for resource in RESOURCES}
    for path, body in written:
        resource = path.rsplit("/", 1)[1]
        work[resource] += body[resource]
    contacts = {
        contact["ContactID"]: contact["ContactNumber"] for contact in xero["Contacts"] if contact.get("ContactNumber")
    }
    invoices = {invoice["InvoiceID"]: invoice["InvoiceNumber"] for invoice in xero["Invoices"]}
    return to_json(
        {
            "Contacts": work["Contacts"],
            "Items": work["Items"],
            "Invoices": [
                _renamed(invoice, "Contact", "ContactID", "ContactNumber", contacts) for invoice in work["Invoices"]
            ],
            "Payments": [
                _renamed(payment, "Invoice", "InvoiceID", "InvoiceNumber", invoices) for payment in work["Payments"]
            ],
        }
    )


def _renamed(element: Raw, within: str, field: str, by: str, names: Mapping[str, str]) -> dict[str, Any]:
    return {**element, within: {by: names[element[within][field]]}}
