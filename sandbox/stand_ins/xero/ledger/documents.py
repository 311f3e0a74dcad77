"""Invoices, bills and credit notes in the ledger: the control account against the lines and their tax."""

from collections.abc import Iterator

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.kinds import DOCUMENTS, is_sale, kind_of
from sandbox.stand_ins.xero.ledger.coded import Part, coded_parts
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, balanced, valued
from sandbox.stand_ins.xero.ledger.settled import side
from sandbox.stand_ins.xero.tables import Record

POSTED = {"AUTHORISED", "PAID"}


def of_documents(books: Books, basis: Basis) -> Iterator[Journal]:
    """A journal for every approved document; a draft has none yet, a voided one none any more, and on the cash basis none has."""
    for kind in DOCUMENTS if basis is Basis.ACCRUAL else ():
        for document in kind.records(books):
            if document["Status"] in POSTED:
                yield _of_document(books, document)


def about(document: Record) -> str:
    """How a journal names a document."""
    kind = kind_of(document)
    return f"{kind.noun.lower()} {document[kind.id]}"


def number_of(document: Record) -> str:
    """The number that people know a document by."""
    return document.get(kind_of(document).number) or ""


def _of_document(books: Books, document: Record) -> Journal:
    kind, rate, sign = kind_of(document), document["CurrencyRate"], side(document)
    parts: list[Part] = [
        (books.control_account(sale=is_sale(document)), document["Total"]),
        *((account, -amount) for account, amount in coded_parts(books, document)),
    ]
    lines = [valued(books, account, sign * amount, rate) for account, amount in parts]
    return Journal(
        id=document[kind.id],
        type=document["Type"],
        date=document["Date"],
        currency=document["CurrencyCode"],
        rate=rate,
        about=about(document),
        number=number_of(document),
        lines=balanced(lines, books.system_account("ROUNDING")),
    )
