"""Orders and credits that have reached their mapped status. One search finds both, in every status; we pick from its rows."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.codec import to_json
from shared.kinds import ORDERS, Kind
from shared.mapping.eligibility import why_not
from shared.mapping.source import at, id_at, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Key, Record, Summary
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import Row, after, behind, full_reads
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import amount_in, day_of

BY_CODE: Final = {order.type_code: kind for kind, order in ORDERS.items()}
BEFORE_START: Final = timedelta(days=31)  # an order's tax date may be later than the day of its last change
COLUMNS: Final = ("orderId", "orderTypeId", "orderStatusId")


def leave_out(_ids: Sequence[str]) -> None:
    """Where nobody wants to know of orders that are not invoiced."""


class Orders(Struct, frozen=True, kw_only=True, eq=False):
    """Orders of some kinds. One that we hold already is read again, whatever its status is now.

    `not_invoiced` is told by the first reading which others there are: there may be money on them.
    """

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    kinds: tuple[Kind, ...]
    due_step: str
    not_invoiced: Callable[[Sequence[str]], None] = leave_out

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        types = ",".join(str(number) for number in sorted(ORDERS[kind].type_id for kind in self.kinds))
        lists = self.brightpearl.changed(
            "order-search",
            since or self._beginning(),
            filters={"orderTypeId": types},
            columns=COLUMNS,
            key="orderId",
            after=after(position),
        )
        for ids in full_reads(lists, key="orderId", wanted=self._wanted if since else self._wanted_at_first):
            read = self.read(ids)
            if since is None:
                self.not_invoiced([order.id for order in read if order.held])
            yield Page(fetched=read, position=behind(ids))

    @property
    def selection(self) -> str:
        chosen = self.settings
        statuses = {kind: sorted(chosen.statuses[kind]) for kind in self.kinds}
        return to_json([chosen.start_date.isoformat(), statuses, sorted(chosen.channels)])

    def _beginning(self) -> datetime:
        return datetime.combine(self.settings.start_date - BEFORE_START, time(), UTC)

    def _wanted(self, rows: Sequence[Row]) -> Sequence[Row]:
        at_status = [row for row in rows if row["orderStatusId"] in self.settings.statuses[self._kind(row)]]
        others = {(self._kind(row), str(row["orderId"])): row for row in rows if row not in at_status}
        known = self.store.get_many(others)
        return sorted([*at_status, *(others[key] for key in known)], key=lambda row: int(row["orderId"]))

    def _wanted_at_first(self, rows: Sequence[Row]) -> Sequence[Row]:
        wanted = self._wanted(rows)
        ids = {row["orderId"] for row in wanted}
        self.not_invoiced([str(row["orderId"]) for row in rows if row["orderId"] not in ids])
        return wanted

    def _kind(self, row: Row) -> Kind:
        return next(kind for kind in self.kinds if ORDERS[kind].type_id == int(row["orderTypeId"]))

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        return self.read([int(record_id)])

    def read(self, ids: Sequence[int]) -> list[Fetched]:
        orders = list(self.brightpearl.orders(ids).items.values())
        known = self.store.get_many((BY_CODE[order["orderTypeCode"]], str(order["id"])) for order in orders)
        found = (self._fetched(order, known) for order in orders)
        return [order for order in found if order is not None]

    def _fetched(self, order: Mapping[str, Any], known: Mapping[Key, Record]) -> Fetched | None:
        kind = BY_CODE[order["orderTypeCode"]]
        reason = why_not(kind, order, self.settings)
        record = known.get((kind, str(order["id"])))
        if reason and record is None:
            return self._waiting(kind, order, reason)
        waits = record is not None and bool(record.held) and not record.in_remote
        held = reason if reason and waits else ""
        return self._made(kind, order, held=held)

    def _waiting(self, kind: Kind, order: Mapping[str, Any], reason: str) -> Fetched | None:
        """An order whose status says invoiced, but which has no invoice yet, is shown as waiting. Others are left out."""
        invoiced = str((order.get("invoices") or [{}])[0].get("invoiceReference") or "")
        if (
            invoiced.lower() not in ("", "pending")
            or order["orderStatus"]["orderStatusId"] not in self.settings.statuses[kind]
        ):
            return None
        return self._made(kind, order, held=reason)

    def _made(self, kind: Kind, order: Mapping[str, Any], *, held: str) -> Fetched:
        summary = order_summary(order, self.settings)
        return fetched(kind, str(order["id"]), order, self.settings, summary=summary, due_step=self.due_step, held=held)


def order_summary(order: Any, settings: Settings) -> Summary:
    party = at(order, "parties", "customer") or at(order, "parties", "supplier")
    written = at(order, "invoices", 0, "taxDate") or at(order, "createdOn")
    return Summary(
        number=text_at(order, "invoices", 0, "invoiceReference"),
        reference=one_line(at(order, "reference")),
        contact_id=id_at(party, "contactId"),
        contact_name=one_line(text_at(party, "companyName") or text_at(party, "addressFullName")),
        date=day_of(written, settings),
        currency=text_at(order, "currency", "orderCurrencyCode"),
        total=amount_in(order, "totalValue", "total"),
    )
