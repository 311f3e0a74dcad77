"""Enter manual journals and change them."""

from typing import Any

from sandbox.stand_ins.xero import journals
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.people.organisation import Organisation, amount_of, find_account
from sandbox.stand_ins.xero.tables import Record


def enter_journal(
    xero: Organisation,
    *,
    narration: str,
    lines: list[dict[str, Any]],
    date: str | None = None,
    status: str = "POSTED",
) -> Record:
    """Enter a manual journal: each line has an `account`, by code or id, and an `amount`, a credit below nought."""
    element = {"Narration": narration, "Date": date, "Status": status, "JournalLines": _lines(xero.books, lines)}
    return journals.save(xero.books, element, None).shown


def edit_journal(
    xero: Organisation,
    *,
    journal: str,
    narration: str | None = None,
    lines: list[dict[str, Any]] | None = None,
    date: str | None = None,
    status: str | None = None,
) -> Record:
    """Change a manual journal, by id or narration, or take it out with the status VOIDED."""
    told = {"Narration": narration, "Date": date, "Status": status}
    changes: Record = {name: value for name, value in told.items() if value is not None}
    if lines is not None:
        changes["JournalLines"] = _lines(xero.books, lines)
    return journals.save(xero.books, changes, _find(xero.books, journal)).shown


def void_journal(xero: Organisation, *, narration: str) -> Record:
    """Void a posted manual journal, by narration or id; it stays in the list with that status."""
    return journals.save(xero.books, {"Status": "VOIDED"}, _find(xero.books, narration)).shown


def _lines(books: Books, lines: list[dict[str, Any]]) -> list[Record]:
    return [_line(books, line) for line in lines]


def _line(books: Books, line: dict[str, Any]) -> Record:
    if line.keys() != {"account", "amount"}:
        raise ValueError("A line of a journal has an account and an amount.")
    account = find_account(books, str(line["account"]))
    return {"AccountID": account["AccountID"], "LineAmount": amount_of(line["amount"])}


def _find(books: Books, key: str) -> Record:
    for found in (books.journals.get(key), *reversed(books.journals.by("Narration", key))):
        if found is not None:
            return found
    raise ValueError(f"There is no manual journal {key!r}.")
