"""Reads a JSON document into structs by their annotations, strictly, and writes it back.

The struct is the only description of the document: a field is a key, its annotation is what is allowed, its default
holds when the key is left out. Every problem is collected with its dotted path, so that whoever loads a file learns
everything at once.
"""

import types
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin

from msgspec import Struct
from msgspec.structs import FieldInfo, asdict, fields


class Rule(Struct, frozen=True, eq=False):
    """A condition beyond the type, for `Annotated`. The message says "expected" and then `expected`."""

    expected: str
    holds: Callable[[Any], bool]


class _WrongError(Exception):
    """This value is not what it should be; the argument is what was expected."""


def read(wanted: Any, value: object, path: str, problems: list[str]) -> Any:
    """Read `value` as `wanted`, and add what is wrong to `problems`. Where that grows, the result must not be used."""
    origin = get_origin(wanted)
    if _is_structure(wanted):
        return _read_fields(wanted, value, path, problems)
    if origin is Annotated:
        return _read_with_rules(wanted, value, path, problems)
    if origin in (Union, types.UnionType):
        return None if value is None else read(_chosen(wanted, value), value, path, problems)
    if origin is Mapping:
        return _read_mapping(get_args(wanted), value, path, problems)
    if origin is tuple:
        return _read_list(get_args(wanted)[0], value, path, problems)
    return _read_scalar(wanted, value, path, problems)


def write(value: Any) -> Any:
    """Give the JSON that `read` would read as this value."""
    if isinstance(value, Struct):
        return {name: write(nested) for name, nested in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(key): write(nested) for key, nested in value.items()}
    if isinstance(value, tuple):
        return [write(nested) for nested in value]
    if isinstance(value, StrEnum | Decimal | date):
        return str(value)
    return value


def _chosen(wanted: Any, value: object) -> Any:
    """Where a list or a text may stand, a text is read as one."""
    return str if str in get_args(wanted) and isinstance(value, str) else _not_none(wanted)


def _not_none(wanted: Any) -> Any:
    return next(option for option in get_args(wanted) if option is not types.NoneType)


def _read_fields(wanted: Any, value: object, path: str, problems: list[str]) -> Any:
    if not isinstance(value, Mapping):
        return problems.append(_wrong(path, value, "an object"))
    known = _fields_of(wanted)
    problems.extend(
        f"{_join(path, str(name))} is {value[name]!r}: there is no such setting; expected one of {', '.join(known)}"
        for name in value
        if name not in known
    )
    missing = [name for name, field in known.items() if name not in value and field.required]
    problems.extend(f"{_join(path, name)} is missing: expected {_describe(known[name].type)}" for name in missing)
    before = len(problems)
    given = {name: read(known[name].type, value[name], _join(path, name), problems) for name in known if name in value}
    return None if missing or len(problems) > before else wanted(**given)


@cache
def _fields_of(wanted: Any) -> Mapping[str, FieldInfo]:
    """Those of a struct by name; its annotations are worked out once."""
    return {field.name: field for field in fields(wanted)}


def _is_structure(wanted: Any) -> bool:
    return isinstance(wanted, type) and issubclass(wanted, Struct)


def _read_with_rules(wanted: Any, value: object, path: str, problems: list[str]) -> Any:
    base, *rules = get_args(wanted)
    before = len(problems)
    result = read(base, value, path, problems)
    if len(problems) == before:
        problems.extend(_wrong(path, value, rule.expected) for rule in rules if not rule.holds(result))
    return result


def _read_mapping(wanted: tuple[Any, ...], value: object, path: str, problems: list[str]) -> Any:
    if not isinstance(value, Mapping):
        return problems.append(_wrong(path, value, "an object"))
    key_type, value_type = wanted
    return {
        read(key_type, _as_key(key_type, key), f"{path} (key {key!r})", problems): read(
            value_type, nested, _join(path, str(key)), problems
        )
        for key, nested in value.items()
    }


def _as_key(wanted: Any, key: object) -> object:
    """JSON has only text for keys: read the text of a whole number as one."""
    return int(key) if wanted is int and isinstance(key, str) and key.isdecimal() else key


def _read_list(wanted: Any, value: object, path: str, problems: list[str]) -> Any:
    if not isinstance(value, list | tuple):
        return problems.append(_wrong(path, value, "a list"))
    return tuple(read(wanted, nested, f"{path}[{index}]", problems) for index, nested in enumerate(value))


def _read_scalar(wanted: Any, value: object, path: str, problems: list[str]) -> Any:
    try:
        if issubclass(wanted, StrEnum):
            return _choice(wanted, value)
        return _SCALARS[wanted].convert(value)
    except _WrongError as wrong:
        return problems.append(_wrong(path, value, str(wrong)))


def _choice(wanted: type[StrEnum], value: object) -> StrEnum:
    if isinstance(value, str) and value in set(wanted):
        return wanted(value)
    raise _WrongError(_describe(wanted))


def _text(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _WrongError(_SCALARS[str].expected)
    return value


def _whole_number(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise _WrongError(_SCALARS[int].expected)
    return value


def _yes_or_no(value: object) -> bool:
    if not isinstance(value, bool):
        raise _WrongError(_SCALARS[bool].expected)
    return value


def _amount(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        raise _WrongError(_SCALARS[Decimal].expected)
    try:
        result = Decimal(str(value))
    except InvalidOperation:
        raise _WrongError(_SCALARS[Decimal].expected) from None
    if not result.is_finite():
        raise _WrongError(_SCALARS[Decimal].expected)
    return result


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise _WrongError(_SCALARS[date].expected) from None


class _Scalar(Struct, frozen=True, eq=False):
    """How a plain value is read, and what a message says is expected."""

    expected: str
    convert: Callable[[object], Any]


_SCALARS: Final[dict[Any, _Scalar]] = {
    str: _Scalar("text that is not blank", _text),
    int: _Scalar("a whole number", _whole_number),
    bool: _Scalar("true or false", _yes_or_no),
    Decimal: _Scalar('an amount such as "0.05"', _amount),
    date: _Scalar("a date such as 2026-01-31", _day),
}


def _describe(wanted: Any) -> str:
    """Say in words what is expected, for a message."""
    origin = get_origin(wanted)
    if origin is Annotated:
        base, rule = get_args(wanted)[:2]
        return "an object" if _is_structure(base) else str(rule.expected)
    if origin in (Union, types.UnionType):
        return f"{_describe(_not_none(wanted))}, or null"
    if origin is tuple:
        return "a list"
    if wanted in _SCALARS:
        return _SCALARS[wanted].expected
    if isinstance(wanted, type) and issubclass(wanted, StrEnum):
        return "one of " + ", ".join(wanted)
    return "an object"


def _wrong(path: str, value: object, expected: str) -> str:
    return f"{path or 'the settings document'} is {value!r}: expected {expected}"


def _join(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name
