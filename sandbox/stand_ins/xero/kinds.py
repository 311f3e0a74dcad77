"""Invoices and credit notes are one thing in two shapes. This is where they differ."""

from dataclasses import dataclass

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.tables import Record, Table
from sandbox.stand_ins.xero.where_terms import Fields, Type


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of thing that is owed or credited: its names, and how its numbers behave."""

    plural: str
    noun: str
    table: str
    id: str
    number: str
    balance: str
    types: dict[str, str]  # each type with the PaymentType of what pays it
    sells: str  # the type that is a sale
    discounts: bool = False
    needs_due_date: bool = False

    def records(self, books: Books) -> Table:
        records: Table = getattr(books, self.table)
        return records


INVOICES = Kind(
    plural="Invoices",
    noun="Invoice",
    table="invoices",
    id="InvoiceID",
    number="InvoiceNumber",
    balance="AmountDue",
    types={"ACCREC": "ACCRECPAYMENT", "ACCPAY": "ACCPAYPAYMENT"},
    sells="ACCREC",
    discounts=True,
    needs_due_date=True,
)
CREDIT_NOTES = Kind(
    plural="CreditNotes",
    noun="Credit Note",
    table="credit_notes",
    id="CreditNoteID",
    number="CreditNoteNumber",
    balance="RemainingCredit",
    types={"ACCRECCREDIT": "ARCREDITPAYMENT", "ACCPAYCREDIT": "APCREDITPAYMENT"},
    sells="ACCRECCREDIT",
)
OVERPAYMENTS = Kind(
    plural="Overpayments",
    noun="Overpayment",
    table="overpayments",
    id="OverpaymentID",
    number="Reference",
    balance="RemainingCredit",
    types={"RECEIVE-OVERPAYMENT": "AROVERPAYMENTPAYMENT", "SPEND-OVERPAYMENT": "APOVERPAYMENTPAYMENT"},
    sells="RECEIVE-OVERPAYMENT",
)
PREPAYMENTS = Kind(
    plural="Prepayments",
    noun="Prepayment",
    table="prepayments",
    id="PrepaymentID",
    number="Reference",
    balance="RemainingCredit",
    types={"RECEIVE-PREPAYMENT": "ARPREPAYMENTPAYMENT", "SPEND-PREPAYMENT": "APPREPAYMENTPAYMENT"},
    sells="RECEIVE-PREPAYMENT",
)
DOCUMENTS = (INVOICES, CREDIT_NOTES)
CREDITS = (CREDIT_NOTES, OVERPAYMENTS, PREPAYMENTS)
KINDS = (INVOICES, *CREDITS)
_BY_TYPE = {name: kind for kind in KINDS for name in kind.types}


def kind_of(record: Record) -> Kind:
    return _BY_TYPE[record["Type"]]


def is_sale(record: Record) -> bool:
    return bool(record["Type"] == kind_of(record).sells)


def is_owed_to_us(record: Record) -> bool:
    """Whether others owe us for it: an invoice, a supplier's credit, money that was paid ahead."""
    return (kind_of(record) is INVOICES) == is_sale(record)


def fields_of(kind: Kind) -> Fields:
    """What `where` and `order` may ask about a kind."""
    return Fields(
        kind.noun.replace(" ", ""),
        {
            kind.id: Type.GUID,
            kind.number: Type.TEXT,
            kind.balance: Type.NUMBER,
            "Type": Type.TEXT,
            "Status": Type.TEXT,
            "Reference": Type.TEXT,
            "Contact.ContactID": Type.GUID,
            "Contact.Name": Type.TEXT,
            "Contact.ContactNumber": Type.TEXT,
            "Date": Type.MOMENT,
            "DueDate": Type.MOMENT,
            "CurrencyCode": Type.TEXT,
            "Total": Type.NUMBER,
            "AmountPaid": Type.NUMBER,
            "AmountCredited": Type.NUMBER,
            "FullyPaidOnDate": Type.MOMENT,
            "SentToContact": Type.FLAG,
            "HasAttachments": Type.FLAG,
            "IsDiscounted": Type.FLAG,
            "UpdatedDateUTC": Type.MOMENT,
        },
    )
