"""Allocations: a credit note, an overpayment or a prepayment settles a part of an invoice."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from werkzeug import Response

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.answers import Saved, json_response, save_all
from sandbox.stand_ins.xero.balance import settle
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.document_routes import by_key
from sandbox.stand_ins.xero.document_shapes import allocation as shown
from sandbox.stand_ins.xero.errors import InvalidError, not_found
from sandbox.stand_ins.xero.kinds import INVOICES, Kind, is_sale
from sandbox.stand_ins.xero.locks import lock_messages
from sandbox.stand_ins.xero.tables import Record

EXCEEDS_CREDIT = "Allocation amount exceeds the remaining credit on this document"
EXCEEDS_DEBT = "Payment amount exceeds the amount outstanding on this document"


def put_allocations(books: Books, call: Call, kind: Kind) -> Response:
    source = by_key(books, kind, call.args["source"])

    def save(element: Record) -> Saved:
        invoice = _invoice(books, element)
        amount, day = values.number(element.get("Amount")), values.day(element.get("Date"))
        return Saved(shown(allocate(books, kind, source, invoice, amount, day)))

    return save_all(books, call, "Allocations", "AllocationID", save)


def delete_allocation(books: Books, call: Call, kind: Kind) -> Response:
    source = by_key(books, kind, call.args["source"])
    entry = next((known for known in source["Allocations"] if known["AllocationID"] == call.args["allocation"]), None)
    if entry is None:
        raise not_found()
    deallocate(books, source, entry)
    told = {name: entry[name] for name in ("AllocationID", "Amount", "Date")}
    return json_response(told | {"Invoice": {"InvoiceID": entry["Invoice"]["InvoiceID"]}, "IsDeleted": True})


def allocate(
    books: Books, kind: Kind, source: Record, invoice: Record | None, amount: Decimal | None, sent: date | None = None
) -> Record:
    """Settle that much of the invoice from the credit, on the day that was sent or when both are there."""
    if invoice is None:
        raise InvalidError(["The invoice to allocate to could not be found"])
    day = _day(books, source, invoice, sent)
    messages = [*_complaints(kind, source, invoice, amount), *lock_messages(books, day)]
    if messages or amount is None:
        raise InvalidError(messages)
    entry: Record = {
        "AllocationID": books.new_id(),
        "Amount": books.rounded(amount, currency=invoice["CurrencyCode"]),
        "Date": day,
        "Invoice": invoice,
        "Source": source,
    }
    source["Allocations"].append(entry)
    invoice["Allocations"].append(entry)
    settle(books, source)
    settle(books, invoice)
    return entry


def deallocate(books: Books, source: Record, entry: Record) -> None:
    """Undo an allocation."""
    messages = list(lock_messages(books, entry["Date"]))
    if messages:
        raise InvalidError(messages)
    for document in (source, entry["Invoice"]):
        document["Allocations"] = [known for known in document["Allocations"] if known is not entry]
        settle(books, document)


def _day(books: Books, source: Record, invoice: Record, sent: date | None) -> date:
    later: date = max(source["Date"], invoice["Date"])
    return sent if sent and books.switches["allocation_date"] == "sent" else later


def _invoice(books: Books, element: Record) -> Record | None:
    named = values.nested(element.get("Invoice"), "Invoice")
    if named.get("InvoiceID"):
        return books.invoices.get(str(named["InvoiceID"]))
    found = books.invoices.by("InvoiceNumber", str(named.get("InvoiceNumber") or ""))
    return next((invoice for invoice in found if invoice["Status"] != "DELETED"), None)


def _complaints(kind: Kind, source: Record, invoice: Record, amount: Decimal | None) -> Iterator[str]:
    if source["Status"] != "AUTHORISED":
        yield f"{kind.noun} not of valid status for allocation"
    if invoice["Status"] != "AUTHORISED":
        yield "Payments can only be made against Authorised documents"
    if source["Contact"]["ContactID"] != invoice["Contact"]["ContactID"] or is_sale(source) != is_sale(invoice):
        yield f"The {kind.noun} and the invoice must have the same contact and be of the same kind"
    if source["CurrencyCode"] != invoice["CurrencyCode"]:
        yield "The allocation must be in the currency of the invoice"
    if amount is None or amount <= 0:
        yield "The allocation amount must be greater than zero"
        return
    if amount > source[kind.balance]:
        yield EXCEEDS_CREDIT
    if amount > invoice[INVOICES.balance]:
        yield EXCEEDS_DEBT
