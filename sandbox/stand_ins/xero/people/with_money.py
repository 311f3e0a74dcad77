"""Take or spend money ahead: overpayments and prepayments."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.balance import settle
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.kinds import INVOICES, OVERPAYMENTS, PREPAYMENTS, Kind
from sandbox.stand_ins.xero.money import ZERO, TaxMode, line_tax, totals
from sandbox.stand_ins.xero.people.organisation import (
    BANK,
    PLACES,
    Organisation,
    amount_of,
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
    record = _money_record(books, kind, money)
    kind.records(books).put(record)
    settle(books, record)
    if money.invoice:
        allocate(books, record, find_document(books, (INVOICES,), money.invoice), money.allocate)
    return full(record, PLACES)


def _money_record(books: Books, kind: Kind, money: _Money) -> Record:
    account = books.account(code=money.account)
    if account is None or account["Type"] != "BANK":
        raise ValueError(f"Account {money.account!r} is no bank account.")
    mode = TaxMode.NO_TAX if kind is OVERPAYMENTS else TaxMode.INCLUSIVE
    currency = money.currency or books.base_currency
    line = _money_line(books, kind, money, mode)
    summed = totals([(line["LineAmount"], line["TaxAmount"])], mode)
    return {
        kind.id: books.new_id(),
        "Type": next(name for name in kind.types if (name == kind.sells) != money.spend),
        "Contact": find_contact(books, money.contact),
        "Date": values.day(money.date) or books.today(),
        "Status": "AUTHORISED",
        "LineAmountTypes": str(mode),
        "LineItems": [line],
        "SubTotal": summed.subtotal,
        "TotalTax": summed.tax,
        "Total": summed.total,
        "CurrencyCode": currency,
        "CurrencyRate": books.profile.daily_rate(currency),
        "Reference": money.reference,
        "Payments": [],
        "Allocations": [],
    }


def _money_line(books: Books, kind: Kind, money: _Money, mode: TaxMode) -> Record:
    """An overpayment lies on the control account; a prepayment is coded like a sale or a purchase."""
    control = "800" if money.spend else "610"
    account = books.account(code=control if kind is OVERPAYMENTS else money.income)
    if account is None:
        raise ValueError(f"There is no account {money.income!r}.")
    tax_type = books.profile.no_tax if kind is OVERPAYMENTS else account["TaxType"]
    rounded = books.rounding(money.currency or books.base_currency)
    amount, rate = rounded(amount_of(money.amount)), books.tax_rates.get(tax_type)
    if amount <= 0:
        raise ValueError("The amount must be greater than zero.")
    percent = rate["EffectiveRate"] if rate else ZERO
    return {
        "LineItemID": books.new_id(),
        "Description": kind.noun,
        "Quantity": Decimal("1.0000"),
        "UnitAmount": amount,
        "AccountCode": account["Code"],
        "AccountID": account["AccountID"],
        "TaxType": tax_type,
        "TaxAmount": line_tax(amount, rate=percent, mode=mode, rounded=rounded),
        "LineAmount": amount,
        "Tracking": [],
    }
