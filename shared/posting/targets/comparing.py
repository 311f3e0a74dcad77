"""Whether Xero shows what we say of a document, and how its values are written in a sentence."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from shared.mapping.dates import xero_date
from shared.mapping.references import Payload
from shared.mapping.rounding import ROUNDING

WRITTEN_ANEW: Final = frozenset({"Url"})  # by Xero
DATES: Final = frozenset({"Date", "DueDate"})
LEFT_OUT: Final[Payload] = {"ItemCode": "", "Tracking": []}  # of a line that goes without


def holds(payload: Payload, raw: Mapping[str, Any]) -> bool:
    """Whether Xero has all that a payload says, whatever else it has."""
    meant = {**{name: nothing for name, nothing in LEFT_OUT.items() if name in raw}, **payload}
    told = [(name, value) for name, value in meant.items() if name != "Status" and name not in WRITTEN_ANEW]
    return all(is_same(value, as_we_write(name, raw.get(name))) for name, value in told)


def as_we_write(name: str, theirs: object) -> object:
    """Read a field of Xero's in the form in which we send it."""
    return xero_date(theirs).isoformat() if name in DATES and theirs else theirs


def is_same(ours: object, theirs: object) -> bool:
    """Whether Xero shows what we say; it may show more of a contact or a tracking option, and more places of a number."""
    if isinstance(ours, dict):
        return isinstance(theirs, Mapping) and holds(ours, theirs)
    if isinstance(ours, list):
        parts = _beyond(theirs, len(ours)) if isinstance(theirs, list) else []
        return len(parts) == len(ours) and all(is_same(one, other) for one, other in zip(ours, parts, strict=True))
    if isinstance(ours, Decimal):
        return theirs is not None and theirs != "" and ours == Decimal(str(theirs))
    return str(ours or "") == str(theirs or "")


def _beyond(lines: list[Any], length: int) -> list[Any]:
    """Leave out the rounding line that we may have added there as the last one."""
    added = len(lines) == length + 1 and isinstance(lines[-1], Mapping) and lines[-1].get("Description") == ROUNDING
    return lines[:-1] if added else lines


def shown(value: object) -> str:
    """Write a value for a sentence: a contact by its name, tracking by its option."""
    if isinstance(value, Mapping):
        return shown(value["Name"]) if value.get("Name") else "another one"
    if isinstance(value, list):
        return ", ".join(str(part.get("Option")) for part in value if isinstance(part, Mapping)) or "blank"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    text = str(value if value is not None else "")
    return f"{text[:40]!r}" if text and not text.isalnum() else text or "blank"
