"""Stock corrections, found by the goods they moved: https://api-docs.brightpearl.com/warehouse/goods-movement/search.html"""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.errors import InvalidDataError
from shared.kinds import Kind
from shared.mapping.adjustments import net_value
from shared.mapping.eligibility import is_correction_due
from shared.mapping.source import at, entries, id_at, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Summary
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import READ, after
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import day_of, where_readable

CORRECTION: Final = "SC"
COLUMNS: Final = ("goodsMovementId", "goodsNoteId", "warehouseId", "goodsNoteTypeCode")


class Adjustments(Struct, frozen=True, kw_only=True, eq=False):
    """Stock corrections of one Brightpearl account."""

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    due_step: str

    @property
    def selection(self) -> str:
        return self.settings.start_date.isoformat()

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        beginning = datetime.combine(self.settings.start_date, time(), ZoneInfo(self.settings.time_zone))
        lists = self.brightpearl.changed(
            "goods-movement-search",
            since or beginning,
            filters={"goodsNoteTypeCode": CORRECTION},
            columns=COLUMNS,
            key="goodsMovementId",
            after=after(position),
        )
        notes: dict[tuple[int, int], None] = {}
        last = after(position)
        for rows in lists:
            notes |= {(int(row["warehouseId"]), int(row["goodsNoteId"])): None for row in rows}
            last = int(rows[-1]["goodsMovementId"])
            if len(notes) >= READ:
                yield Page(fetched=self._read(notes), position={"after": last})
                notes = {}
        if notes:
            yield Page(fetched=self._read(notes), position={"after": last})

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        known = self.store.get(Kind.INVENTORY_ADJUSTMENT, record_id)
        if known is None:
            raise InvalidDataError(
                f"stock correction {record_id} is not known here", hint="fetch all inventory adjustments instead"
            )
        return self._read({(int(known.document["warehouseId"]), int(record_id)): None})

    def _read(self, notes: dict[tuple[int, int], None]) -> list[Fetched]:
        by_warehouse: dict[int, list[int]] = {}
        for warehouse, note in notes:
            by_warehouse.setdefault(warehouse, []).append(note)
        corrections = [
            correction
            for warehouse, ids in by_warehouse.items()
            for correction in self.brightpearl.stock_corrections(warehouse, ids).items.values()
        ]
        return [
            fetched(
                Kind.INVENTORY_ADJUSTMENT,
                str(correction["goodsNoteId"]),
                correction,
                self.settings,
                summary=adjustment_summary(correction, self.settings),
                due_step=self.due_step,
            )
            for correction in corrections
            if is_correction_due(correction, self.settings)
        ]


def adjustment_summary(correction: Any, settings: Settings) -> Summary:
    moved = [entry for _, entry in entries(correction, "goodsMoved")]
    return Summary(
        number=id_at(correction, "goodsNoteId"),
        reference=one_line(text_at(correction, "reason")),
        date=min(filter(None, (day_of(at(entry, "createdOn"), settings) for entry in moved)), default=""),
        currency=settings.base_currency,
        total=where_readable(lambda: net_value(correction)),
    )
