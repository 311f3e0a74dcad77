"""Manual journals in the ledger: their lines as they are, as long as they are posted."""

from collections.abc import Iterator

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.ledger.entries import Basis, Journal, Line
from sandbox.stand_ins.xero.tables import Record


def of_manual_journals(books: Books, basis: Basis) -> Iterator[Journal]:
    """A journal for every one that is posted and belongs to the basis."""
    for journal in books.journals:
        if journal["Status"] == "POSTED" and (basis is Basis.ACCRUAL or journal["ShowOnCashBasisReports"]):
            yield _of_journal(books, journal)


def _of_journal(books: Books, journal: Record) -> Journal:
    """Its number is its narration, as it has no other name."""
    return Journal(
        id=journal["ManualJournalID"],
        type="MANJOURNAL",
        date=journal["Date"],
        currency=books.base_currency,
        rate=books.profile.daily_rate(books.base_currency),
        about=f"manual journal {journal['ManualJournalID']}",
        number=journal["Narration"],
        lines=tuple(_line(books, line) for line in journal["JournalLines"]),
    )


def _line(books: Books, line: Record) -> Line:
    return Line(account=books.accounts[line["AccountID"]], amount=line["LineAmount"], base=line["LineAmount"])
