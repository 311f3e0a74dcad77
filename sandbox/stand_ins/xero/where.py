"""The `where` and `order` parameters: a small language, read into a test for one record.

Follows https://developer.xero.com/documentation/api/accounting/requests-and-responses for the optimised filters.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any

from sandbox.stand_ins.xero.errors import bad_query
from sandbox.stand_ins.xero.where_terms import (
    COMPARE,
    EQUAL,
    TEXT_TESTS,
    WORDS,
    Fields,
    Literal,
    Test,
    Type,
    check_types,
    compared,
    tokens,
    value_of,
)


@dataclass(slots=True)
class Where:
    """The test, and which fields must have which value for it to hold."""

    test: Test
    equal: dict[str, Any] = field(default_factory=dict)


def read_where(text: str, fields: Fields) -> Where:
    """Read a filter; whatever is wrong with it is a QueryParseException."""
    parser = _Parser(text, fields)
    where = parser.either()
    parser.finish()
    return where


class _Parser:
    def __init__(self, text: str, fields: Fields) -> None:
        self._tokens = tokens(text)
        self._at = 0
        self._fields = fields

    def either(self) -> Where:
        parts = [self._all()]
        while self._skip_word("or", "||"):
            parts.append(self._all())
        if len(parts) == 1:
            return parts[0]
        tests = [part.test for part in parts]
        return Where(lambda record: any(test(record) for test in tests))

    def finish(self) -> None:
        if self._at < len(self._tokens):
            raise bad_query(f"Syntax error at '{self._peek()}'")

    def _all(self) -> Where:
        parts = [self._one()]
        while self._skip_word("and", "&&"):
            parts.append(self._one())
        if len(parts) == 1:
            return parts[0]
        tests = [part.test for part in parts]
        equal = {name: value for part in parts for name, value in part.equal.items()}
        return Where(lambda record: all(test(record) for test in tests), equal)

    def _one(self) -> Where:
        if self._skip("("):
            where = self.either()
            self._expect(")")
            return where
        name = self._take()
        if self._skip("("):
            return self._lowered(name) if name.lower().endswith(".tolower") else self._text_test(name)
        return self._comparison(self._fields.find(name))

    def _lowered(self, call: str) -> Where:
        """`Name.ToLower()=="abc"`: the field in small letters, and the value as it is written."""
        self._expect(")")
        name = self._fields.find(call.rpartition(".")[0])
        if self._fields.types[name] is not Type.TEXT or self._peek() not in COMPARE:
            raise bad_query("Expression of type 'Boolean' expected")
        return self._comparison(name, lowered=True)

    def _comparison(self, name: str, *, lowered: bool = False) -> Where:
        sign = self._take() if self._peek() in COMPARE else ""
        if not sign:
            return self._flag(name)
        literal = self._literal()
        check_types(self._fields.types[name], literal, sign)
        fold = self._fields.ignore_case and literal.type is Type.TEXT
        test = compared(name, sign, literal.value.casefold() if fold else literal.value, fold=fold or lowered)
        return Where(test, {name: literal.value} if sign in EQUAL and literal.value is not None else {})

    def _flag(self, name: str) -> Where:
        if self._fields.types[name] is not Type.FLAG:
            raise bad_query("Expression of type 'Boolean' expected")
        return Where(lambda record: bool(value_of(record, name)))

    def _text_test(self, call: str) -> Where:
        path, _, method = call.rpartition(".")
        if method.lower() not in TEXT_TESTS or not path:
            raise bad_query(f"No applicable method '{method}' exists in type '{self._fields.noun}'")
        name, test = self._fields.find(path), TEXT_TESTS[method.lower()]
        literal = self._literal()
        self._expect(")")
        if literal.type is not Type.TEXT:
            raise bad_query(f"No applicable method '{method}' exists in type '{literal.type}'")
        sought = literal.value.casefold()
        return Where(lambda record: test((value_of(record, name) or "").casefold(), sought))

    def _literal(self) -> Literal:
        token = self._take()
        if token.startswith('"'):
            return Literal(Type.TEXT, re.sub(r"\\(.)", r"\1", token[1:-1]))
        if re.match(r"-?\d", token):
            return Literal(Type.NUMBER, Decimal(token))
        if token.lower() in WORDS:
            return WORDS[token.lower()]
        if token.lower() == "guid":
            return self._guid()
        if token.lower() == "datetime":
            return self._moment()
        raise bad_query(f"No property or field '{token}' exists in type '{self._fields.noun}'")

    def _guid(self) -> Literal:
        self._expect("(")
        text = self._literal()
        self._expect(")")
        if text.type is not Type.TEXT or not re.fullmatch(
            r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", text.value
        ):
            raise bad_query("Guid should contain 32 digits with 4 dashes (xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx)")
        return Literal(Type.GUID, text.value.lower())

    def _moment(self) -> Literal:
        self._expect("(")
        parts = [self._whole()]
        while self._skip(","):
            parts.append(self._whole())
        self._expect(")")
        try:
            return Literal(Type.MOMENT, datetime(*parts))  # type: ignore[arg-type]  # noqa: DTZ001 - no zone: see comparable
        except (TypeError, ValueError) as cause:
            raise bad_query("No applicable constructor exists in type 'DateTime'") from cause

    def _whole(self) -> int:
        token = self._take()
        if not token.isdigit():
            raise bad_query(f"Syntax error at '{token}'")
        return int(token)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _take(self) -> str:
        token = self._peek()
        if not token:
            raise bad_query("Expression expected")
        self._at += 1
        return token

    def _skip(self, token: str) -> bool:
        found = self._peek() == token
        self._at += found
        return found

    def _skip_word(self, *words: str) -> bool:
        found = self._peek().lower() in words
        self._at += found
        return found

    def _expect(self, token: str) -> None:
        if not self._skip(token):
            raise bad_query(f"'{token}' expected")
