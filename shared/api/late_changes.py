"""Late changes as they are listed."""

from msgspec.structs import asdict

from shared.api.shapes import LateChangeLine, LateChangePage, TaxAmounts
from shared.api.words import KindName
from shared.records.late_changes import LateChange, LateChanges


def late_change_page(connection: str, *, cursor: str, limit: int) -> LateChangePage:
    """Read a page. Raises CursorError for a wrong cursor."""
    found, following = LateChanges(connection=connection).newest(cursor=cursor, limit=limit)
    return LateChangePage(late_changes=[_line(one) for one in found], next_cursor=following)


def _line(change: LateChange) -> LateChangeLine:
    told = {**asdict(change), "kind": KindName.of(change.kind).value, "what": change.what.value}
    return LateChangeLine(**{**told, "tax": {name: TaxAmounts(**sums) for name, sums in change.tax.items()}})
