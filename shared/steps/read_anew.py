"""Payments from Xero that are tried again: the next fetch reads their documents, so that what was cured in Xero is seen."""

from collections.abc import Iterable
from typing import Final

from shared.kinds import PAYMENTS, Kind, System
from shared.records.queues import Queues
from shared.records.record import Record
from shared.records.store import Store
from shared.sequence import fetch_of

FETCHES: Final = {kind: fetch_of(kind, System.XERO) for kind in PAYMENTS}


def read_anew(records: Iterable[Record], *, store: Store, queues: Queues) -> None:
    """Leave the documents of these payments for the step that reads all that has settled a document."""
    paid = [(record.kind, tuple(record.document["document"])) for record in records if _is_from_xero(record)]
    if not paid:
        return
    documents = store.get_many((Kind(kind), str(order)) for _, (kind, order) in paid)
    for kind, fetch in FETCHES.items():
        found = (documents.get(document) for payment, document in paid if payment == kind)
        queues.enqueue(fetch, sorted({document.remote_id for document in found if document and document.remote_id}))


def _is_from_xero(record: Record) -> bool:
    return record.kind in PAYMENTS and record.origin == System.XERO
