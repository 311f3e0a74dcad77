"""Late changes: what a period for which a tax return is filed was still given, was to be given, or lost to a later one."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from shared.kinds import Kind
from shared.records.model.table import Item, PackedAttribute
from shared.records.newest import newest
from shared.records.schema import Area, area


class Late(StrEnum):
    """It went on its own day; it went on a later one, for its own was locked; it was a change that did not go."""

    POSTED = "posted"
    MOVED = "moved"
    REFUSED = "refused"


class LateChange(Struct, frozen=True, kw_only=True):
    """Days are ISO text, `at` a time in ISO 8601. `filed_to` is up to when returns were filed then.

    `tax` is net and tax, as text, by Xero's tax type; of a change by how much they would differ, credits below nought.
    """

    kind: Kind
    id: str
    number: str
    contact: str
    day: str
    what: Late
    at: str
    filed_to: str
    currency: str
    tax: dict[str, dict[str, str]]


class LateChangeItem(Item):
    change = PackedAttribute()


class LateChanges:
    """The late changes of one connection: one for each thing that happened to a record, however often it is noted."""

    def __init__(self, *, connection: str) -> None:
        self._partition = area(connection, Area.LATE_CHANGE)

    def note(self, changes: Iterable[LateChange]) -> None:
        with LateChangeItem.batch_write() as batch:
            for one in changes:
                place = f"{one.day}#{one.kind}#{one.id}#{one.what}"
                batch.save(LateChangeItem(self._partition, place, change=_document(one)))

    def newest(self, *, cursor: str, limit: int) -> tuple[list[LateChange], str]:
        """Read a page by the documents' days, newest first, and the cursor of the next page, "" after the last one.

        Raises CursorError for a cursor that was not given out for this list.
        """
        found, following = newest(LateChangeItem, self._partition, cursor=cursor, limit=limit)
        return [_read(item.change) for item in found], following


def _document(change: LateChange) -> dict[str, Any]:
    return {
        **{name: getattr(change, name) for name in change.__struct_fields__},
        "kind": str(change.kind),
        "what": str(change.what),
    }


def _read(document: dict[str, Any]) -> LateChange:
    return LateChange(**{**document, "kind": Kind(document["kind"]), "what": Late(document["what"])})
