"""An item of Xero by its fields: each price and account is one. https://developer.xero.com/documentation/api/accounting/items"""

from collections.abc import Mapping
from typing import Any, Final

from shared.mapping.fields import Fields, Shape
from shared.mapping.references import Payload

DETAILS: Final = ("SalesDetails", "PurchaseDetails")
COST_ACCOUNT: Final = "PurchaseDetails/AccountCode"

_TEXTS: Final = ("Code", "Name", "Description", "PurchaseDescription")
_PARTS: Final = {"UnitPrice": "price", "AccountCode": "account"}
_WORDS: Final = {"Code": "code", "Name": "name", "Description": "description", "PurchaseDescription": "purchase text"}
_SIDES: Final = {"SalesDetails": "sales", "PurchaseDetails": "purchase"}


def item_fields(item: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a payload or of Xero's item that are not blank."""
    texts = {name: item[name] for name in _TEXTS if item.get(name)}
    details = {
        f"{side}/{part}": item[side][part] for side in DETAILS for part in _PARTS if (item.get(side) or {}).get(part)
    }
    return {**texts, **details}


def item_payload(changes: Fields, theirs: Mapping[str, Any]) -> Payload:
    """Write changes over what Xero has: it takes prices and accounts of one side together.

    What an item that Xero counts costs goes to its stock accounts, so its purchase account is left as it is.
    """
    payload: Payload = {name: changes[name] or "" for name in _TEXTS if name in changes}
    fixed = COST_ACCOUNT if theirs.get("IsTrackedAsInventory") else ""
    for side in DETAILS:
        new = {part: changes[path] for part in _PARTS if (path := f"{side}/{part}") in changes and path != fixed}
        if new:
            there = theirs.get(side) or {}
            payload[side] = {part: value for part, value in {**there, **new}.items() if value is not None}
    return payload


def item_words(path: str) -> str:
    """Say what a field is: `sales price`."""
    side, _, part = path.partition("/")
    return f"{_SIDES[side]} {_PARTS[part]}" if part else _WORDS[path]


def _needs_theirs(changes: Fields) -> bool:
    """Where a price or an account changes: only Xero knows whether it has begun to count the item."""
    return any(path.startswith(DETAILS) for path in changes)


ITEM: Final = Shape(
    identity="Code",
    fields=item_fields,
    payload=item_payload,
    needs_theirs=_needs_theirs,
    crowd=lambda _changes, _theirs: set(),
    words=item_words,
)
