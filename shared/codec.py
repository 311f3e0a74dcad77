"""JSON with exact amounts, and fingerprints: the same value always gives the same bytes and the same hash."""

import hashlib
from decimal import Decimal
from typing import Any, Final

import simplejson
from msgspec.json import Decoder, Encoder


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


_WRITER: Final = Encoder(decimal_format="number", order="sorted", enc_hook=str)
_READER: Final = Decoder(float_hook=Decimal)
