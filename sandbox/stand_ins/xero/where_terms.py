"""The words of a filter: fields and their types, values, comparisons."""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any

from sandbox.stand_ins.xero.errors import bad_query
from sandbox.stand_ins.xero.tables import Record

Test = Callable[[Record], bool]


class Type(StrEnum):
    """What a field holds, by the name that Xero's messages have for it."""

    TEXT = "String"
    GUID = "Guid"
    MOMENT = "DateTime"
    NUMBER = "Decimal"
    FLAG = "Boolean"
    NULL = "Null"


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of a resource that can be asked about."""

    noun: str
    types: Mapping[str, Type]
    ignore_case: bool = False

    def find(self, name: str) -> str:
        """The field's proper spelling."""
        for known in self.types:
            if known.lower() == name.lower():
                return known
        raise bad_query(f"No property or field '{name}' exists in type '{self.noun}'")


@dataclass(frozen=True, slots=True)
class Literal:
    """A value as it stands in a filter."""

    type: Type
    value: Any


TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:[^"\\]|\\.)*")|(?P<number>-?\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][\w.]*)"""
    r"""|(?P<op>==|!=|<>|>=|<=|&&|\|\||[=<>(),]))"""
)
COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "=": operator.eq,
    "!=": operator.ne,
    "<>": operator.ne,
    ">=": operator.ge,
    "<=": operator.le,
    ">": operator.gt,
    "<": operator.lt,
}
EQUAL, UNEQUAL = {"==", "="}, {"!=", "<>"}
TEXT_TESTS: dict[str, Callable[[str, str], bool]] = {
    "contains": operator.contains,
    "startswith": str.startswith,
    "endswith": str.endswith,
}
WORDS = {
    "true": Literal(type=Type.FLAG, value=True),
    "false": Literal(type=Type.FLAG, value=False),
    "null": Literal(type=Type.NULL, value=None),
}


def value_of(record: Record, name: str) -> Any:
    """The value of a field, nested or not."""
    value: Any = record
    for part in name.split("."):
        value = value.get(part) if isinstance(value, dict) else None
    return value


def sort_key(name: str) -> Callable[[Record], tuple[bool, Any]]:
    """Order by a field; what has none comes first."""

    def key(record: Record) -> tuple[bool, Any]:
        value = comparable(value_of(record, name))
        return (value is not None, value if value is not None else 0)

    return key


def comparable(value: Any) -> Any:
    """Days and moments on one scale."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).replace(tzinfo=None)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day)  # noqa: DTZ001 - the scale has no zone
    return value


def tokens(text: str) -> list[str]:
    """The filter cut into its words."""
    words, at = [], 0
    while text[at:].strip():
        found = TOKEN.match(text, at)
        if not found:
            raise bad_query(f"Syntax error at '{text[at:].strip()[:1]}'")
        words.append(found[0].strip())
        at = found.end()
    if not words:
        raise bad_query("Expression expected")
    return words


def check_types(expected: Type, literal: Literal, sign: str) -> None:
    """Refuse a comparison of things that cannot be compared."""
    fits = literal.type in {expected, Type.NULL}
    orders = sign in EQUAL | UNEQUAL or expected in {Type.MOMENT, Type.NUMBER}
    if not fits or not orders:
        raise bad_query(f"Operator '{sign}' incompatible with operand types '{expected}' and '{literal.type}'")


def compared(name: str, sign: str, sought: Any, *, fold: bool) -> Test:
    """The test that a field stands so to a value; a field without a value is only equal to nothing."""
    compare = COMPARE[sign]

    def test(record: Record) -> bool:
        value = comparable(value_of(record, name))
        if value is None or sought is None:
            same = value is None and sought is None
            return same if sign in EQUAL else not same if sign in UNEQUAL else False
        return compare(value.casefold() if fold else value, sought)

    return test
