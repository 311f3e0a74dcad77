"""Overpayments and prepayments in the ledger, as the bank transactions that they are.

An overpayment is a debt to whoever paid it; a prepayment lies on the accounts of its lines until it is used.
"""

from collections.abc import Iterator

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import OVERPAYMENTS, is_sale, kind_of
from sandbox.stand_ins.xero.ledger.coded import Part, coded_parts
from sandbox.stand_ins.xero.ledger.documents import POSTED, about, number_of
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, balanced, valued
from sandbox.stand_ins.xero.ledger.settled import side
from sandbox.stand_ins.xero.tables import Record

TYPES = {
    "RECEIVE-OVERPAYMENT": "AROVERPAYMENT",
    "SPEND-OVERPAYMENT": "APOVERPAYMENT",
    "RECEIVE-PREPAYMENT": "ARPREPAYMENT",
    "SPEND-PREPAYMENT": "APPREPAYMENT",
}


def of_money_ahead(books: Books, _basis: Basis) -> Iterator[Journal]:
    """A journal for each that was not taken back: it is money on either basis."""
    return (_of_credit(books, credit) for credit in books.bank_transactions if credit["Status"] in POSTED)


def _of_credit(books: Books, credit: Record) -> Journal:
    rate, sign = credit["CurrencyRate"], side(credit)
    parts = [(credit["BankAccount"], -credit["Total"]), *_parts(books, credit)]
    lines = [valued(books, account, sign * amount, rate) for account, amount in parts]
    return Journal(
        id=credit["BankTransactionID"],
        type=TYPES[credit["Type"]],
        date=credit["Date"],
        currency=credit["CurrencyCode"],
        rate=rate,
        about=about(credit),
        number=number_of(credit),
        lines=balanced(lines, books.system_account("ROUNDING")),
    )


def _parts(books: Books, credit: Record) -> list[Part]:
    if kind_of(credit) is OVERPAYMENTS:
        return [(books.control_account(sale=is_sale(credit)), credit["Total"])]
    return coded_parts(books, credit)
