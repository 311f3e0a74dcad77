"""What a record is found by: its number, its reference, the words of its name, its amount.

Each is kept as a small item of its own, with the record's id behind it, so that one request finds all that begin so. It is
written before the record and never taken away: what a record no longer says is passed over when it is read.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from shared.kinds import Kind
from shared.records.model.wire import Range, Raw
from shared.records.record import Line
from shared.records.schema import HIGHEST, PARTITION_KEY, SORT_KEY, search_partition, searchable

AMOUNT: Final = "="  # begins what is no text
_WORD: Final = re.compile(r"(?<!\S)\W*(?=\w)")
_AN_AMOUNT: Final = re.compile(r"[-+]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?")


def needle_of(text: str) -> str:
    """What is searched for, from its first word on: of a name, what stands before a word is not kept."""
    folded = searchable(text)
    return folded[_begin(folded) :] or folded


def _begin(folded: str) -> int:
    first = _WORD.search(folded)
    return first.end() if first else 0


def terms(line: Line) -> frozenset[str]:
    """All that it is found by. A name is kept from each of its words on, whose beginnings are thus found together."""
    summary = line.summary
    names = {summary.contact_name, summary.reference if line.kind == Kind.PRODUCT else ""}
    plain = (needle_of(text) for text in (summary.number, summary.reference, summary.contact_name))
    words = (name[word.end() :] for name in map(searchable, names) for word in _WORD.finditer(name))
    return frozenset(filter(None, (*plain, *words, amount_term(summary.total))))


def amount_term(amount: Decimal | None) -> str:
    """An amount, whichever way the money goes; "" for none."""
    return f"{AMOUNT}{abs(amount).normalize():f}" if amount is not None and amount.is_finite() else ""


def amount_in(text: str) -> str:
    """The term of the amount that somebody searches for, "" where it is none."""
    written = text.strip()
    return amount_term(Decimal(written.replace(",", ""))) if _AN_AMOUNT.fullmatch(written) else ""


def found_by(line: Line, beginning: str) -> str:
    """The sort key under which a search for all that begin so finds it first, "" where it does not."""
    found = [place for term in terms(line) if (place := f"{term}#{line.id}").startswith(beginning)]
    return min(found, default="")


def beginning_with(connection: str, kind: Kind, beginning: str) -> Range:
    """Where all lie that begin so."""
    within = search_partition(connection, kind)
    return Range(partition=within, first=beginning, last=beginning + HIGHEST)


def id_found(item: Raw) -> str:
    """Whose item it is."""
    return str(item[SORT_KEY]["S"]).rpartition("#")[2]


def items(connection: str, lines: Iterable[tuple[Line, frozenset[str]]]) -> list[Raw]:
    """The items of what lines are found by."""
    places = {(search_partition(connection, line.kind), f"{term}#{line.id}") for line, some in lines for term in some}
    return [{PARTITION_KEY: {"S": within}, SORT_KEY: {"S": place}} for within, place in sorted(places)]
