"""Take or spend money ahead: overpayments and prepayments."""

from dataclasses import dataclass
from typing import Any

from sandbox.stand_ins.xero import bank_transactions
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.kinds import INVOICES, OVERPAYMENTS, PREPAYMENTS, Kind
from sandbox.stand_ins.xero.money import TaxMode
from sandbox.stand_ins.xero.people.organisation import (
    BANK,
    PLACES,
    Organisation,
    amount_of,
    find_account,
    find_contact,
    find_document,
)
from sandbox.stand_ins.xero.people.with_documents import allocate
from sandbox.stand_ins.xero.tables import Record


@dataclass(frozen=True, slots=True)
class _Money:
    """What was received or spent ahead."""

    contact: str
    amount: object
    account: str = BANK
    date: str | None = None
    reference: str = ""
    currency: str | None = None
    spend: bool = False
    income: str = "200"
    invoice: str | None = None
    allocate: object = None


def receive_overpayment(xero: Organisation, **given: Any) -> Record:
    """Take too much money from a customer (`spend`: pay a supplier too much), and maybe allocate some to an invoice."""
    return _received(xero.books, OVERPAYMENTS, **given)


def receive_prepayment(xero: Organisation, **given: Any) -> Record:
    """Take money from a customer ahead (`spend`: pay a supplier ahead), and maybe allocate some to an invoice."""
    return _received(xero.books, PREPAYMENTS, **given)


def _received(books: Books, kind: Kind, **given: Any) -> Record:
    try:
        money = _Money(**given)
    except TypeError as wrong:
        raise ValueError(str(wrong)) from wrong
    record = bank_transactions.create(books, _element(books, kind, money))
    record["Reference"] = money.reference
    if money.invoice:
        allocate(books, record, find_document(books, (INVOICES,), money.invoice), money.allocate)
    return full(record, PLACES)


def _element(books: Books, kind: Kind, money: _Money) -> Record:
    """What the API would be sent. An overpayment is not coded; a prepayment is, like a sale or a purchase."""
    over = kind is OVERPAYMENTS
    coded = {} if over else {"AccountID": find_account(books, money.income)["AccountID"]}
    return {
        "Type": next(name for name in kind.types if (name == kind.sells) != money.spend),
        "Contact": {"ContactID": find_contact(books, money.contact)["ContactID"]},
        "BankAccount": {"AccountID": find_account(books, money.account)["AccountID"]},
        "Date": money.date,
        "CurrencyCode": money.currency,
        "LineAmountTypes": str(TaxMode.NO_TAX if over else TaxMode.INCLUSIVE),
        "LineItems": [{"Description": kind.noun, "UnitAmount": amount_of(money.amount), **coded}],
    }
