"""Where a page ended, as an opaque text that is safe in an address."""

import base64
import json
from collections.abc import Sequence
from typing import Any


class CursorError(ValueError):
    """A cursor that was not given out for this listing."""


def encoded(parts: Sequence[object]) -> str:
    """Write a cursor; `parts` are texts and numbers."""
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode().rstrip("=")


def decoded(cursor: str) -> list[Any]:
    """Read the parts of a cursor. Raises CursorError for a text that is none; whether the parts fit is the caller's to see."""
    try:
        parts = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        json.dumps(parts, ensure_ascii=False).encode()  # half a character is none
    except (ValueError, RecursionError) as cause:
        raise CursorError(cursor) from cause
    if not isinstance(parts, list):
        raise CursorError(cursor)
    return parts
