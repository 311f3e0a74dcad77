"""The report of documents that would come out otherwise today: a table for people, CSV for a sheet, JSON for a script."""

import csv
import io
from collections.abc import Callable, Iterable
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final

from shared.admin.outdated import Amounts, Row
from shared.codec import to_json

Write = Callable[[str], object]
WIDTHS: Final = {"number": -20, "day": -10, "currency": -8, "tax_difference": 14}
COLUMNS: Final = (
    *("kind", "ids", "number", "day", "currency", "net_in_xero", "tax_in_xero", "total_in_xero"),
    *("net_today", "tax_today", "total_today", "tax_difference", "says"),
)
NARROW: Final = 13  # of a column of the table
CHOOSE: Final = (
    "None of them is amended by itself. To have one amended, post it by hand: Post among its tools in the console, or\n"
    "POST /api/v1/connections/{connection}/{{kind}}/{{id}}/post; it is mapped anew and sent as a whole. What is paid\n"
    "keeps its amounts in Xero, so posting it is an Error that names them."
)


class Format(StrEnum):
    TABLE = "table"
    CSV = "csv"
    JSON = "json"


def report(rows: Iterable[Row], form: Format, *, connection: str, write: Write) -> None:
    """Write the rows that differ as they come; a table ends with counts and with what a person can do."""
    {Format.TABLE: _table, Format.CSV: _csv, Format.JSON: _json}[form](rows, connection, write)


def _table(rows: Iterable[Row], connection: str, write: Write) -> None:
    differing = same = 0
    tax = Decimal(0)
    for row in rows:
        if not row.differs:
            same += 1
            continue
        write((_heading() if not differing else "") + _line(fields(row)))
        differing, tax = differing + 1, tax + (row.tax_difference or 0)
    write(
        f"{differing} sent documents would come to other amounts today; their tax would rise by {tax:f} in all currencies.\n"
    )
    write(f"{same} more would be written otherwise and come to the same.\n")
    write(CHOOSE.format(connection=connection) + "\n" if differing or same else "")


def _heading() -> str:
    return _line({name: name.replace("_", " ") for name in COLUMNS})


def _line(values: dict[str, str]) -> str:
    """Write a line of the table; what is too long for its column pushes the rest to the right."""
    return " ".join(_cell(name, values[name]) for name in COLUMNS).rstrip() + "\n"


def _cell(name: str, text: str) -> str:
    width = WIDTHS.get(name, NARROW if name.split("_")[0] in ("net", "tax", "total") else -NARROW)
    return text.rjust(width) if width > 0 else text.ljust(-width)


def _csv(rows: Iterable[Row], _connection: str, write: Write) -> None:
    write(_row(COLUMNS))
    for row in rows:
        if row.differs:
            write(_row(fields(row).values()))


def _row(values: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(values)
    return line.getvalue()


def _json(rows: Iterable[Row], _connection: str, write: Write) -> None:
    """Write one array, an object a line."""
    begin = "["
    for row in rows:
        if row.differs:
            write(begin + "\n" + to_json({**fields(row), "ids": list(row.ids)}))
            begin = ","
    write(("[" if begin == "[" else "\n") + "]\n")


def fields(row: Row) -> dict[str, str]:
    """Give a row as text, by column; amounts that are not known are blank."""
    values: dict[str, Any] = {
        "kind": row.kind.value,
        "ids": " ".join(row.ids),
        "number": row.number,
        "day": row.day,
        "currency": row.currency,
        **_named(row.there, "in_xero"),
        **_named(row.today, "today"),
        "tax_difference": row.tax_difference,
        "says": row.says,
    }
    return {name: "" if values[name] is None else str(values[name]) for name in COLUMNS}


def _named(amounts: Amounts | None, when: str) -> dict[str, Decimal | None]:
    names = ("net", "tax", "total")
    return {f"{name}_{when}": None if amounts is None else getattr(amounts, name) for name in names}
