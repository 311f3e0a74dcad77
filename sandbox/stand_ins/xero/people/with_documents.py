"""Pay, refund, void, delete, edit and add documents, and settle one with another."""

import datetime
from typing import Any

from sandbox.stand_ins.xero import allocations, bank_transactions, documents, payments, values
from sandbox.stand_ins.xero.balance import has_money_applied
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.document_shapes import allocation as shown_allocation
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.kinds import CREDIT_NOTES, CREDITS, DOCUMENTS, INVOICES, KINDS, OVERPAYMENTS, Kind, kind_of
from sandbox.stand_ins.xero.people.organisation import (
    BANK,
    PLACES,
    Organisation,
    amount_of,
    find_account,
    find_document,
)
from sandbox.stand_ins.xero.tables import Record


def pay_invoice(
    xero: Organisation,
    *,
    invoice: str,
    amount: object = None,
    account: str = BANK,
    date: str | None = None,
    reference: str = "",
    rate: object = None,
) -> Record:
    """Pay an invoice or bill, by id or number; all that is open unless an amount is given, a foreign one at a rate."""
    return _pay(xero.books, INVOICES, invoice, amount, account, date, reference, rate=rate)


def pay_credit_note(
    xero: Organisation,
    *,
    credit_note: str,
    amount: object = None,
    account: str = BANK,
    date: str | None = None,
    reference: str = "",
) -> Record:
    """Pay a credit note back, by id or number; all that remains unless an amount is given."""
    return _pay(xero.books, CREDIT_NOTES, credit_note, amount, account, date, reference)


def delete_payment(xero: Organisation, *, payment: str) -> Record:
    """Delete a payment, by id or by its reference."""
    found = _payment(xero.books, payment)
    if found is None:
        raise ValueError(f"There is no payment {payment!r}.")
    payments.delete(xero.books, found)
    return payments.shown(xero.books, found)


def refund_overpayment(
    xero: Organisation,
    *,
    overpayment: str,
    amount: object = None,
    account: str = BANK,
    date: str | None = None,
    reference: str = "",
) -> Record:
    """Pay an overpayment back, by id or by its contact's id; all that remains unless an amount is given."""
    return _pay(xero.books, OVERPAYMENTS, overpayment, amount, account, date, reference)


def reconcile_payment(xero: Organisation, *, payment: str) -> Record:
    """Reconcile a payment, by id or by its reference, or an overpayment or prepayment by id, with the bank statement."""
    return _reconciled(xero.books, payment, reconciled=True)


def unreconcile_payment(xero: Organisation, *, payment: str) -> Record:
    """Take the reconciliation of a payment back, by id or by its reference."""
    return _reconciled(xero.books, payment, reconciled=False)


def _reconciled(books: Books, payment: str, *, reconciled: bool) -> Record:
    for table in (books.payments, books.overpayments, books.prepayments):
        found = _payment(books, payment) if table is books.payments else table.get(payment)
        if found is not None:
            found["IsReconciled"] = reconciled
            books.bump(found)
            return {table.id_field: found[table.id_field], "IsReconciled": reconciled}
    raise ValueError(f"There is no payment {payment!r}.")


def _payment(books: Books, named: str) -> Record | None:
    """Of several that have one reference, the one that is not deleted."""
    living = (one for one in books.payments if one["Reference"] == named and one["Status"] != "DELETED")
    return books.payments.get(named) or next(living, None)


def approve_document(xero: Organisation, *, document: str) -> Record:
    """Approve a draft, or what was submitted, by id or number."""
    return _change(xero.books, find_document(xero.books, DOCUMENTS, document), {"Status": "AUTHORISED"})


def void(xero: Organisation, *, document: str) -> Record:
    """Void an approved invoice, bill or credit note by id or number, or money ahead by id; what was applied comes off."""
    found = find_document(xero.books, KINDS, document)
    for payment in list(found["Payments"]):
        if payment["Status"] != "DELETED":
            payments.delete(xero.books, payment)
    for entry in list(found["Allocations"]):
        allocations.deallocate(xero.books, entry["Source"], entry)
    if kind_of(found) in DOCUMENTS:
        return _change(xero.books, found, {"Status": "VOIDED"})
    bank_transactions.void(xero.books, found)
    return full(found, PLACES)


def delete_document(xero: Organisation, *, document: str) -> Record:
    """Delete a draft, by id or number."""
    return _change(xero.books, find_document(xero.books, DOCUMENTS, document), {"Status": "DELETED"})


def edit_document(xero: Organisation, *, document: str, changes: dict[str, Any]) -> Record:
    """Change fields of a document, in the API's own words.

    Another due date of what has been paid in part does not count as a change: its UpdatedDateUTC stays.
    """
    found = find_document(xero.books, DOCUMENTS, document)
    updated, unnoticed = found["UpdatedDateUTC"], has_money_applied(found) and changes.keys() <= {"DueDate"}
    _change(xero.books, found, changes)
    found["UpdatedDateUTC"] = updated if unnoticed else found["UpdatedDateUTC"]
    return full(found, PLACES)


def create_document(xero: Organisation, *, document: dict[str, Any]) -> Record:
    """Add an invoice, bill or credit note, in the API's own words."""
    kind = next((kind for kind in DOCUMENTS if document.get("Type") in kind.types), INVOICES)
    saving = documents.Saving(books=xero.books, kind=kind, places=PLACES)
    return documents.create(saving, document).shown


def allocate_credit(
    xero: Organisation, *, credit: str, invoice: str, amount: object = None, date: str | None = None
) -> Record:
    """Allocate a credit note, overpayment or prepayment to an invoice; as much as fits unless an amount is given."""
    source, settled = find_document(xero.books, CREDITS, credit), find_document(xero.books, (INVOICES,), invoice)
    return shown_allocation(allocate(xero.books, source, settled, amount, values.day(date)))


def remove_allocation(xero: Organisation, *, allocation: str = "", credit: str = "") -> Record:
    """Take an allocation back, by its id or as the first of a credit note, overpayment or prepayment."""
    for kind in CREDITS:
        for source in kind.records(xero.books):
            for entry in source["Allocations"]:
                if allocation == entry["AllocationID"] or (credit and credit == source.get(kind.number)):
                    allocations.deallocate(xero.books, source, entry)
                    return full(source, PLACES)
    raise ValueError(f"There is no allocation {allocation or credit!r}.")


def _pay(
    books: Books,
    kind: Kind,
    key: str,
    amount: object,
    account: str,
    date: str | None,
    reference: str,
    *,
    rate: object = None,
) -> Record:
    document = find_document(books, (kind,), key)
    element = {
        kind.noun.replace(" ", ""): {kind.id: document[kind.id]},
        "Account": {"AccountID": find_account(books, account)["AccountID"]},
        "Amount": document[kind.balance] if amount is None else amount_of(amount),
        "Date": date,
        "Reference": reference,
        **({} if rate is None else {"CurrencyRate": amount_of(rate)}),
    }
    return payments.shown(books, payments.create(books, element))


def allocate(books: Books, source: Record, invoice: Record, amount: object, day: datetime.date | None = None) -> Record:
    """As much of the credit as was asked for, or as fits."""
    kind = kind_of(source)
    most = min(source[kind.balance], invoice[INVOICES.balance])
    return allocations.allocate(books, kind, source, invoice, most if amount is None else amount_of(amount), day)


def _change(books: Books, document: Record, changes: dict[str, Any]) -> Record:
    saving = documents.Saving(books=books, kind=kind_of(document), places=PLACES)
    return documents.change(saving, document, changes).shown
