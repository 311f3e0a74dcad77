"""Queues: ids that one step leaves for another, and the names of the queues, which both sides have to agree on."""

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Final
from uuid import uuid4

from shared.kinds import ORDERS, Kind, System
from shared.records.model.table import Item, PackedAttribute
from shared.sequence import fetch_of

ALLOCATIONS: Final = "allocations"
OPEN_PAYMENTS: Final = "open_payments"  # of Brightpearl, from when they are read until they are settled in Xero
SALES_PAYMENTS_FETCH: Final = fetch_of(Kind.SALES_PAYMENT, System.BRIGHTPEARL)
DRAFTS: Final = {"InvoiceID": "draft_invoices", "CreditNoteID": "draft_credit_notes"}  # by the name of their id in Xero
UNAPPROVED: Final = frozenset({"DRAFT", "SUBMITTED"})
PAYMENT_FETCHES: Final[dict[Kind, str]] = {kind: fetch_of(order.paid_by, System.XERO) for kind, order in ORDERS.items()}


class QueueItem(Item):
    """What was left at one time: some ids."""

    ids = PackedAttribute()


class Queues:
    """The queues of one connection. What is in one stays there until it is taken out: a step that broke finds it again."""

    def __init__(self, *, connection: str, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def enqueue(self, to: str, ids: Iterable[str]) -> None:
        """Leave ids in the queue `to`; without any there is nothing to leave."""
        left = list(ids)
        if left:
            item_id = f"{self._clock().isoformat()}#{uuid4().hex[:12]}"
            QueueItem(self._partition(to), item_id, ids=left).save()

    def queued(self, to: str) -> list[QueueItem]:
        """Read what is there, oldest first, and leave it there."""
        return list(QueueItem.query(self._partition(to), consistent_read=True))

    def ids(self, to: str) -> set[str]:
        """Read which ids are there, and leave them there."""
        return {str(one) for item in self.queued(to) for one in item.ids}

    def take_out(self, to: str, ids: Collection[str]) -> None:
        """Take out these ids wherever they stand, and leave what came with them."""
        items = [item for item in self.queued(to) if not {*ids}.isdisjoint(item.ids)] if ids else []
        self.enqueue(to, [one for item in items for one in item.ids if one not in ids])
        self.dequeue(items)

    def drafts(self) -> set[str]:
        """Give the Xero ids of documents that we have posted, and that nobody is known to have approved there yet."""
        return {one for queue in DRAFTS.values() for one in self.ids(queue)}

    def dequeue(self, items: Iterable[QueueItem]) -> None:
        """Take out what has been dealt with."""
        with QueueItem.batch_write() as batch:
            for item in items:
                batch.delete(item)

    def _partition(self, to: str) -> str:
        return f"{self._connection}#queue#{to}"


def allocation_id(credit_id: str, invoice_id: str) -> str:
    """One id for the pair, as long as Brightpearl's transactionRef may be: 64 characters."""
    return (credit_id + invoice_id).replace("-", "")
