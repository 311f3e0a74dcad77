"""Items in Xero: one that has our code already becomes ours. https://developer.xero.com/documentation/api/accounting/items"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from shared.mapping.references import Payload
from shared.posting.target import Key, Resolution, TakeOver, Wanted
from shared.posting.targets.xero import Raw, XeroTarget
from shared.xero.resources import ITEMS

NAME: Final = "item"


class ItemTarget(XeroTarget):
    name = NAME
    resource = ITEMS
    clash = r"Item with Code .* already exists"

    def key(self, payload: Raw, /) -> Key:
        return (str(payload.get("Code") or ""),)

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> dict[Key, Resolution]:
        """Take over what has the code. After a lost answer there is nothing to look for: an update by code may be repeated."""
        if since is not None:
            return {}
        new = (want for want in wanted if not want.remote_id)
        return {self.key(want.payload): TakeOver(remote_id=str(want.payload["Code"])) for want in new}

    def _with_id(self, want: Wanted) -> Payload:
        """An item that was taken over is updated by its code."""
        return want.payload if want.remote_id == want.payload["Code"] else super()._with_id(want)
