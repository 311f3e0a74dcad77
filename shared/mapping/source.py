"""Looking into a vendor's JSON: a key that is missing and one that is null are the same."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from shared.codec import fingerprint
from shared.errors import InvalidDataError
from shared.mapping import money

Source = Mapping[str, Any]
VOLATILE: Final = frozenset({"updatedOn", "version"})

_LISTS: Final = (list, tuple)
_NUMBERS: Final = frozenset({int, Decimal})


def at(source: object, *path: str | int) -> Any:
    """Follow keys and list positions; None where the way ends."""
    for step in path:
        source = source.get(step) if type(source) is dict else _in_list(source, step)
    return source


def _in_list(source: object, step: str | int) -> Any:
    if isinstance(source, _LISTS) and isinstance(step, int) and step < len(source):
        return source[step]
    return None


def text_at(source: object, *path: str | int) -> str:
    """Give the text there, or a number's text; "" where there is neither."""
    for step in path:
        source = source.get(step) if type(source) is dict else _in_list(source, step)
    if type(source) is str:
        return source.strip()
    return str(source) if type(source) in _NUMBERS else ""


def amount_at(source: object, *path: str | int) -> Decimal:
    """Give the amount there. Raises InvalidDataError, with the way to it, where there is none."""
    try:
        return money.amount(at(source, *path))
    except InvalidDataError as wrong:
        way = ".".join(str(step) for step in path)
        raise InvalidDataError(
            f"{way}: {wrong.message}", hint="correct it in Brightpearl and fetch it again"
        ) from wrong


def id_at(source: object, *path: str | int) -> str:
    """Give the id there; "" where it is missing, or 0, which Brightpearl writes for none."""
    value = text_at(source, *path)
    return "" if value == "0" else value


def is_set(source: object, *path: str | int) -> bool:
    return at(source, *path) is True


def entries(source: object, *path: str | int) -> Iterator[tuple[str, Any]]:
    """Give what is there with its id, or its position in a list: Brightpearl writes some lists as maps."""
    value = at(source, *path)
    if isinstance(value, dict):
        yield from ((str(key), nested) for key, nested in value.items())
    elif isinstance(value, _LISTS):
        yield from ((str(position), nested) for position, nested in enumerate(value))


def source_hash(document: Source) -> str:
    """Give the fingerprint of what a source says.

    It leaves out what changes by itself: a contact that nobody ever edited says that it was updated just now.
    """
    return fingerprint({name: value for name, value in document.items() if name not in VOLATILE})
