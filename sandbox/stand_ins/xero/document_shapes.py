"""How invoices, credit notes, overpayments and prepayments are shown: whole, in a list, or inside one another."""

from datetime import date, datetime
from decimal import Decimal

from sandbox.stand_ins.xero import contacts, lines
from sandbox.stand_ins.xero.balance import living_payments
from sandbox.stand_ins.xero.kinds import CREDITS, INVOICES, kind_of
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record

PRIVATE = {"Contact", "LineItems", "Payments", "Allocations", "BankTransactionID", "BankAccount", "IsReconciled"}
INSIDE_PAYMENT = {"RECEIVE": "AR", "SPEND": "AP"}
NOT_IN_LIST = {"LineItems"}
NOT_IN_SUMMARY = {"LineItems", "Payments", "HasAttachments"}


def full(document: Record, places: Decimal) -> Record:
    """A document with all that belongs to it."""
    shown = _header(document)
    shown["Contact"] = contacts.brief(document["Contact"])
    shown["LineItems"] = [lines.shown(line, places) for line in document["LineItems"]]
    shown["Payments"] = [_payment(payment) for payment in living_payments(document)]
    if kind_of(document) is INVOICES:
        shown |= {kind.plural: _credits(document, kind.plural) for kind in CREDITS}
    else:
        shown["Allocations"] = [allocation(entry) for entry in document["Allocations"]]
    return shown


def alone(document: Record, places: Decimal) -> Record:
    """A document that is asked for by its key: what has settled an invoice has the invoice's date there, elsewhere its own.

    https://github.com/XeroAPI/Xero-OpenAPI/issues/266
    """
    shown, dated = full(document, places), _dated(document)
    for kind in CREDITS:
        shown |= {kind.plural: [credit | dated for credit in shown[kind.plural]]} if kind.plural in shown else {}
    return shown


def listed(document: Record, places: Decimal) -> Record:
    """A document in a list that is not paged."""
    return _without(full(document, places), NOT_IN_LIST)


def summary(document: Record, places: Decimal) -> Record:
    return _without(full(document, places), NOT_IN_SUMMARY)


def inside_payment(document: Record, *, as_invoice: bool) -> Record:
    """A document as a payment shows it. A refunded credit note can be shown under the names of an invoice."""
    kind = kind_of(document)
    shown = _header(document) | {
        "Contact": {name: document["Contact"][name] for name in ("ContactID", "Name")}
        | {"ContactPersons": [], "HasValidationErrors": False},
        "LineItems": [],
    }
    if as_invoice and kind is not INVOICES:
        shown |= {"Type": _type_in_payment(document), "InvoiceID": shown.pop(kind.id)}
        shown |= {"InvoiceNumber": shown.pop(kind.number, "")}
        shown = _without(shown, {"RemainingCredit", "AppliedAmount", "Url"})
    return shown


def named_account(account: Record) -> Record:
    """An account inside a payment. One without a code has only its id there."""
    names = ("AccountID", "Code", "Name") if account.get("Code") else ("AccountID",)
    return {name: account[name] for name in names}


def allocation(entry: Record) -> Record:
    """An allocation, with the invoice that it settles and the credit that it comes from."""
    invoice, source = entry["Invoice"], entry["Source"]
    kind = kind_of(source)
    return {
        "AllocationID": entry["AllocationID"],
        "Amount": entry["Amount"],
        "Date": entry["Date"],
        "Invoice": {
            "InvoiceID": invoice["InvoiceID"],
            "InvoiceNumber": invoice["InvoiceNumber"],
            "HasErrors": False,
            "IsDiscounted": False,
            "LineItems": [],
        },
        kind.noun.replace(" ", ""): {kind.id: source[kind.id], "LineItems": []},
        "ValidationErrors": [],
    }


def with_strings(record: Record) -> Record:
    """The dates again as text, beside the dates that are numbers."""
    texts: Record = {}
    for name in ("Date", "DueDate"):
        if isinstance(record.get(name), date):
            texts[f"{name}String"] = f"{record[name].isoformat()}T00:00:00"
    if isinstance(record.get("UpdatedDateUTC"), datetime):
        texts["UpdatedDateUTCString"] = f"{record['UpdatedDateUTC']:%Y-%m-%dT%H:%M:%SZ}"
    return texts


def _header(document: Record) -> Record:
    """The fields of a document by itself."""
    kind = kind_of(document)
    shown = {name: value for name, value in document.items() if name not in PRIVATE and value is not None}
    shown |= with_strings(document) | {"HasErrors": False, "HasAttachments": False}
    if kind is INVOICES:
        shown["TotalDiscount"] = _discount(document)
    else:
        shown = _without(shown, {"IsDiscounted"}) | {"ID": document[kind.id]}
    return shown


def _type_in_payment(document: Record) -> str:
    """AROVERPAYMENT for RECEIVE-OVERPAYMENT: inside a payment, money ahead has the types of invoices."""
    way, _, what = document["Type"].partition("-")
    return f"{INSIDE_PAYMENT[way]}{what}" if what else str(document["Type"])


def _discount(document: Record) -> Decimal:
    off = ZERO
    for line in document["LineItems"]:
        if line.get("DiscountRate") or line.get("DiscountAmount"):
            gross = line["Quantity"] * line["UnitAmount"]
            off += gross - line["LineAmount"]
    return off.quantize(ZERO)


def _payment(payment: Record) -> Record:
    named = ("PaymentID", "Date", "Amount", "Reference", "CurrencyRate")
    return {name: payment[name] for name in named} | {"HasAccount": True, "HasValidationErrors": False}


def _credits(invoice: Record, plural: str) -> list[Record]:
    """The credits of one kind that settle a part of an invoice."""
    applied: dict[str, Record] = {}
    for entry in invoice["Allocations"]:
        source = entry["Source"]
        kind = kind_of(source)
        if kind.plural != plural:
            continue
        shown = applied.setdefault(source[kind.id], _credit(source) | {"AppliedAmount": ZERO})
        shown["AppliedAmount"] += entry["Amount"]
    return list(applied.values())


def _credit(source: Record) -> Record:
    kind = kind_of(source)
    number = {kind.number: source[kind.number]} if source.get(kind.number) else {}
    return {
        kind.id: source[kind.id],
        "ID": source[kind.id],
        **number,
        "Total": source["Total"],
        **_dated(source),
        "CurrencyRate": source["CurrencyRate"],
        "LineItems": [],
        "HasErrors": False,
    }


def _dated(document: Record) -> Record:
    return {"Date": document["Date"], "DateString": f"{document['Date'].isoformat()}T00:00:00"}


def _without(record: Record, hidden: set[str]) -> Record:
    return {name: value for name, value in record.items() if name not in hidden}
