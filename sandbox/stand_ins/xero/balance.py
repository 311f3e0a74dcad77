"""What is still open on a document: payments and allocations applied to it, and the status that follows."""

from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import INVOICES, kind_of
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.tables import Record


def settle(books: Books, document: Record) -> None:
    """Work out what is open, and turn AUTHORISED into PAID or back. The document counts as changed."""
    kind = kind_of(document)
    paid = paid_amount(document)
    applied = applied_amount(document)
    open_amount = document["Total"] - paid - applied if document["Status"] not in {"VOIDED", "DELETED"} else ZERO
    document[kind.balance] = open_amount
    if kind is INVOICES:
        document["AmountPaid"], document["AmountCredited"] = paid, applied
    else:
        document["AppliedAmount"] = applied
    if document["Status"] in {"AUTHORISED", "PAID"}:
        document["Status"] = "AUTHORISED" if open_amount else "PAID"
    document["FullyPaidOnDate"] = _last_day(document) if document["Status"] == "PAID" else None
    books.bump(document)
    kind.records(books).put(document)


def paid_amount(document: Record) -> Decimal:
    return sum((payment["Amount"] for payment in living_payments(document)), ZERO)


def applied_amount(document: Record) -> Decimal:
    return sum((allocation["Amount"] for allocation in document["Allocations"]), ZERO)


def living_payments(document: Record) -> list[Record]:
    return [payment for payment in document["Payments"] if payment["Status"] != "DELETED"]


def has_money_applied(document: Record) -> bool:
    return bool(living_payments(document) or document["Allocations"])


def _last_day(document: Record) -> object:
    days = [entry["Date"] for entry in (*living_payments(document), *document["Allocations"])]
    return max(days, default=document["Date"])
