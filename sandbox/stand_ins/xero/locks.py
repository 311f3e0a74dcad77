"""Lock dates: nothing dated up to them can be added, changed or taken away; and what is reconciled with the bank."""

from collections.abc import Iterator
from datetime import date

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.tables import Record

LOCKS = {"PeriodLockDate": "period", "EndOfYearLockDate": "end of year"}


def lock_messages(books: Books, *days: date | None) -> Iterator[str]:
    """A complaint for each lock date that one of the days falls under."""
    inclusive = books.switches["lock_date_inclusive"]
    passes = {"PeriodLockDate"} if books.switches["connected_as"] == "adviser" else set()
    for field, word in LOCKS.items():
        locked: date | None = books.organisation.get(field)
        if (
            locked
            and field not in passes
            and any(day and (day < locked or (inclusive and day == locked)) for day in days)
        ):
            told = locked.strftime("%d-%b-%Y").lstrip("0")
            yield f"The document date cannot be before the {word} lock date, currently set at {told}"


def reconciled_messages(books: Books, record: Record) -> Iterator[str]:
    """The complaint about money that the bank statement has confirmed, where such cannot be taken back."""
    if record["IsReconciled"] and books.switches["reconciled_payment"] == "kept":
        yield "Payment cannot be deleted because it has been reconciled"
