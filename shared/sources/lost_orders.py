"""Orders whose documents are in Xero, though our table has no record of them: they were un-invoiced or deleted since.

Whatever else has no record comes by itself once it is fetched, or is left out by the settings.
https://api-docs.brightpearl.com/order/order/get.html
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import Any

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import chunks
from shared.kinds import ORDERS, Kind, System
from shared.mapping.dates import day_there, xero_date
from shared.mapping.eligibility import is_being_invoiced, not_invoiced
from shared.mapping.text import one_line
from shared.records.record import WITHDRAWN, Fetched, Key, Summary
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import post_of
from shared.settings import Settings
from shared.sources.fetched import fetched
from shared.sources.gone_orders import MOST_WITNESSES, surely_gone
from shared.sources.orders import BY_CODE, order_summary
from shared.sources.withdrawn import order_deleted
from shared.xero.answers import amount_of

Raw = Mapping[str, Any]


class LostOrders(Struct, frozen=True, kw_only=True, eq=False):
    """`brightpearl` is asked for only where there is such an order."""

    brightpearl: Callable[[], Brightpearl]
    store: Store
    settings: Settings

    def note(self, there: Mapping[Key, Raw]) -> None:
        """Make records that wait of those that were taken back. `there` are their documents in Xero, by their own keys."""
        wanted = {int(number): (kind, raw) for (kind, number), raw in there.items() if self._counts(raw)}
        for some in chunks(wanted):
            existing = self.brightpearl().existing_orders(some)
            missing = {*some} - existing
            gone = surely_gone(self.brightpearl(), missing, witnesses=existing or self._known()) if missing else ()
            read = self.brightpearl().orders(sorted(existing)).items.values() if existing else ()
            self.store.take([*self._uninvoiced(read), *(self._deleted(one, *wanted[one]) for one in sorted(gone))])

    def _known(self) -> list[int]:
        """A few that are in Xero, which should be there."""
        ids = (self.store.ids(kind, Status.SENT, first=self.settings.start_date.isoformat()) for kind in ORDERS)
        return [int(one) for one in islice(chain.from_iterable(ids), MOST_WITNESSES)]

    def _counts(self, raw: Raw) -> bool:
        return bool(raw.get("Date")) and xero_date(raw["Date"]) >= self.settings.start_date

    def _uninvoiced(self, orders: Iterable[Raw]) -> Iterator[Fetched]:
        for order in orders:
            if (why := not_invoiced(order)) and not is_being_invoiced(order):
                kind = BY_CODE[order["orderTypeCode"]]
                yield self._fetched(kind, int(order["id"]), order, order_summary(order, self.settings), held=why)

    def _deleted(self, number: int, kind: Kind, raw: Raw) -> Fetched:
        """What it was only Xero can tell."""
        contact = raw.get("Contact") or {}
        summary = Summary(
            number=str(raw.get(ORDERS[kind].number_field) or ""),
            contact_name=one_line(str(contact.get("Name") or "")),
            date=xero_date(raw["Date"]).isoformat(),
            currency=str(raw.get("CurrencyCode") or ""),
            total=amount_of(raw, "Total"),
        )
        how = order_deleted(day_there(self.store.clock(), self.settings.time_zone))
        return self._fetched(kind, number, {"id": number, WITHDRAWN: how}, summary, held=how)

    def _fetched(self, kind: Kind, number: int, document: Raw, summary: Summary, *, held: str) -> Fetched:
        due_step = post_of(kind, System.XERO)
        return fetched(kind, str(number), document, self.settings, summary=summary, due_step=due_step, held=held)
