"""Money as Brightpearl writes it: decimals from text to text, never a float in between."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sandbox.stand_ins.currency import places_of

ZERO = Decimal(0)

_QUANTA = tuple(Decimal(1).scaleb(-places) for places in range(7))
_MARK = "\x02"
_MARKED_NUMBER = re.compile(r'"\\u0002(-?[0-9.]+)"')
_HTML_SAFE = str.maketrans({character: f"\\u{ord(character):04x}" for character in "=<>&'"})


def rounded(amount: Decimal, places: int) -> Decimal:
    """Round half up to so many places."""
    return amount.quantize(_QUANTA[places], ROUND_HALF_UP)


def cents(amount: Decimal) -> Decimal:
    """Round half up to two places."""
    return rounded(amount, 2)


def fixed(amount: Decimal, places: int) -> str:
    """Write an amount with exactly so many places, never with an exponent."""
    return f"{rounded(amount, places):f}"


def priced(amount: Decimal, currency: str) -> str:
    """Write an amount with the places of its currency, two at least."""
    return fixed(amount, max(places_of(currency), 2))


def to_json(value: Any) -> str:
    """Write JSON as Brightpearl does: decimals as plain numbers, HTML characters escaped, other text as UTF-8."""
    text = json.dumps(value, default=_marked, ensure_ascii=False, separators=(",", ":"))
    return _MARKED_NUMBER.sub(r"\1", text).translate(_HTML_SAFE)


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} has no place in an answer")
