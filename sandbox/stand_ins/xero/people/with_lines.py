"""Change a line of a document, and enter a document once more: what goes wrong by hand."""

import datetime

from sandbox.stand_ins.xero import documents, values
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.kinds import DOCUMENTS, is_sale, kind_of
from sandbox.stand_ins.xero.people.organisation import PLACES, Organisation, amount_of, find_account, find_document
from sandbox.stand_ins.xero.tables import Record

HEADER = ("Type", "Date", "DueDate", "LineAmountTypes", "CurrencyCode", "CurrencyRate", "Reference")
CODING = ("Description", "Quantity", "AccountID", "TaxType", "ItemCode", "Tracking")


def edit_line(
    xero: Organisation,
    *,
    document: str,
    line: int = 1,
    account: str | None = None,
    price: object = None,
    tax_type: str | None = None,
) -> Record:
    """Put a line of a document, the first unless another is meant, on another account, or give it another price or tax."""
    found = find_document(xero.books, DOCUMENTS, document)
    if not 1 <= line <= len(found["LineItems"]):
        raise ValueError(f"{document} has no line {line}.")
    changes: Record = {}
    if account is not None:
        changes["AccountID"] = find_account(xero.books, account)["AccountID"]
    if price is not None:
        changes["UnitAmount"] = amount_of(price)
    if tax_type is not None:
        changes["TaxType"] = tax_type
    lines = [_kept(one, changes if number == line else {}) for number, one in enumerate(found["LineItems"], start=1)]
    saving = documents.Saving(books=xero.books, kind=kind_of(found), places=PLACES)
    return documents.change(saving, found, {"LineItems": lines}).shown


def recode_line(xero: Organisation, *, document: str, account: str, line: int = 1) -> Record:
    """Put a line on another account by Find and recode, which leaves the document's UpdatedDateUTC as it was."""
    found = find_document(xero.books, DOCUMENTS, document)
    updated = found["UpdatedDateUTC"]
    edit_line(xero, document=document, line=line, account=account)
    found["UpdatedDateUTC"] = updated
    return full(found, PLACES)


def copy_document(xero: Organisation, *, document: str, date: str | None = None) -> Record:
    """Enter a document once more and approve it; a sale gets a number of its own, a supplier's stays."""
    found = find_document(xero.books, DOCUMENTS, document)
    kind, day = kind_of(found), values.day(date)
    copied = {name: found[name] for name in HEADER if found.get(name)}
    dates: dict[str, datetime.date] = {"Date": day} if day else {}
    number = {} if is_sale(found) else {kind.number: found[kind.number]}
    lines = [_copied(line) for line in found["LineItems"]]
    contact = {"ContactID": found["Contact"]["ContactID"]}
    element = copied | dates | number | {"Status": "AUTHORISED", "Contact": contact, "LineItems": lines}
    return documents.create(documents.Saving(books=xero.books, kind=kind, places=PLACES), element).shown


def _kept(line: Record, changes: Record) -> Record:
    """A line with what is changed of it; what that does not touch is said again, so that nothing is worked out anew."""
    amounts = _amounts(line)
    if "UnitAmount" in changes:
        amounts = {}
    elif "TaxType" in changes:
        amounts.pop("TaxAmount", None)
    return {"LineItemID": line["LineItemID"]} | amounts | changes


def _copied(line: Record) -> Record:
    return {name: line[name] for name in CODING if line.get(name)} | _amounts(line)


def _amounts(line: Record) -> Record:
    """The amounts of a line; one of text alone has none."""
    return {name: line[name] for name in ("LineAmount", "TaxAmount") if "UnitAmount" in line}
