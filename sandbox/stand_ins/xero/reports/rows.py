"""The rows of reports: every value is a text, an account is named by an attribute, and an empty cell has no value.

https://developer.xero.com/documentation/api/accounting/reports
"""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.money import ZERO
from sandbox.stand_ins.xero.reports.periods import long
from sandbox.stand_ins.xero.tables import Record

Cell = dict[str, object]


def report(books: Books, name: str, title: str, period: str, rows: Iterable[Record]) -> Record:
    """A report that was run today."""
    return {
        "ReportID": name,
        "ReportName": title,
        "ReportType": name,
        "ReportTitles": [title, books.organisation["Name"], period],
        "ReportDate": long(books.today()),
        "UpdatedDateUTC": books.now(),
        "Fields": [],
        "Rows": list(rows),
    }


def header(*values: str) -> Record:
    return {"RowType": "Header", "Cells": [{"Value": value} for value in values]}


def section(title: str, rows: Iterable[Record]) -> Record:
    return {"RowType": "Section", "Title": title, "Rows": list(rows)}


def account_row(account_id: str, *values: str | None) -> Record:
    """A row about an account, or about a group of them."""
    return {"RowType": "Row", "Cells": [cell(value, account=account_id) for value in values]}


def plain_row(title: str, amounts: Iterable[Decimal]) -> Record:
    return {"RowType": "Row", "Cells": _titled(title, amounts)}


def summary(title: str, amounts: Iterable[Decimal]) -> Record:
    return {"RowType": "SummaryRow", "Cells": _titled(title, amounts)}


def cell(value: str | None, **attributes: str) -> Cell:
    """A cell; without a value the key is not there."""
    told: Cell = {} if value is None else {"Value": value}
    named = [{"Value": told_value, "Id": name} for name, told_value in attributes.items()]
    return told | ({"Attributes": named} if named else {})


def text(amount: Decimal) -> str:
    """An amount as reports write it."""
    return f"{amount + ZERO:.2f}"


def summed(columns: Iterable[Iterable[Decimal]]) -> list[Decimal]:
    """The sum of each column of some rows."""
    return [sum(column, ZERO) for column in zip(*columns, strict=True)]


def _titled(title: str, amounts: Iterable[Decimal]) -> list[Cell]:
    return [cell(title), *_cells(amounts)]


def _cells(amounts: Iterable[Decimal]) -> Iterator[Cell]:
    return (cell(text(amount)) for amount in amounts)
