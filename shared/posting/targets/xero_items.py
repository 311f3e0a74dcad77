"""Items in Xero: one that has our code already becomes ours. https://developer.xero.com/documentation/api/accounting/items"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from shared.mapping.fields import link, notes_of, values_of
from shared.mapping.item_fields import ITEM
from shared.mapping.references import Payload
from shared.posting.target import Adopt, Anew, Key, Resolution, TakeOver, Wanted, says
from shared.posting.targets.xero import FOUND, Raw, XeroTarget
from shared.xero.conditions import equals
from shared.xero.resources import ITEMS

NAME: Final = "item"
_EXISTS: Final = r"Item with Code .* already exists"
_GONE: Final = r"Item with the specified ItemID could not be found"


class ItemTarget(XeroTarget):
    name = NAME
    resource = ITEMS
    clash = f"{_EXISTS}|{_GONE}"

    def key(self, payload: Raw, /) -> Key:
        return (str(payload.get("Code") or ""),)

    def look_up(self, wanted: Sequence[Wanted], *, since: datetime | None) -> Mapping[Key, Resolution]:
        """Take over what has the code, and make anew what is gone.

        After a lost answer there is nothing to look for: an update by code may be repeated.
        """
        if since is not None:
            return {}
        gone = [want for want in wanted if want.refused and says(_GONE, want.refused.refusals)]
        coded = [want for want in wanted if not want.remote_id]
        there = self._with_codes(coded)
        return {
            **{self.key(want.payload): Anew(payload=_whole(want)) for want in gone},
            **{self.key(want.payload): self._taken_over(want, there) for want in coded},
        }

    def _with_codes(self, wanted: Sequence[Wanted]) -> Mapping[str, Raw]:
        """Give the items that have the codes, by these in small letters. Where an exact look finds one not, all are looked at."""
        codes = {_plain(want.payload): str(want.payload["Code"]) for want in wanted}
        found = self._by_code(self.xero.where_any(ITEMS, [equals("Code", code) for code in codes.values()]))
        return found if codes.keys() <= found.keys() or not codes else self._by_code(self.xero.where(ITEMS, ""))

    def _by_code(self, items: Iterable[Raw]) -> dict[str, Raw]:
        return {_plain(item): item for item in items}

    def _taken_over(self, want: Wanted, there: Mapping[str, Raw]) -> Resolution:
        """An item keeps what people have typed, and the spelling of its code: what it has blank is sent.

        What the list does not show, for it is too new, is updated by its code.
        """
        item = there.get(_plain(want.payload))
        if item is None:
            return TakeOver(remote_id=str(want.payload["Code"]))
        made = link(ITEM.fields(want.payload), ITEM.fields(item))
        notes = notes_of(made.known, ITEM.words)
        if not made.changes:
            return Adopt(element=self.element(item), note=FOUND, notes=notes, fields=made.known)
        payload = {**ITEM.payload(made.changes, item), "Code": item["Code"]}
        return TakeOver(remote_id=str(item["ItemID"]), payload=payload, notes=notes, fields=made.known)

    def _with_id(self, want: Wanted) -> Payload:
        """An item that was taken over is updated by its code."""
        return want.payload if want.remote_id == want.payload["Code"] else super()._with_id(want)


def _plain(item: Raw) -> str:
    return str(item["Code"]).casefold()


def _whole(want: Wanted) -> Payload:
    """An edit has only what has changed; what is made anew has all of it."""
    return {**ITEM.payload(values_of(want.fields or {}), {}), "Code": want.payload["Code"]}
