"""Items in Xero, linked by code: an item that is there already becomes ours, as Brightpearl is master for products."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from shared.mapping.references import Payload
from shared.posting.target import Key, Resolution, TakeOver, Target, Wanted
from shared.posting.targets.xero import xero_target
from shared.xero.client import Xero
from shared.xero.resources import ITEMS

NAME: Final = "item"
_TAKEN: Final = re.compile(r"Item with Code .* already exists", re.IGNORECASE)


def item_target(xero: Xero) -> Target:
    return xero_target(xero, ITEMS, name=NAME, key=_key, resolve=_resolve, with_id=_with_id, clashes=_clashes)


def _key(item: Mapping[str, Any]) -> Key:
    return (str(item.get("Code") or ""),)


def _clashes(words: Sequence[str]) -> bool:
    return any(_TAKEN.search(word) for word in words)


def _resolve(wanted: Sequence[Wanted], since: datetime | None) -> dict[Key, Resolution]:
    """An update by code does the same however often it is done, so there is nothing to look for after a lost answer."""
    if since is not None:
        return {}
    return {_key(want.payload): TakeOver(remote_id=str(want.payload["Code"])) for want in wanted if not want.remote_id}


def _with_id(payload: Payload, remote_id: str) -> Payload:
    return payload if remote_id == payload["Code"] else {**payload, ITEMS.id_field: remote_id}
