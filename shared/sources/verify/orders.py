"""Orders again: whether all that we know are still there, and what some of them say now.

Whether orders exist is asked of thousands in a call (OPTIONS).
"""

from collections.abc import Iterator, Mapping, Set
from datetime import date

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.brightpearl.id_sets import asked_together, chunks
from shared.kinds import ORDERS, Kind
from shared.records.record import Fetched
from shared.records.status import LIVING
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.gone_orders import surely_gone
from shared.sources.orders import Orders
from shared.sources.pages import Page
from shared.sources.verify.nights import NIGHTS
from shared.sources.verify.parts import behind
from shared.sources.withdrawn import is_withdrawn, order_deleted, withdrawn


class SentOrders(Struct, frozen=True, kw_only=True, eq=False):
    """Orders that we have records of. `since` is the first day of those that are read anew: all if `full`, else those whose
    remainders are in `turns`.
    """

    brightpearl: Brightpearl
    store: Store
    settings: Settings
    today: date
    since: date
    full: bool
    turns: Set[int]

    def existing(self, after: str) -> Iterator[Page]:
        """Yield what is gone of all orders there are records of, however old."""
        kinds = {number: kind for kind in ORDERS for number in self._ids(kind, self.settings.start_date)}
        for some in asked_together(number for number in kinds if number > int(after or 0)):
            there = self.brightpearl.existing_orders(some)
            gone = surely_gone(self.brightpearl, {*some} - there, witnesses=there)
            yield Page(fetched=self._taken_back({number: kinds[number] for number in gone}), position=behind(some[-1]))

    def read(self, orders: Orders, after: str) -> Iterator[Page]:
        """Yield what orders of some kinds say now; that they were un-invoiced, too."""
        ids = {number for kind in orders.kinds for number in self._ids(kind, self.since)}
        wanted = [number for number in ids if number > int(after or 0) and (self.full or number % NIGHTS in self.turns)]
        for some in chunks(wanted):
            yield Page(fetched=orders.read(some), position=behind(some[-1]))

    def _ids(self, kind: Kind, first: date) -> Iterator[int]:
        for status in LIVING:
            yield from map(int, self.store.ids(kind, status, first=first.isoformat()))

    def _taken_back(self, gone: Mapping[int, Kind]) -> list[Fetched]:
        known = self.store.get_many((kind, str(number)) for number, kind in gone.items())
        how = order_deleted(self.today)
        return [withdrawn(record, how, self.settings) for record in known.values() if not is_withdrawn(record)]
