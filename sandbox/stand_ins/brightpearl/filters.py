"""What a search filter's text means, by the type of its column. Text that means nothing is a ValueError."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from functools import partial
from operator import eq
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.id_sets import parse_id_set

Predicate = Callable[[Any], bool]


class Kind(StrEnum):
    """The types of a column, as Brightpearl names them."""

    INTEGER = "INTEGER"
    IDSET = "IDSET"
    STRING = "STRING"
    SEARCH_STRING = "SEARCH_STRING"
    STRING_SET = "STRING_SET"
    BOOLEAN = "BOOLEAN"
    PERIOD = "PERIOD"


def _integer(text: str, _account: Account) -> Predicate:
    return partial(eq, int(text))


def _id_set(text: str, _account: Account) -> Predicate:
    return parse_id_set(text).__contains__


def _exact(text: str, _account: Account) -> Predicate:
    return partial(eq, text)


def _contains(text: str, _account: Account) -> Predicate:
    part = text.casefold()
    return lambda value: part in value.casefold()


def _one_of(text: str, _account: Account) -> Predicate:
    return frozenset(text.split(",")).__contains__


def _boolean(text: str, _account: Account) -> Predicate:
    if text not in ("true", "false"):
        raise ValueError(text)
    return partial(eq, text == "true")


def _period(text: str, account: Account) -> Predicate:
    start, separator, end = text.partition("/")
    if not separator or not (start or end):
        raise ValueError(text)
    after = account.time.read(start) if start else None
    before = account.time.read(end) if end else None
    inclusive = account.switches["period_bounds"] == "inclusive"
    return lambda value: _after(value, after, inclusive=inclusive) and _after(before, value, inclusive=inclusive)


def _after(later: datetime | None, earlier: datetime | None, *, inclusive: bool) -> bool:
    if later is None or earlier is None:
        return True
    return later > earlier or (inclusive and later == earlier)


READERS: dict[Kind, Callable[[str, Account], Predicate]] = {
    Kind.INTEGER: _integer,
    Kind.IDSET: _id_set,
    Kind.STRING: _exact,
    Kind.SEARCH_STRING: _contains,
    Kind.STRING_SET: _one_of,
    Kind.BOOLEAN: _boolean,
    Kind.PERIOD: _period,
}
