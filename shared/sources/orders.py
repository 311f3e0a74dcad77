"""Orders and credits that are invoiced. One search finds what has changed, in every status: each is read by id, for only that
tells whether it is invoiced, at which status it is, and what was taken back.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from shared.brightpearl.client import Brightpearl
from shared.codec import to_json
from shared.kinds import ORDERS, Kind
from shared.mapping.eligibility import is_being_invoiced, may_come, not_invoiced, why_not, wrong_status
from shared.mapping.source import at, id_at, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Key, Record, Summary
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.changes import after, behind, full_reads
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import amount_in, day_of
from shared.sources.withdrawn import order_uninvoiced

BY_CODE: Final = {order.type_code: kind for kind, order in ORDERS.items()}
BEFORE_START: Final = timedelta(days=31)  # an order's tax date may be later than the day of its last change
COLUMNS: Final = ("orderId", "orderTypeId", "orderStatusId")


def leave_out(_ids: Sequence[str]) -> None:
    """Where nobody wants to know of orders that are not invoiced."""


class Orders(Struct, frozen=True, kw_only=True, eq=False):
    """Orders of some kinds, whatever their status. What is not invoiced yet, or not at a mapped status, is shown as waiting.

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
        for ids in full_reads(lists, key="orderId"):
            orders = self._orders(ids)
            if since is None:
                self.not_invoiced([str(order["id"]) for order in orders if not_invoiced(order)])
            yield Page(fetched=self._read(orders), position=behind(ids))

    @property
    def selection(self) -> str:
        chosen = self.settings
        statuses = {kind: sorted(chosen.statuses[kind]) for kind in self.kinds}
        return to_json([chosen.start_date.isoformat(), statuses, sorted(chosen.channels)])

    def _beginning(self) -> datetime:
        return datetime.combine(self.settings.start_date - BEFORE_START, time(), UTC)

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        return self.read([int(record_id)])

    def read(self, ids: Sequence[int]) -> list[Fetched]:
        return self._read(self._orders(ids))

    def _orders(self, ids: Sequence[int]) -> list[dict[str, Any]]:
        return list(self.brightpearl.orders(ids).items.values())

    def _read(self, orders: Sequence[Mapping[str, Any]]) -> list[Fetched]:
        known = self.store.get_many((BY_CODE[order["orderTypeCode"]], str(order["id"])) for order in orders)
        found = (self._fetched(order, known) for order in orders)
        return [order for order in found if order is not None]

    def _fetched(self, order: Mapping[str, Any], known: Mapping[Key, Record]) -> Fetched | None:
        """What is in Xero is never held for what its order has become: it is withdrawn, or goes on as it is."""
        kind = BY_CODE[order["orderTypeCode"]]
        record = known.get((kind, str(order["id"])))
        reason = why_not(kind, order, self.settings) or ""
        if record is None:
            return self._made(kind, order, held=reason) if may_come(kind, order, self.settings) else None
        if not record.in_remote:
            return self._made(kind, order, held=reason)
        if is_being_invoiced(order):
            return None
        moved = at(order, "orderStatus", "orderStatusId") != at(record.document, "orderStatus", "orderStatusId")
        note = wrong_status(kind, order, self.settings) if moved else None
        withdrawn = order_uninvoiced(order, self.settings) if not_invoiced(order) else ""
        return self._made(kind, order, withdrawn=withdrawn, note=note or "")

    def _made(
        self, kind: Kind, order: Mapping[str, Any], *, held: str = "", withdrawn: str = "", note: str = ""
    ) -> Fetched:
        summary = order_summary(order, self.settings)
        made = fetched(kind, str(order["id"]), order, self.settings, summary=summary, due_step=self.due_step, held=held)
        return replace(made, withdrawn=withdrawn, note=note)


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
