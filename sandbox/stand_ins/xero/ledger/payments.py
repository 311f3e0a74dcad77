"""Payments and refunds in the ledger: the account of the money against what they settle."""

from collections.abc import Iterator
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.ledger.documents import about, number_of
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, Line, balanced, in_base
from sandbox.stand_ins.xero.ledger.settled import gain, side, taken_off
from sandbox.stand_ins.xero.tables import Record


def of_payments(books: Books, basis: Basis) -> Iterator[Journal]:
    """A journal for every payment that is not deleted."""
    return (_of_payment(books, basis, payment) for payment in books.payments if payment["Status"] != "DELETED")


def _of_payment(books: Books, basis: Basis, payment: Record) -> Journal:
    document, settled = payment["Document"], _moved(books, payment)
    sign = side(document)
    lines = (
        Line(account=payment["Account"], amount=sign * payment["Amount"], base=sign * settled),
        *taken_off(books, basis, document, payment),
        gain(books, document, payment, settled),
    )
    return Journal(
        id=payment["PaymentID"],
        type=payment["PaymentType"],
        date=payment["Date"],
        currency=document["CurrencyCode"],
        rate=payment["CurrencyRate"],
        about=about(document),
        number=number_of(document),
        lines=balanced(lines, books.system_account("ROUNDING")),
    )


def _moved(books: Books, payment: Record) -> Decimal:
    """What moved on the account, in the base currency: just that where the account is kept in it, else by the rate."""
    if books.held(payment["Account"]) == books.base_currency:
        moved: Decimal = payment["BankAmount"]
        return moved
    return in_base(books, payment["Amount"], payment["CurrencyRate"])
