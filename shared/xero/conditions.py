"""Conditions for Xero's parameter "where", and lists that an address has room for.

Xero documents no way to write a double quote inside a text, and the usual ones are refused as syntax errors
(https://github.com/XeroAPI/Xero-Java/issues/347). So such a text is looked for by its parts between the quotes, and
the caller compares what comes back with the whole text.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date

from shared.errors import InvalidDataError
from shared.http.wire import segment

LONGEST_LIST = 1_850  # 50 ids, or over a hundred invoice numbers: an address of some 2,000 characters
_UNWRITABLE = re.compile(r'["\\]')


def quoted(text: str) -> str:
    """Write a text as a literal. Raises InvalidDataError for a text that cannot be written, rather than change it."""
    if _UNWRITABLE.search(text):
        raise InvalidDataError(
            f"Xero cannot look for {text!r}: it has a double quote or a backslash in it",
            hint="take the character out of the name or code",
        )
    return f'"{text}"'


def guid(text: str) -> str:
    """Write an id. Raises InvalidDataError as `quoted` does."""
    return f"guid({quoted(text)})"


def between(first: date, last: date) -> str:
    """Ask for the documents of a period, both days included."""
    return f"Date>={_day(first)} AND Date<={_day(last)}"


def since(first: date) -> str:
    """Ask for documents from a day on."""
    return f"Date>={_day(first)}"


def _day(day: date) -> str:
    return f"DateTime({day.year},{day.month:02},{day.day:02})"


def equals(field: str, text: str) -> str:
    """Ask for a text. The answer may hold other texts too: in another case, or with the same parts. So compare."""
    if not _UNWRITABLE.search(text):
        return f"{field}=={quoted(text)}"
    first, *middle, last = _UNWRITABLE.split(text)
    parts = [("StartsWith", first), *(("Contains", part) for part in middle), ("EndsWith", last)]
    tests = [f"{field}.{test}({quoted(part)})" for test, part in parts if part]
    return " AND ".join([f"{field}!=null", *tests])


def in_lists(texts: Iterable[str], *, gap: int = len(",")) -> Iterator[list[str]]:
    """Split texts into lists that an address has room for; `gap` is the length of what stands between two."""
    some: list[str] = []
    for text in texts:
        too_long = sum(len(segment(known)) + gap for known in some) + len(segment(text)) > LONGEST_LIST
        if some and too_long:
            yield some
            some = []
        some.append(text)
    if some:
        yield some
