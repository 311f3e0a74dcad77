"""What we send: a payload before and after its references are known, as bytes, and as a fingerprint.

A mapper writes `Ref` where the other system's id belongs. So a payload says by itself what it needs, and two payloads are
the same whether or not those things have been sent yet.
"""

import hashlib
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import simplejson
from msgspec import Struct
from msgspec.json import Decoder, Encoder

from shared.sequence import Kind

Payload = dict[str, Any]


class Ref(Struct, frozen=True, order=True):
    """Stands for the id (for a product: the item code) that our record `kind`/`id` has in the other system.

    Where `optional`, a reference that leads nowhere is left out; otherwise the payload cannot be sent.
    """

    kind: Kind
    id: str
    optional: bool = False

    def __str__(self) -> str:
        return f"{self.kind}/{self.id}"


def references(payload: Payload) -> list[Ref]:
    """List every reference in a payload, in order, repeats included."""
    found: list[Ref] = []
    _collect(payload, found)
    return found


def _collect(value: Any, found: list[Ref]) -> None:
    for nested in value.values() if type(value) is dict else value:
        if type(nested) is Ref:
            found.append(nested)
        elif type(nested) in _NESTING:
            _collect(nested, found)


def resolve(payload: Payload, ids: Mapping[Ref, str]) -> Payload:
    """Put ids for references; an optional one that is not in `ids` disappears with its key. Raises KeyError for others."""
    resolved = payload.copy()
    for name, nested in payload.items():
        if type(nested) in _NESTING:
            resolved[name] = _resolve(nested, ids)
        elif type(nested) is Ref:
            _put(resolved, name, nested, ids)
    return resolved


def _put(resolved: Payload, name: str, ref: Ref, ids: Mapping[Ref, str]) -> None:
    if ref.optional and ref not in ids:
        del resolved[name]
    else:
        resolved[name] = ids[ref]


def _resolve(value: Any, ids: Mapping[Ref, str]) -> Any:
    if type(value) is Ref:
        return ids[value]
    if type(value) is dict:
        return resolve(value, ids)
    return [_resolve(nested, ids) for nested in value] if type(value) in _NESTING else value


def to_bytes(value: object) -> bytes:
    """Write JSON with Decimals as plain numbers; the same value always gives the same bytes."""
    try:
        return _WRITER.encode(value)
    except (UnicodeError, TypeError):  # halves of surrogate pairs, and keys that are numbers
        return _written_slowly(value).encode()


def to_json(value: object) -> str:
    return to_bytes(value).decode()


def from_json(text: str | bytes) -> Any:
    """Read JSON with every number that has a point as a Decimal. Raises ValueError for what is not JSON."""
    try:
        return _READER.decode(text)
    except ValueError:  # it may be JSON all the same, with half of a surrogate pair in a text
        return simplejson.loads(text, use_decimal=True)


def _written_slowly(value: object) -> str:
    return simplejson.dumps(value, use_decimal=True, sort_keys=True, separators=(",", ":"), default=str)


def fingerprint(value: object) -> str:
    """A short hash of a payload or document: equal content, equal fingerprint."""
    return hashlib.sha256(to_bytes(value)).hexdigest()[:32]


_NESTING: Final = frozenset({dict, list, tuple})
_WRITER: Final = Encoder(decimal_format="number", order="sorted", enc_hook=str)
_READER: Final = Decoder(float_hook=Decimal)
