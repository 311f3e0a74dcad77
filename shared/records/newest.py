"""A page of a partition, the last key first, and where the next page begins."""

from typing import Final, TypeVar

from shared.records.cursors import CursorError, decoded, encoded
from shared.records.model import Item

LONGEST_PLACE: Final = 200
One = TypeVar("One", bound=Item)


def newest(item: type[One], within: str, *, cursor: str, limit: int) -> tuple[list[One], str]:
    """Read up to `limit` items of a partition, and answer with them and the cursor of the next page, "" after the last one.

    Raises CursorError for a cursor that was not given out for such a page.
    """
    begin = {"pk": {"S": within}, "sk": {"S": _place(cursor)}} if cursor else None
    found = list(
        item.query(within, scan_index_forward=False, limit=limit + 1, page_size=limit + 1, last_evaluated_key=begin)
    )
    return found[:limit], encoded([found[limit - 1].sk]) if len(found) > limit else ""


def _place(cursor: str) -> str:
    parts = decoded(cursor)
    if len(parts) != 1 or not isinstance(parts[0], str) or not 0 < len(parts[0]) <= LONGEST_PLACE:
        raise CursorError(cursor)
    return parts[0]
