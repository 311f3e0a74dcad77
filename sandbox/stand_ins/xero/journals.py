"""Manual journals: lines that add up to nothing, told apart by their narration alone."""

from collections.abc import Iterator
from decimal import Decimal

from werkzeug import Response

from sandbox.stand_ins.xero import values
from sandbox.stand_ins.xero.answers import Saved, respond, save_all
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.coding import NOT_IN_JOURNALS, account_messages, meant_tax, tax_messages, tracked
from sandbox.stand_ins.xero.errors import InvalidError, not_found
from sandbox.stand_ins.xero.locks import lock_messages
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record
from sandbox.stand_ins.xero.where_terms import Fields, Type

FIELDS = Fields(
    "ManualJournal",
    {
        "ManualJournalID": Type.GUID,
        "Narration": Type.TEXT,
        "Status": Type.TEXT,
        "Date": Type.MOMENT,
        "UpdatedDateUTC": Type.MOMENT,
    },
)
MOVES = {
    "": {"DRAFT", "POSTED"},
    "DRAFT": {"DRAFT", "POSTED", "DELETED"},
    "POSTED": {"POSTED", "VOIDED"},
}
LONGEST_NARRATION = 4000
LINE_TEXTS = ("Description", "AccountCode", "AccountID", "TaxType")
REMOVED = "Account code '{code}' has been removed as it does not match a recognised account."
FORBIDDEN = "Account code '{code}' cannot be used in a manual journal."


def list_journals(books: Books, call: Call) -> Response:
    found = listing(books, call, books.journals, FIELDS)
    hidden = set() if found.page else {"JournalLines"}
    return respond(books, found.content("ManualJournals", lambda journal: _without(shown(journal), hidden)))


def get_journal(books: Books, call: Call) -> Response:
    return respond(books, {"ManualJournals": [shown(_by_id(books, call.key))]})


def put_journals(books: Books, call: Call) -> Response:
    return save_all(books, call, "ManualJournals", "ManualJournalID", lambda element: save(books, element, None))


def post_journals(books: Books, call: Call) -> Response:
    known = _by_id(books, call.key) if call.key else None

    def change(element: Record) -> Saved:
        journal_id = element.get("ManualJournalID")
        return save(books, element, known or (_by_id(books, str(journal_id)) if journal_id else None))

    return save_all(books, call, "ManualJournals", "ManualJournalID", change)


def save(books: Books, element: Record, old: Record | None) -> Saved:
    """Add a journal or change one. A line whose account nobody knows is left out, with a warning."""
    journal = _read(books, element, old)
    warnings: list[str] = []
    messages = [*_complaints(books, journal, old)]
    if element.get("JournalLines") is not None or old is None:
        sent = values.many(element.get("JournalLines"), "JournalLines")
        messages += _balance_complaints(sent)
        journal["JournalLines"] = _lines(books, sent, messages, warnings)
    if messages:
        raise InvalidError(messages)
    stored = old if old is not None else journal
    stored.update(journal)
    books.bump(stored)
    books.journals.put(stored)
    return Saved(shown(stored), warnings)


def shown(journal: Record) -> Record:
    return {name: value for name, value in journal.items() if value is not None} | {"HasAttachments": False}


def _by_id(books: Books, journal_id: str) -> Record:
    journal = books.journals.get(journal_id)
    if journal is None:
        raise not_found()
    return journal


def _read(books: Books, element: Record, old: Record | None) -> Record:
    blank = {
        "ManualJournalID": books.new_id(),
        "Narration": "",
        "Date": books.today(),
        "Status": "DRAFT",
        "LineAmountTypes": "NoTax",
        "ShowOnCashBasisReports": True,
        "JournalLines": [],
    }
    sent = {
        "Narration": values.text(element.get("Narration")),
        "Date": values.day(element.get("Date")),
        "Status": values.text(element.get("Status")),
        "LineAmountTypes": values.text(element.get("LineAmountTypes")),
        "Url": values.text(element.get("Url")),
        "ShowOnCashBasisReports": values.flag(element.get("ShowOnCashBasisReports")),
    }
    return (old or blank) | {name: value for name, value in sent.items() if value is not None}


def _complaints(books: Books, journal: Record, old: Record | None) -> Iterator[str]:
    if not journal["Narration"]:
        yield "A narration must be specified for the manual journal"
    yield from values.too_long("Narration", journal["Narration"], LONGEST_NARRATION)
    if journal["Status"] not in MOVES.get(old["Status"] if old else "", set()):
        yield f"Manual journal not of valid status for {'modification' if old else 'creation'}"
    if journal["Status"] in {"POSTED", "VOIDED"}:
        yield from lock_messages(books, journal["Date"], old["Date"] if old else None)


def _balance_complaints(sent: list[Record]) -> Iterator[str]:
    if len(sent) < 2:
        yield "A manual journal must have at least two journal lines"
    amounts = [_amount(line) for line in sent]
    debits = sum((amount for amount in amounts if amount > 0), ZERO)
    credits = sum((amount for amount in amounts if amount < 0), ZERO)
    if debits + credits:
        yield f"The total debits ({debits}) must equal total credits ({credits})"


def _lines(books: Books, sent: list[Record], messages: list[str], warnings: list[str]) -> list[Record]:
    lines = []
    for element in sent:
        line = {name: values.text(element[name]) for name in LINE_TEXTS if element.get(name)}
        account = books.account(code=line.get("AccountCode"), account_id=line.get("AccountID"))
        if account is None:
            told = line.get("AccountCode") or line.get("AccountID")
            (warnings if told else messages).append(
                REMOVED.format(code=told) if told else "Account code must be specified."
            )
            continue
        lines.append(_line(books, element, line, account, messages, warnings))
    return lines


def _line(
    books: Books, element: Record, line: Record, account: Record, messages: list[str], warnings: list[str]
) -> Record:
    code, account_id = account.get("Code"), account["AccountID"]
    _, errors = account_messages(books, code=code, account_id=account_id, banned=NOT_IN_JOURNALS)
    if errors and account["Status"] == "ACTIVE":
        errors = [FORBIDDEN.format(code=code or account_id)]
    tracking, wrong, left_out = tracked(books, values.many(element.get("Tracking"), "Tracking"))
    tax_type = meant_tax(books, line.get("TaxType"), account) or books.profile.no_tax
    messages += [*errors, *wrong, *tax_messages(books, tax_type, account)]
    warnings += left_out
    return line | {
        "LineAmount": _amount(element),
        "AccountCode": code,
        "AccountID": account_id,
        "TaxType": tax_type,
        "TaxAmount": ZERO,
        "Tracking": tracking,
        "IsBlank": False,
    }


def _amount(line: Record) -> Decimal:
    return (values.number(line.get("LineAmount")) or ZERO).quantize(ZERO)


def _without(record: Record, hidden: set[str]) -> Record:
    return {name: value for name, value in record.items() if name not in hidden}
