"""What is left out of a value that the posting hands on is nothing of its kind: no text, no number, no list."""

import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import pytest
from msgspec import NODEFAULT, Struct
from msgspec.structs import FieldInfo, fields

from shared import posting

NOTHING: Final = (str, bool, int, tuple, list, set, dict)
MEANT: Final = {"Kept.hint", "Failing.element"}  # these say something of their own


def _values() -> Iterator[type[Struct]]:
    for module in pkgutil.walk_packages(posting.__path__, f"{posting.__name__}."):
        for found in vars(import_module(module.name)).values():
            if isinstance(found, type) and issubclass(found, Struct) and found.__module__ == module.name:
                yield found


LEFT_OUT: Final = {
    f"{value.__name__}.{field.name}": (value, field)
    for value in _values()
    for field in fields(value)
    if not field.required
    and f"{value.__name__}.{field.name}" not in MEANT
    and get_origin(get_type_hints(value)[field.name]) is not Callable  # does something, whatever that is
}


@pytest.mark.parametrize(("value", "field"), LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_is_left_out_is_nothing_of_its_kind(value: type[Struct], field: FieldInfo) -> None:
    given = field.default if field.default_factory is NODEFAULT else field.default_factory()

    expected = _nothing(get_type_hints(value)[field.name])
    assert (type(given), given) == (type(expected), expected)


def _nothing(hint: Any) -> Any:
    if get_origin(hint) in (UnionType, Union) and NoneType in get_args(hint):
        return None
    named = get_origin(hint) or hint
    kind = {Mapping: dict, Sequence: tuple}.get(named, named)
    assert kind in NOTHING, f"say what nothing is for {hint}"
    return kind()


def test_every_value_of_the_posting_is_looked_at() -> None:
    assert {"Element.remote_id", "Envelope.changes", "Correction.note", "Outcome.redo", "Merged.clashes"} <= {*LEFT_OUT}
