"""Secrets out of what is shown: whatever has the name of one is masked, whatever system it came from."""

import re
from collections.abc import Mapping
from typing import Any, Final

MASK: Final = "(removed)"
_SECRET: Final = re.compile(r"token|secret|passw|authori[sz]ation|api.?key|credential|cookie|signature", re.IGNORECASE)
_IN_TEXT: Final = re.compile(r"\b(Bearer|Basic)\s+[A-Za-z0-9._~+/=-]{8,}|\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9._-]+")


def redacted(value: Any) -> Any:
    """The same value without secrets."""
    if isinstance(value, Mapping):
        return {name: MASK if _SECRET.search(str(name)) else redacted(nested) for name, nested in value.items()}
    if isinstance(value, list | tuple):
        return [redacted(nested) for nested in value]
    return _IN_TEXT.sub(MASK, value) if isinstance(value, str) else value
