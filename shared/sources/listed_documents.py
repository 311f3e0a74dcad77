"""What lists of documents in Xero tell of ours: of those that our table knows, and of those that it has lost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.records.queues import Queues
from shared.records.store import Store
from shared.settings import Settings
from shared.sources.editors import Editors
from shared.sources.former_documents import FormerDocuments
from shared.sources.lost_orders import LostOrders
from shared.sources.sent_documents import SentDocuments
from shared.xero.client import Xero
from shared.xero.resources import Resource


class ListedDocuments(Struct, frozen=True, kw_only=True, eq=False):
    """`brightpearl` is asked for only where it is needed."""

    xero: Xero
    brightpearl: Callable[[], Brightpearl]
    store: Store
    settings: Settings
    queues: Queues
    editors: Editors

    def note(self, resource: Resource, documents: Sequence[Mapping[str, Any]]) -> None:
        """Note on our records what people have changed, voided or deleted, and what is there though nobody knows it."""
        sent = SentDocuments(store=self.store, xero=self.xero, resource=resource, editors=self.editors)
        former = FormerDocuments(
            store=self.store, settings=self.settings, resource=resource, lost=self._lost, queues=self.queues
        )
        former.look(sent.look(documents))

    @property
    def _lost(self) -> LostOrders:
        return LostOrders(brightpearl=self.brightpearl, store=self.store, settings=self.settings)
